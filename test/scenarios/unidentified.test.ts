import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Balances, balancesComeTo } from '../harness/account-balances.ts'
import type { Answer } from '../harness/api.ts'
import { breachesOfControls } from '../harness/controls.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

/** 80 come that nobody knows: 50 turn out to be a gift, 30 go back to who paid them. Every final balance was written down before. */
let application: TestLedger
let account: string
let own: string
let fund: string
let first: string
let second: string
const division = '632701'
const document = { kind: '银行回单', number: 'H-1' }
const donor = { kind: 'organisation', name: '某企业' }

beforeAll(async () => {
  application = await openTestLedger('2025-07-01T10:00:00+08:00')
  const { api } = application
  account = (
    await api.post('/v1/bank-accounts', { name: '基本户', division, bank: '青海银行玉树支行', lastDigits: '7731' })
  ).id
  const funder = { name: '虚构市总工会', kind: 'union' }
  own = (await api.post('/v1/funds', { name: '自有资金', division, funder })).id
  fund = (await api.post('/v1/funds', { name: '企业专项', division, funder })).id
  await api.post(`/v1/bank-accounts/${account}/own-fund`, { fund: own })
}, 60_000)
afterAll(() => application.close())

test('what nobody knows lies on the account, in suspense, and cannot be spent: bank 80, suspense 80, available 0', async () => {
  const receive = async (amountFen: number, reference: string) => {
    const body = { bankAccount: account, amountFen, reference, payerLastDigits: '0417', document }
    const answer = await send(`/v1/funds/${own}/unidentified-receipts`, body)
    expect(answer).toMatchObject({ status: 201, body: { fund: own, amountFen } })
    return answer.body.id
  }
  first = await receive(5_000, 'LZ-1')
  second = await receive(3_000, 'LZ-2')
  await balancesAre({ bank: 8_000, suspense: 8_000, available: 0, donated: 0 })
  expect(await send(`/v1/funds/${fund}/unidentified-receipts`, { bankAccount: account, amountFen: 1 })).toMatchObject({
    ...{ status: 409, body: { code: 'not-own-fund' } },
  })
  const { items } = await application.api.get('/v1/unidentified-receipts?status=open', 'auditor/ours@632701')
  expect(items).toMatchObject([
    { id: first, bankAccount: account, amountFen: 5_000, receivedOn: '2025-07-01', reference: 'LZ-1' },
    { id: second, amountFen: 3_000 },
  ])
  expect((await application.api.get('/v1/unidentified-receipts', 'auditor/theirs@632722')).items).toEqual([])
  const transfer = { from: account, to: account.replace(/.$/, '0'), amountFen: 1 }
  expect((await send(`/v1/funds/${own}/transfers`, transfer)).status).toBe(404)
  const [{ funds }] = (await application.api.get('/v1/bank-accounts')).items
  expect(funds).toEqual([{ fund: own, balanceFen: 8_000, heldFen: 0, suspenseFen: 8_000 }])
})

test('a gift is entered under its paper in its fund, on the day on which it came: bank 80, suspense 30, available 50', async () => {
  application.clock.advanceTo(new Date('2025-07-03T10:00:00+08:00'))
  const as = { kind: 'donation', fund, receiptNumber: 'QY-1', donor }
  const identified = await identify(first, as)
  expect(identified).toMatchObject({ status: 201, body: { receipt: first, as: 'donation', amountFen: 5_000 } })
  await balancesAre({ bank: 8_000, suspense: 3_000, available: 5_000, donated: 5_000 })
  const { items } = await application.api.get(`/v1/funds/${fund}/donations`)
  expect(items).toMatchObject([
    { receiptNumber: 'QY-1', donor, receivedOn: '2025-07-01', bankAccount: account, amountFen: 5_000 },
  ])
  expect(await identify(first, as)).toMatchObject({ status: 409, body: { code: 'receipt-already-identified' } })
})

test('a paper that its fund has already is refused, and a race for it leaves the money in suspense: nothing changes', async () => {
  const as = { kind: 'donation', fund, receiptNumber: 'QY-1', donor }
  expect(await identify(second, as)).toMatchObject({ status: 409, body: { code: 'receipt-number-used' } })
  const racing = { ...as, receiptNumber: 'QY-2' }
  const donation = { receiptNumber: 'QY-2', donor, amountFen: 100, bankAccount: account }
  const [, entered] = await Promise.all([identify(second, racing), send(`/v1/funds/${fund}/donations`, donation)])
  const [bank, suspense, available] = entered.status === 201 ? [8_100, 3_000, 5_100] : [8_000, 0, 8_000]
  await balancesAre({ bank, suspense, available })
  expect(breachesOfControls(await application.ledger.store.readAll({ limit: 10_000 }))).toEqual([])
  if (entered.status !== 201) return
  const open = async () => (await application.api.get('/v1/unidentified-receipts?status=open')).items
  await expect.poll(open, { timeout: 20_000 }).toMatchObject([{ id: second }])
  const sentBack = await identify(second, { kind: 'sent-back', reason: '汇错', reference: 'TH-1' })
  expect(sentBack).toMatchObject({ status: 202, body: { kind: 'sent-back' } })
  await balancesAre({ bank: 8_100, suspense: 3_000 })
  await application.api.post(
    `/v1/proposals/funds/${sentBack.body.proposal}/approval`,
    {},
    { actor: 'approver/of-money' },
  )
  await balancesAre({ bank: 5_100, suspense: 0, available: 5_100 })
})

