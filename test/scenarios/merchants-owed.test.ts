import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveStatement, setPayee, untilPayment } from '../harness/settle.ts'
import { openShopLedger, type ShopLedger } from '../harness/shop-ledger.ts'

/** Where what a shop is owed stands, from a meal to the bank and back. */
let town: ShopLedger
const nothing = { notStatedFen: 0, inStatementsFen: 0, inPaymentsFen: 0, owedFen: 0, claimedFen: 0, disputedFen: 0 }

beforeAll(async () => {
  town = await openShopLedger({ workers: 1, fundsFen: [10_000, 10_000] })
  await setPayee(town.application.api, town.shop, { account: '6217000999000000417', holder: '康巴早餐店' })
}, 60_000)
afterAll(() => town.application.close())

const owed = (query = '') => town.application.api.get(`/v1/merchants-owed${query}`)

async function standsAt(expected: Partial<typeof nothing>): Promise<void> {
  const { rows, programmes, total } = await owed()
  expect(total).toEqual({ ...nothing, ...expected })
  const { merchant, merchantName, ...row } = rows[0]
  expect({ merchant, merchantName }).toEqual({ merchant: town.shop, merchantName: '测试餐补饺子馆' })
  const of = { programme: town.meals.programme, programmeName: '测试餐补' }
  expect(row).toEqual({ ...of, ...nothing, ...expected })
  expect(programmes).toEqual([{ ...of, ...nothing, ...expected }])
}

test('a meal stands on no statement, on one that is proposed, confirmed, approved, then in a payment, and is paid', async () => {
  const { api } = town.application
  expect(await owed()).toMatchObject({ rows: [], programmes: [], total: nothing })
  const first = await town.eat(4_000)
  const doubtful = await town.eat(500)
  await town.eat(6_000)
  await standsAt({ notStatedFen: 10_500, owedFen: 10_500 })
  await town.act('disputes', { redemption: doubtful, reason: '没有小票' })
  await standsAt({ notStatedFen: 10_000, owedFen: 10_000, disputedFen: 500 })
  await api.post(`/v1/programmes/${town.meals.programme}/statements`, {})
  await standsAt({ inStatementsFen: 10_000, owedFen: 10_000, disputedFen: 500 })
  const [{ id: statement, number, revision }] = (await api.get('/v1/statements')).items
  await town.act('confirmation', { number, revision }, `merchant-owner/owner@${town.shop}`)
  await town.act('approval', { number, revision }, 'approver/wang')
  await standsAt({ inStatementsFen: 10_000, owedFen: 10_000, disputedFen: 500 })
  const prepare = () => api.post('/v1/payments', { merchant: town.shop, parts: [{ statement, number }] })
  const refused = (await prepare()).id
  await untilPayment(api, refused, 'ready')
  await standsAt({ inPaymentsFen: 10_000, owedFen: 10_000, disputedFen: 500 })
  await api.post(`/v1/payments/${refused}/refusal`, { reason: '下月再付' }, { actor: 'approver/wang' })
  await expect.poll(async () => (await owed()).total.inPaymentsFen).toBe(0)
  await standsAt({ inStatementsFen: 10_000, owedFen: 10_000, disputedFen: 500 })
  const { id } = await prepare()
  const { payee } = await untilPayment(api, id, 'ready')
  await api.post(`/v1/payments/${id}/approval`, { payeeVersion: payee.version }, { actor: 'approver/wang' })
  await api.post(`/v1/payments/${id}/sending`, {})
  await standsAt({ inPaymentsFen: 10_000, owedFen: 10_000, disputedFen: 500 })
  const { sequence } = await owed()
  await api.post(`/v1/payments/${id}/result`, { outcome: 'paid', amountFen: 10_000 })
  await expect.poll(async () => (await owed()).total.owedFen, { timeout: 20_000 }).toBe(0)
  await standsAt({ disputedFen: 500 })
  expect((await owed(`?at=${sequence}`)).total).toMatchObject({ inPaymentsFen: 10_000 })

  await town.act('disputes/end', { redemption: doubtful, outcome: 'stands', reason: '找到了' })
  await standsAt({ notStatedFen: 500, owedFen: 500 })
  expect(await town.takeBack(first)).toMatchObject({ status: 201 })
  await standsAt({ notStatedFen: -3_500, owedFen: -3_500, claimedFen: 4_000 })
  await town.eat(7_000)
  await standsAt({ notStatedFen: 3_500, owedFen: 3_500, claimedFen: 4_000 })
  await approveStatement(api, town.meals.programme, town.shop)
  await standsAt({ inStatementsFen: 3_500, owedFen: 3_500, claimedFen: 4_000 })
})

test('it is printed with its total, in every form', async () => {
  const read = async (form: string, actor = 'officer/li') =>
    String(
      (await town.application.api.send({ method: 'GET', path: `/v1/printouts/merchants-owed.${form}`, actor })).body,
    )
  expect(await read('html')).toMatch(/应付商户汇总表.*35\.00.*叁拾伍圆整/s)
  const lines = (await read('csv')).trimEnd().split('\r\n')
  expect(lines).toEqual([
    expect.stringContaining('商户,项目,未列入结算单（元）'),
    '测试餐补饺子馆,测试餐补,0.00,35.00,0.00,35.00,40.00,0.00',
    '合计,,0.00,35.00,0.00,35.00,40.00,0.00',
    expect.stringMatching(/^截至 2025-07-02 10:00 已记录（北京时间）/),
  ])
})

test('another union and another shop see none of it', async () => {
  const answer = (actor: string) => town.application.api.send({ method: 'GET', path: '/v1/merchants-owed', actor })
  expect((await answer('officer/far@130302')).body).toMatchObject({ rows: [], total: nothing })
  expect(await answer(`merchant-owner/next@${town.meals.merchants[1]}`)).toMatchObject({ status: 403 })
})
