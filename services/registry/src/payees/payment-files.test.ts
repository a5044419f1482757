import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { filesShowing } from '@welfare/process/files-showing.fixture.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Registry, startRegistry } from '../registry.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'registry-payment-files-'))
const chair = { 'welfare-actor': 'approver/chair' }
const fund = `fund-${randomUUID()}`
const account = '6217000999000005417'
let registry: Registry
let programme: string
let merchant: string
let reference = 0

beforeAll(async () => {
  registry = await startRegistry(folder)
  programme = await registry.defineProgramme('632701')
  merchant = (await registry.post('/v1/merchants', { name: '虚构面馆', division: '632701' })).body.id
  await setPayee(account)
})
afterAll(async () => {
  await registry.stop()
  rmSync(folder, { recursive: true })
})

async function setPayee(number: string): Promise<void> {
  const body = { account: number, holder: '=虚构面馆', bank: '虚构银行' }
  const { body: waiting } = await registry.post(`/v1/merchants/${merchant}/payee`, body)
  const approved = await registry.post(`/v1/proposals/registry/${waiting.proposal}/approval`, {}, chair)
  expect(approved.body).toMatchObject({ status: 'performed' })
}

/** What funds records: the payment's own stream says what becomes of it. */
async function say(payment: string, version: number, event: WelfareEvent): Promise<void> {
  const metadata = {
    actor: 'officer/test',
    occurredAt: registry.clock.now().toISOString(),
    accountingDate: '2025-06-01',
  }
  const stored = { ...eventCodec.encode(event), id: randomUUID(), metadata }
  const { outcome } = await registry.store.append(payment, version === 0 ? 'no-stream' : version, [stored])
  expect(outcome).toBe('appended')
}

async function approvedPayment(
  totalFen: number,
  payeeVersion = 1,
  of = [programme],
  bankAccount?: string,
): Promise<{ payment: string; reference: string }> {
  const payment = `payment-${randomUUID()}`
  reference += 1
  const named = `ZF-${String(reference).padStart(4, '0')}`
  const payee = { lastDigits: account.slice(-4), version: payeeVersion }
  const shares = [{ fund, amountFen: totalFen / of.length }]
  const parts = of.map((one) => ({ stream: `statement-${randomUUID()}`, statement: 1, programme: one, shares }))
  const data = {
    reference: named,
    merchant,
    payee,
    parts,
    totalFen,
    preparedBy: 'desk-1',
    ...(bankAccount && { bankAccount }),
  }
  await say(payment, 0, { type: 'PaymentPrepared', data })
  await say(payment, 1, { type: 'PaymentApproved', data: { merchant, payee, totalFen, approvedBy: 'chair-1' } })
  return { payment, reference: named }
}

const sent = (payment: string, totalFen: number, file?: string) =>
  say(payment, 2, { type: 'PaymentSent', data: { merchant, sentOn: '2025-06-01', totalFen, ...(file && { file }) } })
const write = (...payments: readonly string[]) => registry.post('/v1/payment-files', { payments })
const take = (file: string) => registry.get(`/v1/payment-files/${file}`)
const csv = (text: string) => new TextEncoder().encode(text)
const readResults = (text: string, query = '') =>
  registry.upload(`/v1/payment-results${query}`, csv(text), { 'content-type': 'text/csv' })
const HEADER = '付款编号,收款账号,金额（元）,结果,日期,银行流水号,失败原因'

