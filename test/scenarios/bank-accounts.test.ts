import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Balances, balancesComeTo } from '../harness/account-balances.ts'
import type { Answer } from '../harness/api.ts'
import { approveStatement, payApproved, setPayee, settleWith, untilPayment } from '../harness/settle.ts'
import { openShopLedger, type ShopLedger } from '../harness/shop-ledger.ts'

/**
 * 200 given before accounts were named; 10 eaten and paid; the rest assigned to the county's account; 20 eaten and paid from there; 50 passed on to
 * another union's account, where 30 are eaten and paid; a payment that comes back. Every final balance was written down before.
 */
let town: ShopLedger
let fund: string
let county: string
let prefecture: string
const document = { kind: '银行回单', number: 'H-1' }

beforeAll(async () => {
  town = await openShopLedger({ workers: 1, fundsFen: [20_000] })
  ;[fund = ''] = town.meals.funds
  await setPayee(town.application.api, town.shop, { account: '6217000999000000417', holder: '康巴早餐店' })
  await town.eat(1_000)
  await settleWith(town.application.api, town.meals.programme, town.shop, 1_000)
}, 60_000)
afterAll(() => town.application.close())

test('an account is registered once, by its union, bank and last four digits', async () => {
  const ours = { name: '帮扶专户', division: '632701', bank: '青海银行玉树支行', lastDigits: '7731' }
  county = (await town.application.api.post('/v1/bank-accounts', ours)).id
  expect(await town.send('/v1/bank-accounts', ours)).toMatchObject({
    status: 409,
    body: { code: 'bank-account-known' },
  })
  const theirs = { ...ours, division: '632700', lastDigits: '0042' }
  expect(await town.send('/v1/bank-accounts', theirs, 'officer/county@632701')).toMatchObject({ status: 404 })
  prefecture = (await town.application.api.post('/v1/bank-accounts', theirs)).id
  expect(await town.send('/v1/bank-accounts', { ...ours, lastDigits: '773' })).toMatchObject({ status: 400 })
  expect(await town.send('/v1/bank-accounts', ours, 'auditor/reader')).toMatchObject({ status: 403 })
})

test('what was there before lies on one account once no payment is under way that names none: bank 190, all of it there', async () => {
  await town.eat(2_000)
  expect(await moneyOf()).toEqual({ fund, status: 'on-none', accounts: [], unassignedFen: 19_000, inTransitFen: 0 })
  const due = await approveStatement(town.application.api, town.meals.programme, town.shop)
  const { id } = (await prepare(due, {})).body
  expect(await assign(county)).toMatchObject({ status: 409, body: { code: 'payments-without-account-open' } })
  expect(await town.send(`/v1/payments/${id}/withdrawal`, { reason: '账户未填' })).toMatchObject({ status: 200 })
  await expect
    .poll(() => assign(county), { timeout: 20_000 })
    .toMatchObject({ status: 201, body: { amountFen: 19_000 } })
  await balancesAre({ bank: 19_000, payable: 2_000 })
  expect(await lyingOn(county)).toEqual([{ fund, balanceFen: 19_000, heldFen: 0 }])
  expect(await assign(county)).toMatchObject({ status: 201, body: { amountFen: 0 } })
  expect(await assign(prefecture)).toMatchObject({ status: 409, body: { code: 'balance-already-assigned' } })
  const donation = { receiptNumber: 'R-9', donor: { kind: 'individual' }, amountFen: 100 }
  expect(await town.send(`/v1/funds/${fund}/donations`, donation)).toMatchObject({
    status: 422,
    body: { code: 'bank-account-missing' },
  })
})

