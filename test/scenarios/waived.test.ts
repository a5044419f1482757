import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Balances, balancesComeTo } from '../harness/account-balances.ts'
import { approvePayment, approveStatement, payApproved, setPayee } from '../harness/settle.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { openShopLedger, type ShopLedger } from '../harness/shop-ledger.ts'

/**
 * 200 given; 40 and 60 eaten, of which the shop does without 30 and is paid 70; the 40 taken back; 50 eaten, of which 10 are due, and waived.
 * Every final balance was written down before.
 */
let town: ShopLedger
let meals: readonly string[]
let fund: string
const document = { kind: '放弃声明', number: 'FQ-1' }

beforeAll(async () => {
  town = await openShopLedger({ workers: 1, fundsFen: [20_000] })
  ;[fund = ''] = town.meals.funds
  await setPayee(town.application.api, town.shop, { account: '6217000999000000417', holder: '康巴早餐店' })
  meals = [await town.eat(4_000), await town.eat(6_000)]
  await approved()
}, 60_000)
afterAll(() => town.application.close())

test('what a shop does without waits for another person, and is then not paid: bank 130, payable 0, allocated 30', async () => {
  expect(await waive(1, 10_001)).toMatchObject({ status: 422, body: { code: 'waived-more-than-due', dueFen: 10_000 } })
  const waiting = await waive(1, 3_000)
  expect(waiting).toMatchObject({ status: 202, body: { kind: 'waiver' } })
  expect(await agree(waiting.body.proposal, 'officer/li')).toMatchObject({ status: 403 })
  await balancesAre({ bank: 20_000, payable: 10_000, used: 10_000, cost: 10_000, allocated: 0 })
  expect(await agree(waiting.body.proposal)).toMatchObject({ status: 201 })
  await balancesAre({ bank: 20_000, payable: 7_000, used: 7_000, cost: 7_000, allocated: 3_000, issued: 10_000 })
  expect(await standing()).toMatchObject({
    numbers: [{ status: 'approved', payFen: 7_000, waived: [{ fund, amountFen: 3_000 }] }],
    open: { payFen: 0 },
  })
  await expect.poll(allocatedFen, { timeout: 20_000 }).toBe(3_000)
  const { id } = await approvePayment(town.application.api, town.shop, { statement: town.statement, number: 1 })
  expect(await waive(1, 1)).toMatchObject({ status: 409, body: { code: 'statement-already-assigned', number: 1 } })
  await payApproved(town.application.api, id, 7_000)
  await balancesAre({ bank: 13_000, payable: 0, used: 7_000, cost: 7_000, allocated: 3_000 })
  expect(await waive(1, 1)).toMatchObject({ status: 409, body: { code: 'statement-already-paid', number: 1 } })
  expect(await waive(2, 1)).toMatchObject({ status: 409, body: { code: 'statement-not-approved', number: 2 } })
})

test('it is not owed back as well: of 100 that were eaten and 30 that were waived, 70 can be taken back', async () => {
  expect(await town.takeBack(meals[0] ?? '')).toMatchObject({ status: 201 })
  await balancesAre({ bank: 13_000, payable: -4_000, claimed: 4_000, used: 3_000, cost: 3_000, allocated: 3_000 })
  expect(await town.takeBack(meals[1] ?? '')).toMatchObject({
    status: 409,
    body: { code: 'merchant-waived-it', leftFen: 3_000 },
  })
})

test('all that a number pays: what it would have set off is settled with it: bank 130, payable 0, claimed 0, allocated 80', async () => {
  await town.eat(5_000)
  expect(await approved()).toMatchObject({ number: 2 })
  expect((await agree((await waive(2, 1_000)).body.proposal)).status).toBe(201)
  await balancesAre({ bank: 13_000, payable: 0, claimed: 0, used: 7_000, cost: 7_000, allocated: 8_000, issued: 5_000 })
  await expect.poll(allocatedFen, { timeout: 20_000 }).toBe(8_000)
  expect((await standing()).numbers[1]).toMatchObject({ status: 'settled', payFen: 0 })
  const parts = [{ statement: town.statement, number: 2 }]
  expect(await town.send('/v1/payments', { merchant: town.shop, parts, reference: 'ZF-1' })).toMatchObject({
    status: 409,
    body: { code: 'statement-nothing-due' },
  })
})

test('what is owed still is listed before the programme is closed: the shop, its number, and what is disputed', async () => {
  const of = { merchant: town.shop, disputedFen: 0, invoices: [] }
  expect(await owedAtClosing()).toEqual([])
  await town.eat(600)
  const disputed = await town.eat(400)
  await expect.poll(owedAtClosing, { timeout: 20_000 }).toEqual([{ ...of, payableFen: 1_000, numbers: [] }])
  expect((await town.act('disputes', { redemption: disputed, reason: '没有小票' })).status).toBe(201)
  await approved()
  expect((await agree((await waive(3, 100)).body.proposal)).status).toBe(201)
  const numbers = [{ statement: town.statement, number: 3, unpaidFen: 500 }]
  await expect.poll(owedAtClosing, { timeout: 20_000 }).toEqual([{ ...of, payableFen: 500, disputedFen: 400, numbers }])
  const { id } = await approvePayment(town.application.api, town.shop, { statement: town.statement, number: 3 })
  await payApproved(town.application.api, id, 500)
  await expect
    .poll(owedAtClosing, { timeout: 20_000 })
    .toEqual([{ ...of, payableFen: 0, disputedFen: 400, numbers: [] }])
})

test('it has a line of its own: in the number, on paper, among the accounts', async () => {
  const { items } = await town.application.api.get(`/v1/statements/${town.statement}/lines?number=1`)
  expect(items).toContainEqual(expect.objectContaining({ kind: 'waived', amountFen: 3_000, reason: '商户自愿放弃' }))
  const printed = await readText(`/v1/printouts/statement.html?statement=${town.statement}&number=1`)
  expect(printed).toContain('商户放弃，无需支付：商户自愿放弃')
  expect(await readText('/v1/exports/gbt24589/ledger.xml?year=2025')).toContain('商户放弃结算款')
})

test('the verifier recomputes all of it from the events', async () => {
  expect(misfitsOfSettlement(await town.application.ledger.store.readAll({ limit: 10_000 }))).toEqual([])
})

const balancesAre = (expected: Balances) => balancesComeTo(town.application, expected)
const approved = () => approveStatement(town.application.api, town.meals.programme, town.shop)
const standing = () => town.application.api.get(`/v1/statements/${town.statement}`)
const readText = (path: string): Promise<string> => town.application.api.get(path, 'auditor/outside')
const allocatedFen = async (): Promise<number> =>
  (await town.application.api.get(`/v1/programmes/${town.meals.programme}/budget`)).allocatedFen

async function owedAtClosing(): Promise<unknown> {
  const path = `/v1/programmes/${town.meals.programme}/closure?dryRun=true`
  return (await town.send(path, { reason: '结束' })).body.payables
}

function waive(number: number, amountFen: number) {
  const body = { number, shares: [{ fund, amountFen }], reason: '商户自愿放弃', document }
  return town.send(`/v1/statements/${town.statement}/waivers`, body)
}

function agree(proposal: string, actor = 'approver/of-waivers') {
  return town.send(`/v1/proposals/vouchers/${proposal}/approval`, {}, actor)
}