test('a file holds what was approved, is handed out once its payments are sent by it, each time recorded, and not after a day', async () => {
  const one = await approvedPayment(123_456)
  const other = await approvedPayment(700)
  const written = await write(one.payment, other.payment)
  expect(written).toMatchObject({ status: 201, body: { count: 2, totalFen: 124_156, mapping: 'plain' } })
  const { id, sha256 } = written.body
  expect(await take(id)).toMatchObject({ status: 409, body: { code: 'payment-file-not-ready' } })
  await sent(one.payment, 123_456, id)
  await sent(other.payment, 700, id)
  const after = await registry.bytes(`/v1/payment-files/${id}`)
  expect(createHash('sha256').update(after).digest('hex')).toBe(sha256)
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(after)).toBe(
    [
      '\ufeff付款编号,收款人户名,收款账号,开户行,金额（元）,用途',
      `${one.reference},'=虚构面馆,${account},虚构银行,1234.56,餐费结算`,
      `${other.reference},'=虚构面馆,${account},虚构银行,7.00,餐费结算`,
      '',
    ].join('\r\n'),
  )
  expect((await take(id)).status).toBe(200)
  const { body: reads } = await registry.get('/v1/access-records', { 'welfare-actor': 'auditor/wu' })
  const taken = reads.items.filter(({ operation }: { operation: string }) => operation === 'readPaymentFile')
  expect(taken).toHaveLength(2)
  expect(taken[0]).toMatchObject({ account: 'officer/li-hua', count: 2 })

  registry.clock.advanceTo(new Date(registry.clock.now().getTime() + 24 * 3_600_000))
  expect(await take(id)).toMatchObject({ status: 410, body: { code: 'payment-file-expired' } })
})

test('refused: what is not approved, stands twice, lies elsewhere, or goes to an account that has changed', async () => {
  const { payment } = await approvedPayment(500)
  const unknown = `payment-${randomUUID()}`
  expect(await write(unknown)).toMatchObject({ status: 404, body: { code: 'payment-unknown' } })
  expect(await write(payment, payment)).toMatchObject({ status: 422, body: { code: 'payment-named-twice' } })
  await sent(payment, 500)
  expect(await write(payment)).toMatchObject({ status: 409, body: { code: 'payment-already-sent' } })
  const old = await approvedPayment(600, 9)
  expect(await write(old.payment)).toMatchObject({ status: 409, body: { code: 'payee-changed' } })
})

test('a file is handed to one bank: payments of several accounts stand in several files', async () => {
  const from = (n: number) => `bankaccount-00000000-0000-4000-8000-00000000000${n}`
  const [first, again] = [
    await approvedPayment(100, 1, [programme], from(1)),
    await approvedPayment(200, 1, [programme], from(1)),
  ]
  const second = await approvedPayment(300, 1, [programme], from(2))
  const none = await approvedPayment(400)
  for (const other of [second, none])
    expect(await write(first.payment, other.payment)).toMatchObject({
      status: 422,
      body: { code: 'payment-file-of-several-accounts' },
    })
  expect(await write(first.payment, again.payment)).toMatchObject({ status: 201, body: { count: 2 } })
})

test('of two files with the same payment none is handed out that did not send it', async () => {
  const { payment } = await approvedPayment(800)
  const first: string = (await write(payment)).body.id
  const second = `paymentfile-${randomUUID()}`
  for await (const written of registry.store.readStream(first)) await say(second, 0, eventCodec.decode(written))
  await sent(payment, 800, first)
  expect((await take(first)).status).toBe(200)
  expect(await take(second)).toMatchObject({ status: 409, body: { code: 'payment-file-superseded' } })
})

test('what stands in a file stands in no other one, unless that could not send it', async () => {
  const { payment } = await approvedPayment(810)
  const other = await approvedPayment(820)
  const { id: file } = (await write(payment)).body
  expect(await write(other.payment, payment)).toMatchObject({ status: 409, body: { code: 'payment-already-sent' } })
  await say(payment, 2, { type: 'PaymentSendingRefused', data: { merchant, file, code: 'payee-changed' } })
  expect(await take(file)).toMatchObject({ status: 409, body: { code: 'payment-file-superseded' } })
  expect((await write(other.payment, payment)).status).toBe(201)
})

test('what was sent by a file that is left goes into another one', async () => {
  const [one, other] = [await approvedPayment(822), await approvedPayment(824)]
  const { id: file } = (await write(one.payment, other.payment)).body
  await sent(one.payment, 822, file)
  await say(other.payment, 2, { type: 'PaymentSendingRefused', data: { merchant, file, code: 'payment-ended' } })
  expect(await write(one.payment)).toMatchObject({ status: 409, body: { code: 'payment-already-sent' } })
  const left = { merchant, file, code: 'payment-file-superseded' }
  await say(one.payment, 3, { type: 'PaymentSendingRefused', data: left })
  expect(await take(file)).toMatchObject({ status: 409, body: { code: 'payment-file-superseded' } })
  const { id: next } = (await write(one.payment)).body
  await say(one.payment, 4, {
    type: 'PaymentSent',
    data: { merchant, sentOn: '2025-06-01', totalFen: 822, file: next },
  })
  expect((await take(next)).status).toBe(200)
  expect((await take(file)).status).toBe(409)
})

