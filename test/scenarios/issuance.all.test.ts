import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { type Answer, inParallel } from '../harness/api.ts'
import { closeProgramme } from '../harness/close-programme.ts'
import { importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'
import { moneyOf } from './money-of.ts'

const races = { window: 'races', from: '2025-07-25', until: '2025-07-31', creditFen: 20_000 }
const snow = { window: 'snow', from: '2025-08-05', until: '2025-08-11', creditFen: 10_000 }
let application: TestLedger

beforeEach(async () => {
  application = await openTestLedger('2025-07-01T02:00:00Z')
})
afterEach(() => application.close())

async function prepare(people: number, fundsFen: readonly number[], windows = [races, snow]): Promise<Meals> {
  const meals = await prepareMeals(application.api, { workers: people, windows, fundsFen })
  await importRoster(application.api, meals.programme, await rosterFile(people))
  return meals
}

async function openRound({ programme }: Meals, windows?: readonly string[]): Promise<string> {
  return (await application.api.post(`/v1/programmes/${programme}/rounds`, { name: '名单', windows })).id
}

function order({ programme }: Meals, round: string, more: object = {}, query = ''): Promise<Answer> {
  return application.api.send({
    method: 'POST',
    path: `/v1/programmes/${programme}/issuances${query}`,
    body: { round, ...more },
  })
}

async function countOf(type: string): Promise<number> {
  return (await application.ledger.store.readAll({ limit: 10_000 })).filter((event) => event.type === type).length
}

describe('an issuance', () => {
  it('commits the budget, issues to the whole round in one job, and leaves nothing reserved', async () => {
    const meals = await prepare(130, [2_667_000, 1_333_000])
    const { job } = await issue(application.api, meals.programme)
    expect(job).toMatchObject({ status: 'done', result: { workers: 130, issuedFen: 3_900_000, skipped: 0 } })
    expect(await moneyOf(application, meals.programme)).toMatchObject({
      allocated: 100_000,
      committed: 0,
      issued: 3_900_000,
    })
    const cards = await listCards(application.api, meals.programme)
    expect(new Set(cards.map(({ code }) => code)).size).toBe(130)
    expect(await countOf('CreditsIssued')).toBeGreaterThan(1)
    expect(await countOf('CreditReceived')).toBe(260)
  })

  it('is refused where the budget does not suffice, with the figures, and nothing is issued', async () => {
    const meals = await prepare(4, [119_999])
    const before = await moneyOf(application, meals.programme)
    const round = await openRound(meals)
    const refused = await order(meals, round)
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'budget-insufficient', allocatedFen: 119_999, neededFen: 120_000 },
    })
    expect(await application.api.get(`/v1/jobs/${refused.body.job}`)).toMatchObject({
      status: 'refused',
      refusal: { code: 'budget-insufficient' },
    })
    expect(await moneyOf(application, meals.programme)).toEqual(before)
    expect(await countOf('CreditsIssued')).toBe(0)
    await application.api.post(`/v1/funds/${meals.funds[0]}/donations`, {
      receiptNumber: 'R-more',
      donor: { kind: 'individual' },
      amountFen: 1,
    })
    await application.api.post(`/v1/funds/${meals.funds[0]}/allocations`, { programme: meals.programme, amountFen: 1 })
    const ordered = await order(meals, round)
    expect(await application.api.finishJob(ordered.body.id)).toMatchObject({ status: 'done', result: { workers: 4 } })
    expect(await moneyOf(application, meals.programme)).toMatchObject({ allocated: 0, issued: 120_000 })
  })

  it('may be tried out first, and the trial records nothing', async () => {
    const meals = await prepare(3, [60_000])
    const round = await openRound(meals)
    const before = await application.head()
    expect(await order(meals, round, {}, '?dryRun=true')).toMatchObject({
      status: 200,
      body: { workers: 3, alreadyIssued: 0, totalFen: 90_000, allocatedFen: 60_000, sufficient: false },
    })
    expect(await order(meals, round, { windows: ['races', 'races'] }, '?dryRun=true')).toMatchObject({
      body: { totalFen: 60_000, sufficient: true },
    })
    expect(await application.head()).toBe(before)
  })

  it('tells how many get how much where some were given less before', async () => {
    const meals = await prepare(3, [300_000])
    await issue(application.api, meals.programme, ['races'])
    const path = `/v1/programmes/${meals.programme}`
    const { headers, body } = await application.api.send({ method: 'GET', path })
    const windows = body.rules.windows.map((one: { creditFen: number }) => ({ ...one, creditFen: 25_000 }))
    const changed = { rules: { ...body.rules, windows }, reason: '提高标准' }
    const etag = { 'if-match': headers.get('etag') ?? '' }
    expect(
      await application.api.send({ method: 'PUT', path: `${path}/rules`, body: changed, headers: etag }),
    ).toMatchObject({ status: 200 })
    await importRoster(application.api, meals.programme, await rosterFile(1, 3))
    const tried = await order(meals, await openRound(meals, ['races']), {}, '?dryRun=true')
    const perWorker = [
      { amountFen: 25_000, workers: 1 },
      { amountFen: 5_000, workers: 3 },
    ]
    expect(tried.body).toMatchObject({ windows: [{ workers: 4, amountFen: 40_000, perWorker }], totalFen: 40_000 })
  })

  it('of the same round is one, however often and by however many it is ordered at once', async () => {
    const meals = await prepare(20, [600_000])
    const round = await openRound(meals)
    const answers = await inParallel(Array.from({ length: 12 }), 12, () => order(meals, round))
    // Who comes when it is done is told so.
    const ids = new Set(answers.map(({ body }) => body.id ?? body.batch))
    expect(answers[0]?.status).toBe(202)
    expect(answers.filter(({ status, body }) => status !== 202 && body.code !== 'already-issued')).toEqual([])
    expect(ids.size).toBe(1)
    await application.api.finishJob(answers[0]?.body.id)
    expect(await order(meals, round)).toMatchObject({
      status: 409,
      body: { code: 'already-issued', batch: answers[0]?.body.id },
    })
    expect(await moneyOf(application, meals.programme)).toMatchObject({ allocated: 0, committed: 0, issued: 600_000 })
    expect(await countOf('IssuanceOrdered')).toBe(1)
  })

  it('to the same people again has nothing to issue; to one more, what that one lacks', async () => {
    const meals = await prepare(5, [1_000_000])
    await issue(application.api, meals.programme)
    expect(await order(meals, await openRound(meals))).toMatchObject({
      status: 409,
      body: { code: 'nothing-to-issue', rosterSize: 5 },
    })
    expect(await order(meals, await openRound(meals, ['snow']))).toMatchObject({ body: { code: 'nothing-to-issue' } })
    await importRoster(application.api, meals.programme, await rosterFile(1, 5))
    expect((await issue(application.api, meals.programme)).job).toMatchObject({
      result: { workers: 1, issuedFen: 30_000 },
    })
  })

  it('goes to the person, whose card may be void, and gives again what was taken back', async () => {
    const meals = await prepare(3, [1_000_000])
    const { round } = await issue(application.api, meals.programme, ['races'])
    const [card, other] = await listCards(application.api, meals.programme)
    await application.api.post(`/v1/vouchers/${card?.code}/void`, { reason: '折断' })
    await application.api.post(`/v1/vouchers/${other?.code}/void`, { reason: '误发', credits: 'withdraw' })
    expect((await issue(application.api, meals.programme, ['snow'])).job).toMatchObject({
      result: { workers: 3, skipped: 0 },
    })
    const again = await order(meals, round)
    expect((await application.api.finishJob(again.body.id)).result).toMatchObject({ workers: 1, issuedFen: 20_000 })
    expect(await order(meals, round)).toMatchObject({ status: 409, body: { code: 'already-issued' } })
    expect(await countOf('CreditDeclined')).toBe(0)
  })

  it('of two rounds that share people, at once, credits nobody twice and loses no fen', async () => {
    const meals = await prepare(40, [4_000_000])
    const rounds = [await openRound(meals), await openRound(meals)]
    const ordered = await Promise.all(rounds.map((round) => order(meals, round)))
    await Promise.all(ordered.map(({ body }) => (body.id ? application.api.finishJob(body.id) : undefined)))
    await expect
      .poll(() => moneyOf(application, meals.programme))
      .toMatchObject({
        allocated: 4_000_000 - 40 * 30_000,
        committed: 0,
        issued: 40 * 30_000,
      })
    expect(await countOf('CreditReceived')).toBe(80)
    expect(await order(meals, await openRound(meals))).toMatchObject({ body: { code: 'nothing-to-issue' } })
  })

  it('of what the round is not for is refused', async () => {
    const meals = await prepare(1, [1_000_000])
    expect(await order(meals, `round-${crypto.randomUUID()}`)).toMatchObject({
      status: 404,
      body: { code: 'round-unknown' },
    })
    expect(await order(meals, await openRound(meals, ['races']), { windows: ['snow'] })).toMatchObject({
      status: 422,
      body: { code: 'window-not-in-round', windows: ['snow'] },
    })
  })
})

