import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Balances, balancesComeTo } from '../harness/account-balances.ts'
import type { Answer } from '../harness/api.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** A county's account with 100 of a donor on it: what the bank puts there and takes is of the union's own money. Every final balance was written down before. */
let application: TestLedger
let account: string
let donated: string
let own: string
const division = '632701'
const document = { kind: '银行回单', number: 'H-1' }

beforeAll(async () => {
  application = await openTestLedger('2025-07-01T10:00:00+08:00')
  const { api } = application
  account = (await api.post('/v1/bank-accounts', accountOf('7731'))).id
  const funder = { name: '虚构市总工会', kind: 'union' }
  const open = async (name: string) => (await api.post('/v1/funds', { name, division, funder })).id
  donated = await open('某企业专项')
  own = await open('自有资金')
  const donor = { kind: 'organisation', name: '某企业' }
  const given = { receiptNumber: 'R-1', donor, amountFen: 10_000, bankAccount: account }
  await api.post(`/v1/funds/${donated}/donations`, given)
}, 60_000)
afterAll(() => application.close())

test('before an account has its own money nothing of the bank is entered there, and nothing on another fund', async () => {
  const interest = { bankAccount: account, amountFen: 500 }
  expect(await send(`/v1/funds/${own}/interest`, interest)).toMatchObject({
    ...{ status: 409, body: { code: 'not-own-fund' } },
  })
  expect(await send(`/v1/bank-accounts/${account}/own-fund`, { fund: own, document })).toMatchObject({ status: 201 })
  expect(await send(`/v1/funds/${donated}/interest`, interest)).toMatchObject({
    ...{ status: 409, body: { code: 'not-own-fund', ownFund: own } },
  })
  const neighbour = 'officer/neighbour@632722'
  expect(await send(`/v1/bank-accounts/${account}/own-fund`, { fund: own }, neighbour)).toMatchObject({ status: 404 })
  expect(await send(`/v1/funds/${own}/interest`, interest, neighbour)).toMatchObject({ status: 404 })
})

test('interest lies on the account and can be spent: bank 105, own money 5', async () => {
  const interest = { bankAccount: account, amountFen: 500, reference: 'LX-0630', document }
  expect(await send(`/v1/funds/${own}/interest`, interest)).toMatchObject({
    ...{ status: 201, body: { fund: own, bankAccount: account, amountFen: 500, availableAfterFen: 500 } },
  })
  await balancesAre({ bank: 10_500, donated: 10_500, available: 10_500, granted: 10_500 })
})

test('a charge is of the own money alone, and another person approves it: bank 103, own money 3, used 2', async () => {
  const charge = { bankAccount: account, amountFen: 501, reference: 'SXF-1' }
  expect(await send(`/v1/funds/${own}/bank-charges`, charge)).toMatchObject({
    ...{ status: 409, body: { code: 'funds-not-available', availableFen: 500 } },
  })
  const proposed = await send(`/v1/funds/${own}/bank-charges`, { ...charge, amountFen: 200 })
  expect(proposed).toMatchObject({ status: 202, body: { kind: 'bank-charge' } })
  await balancesAre({ bank: 10_500 })
  await approve(proposed)
  await balancesAre({ bank: 10_300, donated: 10_500, available: 10_300, used: 200, cost: 200, granted: 10_500 })
})

test('reports tell interest and charges apart from gifts and meals; books give them subjects of their own', async () => {
  const { total } = await application.api.get('/v1/budget')
  expect(total).toMatchObject({
    turnovers: { donatedTotalFen: 10_000, incomeTotalFen: 500, bankChargeTotalFen: 200, redeemedTotalFen: 0 },
    identities: { donatedIsSpreadHolds: true, usedIsCostHolds: true, bankHolds: true },
  })
  const { accounts } = await application.api.get('/v1/bank-balances')
  expect(accounts).toMatchObject([{ balanceFen: 10_300, receivedFen: 10_500, paidFen: 200 }])
  const token = await application.api.tokenOf('auditor/books')
  const headers = { authorization: `Bearer ${token}` }
  const books = await (await fetch(`${application.api.url}/v1/journal.hledger`, { headers })).text()
  for (const subject of ['408-其他收入', '50801-银行手续费']) expect(books).toContain(subject)
})