test('a file of which the bank has said something is not handed out once more', async () => {
  const [one, other] = [await approvedPayment(830), await approvedPayment(840)]
  const { id: file } = (await write(one.payment, other.payment)).body
  await sent(one.payment, 830, file)
  await sent(other.payment, 840, file)
  expect((await take(file)).status).toBe(200)
  await say(one.payment, 3, { type: 'PaymentEnded', data: { merchant, why: 'failed', reason: '账号有误' } })
  expect(await take(file)).toMatchObject({ status: 409, body: { code: 'payment-ended', payment: one.payment } })
})

test("the bank's file: each line is a payment's result, wholly, or a difference; the same file again changes nothing", async () => {
  const payments = [900, 1_000, 1_100, 1_200, 1_300, 1_350]
  const made: { payment: string; reference: string }[] = []
  for (const totalFen of payments) {
    const one = await approvedPayment(totalFen)
    await sent(one.payment, totalFen)
    made.push(one)
  }
  const approved = await approvedPayment(1_400)
  const [paid, failed, amount, payee, twice, masked] = made
  const file = [
    ...['某银行回单', HEADER],
    `${paid?.reference},6217 **** 5417,9.00,成功,2025-06-02,B-1,`,
    `${failed?.reference},${account},10.00,失败,20250602,,账号 6217 0009 9900 0005 417 户名不符`,
    `${amount?.reference},${account},10.99,成功,2025/6/2,B-2,`,
    `${payee?.reference},6217000999000001111,12.00,成功,2025-06-02,B-3,`,
    `${twice?.reference},${account},13.00,成功,2025-06-02,B-4,`,
    `${twice?.reference},${account},13.00,成功,2025-06-02,B-4,`,
    `ZF-9999,${account},1.00,成功,2025-06-02,B-5,`,
    `${approved.reference},${account},14.00,成功,2025-06-02,B-6,`,
    `${paid?.reference}x,${account},一元,成功,2025-06-02,B-7,`,
    `${masked?.reference},6228****5417,13.50,成功,2025-06-02,B-9,`,
    '',
  ].join('\n')
  const results = [
    { payment: paid?.payment, outcome: 'paid', totalFen: 900, paidOn: '2025-06-02', bankReference: 'B-1' },
    { payment: failed?.payment, outcome: 'failed', totalFen: 1_000, failedOn: '2025-06-02', reason: '见银行回单' },
  ]
  const differences = [
    { line: 5, code: 'result-amount-differs', payment: amount?.payment },
    { line: 6, code: 'result-payee-differs', payment: payee?.payment },
    { line: 7, code: 'result-said-twice', payment: twice?.payment },
    { line: 8, code: 'result-said-twice', payment: twice?.payment },
    { line: 9, code: 'result-reference-unknown' },
    { line: 10, code: 'result-payment-not-sent', payment: approved.payment },
    { line: 11, code: 'result-line-unreadable' },
    { line: 12, code: 'result-payee-differs', payment: masked?.payment },
  ]
  const preview = await readResults(file, '?dryRun=true')
  expect(preview).toMatchObject({ status: 200, body: { rows: 10, results, differences } })
  expect(preview.body.id).toBeUndefined()
  const read = await readResults(file)
  expect(read).toMatchObject({ status: 201, body: { rows: 10, results, differences } })
  const before = await registry.sequence()
  expect((await readResults(file)).body).toEqual(read.body)
  expect(await registry.sequence()).toBe(before)

  const elsewhere = { 'content-type': 'text/csv', 'welfare-actor': 'officer/wang@130302' }
  const line = `${amount?.reference},${account},11.00,成功,2025-06-02,B-8,`
  expect(await registry.upload('/v1/payment-results', csv(`${HEADER}\n${line}\n`), elsewhere)).toMatchObject({
    status: 200,
    body: { results: [], differences: [{ line: 2, code: 'result-reference-unknown' }] },
  })
  expect(await readResults('甲,乙\n1,2\n')).toMatchObject({ status: 422, body: { code: 'payment-results-unreadable' } })
})

