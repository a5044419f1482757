import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Goods, orderGoods, orderOf, prepareGoods, untilPurchase } from '../harness/purchases.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

let application: TestLedger
let goods: Goods

beforeAll(async () => {
  application = await openTestLedger('2025-07-01T02:00:00Z')
  goods = await prepareGoods(application.api, { allocatedFen: 100_000, restriction: { until: '2025-09-30' } })
}, 60_000)
afterAll(() => application.close())

const allocated = async () => (await application.api.get(`/v1/programmes/${goods.programme}/budget`)).allocatedFen
const cancel = (id: string) => application.api.post(`/v1/purchases/${id}/cancellation`, { reason: '供应商停产' })
const send = (body: object) => application.api.send({ method: 'POST', path: '/v1/purchases', body })

test('what is ordered is kept for it, and given back by the prices of the order when less is wanted', async () => {
  const { api } = application
  const id = await orderGoods(api, { ...orderOf(goods), deliverBy: '2025-07-20', note: '按比价结果采购' })
  expect(await api.get(`/v1/purchases/${id}`)).toMatchObject({
    ...{ status: 'open', merchant: goods.supplier, orderedFen: 75_000, committedFen: 75_000, orderedOn: '2025-07-01' },
    lines: [
      { line: 1, quantity: 300, worthFen: 15_000 },
      { line: 2, quantity: 20, worthFen: 60_000 },
    ],
  })
  expect(await allocated()).toBe(25_000)
  const less = { lines: [{ line: 2, quantity: 19 }], reason: '少一个点位' }
  expect(await api.post(`/v1/purchases/${id}/shortening`, less)).toMatchObject({ status: 'open', givenBackFen: 3_000 })
  await expect.poll(allocated).toBe(28_000)
  expect(await cancel(id)).toMatchObject({ status: 'ended', givenBackFen: 72_000 })
  await expect.poll(allocated).toBe(100_000)
  const again = { method: 'POST', path: `/v1/purchases/${id}/shortening`, body: less }
  expect(await api.send(again)).toMatchObject({ status: 409, body: { code: 'purchase-ended', why: 'cancelled' } })
})

test('an order beyond what the fund has allocated ends with the reason; of two at once one is kept', async () => {
  const { api } = application
  const both = await Promise.all([send(orderOf(goods)), send(orderOf(goods))])
  const status = async (id: string) => (await api.get(`/v1/purchases/${id}`)).status
  const [first, second] = both.map(({ body }) => body.id)
  await expect.poll(async () => [await status(first), await status(second)].sort()).toEqual(['ended', 'open'])
  const listed = await api.get(`/v1/purchases?status=ended&merchant=${goods.supplier}&order=newest`)
  expect(listed.items[0]).toMatchObject({
    ended: { why: 'refused', code: 'budget-insufficient', facts: { allocatedFen: 25_000, neededFen: 75_000 } },
  })
  expect(await allocated()).toBe(25_000)
  const { items } = await api.get('/v1/purchases?status=open')
  await cancel(items[0].id)
  await expect.poll(allocated).toBe(100_000)
})

test('only what the donor allows is ordered, of goods, suppliers and depots that there are', async () => {
  const body = orderOf(goods)
  const other = (id: string) => id.replace(/-.*$/, '-00000000-0000-4000-8000-000000000009')
  const [line] = body.lines
  for (const [code, given] of [
    ['period-not-allowed', { ...body, deliverBy: '2025-10-01' }],
    ['merchant-unknown', { ...body, merchant: other(body.merchant) }],
    ['programme-unknown', { ...body, programme: other(body.programme) }],
    ['fund-unknown', { ...body, fund: other(body.fund) }],
    ['depot-unknown', { ...body, lines: [{ ...line, depot: other(goods.depot) }] }],
    ['commodity-unknown', { ...body, lines: [{ ...line, commodity: other(goods.water) }] }],
    ['total-too-large', { ...body, lines: [{ ...line, unitPriceFen: 1_000_000_000_000 }] }],
  ] as const)
    expect((await send(given)).body, code).toMatchObject({ code })
})

test('an order of goods that nobody gets credits for stays what it is when its programme is closed', async () => {
  const { api } = application
  const id = await orderGoods(api, orderOf(goods))
  await api.send({
    method: 'PUT',
    path: `/v1/programmes/${goods.programme}/last-day`,
    body: { lastDay: '2025-07-01', reason: '提前结束' },
  })
  application.clock.advanceTo(new Date('2025-07-20T02:00:00Z'))
  await api.post(`/v1/programmes/${goods.programme}/closure`, { reason: '结束' })
  expect(await api.get(`/v1/purchases/${id}`)).toMatchObject({ status: 'open', committedFen: 75_000 })
  expect(await send(orderOf(goods))).toMatchObject({ status: 409, body: { code: 'programme-closed' } })
  await cancel(id)
  await untilPurchase(api, id, 'ended')
  const available = async () => (await api.get(`/v1/funds/${goods.fund}`)).availableFen
  await expect.poll(available).toBe(100_000)
  expect(misfitsOfSettlement(await application.ledger.store.readAll({ limit: 10_000 }))).toEqual([])
})
