import { sumFen } from '@welfare/contracts/money.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Balances, balancesComeTo } from '../harness/account-balances.ts'
import type { Answer } from '../harness/api.ts'
import { breachesAtRest, breachesOfControls } from '../harness/controls.ts'
import { importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { approveStatement, payApproved, setPayee, untilPayment } from '../harness/settle.ts'
import { misfitsOfSettlement } from '../harness/settlement-misfits.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/**
 * 200 on the county's account, and 250 that the treasury pays itself, of which it takes 50 back before they are in a programme. Half and half pay
 * 40 that are eaten: the union 20 from its account, the treasury 20 in a payment of its own. That one comes back, and is paid again. 10 of it are
 * taken back then, and repaid to each. Every final balance was written down before.
 */
let application: TestLedger
let meals: Meals
let treasury: string
let paidFund: string
let unionFund: string
let account: string
let shop: string
let card: string
const document = { kind: '回单', number: 'H-1' }

beforeAll(async () => {
  application = await openTestLedger('2025-07-02T02:00:00Z')
  const { api } = application
  const window = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 20_000 }
  meals = await prepareMeals(api, { workers: 1, windows: [window], fundsFen: [] })
  ;[shop = ''] = meals.merchants
  account = (
    await api.post('/v1/bank-accounts', { name: '专户', division: '632701', bank: '虚构银行', lastDigits: '7731' })
  ).id
  unionFund = await openFund('工会资金', 'union')
  paidFund = await openFund('财政额度', 'government')
  await setPayee(api, shop, { account: '6217000999000000417', holder: '康巴早餐店' })
}, 60_000)
afterAll(() => application.close())

test('a payer is registered once, by whoever holds for its division', async () => {
  const given = { name: '玉树市财政国库支付中心', division: '632701', kind: 'treasury' }
  treasury = (await application.api.post('/v1/payers', given)).id
  expect(await send('/v1/payers', given)).toMatchObject({ status: 409, body: { code: 'payer-known' } })
  expect((await read('/v1/payers')).body.items).toEqual([{ id: treasury, ...given }])
  expect(await send('/v1/payers', { ...given, division: '632700' }, 'officer/county@632701')).toMatchObject({
    status: 404,
  })
})

test('what it grants can be spent, and is at no bank; what is in no programme it can take back: quota 200, bank 200', async () => {
  const notice = { payer: treasury, noticeNumber: '额-1', amountFen: 25_000 }
  const gift = { receiptNumber: 'R-1', donor: { kind: 'individual' }, amountFen: 20_000, bankAccount: account }
  await application.api.post(`/v1/funds/${unionFund}/donations`, gift)
  expect(await grant(unionFund, notice)).toMatchObject({ status: 409, body: { code: 'fund-has-money' } })
  const granted = await grant(paidFund, notice)
  expect(granted).toMatchObject({ status: 201, body: { amountFen: 25_000, availableAfterFen: 25_000 } })
  expect(await grant(paidFund, notice)).toMatchObject({ status: 409, body: { code: 'receipt-number-used' } })
  expect(await send(`/v1/funds/${paidFund}/donations`, gift)).toMatchObject({
    status: 409,
    body: { code: 'fund-paid-by-payer' },
  })
  expect(await send(`/v1/funds/${paidFund}/bank-balance`, { bankAccount: account })).toMatchObject({
    status: 409,
    body: { code: 'fund-paid-by-payer' },
  })
  for (const fund of [unionFund, paidFund])
    await application.api.post(`/v1/funds/${fund}/allocations`, { programme: meals.programme, amountFen: 20_000 })
  expect(await reduce(granted.body.id, 5_001)).toMatchObject({ status: 409, body: { code: 'funds-not-available' } })
  expect(await reduce(granted.body.id, 5_000)).toMatchObject({ status: 201 })
  expect(await quota()).toEqual({ payer: treasury, balanceFen: 20_000, heldFen: 0 })
  expect((await read(`/v1/funds/${paidFund}/direct-payment-grants`)).body.items).toMatchObject([
    { id: granted.body.id, payer: treasury, noticeNumber: '额-1', amountFen: 25_000, reducedFen: 5_000 },
  ])
  await balancesAre({ granted: 40_000, donated: 40_000, bank: 20_000, quota: 20_000, allocated: 40_000 })
})