test('a part of an issuance fits into an event, with names as long as may be and as many as fit', async () => {
  const long = (n: number) => ({ ...races, window: `${'w'.repeat(39)}${n}`, creditFen: 1 })
  const meals = await prepare(100, [10_000], [long(1), long(2), long(3), long(4)])
  expect((await issue(application.api, meals.programme)).job).toMatchObject({
    result: { workers: 100, issuedFen: 400 },
  })
  expect(await moneyOf(application, meals.programme)).toMatchObject({ committed: 0, issued: 400 })
})

test('a season of daily windows from three funders is issued in one order', async () => {
  const many = Array.from({ length: 120 }, (_, n) => ({ ...races, window: `w-${n}`, creditFen: 300 }))
  const meals = await prepare(2, [40_000, 20_000, 20_000], many)
  expect((await issue(application.api, meals.programme)).job).toMatchObject({
    result: { workers: 2, issuedFen: 72_000 },
  })
  expect(await moneyOf(application, meals.programme)).toMatchObject({ allocated: 8_000, committed: 0, issued: 72_000 })
})

test('more windows than one worker fits into an event are refused, and the money is free again', async () => {
  const many = Array.from({ length: 120 }, (_, n) => ({ ...races, window: `w-${n}`, creditFen: 300 }))
  const funds = [10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000]
  const meals = await prepare(1, funds, many)
  const round = await openRound(meals)
  const refused = await order(meals, round)
  expect(refused).toMatchObject({ status: 422, body: { code: 'too-many-windows', windows: 120, funds: 7 } })
  await expect
    .poll(() => moneyOf(application, meals.programme))
    .toMatchObject({ allocated: 70_000, committed: 0, issued: 0 })
  const fitting = many.slice(0, refused.body.largestWindows).map(({ window }) => window)
  const fewer = await order(meals, round, { windows: fitting })
  expect(await application.api.finishJob(fewer.body.id)).toMatchObject({
    status: 'done',
    result: { issuedFen: 300 * fitting.length },
  })
})

