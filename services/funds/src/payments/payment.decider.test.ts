import { MAX_AMOUNT_FEN } from '@welfare/contracts/money.ts'
import { on, specify } from '@welfare/event-store/decider/specification.fixture.ts'
import { describe, expect, test } from 'vitest'
import { idNumber } from '../sample.fixture.ts'
import type { PaymentCommand, PreparePayment } from './payment.commands.ts'
import { type PaymentRefusalCode, paymentDecider } from './payment.decider.ts'
import {
  approved,
  bounced,
  due,
  ended,
  first,
  histories,
  merchant,
  otherDue,
  otherPayee,
  payee,
  prepare,
  prepared,
  second,
  sent,
  settled,
  taken,
} from './payment.fixture.ts'

const { given } = specify(paymentDecider)
const approve: PaymentCommand = {
  type: 'ApprovePayment',
  approver: 'chair-1',
  payee,
  seenVersion: 2,
  needsAccount: false,
}
const refusal: PaymentCommand = { type: 'RefusePayment', approver: 'chair-1', reason: '金额有误' }
const withdraw: PaymentCommand = { type: 'WithdrawPayment', reason: '重复' }
const send: PaymentCommand = { type: 'SendPayment', sentOn: '2025-08-05', payee }
const settle: PaymentCommand = {
  type: 'SettlePayment',
  paidOn: '2025-08-06',
  bankReference: 'B-778',
  amountFen: 40_000,
}
const fail: PaymentCommand = { type: 'FailPayment', amountFen: 40_000, reason: '账号有误' }
const comeBack: PaymentCommand = {
  type: 'ReturnPayment',
  returnedOn: '2025-08-08',
  reason: '账号有误',
  needsAccount: false,
}

describe('a payment is prepared', () => {
  test('once, over what its statements pay, fund by fund', () => given([]).when(prepare).then([prepared]))

  test('asked again it is the same, whatever became of it, whoever asks, in whatever order', () => {
    const again = { ...prepare, parts: [...prepare.parts].reverse(), preparedBy: 'desk-2', payee: otherPayee }
    for (const history of Object.values(histories)) given(history).when(again).then([])
  })

  /** In their order of precedence; a case may have a mistake of one below it. */
  const mistakes: readonly [string, Partial<PreparePayment>, object][] = [
    [
      'statement-named-twice',
      {
        parts: [
          { ...first, due },
          { ...first, due },
        ],
      },
      { statement: first.stream, number: 1 },
    ],
    ['statement-not-approved', { parts: [{ ...first, due: undefined }] }, { statement: first.stream, number: 1 }],
    [
      'statement-of-another-merchant',
      { parts: [{ ...first, due: { ...due, merchant: idNumber('merchant', 2), payment: 'x', shares: [] } }] },
      { statement: first.stream, number: 1 },
    ],
    [
      'statement-already-assigned',
      { parts: [{ ...first, due: { ...due, payment: 'payment-x', shares: [] } }] },
      { statement: first.stream, number: 1, payment: 'payment-x' },
    ],
    [
      'statement-nothing-due',
      { parts: [{ ...first, due: { ...due, shares: [] } }] },
      { statement: first.stream, number: 1 },
    ],
    [
      'payment-of-several-divisions',
      {
        parts: [
          { ...first, due },
          { ...second, due: { ...otherDue, division: '632722' } },
        ],
        payee: undefined,
      },
      { divisions: ['632701', '632722'] },
    ],
    ['payee-unknown', { payee: undefined }, { merchant }],
    [
      'total-too-large',
      {
        parts: [
          { ...first, due: { ...due, shares: [{ fund: idNumber('fund', 1), amountFen: MAX_AMOUNT_FEN }] } },
          { ...second, due: otherDue },
        ],
      },
      { totalFen: MAX_AMOUNT_FEN + 10_000, largestFen: MAX_AMOUNT_FEN },
    ],
    ['payment-too-long', { parts: manyParts(9) }, { amounts: 450, largest: 400 }],
  ]
  test.each(mistakes)('refuses %s', (code, mistake, facts) => {
    const decision = paymentDecider.decide({ status: 'absent' }, { ...prepare, ...mistake })
    expect(decision).toEqual({ accepted: false, refusal: { code, facts } })
  })

  test('refuses reference-taken before all else', () => {
    const taken = { code: 'reference-taken', facts: { reference: 'ZF-1001' } } as const
    const fewer = { ...prepare, parts: [{ ...first, due }], payee: undefined }
    given(histories.ended).when(fewer).then(taken)
    given(histories.ready)
      .when({ ...prepare, merchant: idNumber('merchant', 2) })
      .then(taken)
    given(histories.ready)
      .when({
        ...prepare,
        parts: [
          { ...first, due },
          { ...second, statement: 5, due: otherDue },
        ],
      })
      .then(taken)
  })
})

test('as long as it may be it fits into an event', () => {
  const decision = paymentDecider.decide({ status: 'absent' }, { ...prepare, parts: manyParts(100, 4) })
  if (!decision.accepted) throw new Error(decision.refusal.code)
  expect(JSON.stringify(decision.events).length).toBeLessThan(60_000)
})

/** Of so many statements, each of so many funds. */
function manyParts(statements: number, fundsOfEach = 50): PreparePayment['parts'] {
  const shares = Array.from({ length: fundsOfEach }, (_, n) => ({ fund: idNumber('fund', n), amountFen: 9_999_999 }))
  return Array.from({ length: statements }, (_, n) => ({
    ...{ stream: idNumber('statement', n), statement: 99_999, due: { ...due, shares } },
  }))
}

