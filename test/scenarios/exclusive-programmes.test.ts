import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { importRoster, issue, listCards, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'
import { moneyOf } from './money-of.ts'

const july = { window: 'july', from: '2025-07-01', until: '2025-07-20', creditFen: 10_000 }
const august = { window: 'august', from: '2025-08-01', until: '2025-08-20', creditFen: 5_000 }
let application: TestLedger
/** Each test has people of its own. */
let firstPerson = 0

beforeAll(async () => {
  application = await openTestLedger('2025-07-02T02:00:00Z')
})
afterAll(() => application.close())

/** Two programmes whose rosters have so many of the same people. */
async function prepareBoth(people: readonly [meals: number, breakfasts: number], fundsFen = [500_000]) {
  const plan = { workers: 1, windows: [july, august], fundsFen }
  const [meals, breakfasts] = ['午餐', '早餐'].map((name) =>
    prepareMeals(application.api, plan, `${name}${firstPerson}`),
  )
  const both = [(await meals)?.programme ?? '', (await breakfasts)?.programme ?? ''] as const
  for (const [index, programme] of both.entries())
    await importRoster(application.api, programme, await rosterFile(people[index] ?? 0, firstPerson))
  firstPerson += 50
  return both
}

/** Of the rules as they stand; at first the programme was defined, and two merchants admitted. */
async function exclude(programme: string, exclusiveWith: readonly string[], version = 3): Promise<Answer> {
  const windows = [july, august].map((window) => ({ ...window, name: window.window }))
  return application.api.send({
    method: 'PUT',
    path: `/v1/programmes/${programme}/rules`,
    body: { rules: { windows, exclusiveWith }, reason: '二者只享其一' },
    headers: { 'if-match': `"${version}"` },
  })
}

async function openRound(programme: string): Promise<string> {
  return (await application.api.post(`/v1/programmes/${programme}/rounds`, { name: '名单' })).id
}

const order = (programme: string, round: string, windows: readonly string[], query = '') =>
  application.api.send({
    method: 'POST',
    path: `/v1/programmes/${programme}/issuances${query}`,
    body: { round, windows },
  })

const withdraw = (programme: string, workers: readonly (string | undefined)[]) =>
  application.api.post(`/v1/programmes/${programme}/vouchers/void`, {
    workers,
    credits: 'withdraw',
    reason: '改享早餐',
  })

async function after(): Promise<string> {
  return `after=${(await application.ledger.store.head())?.position}`
}

/** Why people miss July: by worker. */
async function missingJuly(programme: string): Promise<Map<string, string>> {
  const { gaps } = await application.api.get(`/v1/gaps?programme=${programme}&window=july&limit=500&${await after()}`)
  return new Map(gaps.map(({ worker, reason }: { worker: string; reason: string }) => [worker, reason]))
}

async function findingsOf(programme: string): Promise<string[]> {
  const query = `kind=held-in-both&programme=${programme}&limit=500&${await after()}`
  return (await application.api.get(`/v1/findings?${query}`)).findings.map(({ worker }: { worker: string }) => worker)
}

test('who was issued something in one programme is issued nothing in another that excludes it, until it all went back', async () => {
  const [meals, breakfasts] = await prepareBoth([3, 5])
  expect(await exclude(meals, [breakfasts])).toMatchObject({
    status: 200,
    body: { rules: { exclusiveWith: [breakfasts] } },
  })
  await issue(application.api, meals, ['july'])
  const round = await openRound(breakfasts)
  expect((await order(breakfasts, round, ['july'], '?dryRun=true')).body).toMatchObject({
    ...{ workers: 2, alreadyIssued: 0, totalFen: 20_000 },
    ...{ excluded: [{ programme: meals, workers: 3 }], holdingBoth: [] },
  })
  const { id } = (await order(breakfasts, round, ['july'])).body
  expect(await application.api.finishJob(id)).toMatchObject({
    result: { workers: 2, issuedFen: 20_000, skipped: 0, excluded: [{ programme: meals, workers: 3 }] },
  })
  expect(await moneyOf(application, breakfasts)).toMatchObject({ allocated: 480_000, committed: 0, issued: 20_000 })
  expect(await order(breakfasts, round, ['july'])).toMatchObject({
    status: 409,
    body: { code: 'holds-exclusive-programme', workers: 3, programmes: [meals] },
  })
  const [one, two] = await listCards(application.api, meals)
  const why = await missingJuly(breakfasts)
  expect([...why.values()].sort()).toEqual([...Array(3).fill('held-elsewhere'), ...Array(2).fill('issued-not-used')])
  const till = await application.api.post(`/v1/merchants`, { name: '面馆', division: '632701' })
  await application.api.post(`/v1/programmes/${meals}/merchants`, { merchant: till.id })
  const paper = { document: { kind: 'slip', number: 'S-1' }, reason: '停电' }
  await application.api.post(`/v1/vouchers/${two?.code}/redemptions`, { merchant: till.id, amountFen: 700, ...paper })
  await withdraw(meals, [one?.worker, two?.worker])
  // Who has eaten there stays there.
  const reasonsNow = await missingJuly(breakfasts)
  expect([one, two].map((card) => reasonsNow.get(card?.worker ?? ''))).toEqual(['not-issued', 'held-elsewhere'])
  const again = (await order(breakfasts, round, ['july'])).body
  expect(await application.api.finishJob(again.id)).toMatchObject({
    result: { workers: 1, issuedFen: 10_000, excluded: [{ programme: meals, workers: 2 }] },
  })
  expect((await missingJuly(meals)).get(one?.worker ?? '')).toBe('held-elsewhere')
}, 60_000)

test('ordered at the same moment in both, everybody gets one of the two; who was issued to twice was declined once, and every fen is where it was', async () => {
  const fundsFen = [300_000, 200_000]
  const both = await prepareBoth([40, 40], fundsFen)
  const [meals, breakfasts] = both
  await exclude(breakfasts, [meals])
  const rounds = [await openRound(meals), await openRound(breakfasts)]
  const ordered = await Promise.all(both.map((programme, index) => order(programme, rounds[index] ?? '', ['july'])))
  let [issued, excluded] = [0, 0]
  for (const { status, body } of ordered) {
    const { result } =
      status === 202 ? await application.api.finishJob(body.id) : { result: { workers: 0, excluded: [body] } }
    issued += result.workers
    for (const { workers } of result.excluded ?? []) excluded += workers
  }
  expect(excluded).toBe(40)
  const budgets = async () =>
    Promise.all(both.map((programme) => application.api.get(`/v1/budget?programme=${programme}&by=fund`)))
  await expect
    .poll(async () => (await budgets()).reduce((sum, { total }) => sum + total.balances.issuedFen, 0), {
      timeout: 20_000,
    })
    .toBe(400_000)
  const holders = (await Promise.all(both.map((programme) => listCards(application.api, programme)))).flat()
  expect([holders.length, new Set(holders.map(({ worker }) => worker)).size]).toEqual([40, 40])
  const after = await budgets()
  const declinedFen = after.reduce((sum, { total }) => sum + total.turnovers.declinedTotalFen, 0)
  // Who was issued to twice was declined once.
  expect(declinedFen / 10_000).toBe(issued - 40)
  for (const { rows } of after) {
    const held = rows.map(({ balances }: { balances: Record<string, number> }) => [
      (balances.allocatedFen ?? 0) + (balances.issuedFen ?? 0),
      balances.committedFen,
    ])
    expect(held.sort()).toEqual(fundsFen.map((fen) => [fen, 0]).sort())
  }
  const reasons = (await Promise.all(both.map(missingJuly))).flatMap((why) => [...why.values()])
  expect(reasons.filter((reason) => reason === 'held-elsewhere')).toHaveLength(40)
  expect([...(await findingsOf(meals)), ...(await findingsOf(breakfasts))]).toEqual([])
}, 60_000)

test('a rule that comes later takes nothing away: who holds both is a finding, and the programme that issued first goes on', async () => {
  const [meals, breakfasts] = await prepareBoth([3, 2])
  await issue(application.api, meals, ['july'])
  await issue(application.api, breakfasts, ['july'])
  await exclude(breakfasts, [meals])
  expect(await moneyOf(application, breakfasts)).toMatchObject({ issued: 20_000 })
  const holders = (await listCards(application.api, breakfasts)).map(({ worker }) => worker)
  expect((await findingsOf(breakfasts)).sort()).toEqual(holders.sort())
  const rounds = [await openRound(meals), await openRound(breakfasts)]
  expect((await order(meals, rounds[0] ?? '', ['august'], '?dryRun=true')).body).toMatchObject({
    ...{ workers: 3, excluded: [], holdingBoth: [{ programme: breakfasts, workers: 2 }] },
  })
  expect(await order(breakfasts, rounds[1] ?? '', ['august'])).toMatchObject({
    body: { code: 'holds-exclusive-programme', programmes: [meals] },
  })
  // Loosened again, the same order goes on with them.
  await exclude(breakfasts, [], 4)
  const { id } = (await order(breakfasts, rounds[1] ?? '', ['august'])).body
  expect(await application.api.finishJob(id)).toMatchObject({ result: { workers: 2, issuedFen: 10_000 } })
}, 60_000)

test('who joins after the freezing is left out as well while another programme helps them, and issued to once it does not', async () => {
  const [meals, breakfasts] = await prepareBoth([2, 1])
  const people = firstPerson - 50
  await exclude(breakfasts, [meals])
  await issue(application.api, meals, ['july'])
  const frozen = await openRound(breakfasts)
  const rosterOf = async (programme: string): Promise<string[]> =>
    (await application.api.get(`/v1/programmes/${programme}/roster`)).items.map(
      ({ worker }: { worker: string }) => worker,
    )
  const [first] = await rosterOf(breakfasts)
  // One of the joiners is helped by the other programme, one by none.
  await importRoster(application.api, breakfasts, await rosterFile(2, people + 1))
  const helped = await rosterOf(meals)
  const joiners = (await rosterOf(breakfasts)).filter((worker) => worker !== first)
  await application.api.post(`/v1/rounds/${frozen}/joiners`, { workers: joiners, reason: '新入职' })
  const { id } = (await order(breakfasts, frozen, ['july'])).body
  expect(await application.api.finishJob(id)).toMatchObject({
    result: { workers: 1, excluded: [{ programme: meals, workers: 2 }] },
  })
  const why = await missingJuly(breakfasts)
  expect(helped.map((worker) => why.get(worker))).toEqual(['held-elsewhere', 'held-elsewhere'])
  await withdraw(
    meals,
    helped.filter((worker) => worker !== first),
  )
  const again = (await order(breakfasts, frozen, ['july'])).body
  expect(await application.api.finishJob(again.id)).toMatchObject({ result: { workers: 1, issuedFen: 10_000 } })
  const { people: counted } = (await application.api.get(`/v1/coverage?programme=${breakfasts}&${await after()}`)).total
  expect(counted).toMatchObject({ eligible: 1, amended: 3, issued: 2 })
}, 60_000)

test('who binds or loosens two programmes answers for both', async () => {
  const [meals, elsewhere] = await prepareBoth([1, 1])
  await exclude(meals, [elsewhere])
  const windows = [july, august].map((window) => ({ ...window, name: window.window }))
  const put = (exclusiveWith?: readonly string[]) =>
    application.api.send({
      method: 'PUT',
      path: `/v1/programmes/${meals}/rules`,
      body: { rules: { windows, ...(exclusiveWith && { exclusiveWith }) }, reason: 'r' },
      headers: { 'if-match': '"4"' },
      actor: `officer/wang@632701,${meals}`,
    })
  expect(await put([elsewhere])).toMatchObject({ status: 404, body: { code: 'programme-unknown' } })
  expect(await put([])).toMatchObject({ status: 403, body: { code: 'scope-too-small' } })
  expect(await put()).toMatchObject({ status: 200, body: { rules: { exclusiveWith: [elsewhere] } } })
}, 60_000)
