import { filesShowing } from '@welfare/process/files-showing.fixture.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approvePayment, approveStatement, setPayee, untilPayment } from '../harness/settle.ts'
import { openShopLedger, type ShopLedger } from '../harness/shop-ledger.ts'

const accounts = ['6217000999000005417', '6217000999000008888'] as const
const HEADER = '付款编号,收款账号,金额（元）,结果,日期,银行流水号,失败原因'
let town: ShopLedger
let shops: readonly string[]

beforeAll(async () => {
  town = await openShopLedger({ workers: 2, fundsFen: [40_000] })
  const { api } = town.application
  shops = town.meals.merchants
  for (const [index, shop] of shops.entries()) {
    const meal = { merchant: shop, amountFen: 4_000 + 3_000 * index }
    const actor = `merchant-till/till-${index}@${shop}`
    await api.post(`/v1/vouchers/${town.cards[0]?.code}/redemptions`, meal, { actor })
    await setPayee(api, shop, { account: accounts[index] ?? '', holder: '虚构店主' })
  }
}, 60_000)
afterAll(() => town.application.close())

/** By turns to each shop, for a meal of its own. */
async function approvedPayments(amounts: readonly number[]) {
  const { api } = town.application
  const payments: Awaited<ReturnType<typeof approvePayment>>[] = []
  for (const [index, amountFen] of amounts.entries()) {
    const shop = shops[index % 2] ?? ''
    const till = `merchant-till/till-${index % 2}@${shop}`
    await api.post(`/v1/vouchers/${town.cards[1]?.code}/redemptions`, { merchant: shop, amountFen }, { actor: till })
    payments.push(await approvePayment(api, shop, await approveStatement(api, town.meals.programme, shop)))
  }
  return payments
}

test('approved payments go to the bank by a file and end by the bank’s file: one paid, one not; each file twice is once', async () => {
  const { api } = town.application
  const payments = []
  for (const shop of shops)
    payments.push(await approvePayment(api, shop, await approveStatement(api, town.meals.programme, shop)))
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
  const { api } = town.application
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
  const { api } = town.application
  const payments = await approvedPayments([100, 200, 300])
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

test('whatever is written and sent at the same moment, each payment goes to the bank once, and none waits for a file that nobody is handed', async () => {
  const { api } = town.application
  const payments = await approvedPayments([110, 210, 310, 410, 510])
  const [one, shared, other, beside, byHand] = payments
  const files: string[] = []
  let writes = 0
  const write = async (...written: typeof payments) => {
    writes += 1
    const body = { payments: written.map(({ id }) => id) }
    const answer = await api.send({ method: 'POST', path: '/v1/payment-files', body, key: `file-of-race-${writes}` })
    expect([201, 409], answer.body.detail).toContain(answer.status)
    if (answer.status === 201) files.push(answer.body.id)
  }
  const take = async (file: string): Promise<string> => {
    const { body } = await api.send({ method: 'GET', path: `/v1/payment-files/${file}` })
    return body.code ?? body
  }
  const tellByHand = ({ id }: typeof one) => api.send({ method: 'POST', path: `/v1/payments/${id}/sending`, body: {} })
  await Promise.all([write(beside, byHand), tellByHand(byHand)])
  await Promise.all([write(one, shared), write(shared, other)])
  for (const payment of [one, shared, other, beside])
    await expect
      .poll(
        async () => {
          const { status, file } = await api.get(`/v1/payments/${payment.id}`)
          if (status === 'approved') await write(payment)
          return file === undefined ? '' : take(file)
        },
        { timeout: 20_000 },
      )
      .toContain(payment.reference)
  const taken = (await Promise.all(files.map(take))).filter((text) => text !== 'payment-file-superseded')
  for (const { id, reference } of payments) {
    const { status, file } = await api.get(`/v1/payments/${id}`)
    expect(status).toBe('sent')
    expect(taken.filter((text) => text.includes(reference))).toHaveLength(file === undefined ? 0 : 1)
  }
})

test('no file of the whole ledger shows an account', () => {
  expect(filesShowing(town.application.folder, '虚构银行'), 'the bank, which is no secret').not.toEqual([])
  for (const account of [...accounts, '6217000999000009999', '6217000999000001111'])
    expect(filesShowing(town.application.folder, account), account).toEqual([])
})
