import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  approveClosing,
  type ClosingRace,
  closeMonth,
  expectNothingLate,
  isOfJuly,
  ofJuly,
  openFunds,
  raceClosing,
} from '../harness/closing-race.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'

let application: TestLedger
let funds: readonly string[]
let race: ClosingRace
const everything = () => application.ledger.store.readAll({ limit: 100_000 })

beforeAll(async () => {
  application = await openTestLedger('2025-07-31T10:00:00+08:00')
  funds = await openFunds(application.api)
}, 60_000)
afterAll(() => application.close())

test('a month is closed after its last day, by an officer and an approver of the whole ledger', async () => {
  const { api } = application
  expect(await closeMonth(api, '2025-07')).toMatchObject({
    ...{ status: 409, body: { code: 'period-not-over', earliest: '2025-08-01' } },
  })
  const near = await closeMonth(api, '2025-06', 'officer/town@632701')
  expect(near).toMatchObject({ status: 403, body: { code: 'scope-too-small' } })
  const proposed = await closeMonth(api, '2025-06')
  expect(proposed).toMatchObject({ status: 202, body: { kind: 'month-closing' } })
  expect(await approveClosing(api, proposed, 'approver/near@632701')).toMatchObject({ status: 404 })
})

test('while it closes, 64 people enter papers of it: all are taken, and what comes after its end counts in the next', async () => {
  race = await raceClosing({ ...application, api: application.api, everything }, funds)
  expectNothingLate(race)
}, 60_000)

test('what July came to when it was closed is what it comes to for ever', async () => {
  const budgetOfJuly = async (more: string) =>
    (await application.api.get(`/v1/budget?effective=${ofJuly}${more}`)).total
  const then = await budgetOfJuly(`&at=${race.july.closed.throughSequence}`)
  expect(await budgetOfJuly('')).toEqual(then)
  const given = race.events.filter((event) => isOfJuly(event) && event.type === 'DonationReceived')
  expect(then).toMatchObject({ turnovers: { donatedTotalFen: given.length * 1_000 } })
})

test('closed is closed: not again, not out of order, and after a restart what is entered counts in August', async () => {
  const { api } = application
  expect(await closeMonth(api, '2025-07')).toMatchObject({
    ...{ status: 409, body: { code: 'period-closed-before', last: '2025-07' } },
  })
  expect(await closeMonth(api, '2025-09')).toMatchObject({
    ...{ status: 409, body: { code: 'period-not-next', next: '2025-08' } },
  })
  await application.restart()
  const body = { receiptNumber: 'R-again', donor: { kind: 'organisation', name: '某企业' }, amountFen: 1_000 }
  const late = { receivedOn: ofJuly, lateEntry: { reason: '单据晚到' } }
  await application.api.post(`/v1/funds/${funds[0]}/donations`, { ...body, ...late })
  const last = (await everything()).findLast(({ type }) => type === 'DonationReceived')
  expect(last?.metadata).toMatchObject({ accountingDate: '2025-08-01', paperDay: ofJuly })
})

test('the root that a closing names is that of the tree of so many events', async () => {
  const { closed } = race.july
  const stamp = await application.ledger.transparencyLog.stampAt(closed.throughSequence)
  expect(closed.root).toBe(stamp?.rootHash)
})
