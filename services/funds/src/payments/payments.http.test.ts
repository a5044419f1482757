import type { DataOf, WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { type ServedService, serveService } from '@welfare/http/edge/serve-service.fixture.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fundsFacts } from '../funds.facts.ts'
import { createFundsService } from '../funds.service.ts'
import { idNumber, programme } from '../sample.fixture.ts'
import { funds, merchant } from './payment.fixture.ts'

const statement = idNumber('statement', 1)
const file = idNumber('paymentfile', 1)
const shares = [
  { fund: funds[0], amountFen: 6_000 },
  { fund: funds[1], amountFen: 1_000 },
]
const document = { kind: 'bank-note', number: 'T-1' }
const body = { merchant, parts: [{ statement, number: 1 }], reference: 'ZF-1001' }

const approver = 'approver/chair'
let service: ServedService

// Today is 2025-06-02.
beforeEach(async () => {
  service = await serveService(createFundsService, [fundsFacts])
  await service.record(programme, definedAs('节日餐补'))
  await setPayee(1, '0417')
  await dueStatement(statement)
})
afterEach(() => service.stop())

describe('a payment', () => {
  test('goes from its statements to the bank and back, each step by whom it is for', async () => {
    const { id, answer } = await prepare()
    expect(answer).toMatchObject({ status: 'preparing', totalFen: 7_000, payee: { lastDigits: '0417', version: 1 } })
    expect(await read(id)).toMatchObject({
      preparedBy: 'desk-1',
      parts: [{ statement, number: 1, programme, shares, amountFen: 7_000, taken: false }],
    })
    await assign(id)
    expect(await act(id, 'approval', { payeeVersion: 1 }, 'approver/desk-1')).toMatchObject({
      code: 'maker-cannot-approve',
    })
    expect(await act(id, 'approval', { payeeVersion: 2 }, approver)).toMatchObject({
      code: 'payee-changed',
      version: 1,
    })
    expect(await act(id, 'approval', { payeeVersion: 1 }, approver)).toMatchObject({ status: 'approved' })
    expect(await read(id)).toMatchObject({ approval: { approvedBy: 'chair', approvedOn: '2025-06-02' } })
    expect(await act(id, 'sending', {})).toMatchObject({ status: 'sent' })
    expect(await read(id)).toMatchObject({ sentOn: '2025-06-02' })
    const word = { outcome: 'paid', amountFen: 7_000, bankReference: 'B-1' }
    expect(await act(id, 'result', { ...word, amountFen: 6_999 })).toMatchObject({ code: 'payment-amount-differs' })
    expect(await act(id, 'result', { ...word, paidOn: '2025-06-03' })).toMatchObject({
      code: 'late-entry-in-the-future',
    })
    expect(await act(id, 'result', word)).toMatchObject({ status: 'paid' })
    expect(await read(id)).toMatchObject({ paidOn: '2025-06-02', bankReference: 'B-1' })
    service.clock.advanceTo(new Date('2025-06-05T02:00:00Z'))
    const comesBack = { returnedOn: '2025-06-04', reason: '账号有误', document }
    expect(await act(id, 'return', comesBack)).toMatchObject({ status: 'returned' })
    expect(await read(id)).toMatchObject({ returned: { reason: '账号有误' } })
    const bounced = (await service.everything()).find(({ type }) => type === 'PaymentBounced')
    expect(bounced?.metadata).toMatchObject({ accountingDate: '2025-06-04', document, lateEntry: { days: 1 } })
    const types = (await service.recorded(id)).map(({ type }) => type)
    expect(types).toEqual([
      ...['PaymentPrepared', 'PaymentPartTaken', 'PaymentApproved', 'PaymentSent', 'PaymentSettled', 'PaymentBounced'],
    ])
  })

  test('is the same under the same reference, and no other one', async () => {
    const { id } = await prepare()
    await assign(id)
    expect(await post('/v1/payments', body)).toMatchObject({ status: 201, body: { id, status: 'ready' } })
    const other = { ...body, parts: [{ statement, number: 2 }] }
    expect(await post('/v1/payments', other)).toMatchObject({ status: 409, body: { code: 'reference-taken' } })
    const { reference: _, ...without } = body
    const assigned = { status: 409, body: { code: 'statement-already-assigned', payment: id, number: 1 } }
    expect(await post('/v1/payments', without)).toMatchObject(assigned)
    expect(await service.recorded(id)).toHaveLength(2)
  })

  test('ends where a statement refuses it, and its statement is free where another one is', async () => {
    const one = await prepare()
    const { id: other } = await prepare('ZF-1002')
    await assign(one.id)
    const refused = { merchant, programme, statement: 1, payment: other, code: 'statement-already-assigned' }
    await service.record(statement, { type: 'StatementAssignmentRefused', data: refused })
    await statusIs(other, 'ended')
    expect(await read(other)).toMatchObject({ ended: { why: 'part-refused', reason: 'statement-already-assigned' } })
    expect(await act(one.id, 'withdrawal', { reason: '重复' })).toMatchObject({ status: 'ended' })
    expect(await read(one.id)).toMatchObject({ ended: { why: 'withdrawn' } })
    const released = { merchant, programme, statement: 1, payment: one.id, reason: 'withdrawn' }
    await service.record(statement, { type: 'StatementReleased', data: released })
    expect(await post('/v1/payments', { ...body, reference: 'ZF-1003' })).toMatchObject({ status: 201 })
  })

  test('goes to its approver again where the account was changed meanwhile', async () => {
    const { id } = await prepare()
    await assign(id)
    await act(id, 'approval', { payeeVersion: 1 }, approver)
    await setPayee(2, '8899')
    expect(await act(id, 'sending', {})).toMatchObject({ code: 'payee-changed', version: 2, lastDigits: '8899' })
    expect(await read(id)).toMatchObject({ payeeNow: { lastDigits: '8899', version: 2 } })
    await act(id, 'approval', { payeeVersion: 2 }, approver)
    expect(await act(id, 'sending', {})).toMatchObject({ status: 'sent' })
    await setPayee(3, '7777')
    const sent = await read(id)
    expect(sent).toMatchObject({ approval: { payee: { version: 2 } } })
    expect(sent).not.toHaveProperty('payeeNow')
  })

  test('that is sent without a result is not prepared again, until the bank has said no in writing', async () => {
    const { id } = await sentPayment()
    const again = { ...body, reference: 'ZF-1002' }
    expect(await post('/v1/payments', again)).toMatchObject({ body: { code: 'statement-already-assigned' } })
    expect(await act(id, 'withdrawal', { reason: 'x' })).toMatchObject({ code: 'payment-already-sent' })
    const failed = { outcome: 'failed', amountFen: 7_000, reason: '账号有误' }
    expect(await act(id, 'result', failed)).toMatchObject({ code: 'body-invalid' })
    expect(await act(id, 'result', { ...failed, document })).toMatchObject({ status: 'ended' })
    expect(await read(id)).toMatchObject({ ended: { why: 'failed' } })
    expect((await service.everything()).at(-1)?.metadata).toMatchObject({ document })
  })
})

describe('files', () => {
  test('send what is approved, and bring what the bank says, on the day that it says', async () => {
    const { id } = await approvedPayment()
    await service.record(file, writtenWith(id, 1))
    await statusIs(id, 'sent')
    service.clock.advanceTo(new Date('2025-06-04T02:00:00Z'))
    const result = { payment: id, outcome: 'paid' as const, totalFen: 7_000, paidOn: '2025-06-03' }
    await service.record(idNumber('paymentfile', 2), resultsRead(result))
    await statusIs(id, 'paid')
    const settled = (await service.everything()).find(({ type }) => type === 'PaymentSettled')
    expect(settled?.metadata).toMatchObject({ accountingDate: '2025-06-03', actor: 'process/record-results' })
    await service.record(idNumber('paymentfile', 3), resultsRead(result))
    const no = { payment: id, outcome: 'failed' as const, totalFen: 7_000, failedOn: '2025-06-04', reason: 'x' }
    await service.record(idNumber('paymentfile', 4), resultsRead(no))
    const said = { outcome: 'failed', totalFen: 7_000, code: 'payment-already-paid', file: idNumber('paymentfile', 4) }
    await expect.poll(() => read(id)).toMatchObject({ status: 'paid', contradictions: [said] })
    expect((await service.recorded(id)).map(({ type }) => type).slice(-3)).toEqual([
      ...['PaymentSent', 'PaymentSettled', 'PaymentResultRefused'],
    ])
  })

  test('that cannot send all of it send nothing: the rest goes by the next file', async () => {
    const other = idNumber('statement', 2)
    await dueStatement(other)
    const { id } = await approvedPayment()
    const { id: rest } = await approvedPayment('ZF-1002', other)
    const [first, second] = [idNumber('paymentfile', 5), idNumber('paymentfile', 6)]
    await service.record(first, writtenWith(id, 1))
    await statusIs(id, 'sent')
    await service.record(second, writtenWith([rest, id], 1))
    await expect
      .poll(() => service.recorded(rest), { timeout: 10_000 })
      .toMatchObject([
        ...[{ type: 'PaymentPrepared' }, { type: 'PaymentPartTaken' }, { type: 'PaymentApproved' }],
        { type: 'PaymentSent', data: { file: second } },
        { type: 'PaymentSendingRefused', data: { file: second, code: 'payment-file-superseded' } },
      ])
    const left = await read(rest)
    expect(left).toMatchObject({ status: 'approved' })
    for (const name of ['contradictions', 'file', 'sentOn']) expect(left).not.toHaveProperty(name)
    expect(await read(id)).toMatchObject({ status: 'sent', file: first, contradictions: [{ file: second }] })
    await service.record(idNumber('paymentfile', 7), writtenWith(rest, 1))
    await statusIs(rest, 'sent')
    expect(await read(rest)).toMatchObject({ file: idNumber('paymentfile', 7) })
  })

  test('say what they cannot send: it was withdrawn, or is to go elsewhere now', async () => {
    const { id } = await approvedPayment()
    await service.record(file, writtenWith(id, 7))
    await expect
      .poll(() => read(id))
      .toMatchObject({
        ...{ status: 'approved', contradictions: [{ file, code: 'payee-changed' }] },
      })
    await act(id, 'withdrawal', { reason: '重复' })
    await service.record(idNumber('paymentfile', 2), writtenWith(id, 1))
    await expect
      .poll(() => read(id))
      .toMatchObject({
        ...{ status: 'ended', contradictions: [{ code: 'payee-changed' }, { code: 'payment-ended' }] },
      })
  })
})

test('payments are listed by merchant and by where they stand', async () => {
  const { id } = await approvedPayment()
  const list = async (query: string) => (await service.call('GET', `/v1/payments?${query}`)).body
  expect(await list('status=approved')).toMatchObject({ items: [{ id, totalFen: 7_000, preparedBy: 'desk-1' }] })
  expect(await list('status=sent')).toEqual({ items: [] })
  expect(await list(`merchant=${merchant}`)).toMatchObject({ items: [{ id }] })
  expect(await list(`merchant=${idNumber('merchant', 2)}`)).toEqual({ items: [] })
})

test('a payment over two programmes is listed for those alone who see both', async () => {
  const other = idNumber('programme', 2)
  await service.record(other, definedAs('冬送温暖'))
  await dueStatement(idNumber('statement', 2), other)
  const parts = [1, 2].map((n) => ({ statement: idNumber('statement', n), number: 1 }))
  expect(await post('/v1/payments', { merchant, parts })).toMatchObject({ status: 201 })
  const seenBy = async (...programmes: string[]) => {
    const actor = `officer/li@632701,${programmes.join(',')}`
    return (await service.call('GET', '/v1/payments', { actor })).body
  }
  expect(await seenBy(programme)).toEqual({ items: [] })
  expect(await seenBy(other)).toEqual({ items: [] })
  expect(await seenBy(other, programme)).toMatchObject({ items: [{ merchant }] })
})

test('a copy that was lost fills again with the same', async () => {
  const { id } = await sentPayment()
  const before = await service.call('GET', '/v1/payments')
  await service.restart({ dropCopies: true })
  expect((await service.call('GET', '/v1/payments')).body).toEqual(before.body)
  expect(await read(id)).toMatchObject({ status: 'sent' })
})

async function post(path: string, sent: object, actor = 'officer/desk-1') {
  return service.call('POST', path, { body: sent, actor })
}

/** What is answered, or refused. */
async function act(id: string, step: string, sent: object, actor?: string) {
  return (await post(`/v1/payments/${id}/${step}`, sent, actor)).body
}

async function read(id: string) {
  return (await service.call('GET', `/v1/payments/${id}`)).body
}

async function statusIs(id: string, status: string): Promise<void> {
  await expect.poll(() => read(id), { timeout: 10_000 }).toMatchObject({ status })
}

function definedAs(name: string): WelfareEvent {
  const rules = { windows: [], quota: {}, lateEntryDays: 3, sharing: 'in-proportion' as const }
  const defined = { kind: 'festival-meal', division: '632701', plan: 'people' as const, year: 2025, rulesVersion: 1 }
  return { type: 'ProgrammeDefined', data: { name, ...defined, rules } }
}

async function dueStatement(stream: string, of = programme): Promise<void> {
  const line = { carriedFen: 0, takenBackFen: 0, comeBackFen: 0, disputedFen: 0 }
  const due = shares.map(({ fund, amountFen }) => ({ fund, ...line, mealsFen: amountFen, dueFen: amountFen }))
  const owes = { fund: idNumber('fund', 3), ...line, mealsFen: 0, carriedFen: -500, dueFen: -500 }
  const approved = { merchant, programme: of, statement: 1, funds: [...due, owes], payFen: 7_000 }
  await service.record(stream, { type: 'StatementApproved', data: approved })
}

async function prepare(reference = 'ZF-1001', of = statement) {
  const parts = [{ statement: of, number: 1 }]
  const { body: answer, status } = await post('/v1/payments', { ...body, parts, reference })
  expect(status).toBe(201)
  return { id: (answer as { id: string }).id, answer }
}

/** What the statement does of it. */
async function assign(payment: string, of = statement): Promise<void> {
  const assigned = { merchant, programme, statement: 1, payment, shares }
  await service.record(of, { type: 'StatementAssigned', data: assigned })
  await statusIs(payment, 'ready')
}

async function approvedPayment(reference?: string, of?: string) {
  const { id } = await prepare(reference, of)
  await assign(id, of)
  expect(await act(id, 'approval', { payeeVersion: 1 }, approver)).toMatchObject({ status: 'approved' })
  return { id }
}

async function sentPayment() {
  const { id } = await approvedPayment()
  expect(await act(id, 'sending', {})).toMatchObject({ status: 'sent' })
  return { id }
}

async function setPayee(version: number, lastDigits: string): Promise<void> {
  const sealed = { sealed: 'v1.AAAA.BBBB.CCCC', sealedFields: [], accountHash: 'a'.repeat(64) }
  await service.record(merchant, { type: 'PayeeSet', data: { lastDigits, version, bank: '青海银行', ...sealed } })
}

function writtenWith(written: string | readonly string[], version: number): WelfareEvent {
  const of = { reference: 'ZF-1001', payee: { lastDigits: '0417', version }, totalFen: 7_000 }
  const payments = [written].flat().map((payment) => ({ payment, ...of }))
  const count = payments.length
  const data = { division: '632701', mapping: 'plain', payments, count, totalFen: 7_000 * count }
  return {
    type: 'PaymentFileWritten',
    data: { ...data, fileHash: 'b'.repeat(64), writtenOn: '2025-06-02', expiresAt: '2025-06-03T02:00:00.000Z' },
  }
}

function resultsRead(result: DataOf<'PaymentResultsRead'>['results'][number]): WelfareEvent {
  const data = { division: '632701', mapping: 'plain', fileHash: 'c'.repeat(64), rows: 1, differences: [] }
  return { type: 'PaymentResultsRead', data: { ...data, results: [result] } }
}