test.each([
  ['county', '130302', 'officer/li@632701', () => 'officer/wang@130302'],
  ['programme', '632701', 'officer/li@632701,PROGRAMME', (other: string) => `officer/wang@632701,${other}`],
])(
  "a file that names payments of one %s and of the next is read by each for its own: neither sees the other's, nor stands in its way",
  async (_kind, division, first, second) => {
    const elsewhere = await registry.defineProgramme(division)
    const [own, others] = [await approvedPayment(1_500), await approvedPayment(1_600, 1, [elsewhere])]
    await sent(own.payment, 1_500)
    await sent(others.payment, 1_600)
    const lines = [
      `${own.reference},${account},15.00,成功,2025-06-02,B-1,`,
      `${others.reference},${account},16.00,成功,2025-06-02,B-2,`,
    ]
    const file = csv([HEADER, ...lines].join('\n'))
    const readBy = (actor: string) =>
      registry.upload('/v1/payment-results', file, { 'content-type': 'text/csv', 'welfare-actor': actor })
    for (const _ of ['once', 'again']) {
      expect(await readBy(first.replace('PROGRAMME', programme))).toMatchObject({
        status: 201,
        body: { results: [{ payment: own.payment }], differences: [{ line: 3, code: 'result-reference-unknown' }] },
      })
      expect(await readBy(second(elsewhere))).toMatchObject({
        status: 201,
        body: { results: [{ payment: others.payment }], differences: [{ line: 2, code: 'result-reference-unknown' }] },
      })
    }
  },
)

test('a payment over two programmes is known to those alone who see both', async () => {
  const other = await registry.defineProgramme('632701')
  const { payment, reference } = await approvedPayment(1_800, 1, [programme, other])
  await sent(payment, 1_800)
  const file = csv([HEADER, `${reference},${account},18.00,成功,2025-06-02,B-1,`].join('\n'))
  const readBy = (...programmes: string[]) =>
    registry.upload('/v1/payment-results', file, {
      ...{ 'content-type': 'text/csv', 'welfare-actor': `officer/li@632701,${programmes.join(',')}` },
    })
  for (const one of [programme, other])
    expect(await readBy(one)).toMatchObject({
      status: 200,
      body: { differences: [{ code: 'result-reference-unknown' }] },
    })
  expect(await readBy(programme, other)).toMatchObject({ status: 201, body: { results: [{ payment }] } })
})

test('what the bank says before the sending was recorded is taken in when its file is read once more', async () => {
  const [one, late] = [await approvedPayment(1_900), await approvedPayment(1_910)]
  await sent(one.payment, 1_900)
  const line = (reference: string, amount: string) => `${reference},${account},${amount},成功,2025-06-02,B-1,`
  const file = [HEADER, line(one.reference, '19.00'), line(late.reference, '19.10')].join('\n')
  const known = { payment: one.payment, totalFen: 1_900 }
  const notSent = { line: 3, code: 'result-payment-not-sent', payment: late.payment }
  expect((await readResults(file)).body).toMatchObject({ results: [known], differences: [notSent] })
  await sent(late.payment, 1_910)
  await say(one.payment, 3, { type: 'PaymentSettled', data: { merchant, paidOn: '2025-06-02', totalFen: 1_900 } })
  const results = [known, { payment: late.payment, totalFen: 1_910 }]
  expect(await readResults(file, '?dryRun=true')).toMatchObject({ status: 200, body: { results, differences: [] } })
  const { body } = await readResults(file)
  expect(body).toMatchObject({ results, differences: [] })
  const said: unknown[] = []
  for await (const event of registry.store.readStream(body.id)) said.push(event.data)
  expect(said).toMatchObject([{ results: [known] }, { results: [{ payment: late.payment }] }])
  expect((await readResults(file)).body).toEqual(body)
})

test('what was approved before the account changed is not paid to either', async () => {
  const { payment } = await approvedPayment(2_000)
  await setPayee('6217000999000008888')
  expect(await write(payment)).toMatchObject({ status: 409, body: { code: 'payee-changed', lastDigits: '8888' } })
})

test('no file of the ledger shows an account that files were written with and results were read of', () => {
  for (const secret of [account, '6217000999000008888', '6217000999000001111'])
    expect(filesShowing(folder, secret), secret).toEqual([])
})