test('what was entered under a wrong amount is taken back in red, and the right one waits instead', async () => {
  const { items: before } = await application.api.get('/v1/unidentified-receipts?status=open')
  const body = { bankAccount: account, amountFen: 2_000, reference: 'LZ-3', payerLastDigits: '0417' }
  const { body: wrong } = await send(`/v1/funds/${own}/unidentified-receipts`, body)
  const right = { bankAccount: account, amountFen: 200, reference: 'LZ-3' }
  const correct = (more: object) => send(`/v1/funds/${own}/bank-entry-corrections`, { entry: wrong.id, ...more })
  expect(await correct({ reason: '多打一个零', right })).toMatchObject({ status: 201, body: { reversedFen: 2_000 } })
  const open = async () => (await application.api.get('/v1/unidentified-receipts?status=open')).items
  const [stands] = (await open()).slice(before.length)
  expect(stands).toMatchObject({ amountFen: 200, payerLastDigits: '0417', reference: 'LZ-3' })
  const { items } = await application.api.get('/v1/unidentified-receipts?status=corrected')
  expect(items).toMatchObject([{ id: wrong.id, amountFen: 2_000 }])
  expect(await identify(wrong.id, { kind: 'sent-back', reason: '汇错' })).toMatchObject({ status: 404 })
  await send(`/v1/funds/${own}/bank-entry-corrections`, { entry: stands.id, reason: '重复登记' })
  expect(await open()).toEqual(before)
  expect(breachesOfControls(await application.ledger.store.readAll({ limit: 10_000 }))).toEqual([])
})

test('nothing is counted twice: the reports tell the same, and what was sent back is off', async () => {
  const { total } = await application.api.get('/v1/budget')
  expect(total.balances.suspenseFen).toBe(0)
  expect(total.identities).toEqual({ donatedIsSpreadHolds: true, usedIsCostHolds: true, bankHolds: true })
  const { accounts } = await application.api.get('/v1/bank-balances')
  expect(accounts).toMatchObject([{ balanceFen: total.balances.bankFen, receivedFen: total.balances.bankFen }])
})

test('its identification as a gift is no movement of the bank: nothing of it is open, listed or in the table of the month', async () => {
  const { api, clock } = application
  clock.advanceTo(new Date('2025-08-01T10:00:00+08:00'))
  const { items } = await api.get(`/v1/bank-accounts/${account}/movements`)
  const kept = items.filter(({ match }: { match?: string }) => match === undefined)
  const types: string[] = kept.map(({ type }: { type: string }) => type)
  expect(types.slice(0, 2)).toEqual(['UnidentifiedReceived', 'UnidentifiedReceived'])
  expect(types.filter((type) => type === 'IdentificationEnded')).toEqual([])
  // What was sent back left the bank, and what another gift brought came to it.
  const others = kept.slice(2).map(({ amountFen }: { amountFen: number }) => amountFen)
  expect([[], [100, -3_000]]).toContainEqual(others)
  await api.post(`/v1/bank-accounts/${account}/statements`, {
    ...{ from: '2025-07-01', until: '2025-07-31', openingFen: 0, closingFen: 8_000, fileHash: 'a'.repeat(64) },
    lines: [
      { reference: 'B-1', day: '2025-07-01', amountFen: 5_000 },
      { reference: 'B-2', day: '2025-07-01', amountFen: 3_000 },
    ],
  })
  const proposed = (await api.get(`/v1/bank-accounts/${account}/match-proposals`)).items
  const matches = proposed.map(({ lines, movements }: { lines: string[]; movements: string[] }) => ({
    lines,
    movements,
  }))
  await api.post(`/v1/bank-accounts/${account}/matches`, { matches })
  const table = await api.get(`/v1/bank-reconciliation?bankAccount=${account}&month=2025-07`)
  const amountsOf = (side: readonly { readonly amountFen: number }[]) => side.map(({ amountFen }) => amountFen)
  expect(table.status).toBe('agrees')
  expect([...amountsOf(table.receivedInBooks), ...amountsOf(table.paidInBooks)]).toEqual(others)
})

function identify(receipt: string, as: object): Promise<Answer> {
  return send(`/v1/unidentified-receipts/${receipt}/identification`, { as, document })
}

function send(path: string, body: object): Promise<Answer> {
  return application.api.send({ method: 'POST', path, body })
}

function balancesAre(expected: Balances): Promise<void> {
  return balancesComeTo(application, expected)
}