test('a payment names the account that pays, holds its money there, and takes it once it is paid: bank 170', async () => {
  const due = { statement: town.statement, number: 2 }
  expect(await prepare(due, { reference: 'ZF-A' })).toMatchObject({
    status: 422,
    body: { code: 'bank-account-missing' },
  })
  expect(await prepare(due, { reference: 'ZF-B', bankAccount: prefecture })).toMatchObject({
    status: 409,
    body: { code: 'money-not-there', thereFen: 0, requestedFen: 2_000 },
  })
  const stranger = await town.send(
    '/v1/payments',
    { merchant: town.shop, parts: [due], reference: 'ZF-C', bankAccount: prefecture },
    'officer/county@632701',
  )
  expect(stranger).toMatchObject({ status: 404, body: { code: 'bank-account-unknown' } })
  const { id } = (await prepare(due, { reference: 'ZF-D', bankAccount: county })).body
  const { payee } = await untilPayment(town.application.api, id, 'ready')
  expect(await lyingOn(county)).toEqual([{ fund, balanceFen: 19_000, heldFen: 2_000 }])
  expect(await moneyOf()).toEqual({
    ...{ fund, status: 'on-accounts', unassignedFen: 0, inTransitFen: 0 },
    accounts: [{ bankAccount: county, balanceFen: 19_000, heldFen: 2_000 }],
  })
  expect(await agree(await transfer(17_001))).toMatchObject({ status: 409, body: { code: 'money-not-there' } })
  await town.application.api.post(`/v1/payments/${id}/approval`, { payeeVersion: payee.version }, approver)
  await payApproved(town.application.api, id, 2_000)
  await balancesAre({ bank: 17_000, payable: 0 })
  await expect.poll(() => lyingOn(county), { timeout: 20_000 }).toEqual([{ fund, balanceFen: 17_000, heldFen: 0 }])
})

test('money is passed on to another union: in transit 50, then there, and it pays there: bank 140', async () => {
  const sent = await transferred(5_000)
  await balancesAre({ bank: 12_000, transit: 5_000 })
  expect(await moneyOf()).toMatchObject({ unassignedFen: 0, inTransitFen: 5_000 })
  const underWay = '/v1/bank-transfers?status=sent'
  expect((await read(underWay)).body.items).toMatchObject([{ id: sent, fund, amountFen: 5_000, status: 'sent' }])
  expect((await read(underWay, 'officer/elsewhere@632721')).body.items).toEqual([])
  const receiver = 'officer/prefecture@632700'
  const arrive = (key?: string, actor = receiver, at = prefecture) =>
    town.send(`/v1/bank-accounts/${at}/transfer-arrivals`, { transfer: sent }, actor, key)
  // Neither the union that sent it, nor a third one; and not at another account.
  for (const elsewhere of ['officer/county@632701', 'officer/third@632721'])
    expect(await arrive(undefined, elsewhere)).toMatchObject({ status: 404, body: { code: 'bank-account-unknown' } })
  expect(await arrive(undefined, receiver, county)).toMatchObject({ status: 404 })
  expect(await arrive(undefined, 'officer/li', county)).toMatchObject({ body: { code: 'bank-transfer-unknown' } })
  const arrived = await arrive('the-same-key')
  expect(arrived).toMatchObject({ status: 201, body: { bankAccount: prefecture, amountFen: 5_000 } })
  expect((await arrive('the-same-key')).body.id).toBe(arrived.body.id)
  expect(await arrive()).toMatchObject({ status: 409, body: { code: 'bank-transfer-already-ended' } })
  const back = { transfer: sent, reason: '账号有误' }
  expect(await town.send(`/v1/funds/${fund}/transfer-returns`, back)).toMatchObject({ status: 409 })
  await balancesAre({ bank: 17_000, transit: 0 })
  expect((await read(`/v1/funds/${fund}/transfers`, 'officer/county@632701')).body.items).toMatchObject([
    {
      id: sent,
      from: county,
      to: prefecture,
      amountFen: 5_000,
      status: 'arrived',
      sentOn: '2025-07-02',
      endedOn: '2025-07-02',
    },
  ])
  await town.eat(3_000)
  const payment = await pay(prefecture)
  await balancesAre({ bank: 14_000, payable: 0 })
  expect(await lyingOn(prefecture)).toEqual([{ fund, balanceFen: 2_000, heldFen: 0 }])
  const bounce = { reason: '账号已注销', document }
  expect(await town.send(`/v1/payments/${payment}/return`, bounce)).toMatchObject({ status: 200 })
  await balancesAre({ bank: 17_000, payable: 3_000 })
  expect(await lyingOn(prefecture)).toEqual([{ fund, balanceFen: 5_000, heldFen: 0 }])
  // What came back pays again.
  await pay(prefecture)
  await balancesAre({ bank: 14_000, payable: 0 })
})

test('a transfer that the bank gave back lies where it came from: in transit 0, county 120', async () => {
  const sent = await transferred(1_000)
  await balancesAre({ bank: 13_000, transit: 1_000 })
  const body = { transfer: sent, reason: '账号有误' }
  expect(await town.send(`/v1/funds/${fund}/transfer-returns`, body)).toMatchObject({ status: 201 })
  await balancesAre({ bank: 14_000, transit: 0 })
  expect(await lyingOn(county)).toEqual([{ fund, balanceFen: 12_000, heldFen: 0 }])
})

