import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'
import { moneyOf } from './money-of.ts'

const july = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 10_000 }
const august = { window: 'august', from: '2025-08-01', until: '2025-08-20', creditFen: 5_000 }
let house: TestLedger

beforeEach(async () => {
  house = await openTestLedger('2025-07-02T02:00:00Z')
})
afterEach(() => house.close())

/** A programme whose roster has so many people, from the first one on. */
async function prepare(name: string, people: number, first = 0): Promise<string> {
  const { programme } = await prepareMeals(
    house.api,
    { workers: people, windows: [july, august], fundsFen: [500_000] },
    name,
  )
  await importRoster(house.api, programme, await rosterFile(people, first))
  return programme
}

/** Defined, and two merchants admitted. */
async function exclude(programme: string, exclusiveWith: readonly string[]): Promise<Answer> {
  const windows = [july, august].map((window) => ({ ...window, name: window.window }))
  return house.api.send({
    method: 'PUT',
    path: `/v1/programmes/${programme}/rules`,
    body: { rules: { windows, exclusiveWith }, reason: '二者只享其一' },
    headers: { 'if-match': '"3"' },
  })
}

async function openRound(programme: string): Promise<string> {
  return (await house.api.post(`/v1/programmes/${programme}/rounds`, { name: '名单' })).id
}

const order = (programme: string, round: string, windows: readonly string[], query = '') =>
  house.api.send({ method: 'POST', path: `/v1/programmes/${programme}/issuances${query}`, body: { round, windows } })

test('who was issued something in one programme is issued nothing in another that excludes it, until it all went back', async () => {
  const [meals, breakfasts] = [await prepare('午餐', 3), await prepare('早餐', 5)]
  expect(await exclude(meals, [breakfasts])).toMatchObject({
    status: 200,
    body: { rules: { exclusiveWith: [breakfasts] } },
  })
  await issue(house.api, meals, ['july'])
  const round = await openRound(breakfasts)
  expect((await order(breakfasts, round, ['july'], '?dryRun=true')).body).toMatchObject({
    ...{ workers: 2, alreadyIssued: 0, totalFen: 20_000 },
    ...{ excluded: [{ programme: meals, workers: 3 }], holdingBoth: [] },
  })
  const { id } = (await order(breakfasts, round, ['july'])).body
  expect(await house.api.finishJob(id)).toMatchObject({
    result: { workers: 2, issuedFen: 20_000, skipped: 0, excluded: [{ programme: meals, workers: 3 }] },
  })
  expect(await moneyOf(house, breakfasts)).toMatchObject({ allocated: 480_000, committed: 0, issued: 20_000 })
  expect(await order(breakfasts, round, ['july'])).toMatchObject({
    status: 409,
    body: { code: 'holds-exclusive-programme', workers: 3, programmes: [meals] },
  })
  const [one, two] = await listCards(house.api, meals)
  const till = await house.api.post(`/v1/merchants`, { name: '面馆', division: '632701' })
  await house.api.post(`/v1/programmes/${meals}/merchants`, { merchant: till.id })
  const paper = { document: { kind: 'slip', number: 'S-1' }, reason: '停电' }
  await house.api.post(`/v1/vouchers/${two?.code}/redemptions`, { merchant: till.id, amountFen: 700, ...paper })
  const workers = [one?.worker, two?.worker]
  await house.api.post(`/v1/programmes/${meals}/vouchers/void`, { workers, credits: 'withdraw', reason: '改享早餐' })
  // Who has eaten there stays there.
  const again = (await order(breakfasts, round, ['july'])).body
  expect(await house.api.finishJob(again.id)).toMatchObject({
    result: { workers: 1, issuedFen: 10_000, excluded: [{ programme: meals, workers: 2 }] },
  })
}, 60_000)

test('ordered at the same moment in both, everybody gets one of the two, and every fen is where it was', async () => {
  const [meals, breakfasts] = [await prepare('午餐', 40), await prepare('早餐', 40)]
  await exclude(breakfasts, [meals])
  const rounds = [await openRound(meals), await openRound(breakfasts)]
  const ordered = await Promise.all([
    order(meals, rounds[0] ?? '', ['july']),
    order(breakfasts, rounds[1] ?? '', ['july']),
  ])
  for (const { status, body } of ordered) if (status === 202) await house.api.finishJob(body.id)
  await expect
    .poll(
      async () => {
        const money = await Promise.all([meals, breakfasts].map((programme) => moneyOf(house, programme)))
        return money.reduce((sum, { issued = 0 }) => sum + issued, 0)
      },
      { timeout: 20_000 },
    )
    .toBe(400_000)
  const cards = await Promise.all([meals, breakfasts].map((programme) => listCards(house.api, programme)))
  const holders = cards.flat().map(({ worker }) => worker)
  expect([holders.length, new Set(holders).size]).toEqual([40, 40])
  for (const programme of [meals, breakfasts]) {
    const { allocated = 0, issued = 0, committed = 0 } = await moneyOf(house, programme)
    expect([allocated + issued, committed]).toEqual([500_000, 0])
  }
}, 60_000)

test('a rule that comes later takes nothing away; the programme that issued first goes on', async () => {
  const [meals, breakfasts] = [await prepare('午餐', 3), await prepare('早餐', 3)]
  await issue(house.api, meals, ['july'])
  await issue(house.api, breakfasts, ['july'])
  await exclude(breakfasts, [meals])
  expect(await moneyOf(house, breakfasts)).toMatchObject({ issued: 30_000 })
  const rounds = [await openRound(meals), await openRound(breakfasts)]
  expect((await order(meals, rounds[0] ?? '', ['august'], '?dryRun=true')).body).toMatchObject({
    ...{ workers: 3, excluded: [], holdingBoth: [{ programme: breakfasts, workers: 3 }] },
  })
  expect(await order(breakfasts, rounds[1] ?? '', ['august'])).toMatchObject({
    body: { code: 'holds-exclusive-programme', programmes: [meals] },
  })
}, 60_000)

test('who binds or loosens two programmes answers for both', async () => {
  const [meals, elsewhere] = [await prepare('午餐', 1), await prepare('早餐', 1)]
  await exclude(meals, [elsewhere])
  const windows = [july, august].map((window) => ({ ...window, name: window.window }))
  const put = (exclusiveWith?: readonly string[]) =>
    house.api.send({
      method: 'PUT',
      path: `/v1/programmes/${meals}/rules`,
      body: { rules: { windows, ...(exclusiveWith && { exclusiveWith }) }, reason: 'r' },
      headers: { 'if-match': '"4"' },
      actor: `officer/wang@632701,${meals}`,
    })
  expect(await put([elsewhere])).toMatchObject({ status: 404, body: { code: 'programme-unknown' } })
  expect(await put([])).toMatchObject({ status: 403, body: { code: 'reach-too-small' } })
  expect(await put()).toMatchObject({ status: 200, body: { rules: { exclusiveWith: [elsewhere] } } })
}, 60_000)