test('what was mistyped is taken back in red with what is right, by two persons: bank 102.30, used 0.50', async () => {
  const path = `/v1/funds/${own}/bank-entry-corrections`
  const [interest, charge] = (await application.api.get(`/v1/bank-accounts/${account}/movements`)).items.slice(1)
  const correct = async (entry: string, amountFen?: number) => {
    const right = amountFen === undefined ? {} : { right: { bankAccount: account, amountFen, reference: 'GZ-1' } }
    return send(path, { entry, reason: '录错金额', ...right })
  }
  expect(await correct(interest.event, 199)).toMatchObject({ status: 409, body: { code: 'correction-does-not-fit' } })
  expect(await correct(`${own}.99`)).toMatchObject({ status: 404, body: { code: 'bank-entry-unknown' } })
  const limits = { path: '/v1/approval-limits/632701', body: { limits: { correction: { perAct: 100 } } } }
  expect(await application.api.send({ method: 'PUT', ...limits, actor: 'administrator/administrator' })).toMatchObject({
    status: 200,
  })
  const less = await correct(charge.event, 50)
  expect(less).toMatchObject({ status: 202, body: { kind: 'correction', amountFen: 200 } })
  await approve(less)
  await balancesAre({ bank: 10_450, donated: 10_500, available: 10_450, used: 50, cost: 50, granted: 10_500 })
  const never = await correct(interest.event, 280)
  await approve(never)
  await balancesAre({ bank: 10_230, donated: 10_280, available: 10_230, used: 50, cost: 50, granted: 10_280 })
  expect(await correct(interest.event)).toMatchObject({ status: 409, body: { code: 'already-corrected' } })
  const { total } = await application.api.get('/v1/budget')
  expect(total).toMatchObject({
    turnovers: {
      ...{ donatedTotalFen: 10_000, refundedTotalFen: 0, redeemedTotalFen: 0, reversedTotalFen: 0 },
      ...{ incomeTotalFen: 780, incomeCorrectedTotalFen: 500 },
      ...{ bankChargeTotalFen: 250, bankChargeCorrectedTotalFen: 200 },
    },
    identities: { donatedIsSpreadHolds: true, usedIsCostHolds: true, bankHolds: true },
  })
  const { accounts } = await application.api.get('/v1/bank-balances')
  expect(accounts).toMatchObject([{ balanceFen: 10_230, receivedFen: 10_280, paidFen: 50 }])
  const open = async () => (await application.api.get(`/v1/bank-accounts/${account}/movements?state=open`)).items
  await expect.poll(open).toMatchObject([{ amountFen: 10_000 }, { amountFen: -50 }, { amountFen: 280 }])
})

test('another fund is the own money once the one before has nothing there', async () => {
  const { api } = application
  const other = (await api.post('/v1/bank-accounts', accountOf('0042'))).id
  const change = { fund: donated }
  expect(await send(`/v1/bank-accounts/${account}/own-fund`, change)).toMatchObject({
    ...{ status: 409, body: { code: 'own-fund-holds-money', balanceFen: 230 } },
  })
  const away = { from: account, to: other, amountFen: 230, document }
  await approve(await send(`/v1/funds/${own}/transfers`, away))
  expect(await send(`/v1/bank-accounts/${account}/own-fund`, change)).toMatchObject({ status: 201 })
  const listed = (await api.get('/v1/bank-accounts')).items
  expect(listed).toMatchObject([{ id: account, ownFund: donated }, { id: other }])
})

test('what a neighbour is sent arrives by its own word, whose ever the fund is; who sent it sees it, and nobody else enters it', async () => {
  const { api } = application
  const theirs = (await api.post('/v1/bank-accounts', { ...accountOf('0099'), division: '632722' })).id
  await approve(await send(`/v1/funds/${donated}/transfers`, { from: account, to: theirs, amountFen: 1_000 }))
  const neighbour = 'officer/neighbour@632722'
  const underWay = async (actor: string) => (await api.get('/v1/bank-transfers?status=sent', actor)).items
  const [sent] = await underWay(neighbour)
  expect(sent).toMatchObject({ fund: donated, fundName: '某企业专项', to: theirs, amountFen: 1_000 })
  expect(await underWay('officer/third@632721')).toEqual([])
  const arrive = (actor: string) =>
    send(`/v1/bank-accounts/${theirs}/transfer-arrivals`, { transfer: sent.id, document }, actor)
  for (const elsewhere of ['officer/county@632701', 'officer/third@632721'])
    expect(await arrive(elsewhere)).toMatchObject({ status: 404, body: { code: 'bank-account-unknown' } })
  expect(await arrive(neighbour)).toMatchObject({ status: 201, body: { bankAccount: theirs, amountFen: 1_000 } })
  const listed = await api.get(`/v1/funds/${donated}/transfers`, 'officer/county@632701')
  expect(listed.items).toMatchObject([{ id: sent.id, status: 'arrived' }])
})

function accountOf(lastDigits: string) {
  return { name: `专户${lastDigits}`, division, bank: '青海银行玉树支行', lastDigits }
}

function send(path: string, body: object, actor?: string): Promise<Answer> {
  return application.api.send({ method: 'POST', path, body, ...(actor !== undefined && { actor }) })
}

async function approve({ body }: Answer): Promise<void> {
  await application.api.post(`/v1/proposals/funds/${body.proposal}/approval`, {}, { actor: 'approver/of-money' })
}

function balancesAre(expected: Balances): Promise<void> {
  return balancesComeTo(application, expected)
}