test('one statement is paid by the union and by the treasury, each what is its own: bank 180, quota 180', async () => {
  const { api } = application
  await importRoster(api, meals.programme, await rosterFile(1))
  await issue(api, meals.programme)
  card = (await listCards(api, meals.programme))[0]?.code ?? ''
  await eat(4_000)
  const due = await approveStatement(api, meals.programme, shop)
  const both = { bankAccount: account, payer: treasury }
  expect(await prepare(due, both)).toMatchObject({ status: 422, body: { code: 'place-named-twice' } })
  expect(await prepare(due, { payer: treasury.replace(/.$/, '0') })).toMatchObject({ status: 404 })
  const ours = (await prepare(due, { bankAccount: account })).body
  expect(ours).toMatchObject({ totalFen: 2_000 })
  await pay(ours.id, 2_000, 'approved')
  expect(await numberOf(due.number)).toMatchObject({ status: 'approved', left: [{ fund: paidFund, amountFen: 2_000 }] })
  expect(await prepare(due, { bankAccount: account })).toMatchObject({ status: 422, body: { code: 'payer-missing' } })
  const theirs = (await prepare(due, { payer: treasury })).body
  expect(theirs).toMatchObject({ totalFen: 2_000 })
  await untilPayment(api, theirs.id, 'ready')
  expect(await quota()).toEqual({ payer: treasury, balanceFen: 20_000, heldFen: 2_000 })
  await pay(theirs.id, 2_000)
  expect(await numberOf(due.number)).toMatchObject({ status: 'paid' })
  await balancesAre({ bank: 18_000, quota: 18_000, payable: 0 })
  expect((await read(`/v1/payments/${theirs.id}`)).body).toMatchObject({ payer: treasury, status: 'paid' })
  const back = { reason: '账号已注销', document }
  expect(await send(`/v1/payments/${theirs.id}/return`, { ...back, bankAccount: account })).toMatchObject({
    status: 409,
    body: { code: 'fund-paid-by-payer' },
  })
  expect(await send(`/v1/payments/${theirs.id}/return`, back)).toMatchObject({ status: 200 })
  await balancesAre({ bank: 18_000, quota: 20_000, payable: 2_000 })
})

test('what came back is due again, and is paid again by who pays it; what is owed goes back there: bank 180, quota 180', async () => {
  const { api } = application
  const meal = await eat(1_000)
  const due = await approveStatement(api, meals.programme, shop)
  await pay((await prepare(due, { payer: treasury })).body.id, 2_500, 'approved')
  await pay((await prepare(due, { bankAccount: account })).body.id, 500)
  await balancesAre({ bank: 17_500, quota: 17_500, payable: 0 })
  const slip = { merchant: shop, reason: '录错', document: { kind: 'slip', number: 'S-1' } }
  expect(await send(`/v1/redemptions/${meal}/reversal`, slip)).toMatchObject({ status: 201 })
  await balancesAre({ claimed: 1_000, payable: -1_000 })
  const repay = (fund: string, more: object) =>
    send(`/v1/statements/${due.statement}/repayments`, { shares: [{ fund, amountFen: 500 }], document, ...more })
  expect(await repay(paidFund, { bankAccount: account })).toMatchObject({
    status: 409,
    body: { code: 'fund-paid-by-payer' },
  })
  expect(await repay(paidFund, {})).toMatchObject({ status: 201 })
  expect(await repay(unionFund, { bankAccount: account })).toMatchObject({ status: 201 })
  await balancesAre({ bank: 18_000, quota: 18_000, claimed: 0, payable: 0 })
  // What came back can be paid again: the fund has heard of it.
  await expect.poll(quota, { timeout: 20_000 }).toEqual({ payer: treasury, balanceFen: 18_000, heldFen: 0 })
})

