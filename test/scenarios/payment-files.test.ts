import { filesShowing } from '@welfare/process/files-showing.fixture.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { approvePayment, approveStatement, setPayee, untilPayment } from '../harness/settle.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

const window = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 20_000 }
const accounts = ['6217000999000005417', '6217000999000008888'] as const
const HEADER = '付款编号,收款账号,金额（元）,结果,日期,银行流水号,失败原因'
let application: TestLedger
let meals: Meals
let shops: readonly string[]

beforeAll(async () => {
  application = await openTestLedger('2025-07-02T02:00:00Z')
  const { api } = application
  meals = await prepareMeals(api, { workers: 2, windows: [window], fundsFen: [40_000] })
  shops = meals.merchants
  await importRoster(api, meals.programme, await rosterFile(2))
  await issue(api, meals.programme)
  const cards = await listCards(api, meals.programme)
  for (const [index, shop] of shops.entries()) {
    const meal = { merchant: shop, amountFen: 4_000 + 3_000 * index }
    await api.post(`/v1/vouchers/${cards[0]?.code}/redemptions`, meal, { actor: `merchant-till/till-${index}@${shop}` })
    await setPayee(api, shop, { account: accounts[index] ?? '', holder: '虚构店主' })
  }
}, 60_000)
afterAll(() => application.close())

test('approved payments go to the bank by a file and end by the bank’s file: one paid, one not; each file twice is once', async () => {
  const { api } = application
  const payments = []
  for (const shop of shops)
    payments.push(await approvePayment(api, shop, await approveStatement(api, meals.programme, shop)))
  const [paid, failed] = payments
  const file = await api.post('/v1/payment-files', { payments: payments.map(({ id }) => id) })
  expect(file).toMatchObject({ count: 2, totalFen: 11_000 })
  for (const { id } of payments) expect(await untilPayment(api, id, 'sent')).toMatchObject({ file: file.id })
  expect(await api.send({ method: 'POST', path: '/v1/payment-files', body: { payments: [paid.id] } })).toMatchObject({
    status: 409,
    body: { code: 'payment-already-sent' },
  })
  const { status, body: text } = await api.send({ method: 'GET', path: `/v1/payment-files/${file.id}` })
  expect(status).toBe(200)
  expect(text).toContain(`${paid.reference},虚构店主,${accounts[0]},虚构银行,40.00,餐费结算`)

  const lines = [
    HEADER,
    `${paid.reference},${accounts[0]},40.00,成功,2025-07-02,B-1,`,
    `${failed.reference},****8888,70.00,失败,2025-07-02,,账户已销户`,
  ]
  const results = {
    method: 'POST' as const,
    path: '/v1/payment-results',
    body: Buffer.from(lines.join('\n')),
    headers: { 'content-type': 'text/csv' },
  }
  const read = await api.send(results)
  expect(read).toMatchObject({ status: 201, body: { rows: 2, differences: [] } })
  expect((await api.send(results)).body).toEqual(read.body)
  expect(await untilPayment(api, paid.id, 'paid')).toMatchObject({ bankReference: 'B-1', paidOn: '2025-07-02' })
  expect(await untilPayment(api, failed.id, 'ended')).toMatchObject({ ended: { why: 'failed', reason: '账户已销户' } })

  // What was not paid is prepared again, to another account; what was paid is in no other payment.
  await setPayee(api, shops[1] ?? '', { account: '6217000999000009999', holder: '虚构店主' })
  const [part] = failed.parts
  const again = await approvePayment(api, shops[1] ?? '', { statement: part.statement, number: part.number })
  expect(again).toMatchObject({ totalFen: 7_000, payee: { lastDigits: '9999', version: 2 } })
})

test('a payee that changes between approval and sending sends the payment back to the approver', async () => {
  const { api } = application
  const { items } = await api.get('/v1/payments?status=approved')
  const [{ id, merchant }] = items
  await setPayee(api, merchant, { account: '6217000999000001111', holder: '虚构店主' })
  const write = { method: 'POST' as const, path: '/v1/payment-files', body: { payments: [id] } }
  expect(await api.send(write)).toMatchObject({ status: 409, body: { code: 'payee-changed', lastDigits: '1111' } })
  await api.post(`/v1/payments/${id}/approval`, { payeeVersion: 3 }, { actor: 'approver/of-payments' })
  expect(await api.send({ ...write, key: 'after-the-second-approval' })).toMatchObject({ status: 201 })
  await untilPayment(api, id, 'sent')
})

test('a file for the bank that is sent twice is one; of a result file that lacks a line and has one twice only the third is paid', async () => {
  const { api } = application
  const card = (await listCards(api, meals.programme))[1]
  const payments = []
  for (const [index, amountFen] of [100, 200, 300].entries()) {
    const shop = shops[index % 2] ?? ''
    await api.post(
      `/v1/vouchers/${card?.code}/redemptions`,
      { merchant: shop, amountFen },
      { actor: `merchant-till/till-${index % 2}@${shop}` },
    )
    payments.push(await approvePayment(api, shop, await approveStatement(api, meals.programme, shop)))
  }
  const write = {
    method: 'POST',
    path: '/v1/payment-files',
    body: { payments: payments.map(({ id }) => id) },
    key: 'one-file-twice',
  }
  const [first, second] = await Promise.all([api.send(write), api.send(write)])
  for (const { id } of payments) await untilPayment(api, id, 'sent')
  const third = await api.send(write)
  expect(first).toMatchObject({ status: 201, body: { count: 3, totalFen: 600 } })
  expect([second.body, third.body]).toEqual([first.body, first.body])
  const [missing, doubled, paid] = payments
  const line = ({ reference, payee, totalFen }: typeof paid) =>
    `${reference},****${payee.lastDigits},${totalFen / 100},成功,2025-07-02,B-2,`
  const readResults = (lines: readonly string[]) =>
    api.send({
      ...{ method: 'POST', path: '/v1/payment-results', body: Buffer.from([HEADER, ...lines].join('\n')) },
      headers: { 'content-type': 'text/csv' },
    })
  expect(await readResults([line(doubled), line(paid), line(doubled)])).toMatchObject({
    status: 201,
    body: {
      results: [{ payment: paid.id, outcome: 'paid' }],
      differences: [2, 4].map((at) => ({ line: at, code: 'result-said-twice', payment: doubled.id })),
    },
  })
  await untilPayment(api, paid.id, 'paid')
  for (const { id } of [missing, doubled]) {
    const { status, merchant, parts } = await api.get(`/v1/payments/${id}`)
    expect(status).toBe('sent')
    const body = { merchant, parts: [{ statement: parts[0].statement, number: parts[0].number }] }
    const refused = { status: 409, body: { code: 'statement-already-assigned' } }
    expect(await api.send({ method: 'POST', path: '/v1/payments', body })).toMatchObject(refused)
  }
  // The bank’s next file says each once; what was paid is in it again, and is not paid again.
  expect(await readResults([line(missing), line(doubled), line(paid)])).toMatchObject({
    body: {
      results: [{ payment: missing.id }, { payment: doubled.id }],
      differences: [{ line: 4, code: 'result-payment-not-sent' }],
    },
  })
  for (const { id } of payments) await untilPayment(api, id, 'paid')
})

test('no file of the whole ledger shows an account', () => {
  for (const account of [...accounts, '6217000999000009999', '6217000999000001111'])
    expect(filesShowing(application.folder, account), account).toEqual([])
})