describe('a meal over very many windows and funds', () => {
  const windows = Array.from({ length: 120 }, (_, n) => ({ ...races, window: `w-${n}`, creditFen: 300 }))

  test.each([
    { funds: 5, rounds: 1, largestFen: 29_400, why: 'more than one entry holds of windows and funds' },
    { funds: 1, rounds: 2, largestFen: 36_000, why: 'more credits than one entry lists' },
  ])('is refused with a code where it takes $why, and paid in parts', async ({ funds, rounds, largestFen }) => {
    const meals = await prepare(
      1,
      Array.from({ length: funds }, () => 80_000),
      windows,
    )
    await issue(application.api, meals.programme)
    if (rounds === 2) await issueOtherWindows(meals)
    application.clock.advanceTo(new Date('2025-07-25T12:00:00+08:00'))
    const [card] = await listCards(application.api, meals.programme)
    const [merchant] = meals.merchants
    const eat = (amountFen: number) =>
      application.api.send({
        method: 'POST',
        path: `/v1/vouchers/${card?.code}/redemptions`,
        body: { merchant, amountFen },
        actor: `merchant-till/till@000000,${merchant}`,
      })
    const all = 36_000 * rounds
    const tooMuch = await eat(all)
    expect(tooMuch).toMatchObject({ status: 422, body: { code: 'meal-too-many-credits', largestFen } })
    const paid = await eat(largestFen)
    expect(paid).toMatchObject({ status: 201, body: { balanceAfterFen: all - largestFen } })
    const reversal = {
      method: 'POST',
      path: `/v1/redemptions/${paid.body.id}/reversal`,
      body: { merchant, reason: '录错' },
    }
    expect(await application.api.send({ ...reversal, actor: `merchant-till/till@000000,${merchant}` })).toMatchObject({
      status: 201,
      body: { amountFen: largestFen },
    })
  })

  /** The rules name 120 others: a worker then holds the credits of both. */
  async function issueOtherWindows({ programme }: Meals): Promise<void> {
    const others = windows.map((window) => ({ ...window, window: `x${window.window}`, name: window.window }))
    const path = `/v1/programmes/${programme}`
    const { headers } = await application.api.send({ method: 'GET', path })
    const rules = { windows: others }
    const changed = await application.api.send({
      method: 'PUT',
      path: `${path}/rules`,
      body: { rules, reason: '换一季' },
      headers: { 'if-match': headers.get('etag') ?? '' },
    })
    expect(changed.status).toBe(200)
    await issue(application.api, programme)
  }
})

test('an order that no amount could hold is refused, not a crash', async () => {
  const meals = await prepare(20, [1], [{ ...races, creditFen: 1_000_000_000_000 }])
  expect(await order(meals, await openRound(meals))).toMatchObject({ status: 422, body: { code: 'total-too-large' } })
})

test.each(['IssuanceOrdered', 'CommitmentReceived', 'SerialsAssigned', 'CreditsIssued', 'CreditReceived'])(
  'a programme closed when %s is recorded ends with every fen back at its fund',
  async (type) => {
    const meals = await prepare(150, [4_000_000, 2_000_000])
    const round = await openRound(meals)
    const recorded = firstOf(type)
    const ordering = order(meals, round)
    await recorded
    await closeProgramme(application.api, meals.programme, '结束')
    const { status, body } = await ordering
    if (status === 202) await application.api.finishJob(body.id)
    else expect(body.code).toBe('programme-closed')
    await expect
      .poll(() => moneyOf(application, meals.programme), { timeout: 10_000 })
      .toEqual({ reserved: 0, allocated: 0, committed: 0, issued: 0, used: 0, payable: 0 })
    const available = async () =>
      Promise.all(meals.funds.map(async (fund) => (await application.api.get(`/v1/funds/${fund}`)).availableFen))
    await expect.poll(available, { timeout: 10_000 }).toEqual([4_000_000, 2_000_000])
  },
)

/** Resolves when an event of the type is recorded. */
async function firstOf(type: string): Promise<void> {
  const stopping = new AbortController()
  await application.ledger.store.subscribe({ signal: stopping.signal }, async (events) => {
    if (events.some((event) => event.type === type)) stopping.abort()
  })
}