describe('its statements', () => {
  const take = (part: typeof first): PaymentCommand => ({ type: 'TakePart', ...part })
  const refuse = (part: typeof first): PaymentCommand => ({
    type: 'RefusePart',
    ...part,
    code: 'statement-already-assigned',
  })

  test('take it one by one, each once', () => {
    given([prepared])
      .when(take(second))
      .then([taken(2)])
    given([prepared, taken(2)])
      .when(take(second))
      .then([])
    given([prepared, taken(2)])
      .when(take(first))
      .then([taken(1)])
  })

  test('end it where one of them refuses', () => {
    const code = 'statement-already-assigned'
    given([prepared, taken(2)])
      .when(refuse(first))
      .then([{ type: 'PaymentPartRefused', data: { part: 1, merchant, code } }, ended('part-refused', code)])
  })

  test('say nothing any more to what has ended', () => {
    given(histories.ended).when(take(second)).then([])
    given(histories.ended).when(refuse(second)).then([])
  })

  test('are its own', () => {
    const stranger = { type: 'TakePart' as const, ...first, statement: 9 }
    expect(() => given([prepared]).when(stranger).then([])).toThrow('has no part of it')
  })
})

describe('another person approves it', () => {
  test('to the account that is the merchant’s now', () => {
    given(histories.ready).when(approve).then([approved()])
    given(histories.ready)
      .when({ ...approve, payee: otherPayee, seenVersion: 3 })
      .then([approved(otherPayee)])
  })

  test('again where the account was changed since', () => {
    given(histories.approved)
      .when({ ...approve, approver: 'chair-2', payee: otherPayee, seenVersion: 3 })
      .then([approved(otherPayee, 'chair-2')])
  })

  test('refuses, in this order', () => {
    const byMaker: PaymentCommand = { ...approve, approver: 'desk-1', payee: otherPayee }
    given(histories.preparing).when(byMaker).then({ code: 'payment-not-ready', facts: {} })
    given(histories.ready)
      .when(byMaker)
      .then({ code: 'maker-cannot-approve', facts: { maker: 'desk-1' } })
    given(histories.ready)
      .when({ ...approve, payee: otherPayee })
      .then({ code: 'payee-changed', facts: otherPayee })
    given(histories.approved).when(approve).then({ code: 'payment-already-approved', facts: {} })
  })

  test('or refuses it, who prepared it withdraws it', () => {
    for (const history of [histories.preparing, histories.ready, histories.approved]) {
      given(history)
        .when(refusal)
        .then([ended('refused', '金额有误')])
      given(history)
        .when({ ...refusal, approver: 'desk-1' })
        .then({ code: 'maker-cannot-approve' })
      given(history)
        .when(withdraw)
        .then([ended('withdrawn', '重复')])
    }
  })
})

describe('the bank', () => {
  test('is told of the account that the approver saw', () => {
    given(histories.approved).when(send).then([sent])
    given(histories.approved)
      .when({ ...send, payee: otherPayee })
      .then({ code: 'payee-changed', facts: otherPayee })
    given([...histories.approved, approved(otherPayee)])
      .when({ ...send, payee: otherPayee })
      .then([sent])
  })

  test('is told after the approval', () => {
    const history = [prepared, taken(1), taken(2), on('2025-08-06', approved())]
    given(history)
      .when(send)
      .then({ code: 'sent-before-approved', facts: { sentOn: '2025-08-05', approvedOn: '2025-08-06' } })
  })

  test('pays all of it, or nothing', () => {
    given(histories.sent).when(settle).then([settled])
    given(histories.sent)
      .when({ ...settle, amountFen: 39_999, paidOn: '2025-08-04' })
      .then({ code: 'payment-amount-differs', facts: { totalFen: 40_000, amountFen: 39_999 } })
    given(histories.sent)
      .when({ ...settle, paidOn: '2025-08-04' })
      .then({ code: 'paid-before-sent', facts: { paidOn: '2025-08-04', sentOn: '2025-08-05' } })
  })

  test('says no, in writing', () => {
    given(histories.sent)
      .when(fail)
      .then([ended('failed', '账号有误')])
    given(histories.sent)
      .when({ ...fail, amountFen: 1 })
      .then({ code: 'payment-amount-differs' })
  })

  test('gives back what it has paid', () => {
    given(histories.paid).when(comeBack).then([bounced])
    given(histories.paid)
      .when({ ...comeBack, returnedOn: '2025-08-05' })
      .then({ code: 'returned-before-paid', facts: { returnedOn: '2025-08-05', paidOn: '2025-08-06' } })
  })
})

/** What cannot be done where a payment stands is refused by where it stands. */
const standing: Record<
  keyof typeof histories,
  { readonly code: PaymentRefusalCode; readonly refused: readonly PaymentCommand[] }
> = {
  preparing: { code: 'payment-not-ready', refused: [approve, send, settle, fail, comeBack] },
  ready: { code: 'payment-not-approved', refused: [send, settle, fail, comeBack] },
  approved: { code: 'payment-not-sent', refused: [settle, fail, comeBack] },
  sent: { code: 'payment-already-sent', refused: [approve, refusal, withdraw, send, comeBack] },
  paid: { code: 'payment-already-paid', refused: [approve, refusal, withdraw, send, settle, fail] },
  returned: { code: 'payment-already-returned', refused: [approve, refusal, withdraw, send, settle, fail, comeBack] },
  ended: { code: 'payment-ended', refused: [approve, refusal, withdraw, send, settle, fail, comeBack] },
}
const refusedThere = (Object.keys(standing) as (keyof typeof histories)[]).flatMap((status) =>
  standing[status].refused.map((command) => [status, command.type, command] as const),
)
test.each(refusedThere)('where it is %s, %s is refused', (status, _, command) => {
  given(histories[status]).when(command).then({ code: standing[status].code })
})

test('what nobody prepared is unknown', () => {
  given([]).when(approve).then({ code: 'payment-unknown' })
})