test('a repayment names the account that it reached, and can leave it again', async () => {
  const meal = await town.eat(500)
  await pay(county)
  expect(await town.takeBack(meal)).toMatchObject({ status: 201 })
  await balancesAre({ claimed: 500, payable: -500 })
  const repay = (more: object) => town.act('repayments', { shares: [{ fund, amountFen: 500 }], document, ...more })
  expect(await repay({})).toMatchObject({ status: 422, body: { code: 'bank-account-missing' } })
  expect(await repay({ bankAccount: county.replace(/.$/, '0') })).toMatchObject({
    body: { code: 'bank-account-unknown' },
  })
  expect(await repay({ bankAccount: county })).toMatchObject({ status: 201 })
  await balancesAre({ claimed: 0, payable: 0, bank: 14_000 })
  expect(await lyingOn(county)).toEqual([{ fund, balanceFen: 12_000, heldFen: 0 }])
  await expect.poll(async () => (await agree(await transfer(12_000))).status, { timeout: 20_000 }).toBe(201)
})

test('of a fund of the union above, which a programme has, one sees what lies on the accounts of one’s own union', async () => {
  const { api } = town.application
  const above = { name: '州级资金', division: '632700', funder: { name: '州总工会', kind: 'union' } }
  const { id } = await api.post('/v1/funds', { ...above, restriction: { purposes: [], divisions: [] } })
  const ofAbove = async (actor?: string) => {
    const { items } = (await read(`/v1/bank-money?programme=${town.meals.programme}`, actor)).body
    return items.find((one: { fund: string }) => one.fund === id)
  }
  const gift = { receiptNumber: 'Z-1', donor: { kind: 'individual' }, amountFen: 900 }
  await api.post(`/v1/funds/${id}/donations`, { ...gift, bankAccount: prefecture })
  await api.post(`/v1/funds/${id}/allocations`, { programme: town.meals.programme, amountFen: 900 })
  expect(await ofAbove()).toEqual({
    ...{ fund: id, status: 'on-accounts', unassignedFen: 0, inTransitFen: 0 },
    accounts: [{ bankAccount: prefecture, balanceFen: 900, heldFen: 0 }],
  })
  expect(await ofAbove('officer/county@632701')).toEqual({ fund: id, status: 'on-accounts', accounts: [] })
  expect(await read(`/v1/bank-money?fund=${id}`, 'officer/county@632701')).toMatchObject({ status: 404 })
})

const approver = { actor: 'approver/of-payments' }
const balancesAre = (expected: Balances) => balancesComeTo(town.application, expected)
const assign = (bankAccount: string) => town.send(`/v1/funds/${fund}/bank-balance`, { bankAccount })
const transfer = (amountFen: number) =>
  town.send(`/v1/funds/${fund}/transfers`, { from: county, to: prefecture, amountFen })

function read(path: string, actor = 'officer/li'): Promise<Answer> {
  return town.application.api.send({ method: 'GET', path, actor })
}

async function moneyOf() {
  const { items } = (await read(`/v1/bank-money?fund=${fund}`)).body
  return items[0]
}

/** What it refuses before it waits is the answer. */
async function agree(waiting: Answer): Promise<Answer> {
  if (waiting.status !== 202) return waiting
  return town.send(`/v1/proposals/funds/${waiting.body.proposal}/approval`, {}, 'approver/of-transfers')
}

/** @returns the newest transfer, once it was approved */
async function transferred(amountFen: number): Promise<string> {
  expect(await agree(await transfer(amountFen))).toMatchObject({ status: 201 })
  return (await read(`/v1/funds/${fund}/transfers`)).body.items.at(-1).id
}

async function lyingOn(account: string) {
  const { items } = (await read('/v1/bank-accounts')).body
  return items.find(({ id }: { id: string }) => id === account).funds
}

function prepare(due: { readonly statement: string; readonly number: number }, more: object): Promise<Answer> {
  return town.send('/v1/payments', { merchant: town.shop, parts: [due], ...more })
}

/** All that the shop is due, from that account. @returns the payment */
async function pay(bankAccount: string): Promise<string> {
  const { api } = town.application
  const due = await approveStatement(api, town.meals.programme, town.shop)
  const { id, totalFen } = (await prepare(due, { bankAccount })).body
  const { payee } = await untilPayment(api, id, 'ready')
  await api.post(`/v1/payments/${id}/approval`, { payeeVersion: payee.version }, approver)
  await payApproved(api, id, totalFen)
  return id
}
