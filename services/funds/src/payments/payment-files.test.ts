import { specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { expect, test } from 'vitest'
import { idNumber } from '../sample.fixture.ts'
import type { PaymentCommand, RecordFileResult } from './payment.commands.ts'
import { paymentDecider } from './payment.decider.ts'
import { ended, histories, merchant, otherPayee, payee, sent, settled } from './payment.fixture.ts'
import type { PaymentEvent } from './payment.state.ts'
import { recordResults } from './payments.process.ts'

const { given } = specify(paymentDecider)
const file = idNumber('paymentfile', 1)
const payment = idNumber('payment', 1)
const send: PaymentCommand = { type: 'SendByFile', file, sentOn: '2025-08-05', payee }
const paid = { payment, outcome: 'paid' as const, totalFen: 40_000, paidOn: '2025-08-06', bankReference: 'B-778' }
const failed = { payment, outcome: 'failed' as const, totalFen: 40_000, failedOn: '2025-08-06', reason: '账号有误' }
const say = (result: RecordFileResult['result']): PaymentCommand => ({
  type: 'RecordFileResult',
  file,
  result,
  readOn: '2025-08-07',
})
const unsent = (code: string): PaymentEvent => ({ type: 'PaymentSendingRefused', data: { merchant, file, code } })
const contradicted = (code: string, { outcome, totalFen }: RecordFileResult['result'] = paid): PaymentEvent => ({
  type: 'PaymentResultRefused',
  data: { merchant, file, outcome, totalFen, code },
})

test('a file sends what is approved, to the account that was approved', () => {
  given(histories.approved)
    .when(send)
    .then([{ ...sent, data: { ...sent.data, file } } as PaymentEvent])
  given(histories.approved)
    .when({ ...send, payee: otherPayee })
    .then([unsent('payee-changed')])
})

test.each([
  ['ready', 'payment-not-approved'],
  ['sent', 'payment-already-sent'],
  ['paid', 'payment-already-paid'],
  ['ended', 'payment-ended'],
] as const)('a file with what is %s says so, and is never refused', (status, code) => {
  given(histories[status])
    .when(send)
    .then([unsent(code)])
})

test('what was sent by a file that is not handed out goes by another one; what was sent otherwise stays sent', () => {
  const byFile = [...histories.approved, { ...sent, data: { ...sent.data, file } } as PaymentEvent]
  const left = unsent('payment-file-superseded')
  const next = idNumber('paymentfile', 2)
  given(byFile).when({ type: 'LeaveFile', file }).then([left])
  given([...byFile, left])
    .when({ type: 'LeaveFile', file })
    .then([])
  given([...byFile, left])
    .when({ ...send, file: next })
    .then([{ ...sent, data: { ...sent.data, file: next } } as PaymentEvent])
  given([...byFile, left])
    .when(say(paid))
    .then([contradicted('payment-not-sent')])
  for (const status of ['approved', 'sent', 'paid', 'ended'] as const)
    given(histories[status]).when({ type: 'LeaveFile', file }).then([])
  given(byFile).when({ type: 'LeaveFile', file: next }).then([])
})

test('what a file says of a payment that is sent ends it', () => {
  given(histories.sent).when(say(paid)).then([settled])
  given(histories.sent)
    .when(say(failed))
    .then([ended('failed', '账号有误')])
})

test('said again it is the same', () => {
  given(histories.paid).when(say(paid)).then([])
  given([...histories.sent, ended('failed', '账号有误')])
    .when(say(failed))
    .then([])
})

test('what cannot be is recorded, and changes nothing', () => {
  given(histories.sent)
    .when(say({ ...paid, totalFen: 39_999, paidOn: '2025-08-04' }))
    .then([contradicted('payment-amount-differs', { ...paid, totalFen: 39_999 })])
  given(histories.sent)
    .when(say({ ...paid, paidOn: '2025-08-04' }))
    .then([contradicted('paid-before-sent')])
  given(histories.sent)
    .when(say({ ...paid, paidOn: '2025-08-08' }))
    .then([contradicted('late-entry-in-the-future')])
  given(histories.approved)
    .when(say(paid))
    .then([contradicted('payment-not-sent')])
  given(histories.paid)
    .when(say(failed))
    .then([contradicted('payment-already-paid', failed)])
  given([...histories.sent, ended('failed', '账号有误')])
    .when(say(paid))
    .then([contradicted('payment-ended')])
  given([...histories.sent, contradicted('paid-before-sent')])
    .when(say(paid))
    .then([settled])
})

test('money that a file says was paid counts on the day that it says; what failed moves none', () => {
  const source = { stream: file, recordedAt: '2025-08-07T02:00:00Z', metadata: { accountingDate: '2025-08-07' } }
  const data = { division: '632701', mapping: 'plain', fileHash: 'a', rows: 3, differences: [] }
  const days = recordResults({ type: 'PaymentResultsRead', data: { ...data, results: [paid, failed] } }, source)
  expect(days.map(({ accountingDate }) => accountingDate)).toEqual(['2025-08-06', undefined])
})