test('no more is paid than the payer still pays; a list for it is a file of its own', async () => {
  const { api } = application
  await eat(1_000)
  const due = await approveStatement(api, meals.programme, shop)
  const one = (await prepare(due, { payer: treasury })).body.id
  const other = (await prepare(due, { bankAccount: account })).body.id
  for (const id of [one, other]) await approve(id)
  expect(await send('/v1/payment-files', { payments: [one, other] })).toMatchObject({
    status: 422,
    body: { code: 'payment-file-of-several-accounts' },
  })
  const list = await send('/v1/payment-files', { payments: [one] })
  expect(list).toMatchObject({ status: 201, body: { count: 1, totalFen: 500 } })
  await untilPayment(api, one, 'sent')
  expect(
    await send(`/v1/payments/${one}/result`, { outcome: 'failed', amountFen: 500, reason: '额度冻结', document }),
  ).toMatchObject({ status: 200 })
  await expect.poll(quota, { timeout: 20_000 }).toEqual({ payer: treasury, balanceFen: 18_000, heldFen: 0 })
})

test('the books hold at every event, and the report says what the payer still pays', async () => {
  const log = await application.ledger.store.readAll({ limit: 10_000 })
  expect([...breachesOfControls(log), ...breachesAtRest(log), ...misfitsOfSettlement(log)]).toEqual([])
  const { body } = await read('/v1/bank-balances')
  expect(body).toMatchObject({
    quota: [{ payer: treasury, payerName: '玉树市财政国库支付中心', fund: paidFund, quotaFen: 18_000 }],
    total: { balanceFen: 18_000, quotaFen: 18_000 },
  })
  const { legs } = (await read(`/v1/journal?payer=${treasury}&limit=1000`)).body
  expect(sumFen(legs.map(({ amount }: { amount: number }) => amount))).toBe(18_000)
  expect(
    new Set(legs.map(({ account, payer }: { account: string; payer: string }) => [account, payer].join())),
  ).toEqual(new Set([`quota,${treasury}`]))
})

const approver = { actor: 'approver/of-payments' }
const balancesAre = (expected: Balances) => balancesComeTo(application, expected)
const grant = (fund: string, body: object) => send(`/v1/funds/${fund}/direct-payment-grants`, body)

async function reduce(id: string, amountFen: number): Promise<Answer> {
  const body = { grant: id, amountFen, reason: '年底收回' }
  const waiting = await send(`/v1/funds/${paidFund}/direct-payment-reductions`, body)
  if (waiting.status !== 202) return waiting
  return send(`/v1/proposals/funds/${waiting.body.proposal}/approval`, {}, 'approver/of-quotas')
}

async function quota() {
  return (await read(`/v1/bank-money?fund=${paidFund}`)).body.items[0].quota
}

async function openFund(name: string, kind: string): Promise<string> {
  const funder = { name: `${name}出资方`, kind }
  return (await application.api.post('/v1/funds', { name, division: '632701', funder })).id
}

function send(path: string, body: object, actor = 'officer/li'): Promise<Answer> {
  return application.api.send({ method: 'POST', path, body, actor })
}

function read(path: string): Promise<Answer> {
  return application.api.send({ method: 'GET', path, actor: 'officer/li' })
}

async function eat(amountFen: number): Promise<string> {
  const answer = await send(
    `/v1/vouchers/${card}/redemptions`,
    { merchant: shop, amountFen },
    `merchant-till/till-1@${shop}`,
  )
  expect(answer.status).toBe(201)
  return answer.body.id
}

function prepare(due: { readonly statement: string; readonly number: number }, more: object): Promise<Answer> {
  return send('/v1/payments', { merchant: shop, parts: [due], ...more })
}

async function approve(id: string): Promise<void> {
  const { payee } = await untilPayment(application.api, id, 'ready')
  await application.api.post(`/v1/payments/${id}/approval`, { payeeVersion: payee.version }, approver)
  await untilPayment(application.api, id, 'approved')
}

/** @param then what becomes of its statements: another payer may have to pay the rest */
async function pay(id: string, amountFen: number, then?: 'approved'): Promise<void> {
  await approve(id)
  await payApproved(application.api, id, amountFen, then)
}

async function numberOf(number: number) {
  const { numbers } = (await read(`/v1/statements/${(await statementOf()).id}`)).body
  return numbers.find((one: { number: number }) => one.number === number)
}

async function statementOf() {
  return (await read(`/v1/statements?programme=${meals.programme}`)).body.items[0]
}
