import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../harness/api.ts'
import { closeProgramme } from '../harness/close-programme.ts'
import { importRoster, issue, listCards, type Meals, prepareMeals, rosterFile } from '../harness/meals.ts'
import { recompute } from '../harness/recompute.ts'
import { openTestLedger, type TestLedger } from '../harness/test-ledger.ts'
import { moneyOf } from './money-of.ts'

const WORKERS = 4
const races = { window: 'races', from: '2025-07-25', until: '2025-07-31', creditFen: 20_000 }
const TOTAL_FEN = WORKERS * races.creditFen
const chair = 'approver/chair'
const limits = { issuance: { perAct: TOTAL_FEN - 1 } }
let application: TestLedger
let meals: Meals
let round: string

beforeEach(async () => {
  application = await openTestLedger('2025-07-01T02:00:00Z')
  meals = await prepareMeals(application.api, { workers: WORKERS, windows: [races], fundsFen: [60_000, 40_000] })
  await importRoster(application.api, meals.programme, await rosterFile(WORKERS))
  round = (await application.api.post(`/v1/programmes/${meals.programme}/rounds`, { name: '名单' })).id
  await limit('632700', limits)
})
afterEach(() => application.close())

async function limit(division: string, of: object): Promise<void> {
  const path = `/v1/approval-limits/${division}`
  expect(
    await application.api.send({ method: 'PUT', path, actor: 'administrator/chief', body: { limits: of } }),
  ).toMatchObject({
    status: 200,
  })
}

function order(query = ''): Promise<Answer> {
  return send(`/v1/programmes/${meals.programme}/issuances${query}`, { round })
}

function send(path: string, body: object, actor = 'officer/test', key?: string): Promise<Answer> {
  return application.api.send({ method: 'POST', path, body, actor, key })
}

function decide(proposal: string, what: string, body: object, actor = chair): Promise<Answer> {
  return send(`/v1/proposals/vouchers/${proposal}/${what}`, body, actor)
}

describe('an issuance above the limit', () => {
  it('is tried out, proposed, reserved, approved by another, and issued; the books say each step', async () => {
    expect(await order('?dryRun=true')).toMatchObject({
      body: { totalFen: TOTAL_FEN, needsApproval: true, limitFen: TOTAL_FEN - 1 },
    })
    const proposed = await order()
    const { id, result } = proposed.body
    expect(proposed).toMatchObject({
      status: 202,
      body: { status: 'proposed', result: { stage: 'reserved', proposal: `${id}.1` } },
    })
    expect(await moneyOf(application, meals.programme)).toMatchObject({ reserved: TOTAL_FEN, allocated: 20_000 })
    expect(await recompute(application.api, 3)).toMatchObject({ exitCode: 0 })
    const { items } = await application.api.get('/v1/proposals/vouchers', chair)
    const waiting = { id: `${id}.1`, kind: 'issuance', programme: meals.programme, division: '632701' }
    const about = { batch: id, attempt: 1, round, workers: WORKERS, reserved: true }
    expect(items).toMatchObject([
      { ...waiting, amountFen: TOTAL_FEN, about, status: 'proposed', proposedBy: 'officer/test' },
    ])
    const { preview } = await application.api.get(`/v1/proposals/vouchers/${result.proposal}`, chair)
    const moved = (fund: string | undefined, account: string, before: number, change: number) =>
      expect.objectContaining({ fund, account, before, change, after: before + change })
    const expected = [
      ...[moved(meals.funds[0], 'allocated', 60_000, -48_000), moved(meals.funds[0], 'issued', 0, 48_000)],
      ...[moved(meals.funds[1], 'allocated', 40_000, -32_000), moved(meals.funds[1], 'issued', 0, 32_000)],
    ]
    // Ids of funds are chance, and so is which comes first.
    const isTurned = String(meals.funds[0]) > String(meals.funds[1])
    expect(preview.moves).toEqual(isTurned ? [...expected.slice(2), ...expected.slice(0, 2)] : expected)
    const approved = await decide(result.proposal, 'approval', { note: '同意' })
    expect(approved).toMatchObject({ status: 201, body: { status: 'performed', decidedBy: chair } })
    expect(await application.api.finishJob(id)).toMatchObject({ status: 'done', result: { issuedFen: TOTAL_FEN } })
    expect(await moneyOf(application, meals.programme)).toMatchObject({
      ...{ reserved: 0, allocated: 20_000, committed: 0, issued: TOTAL_FEN },
    })
    const done = await application.api.get(`/v1/proposals/vouchers/${result.proposal}`, chair)
    expect(done.moved).toEqual(preview.moves.map(({ before: _, after: __, ...move }: Record<string, unknown>) => move))
    const decided = (await application.api.get('/v1/proposals/vouchers?status=performed', chair)).items
    expect(decided).toMatchObject([{ ...waiting, decidedBy: chair, decisionNote: '同意' }])
    expect(await recompute(application.api, 5)).toMatchObject({ exitCode: 0 })
  })

  it('at the limit it is issued at once', async () => {
    await limit('632701', { issuance: { perAct: TOTAL_FEN } })
    const { body } = await order()
    expect(await application.api.finishJob(body.id)).toMatchObject({ status: 'done' })
  })

  it('cannot fail for lack of money once it waits', async () => {
    const { id, result } = (await order()).body
    const back = { amountFen: 12_000, reason: 'rest', fund: meals.funds[0] }
    const returns = `/v1/programmes/${meals.programme}/allocation-returns`
    expect(await send(returns, back)).toMatchObject({ status: 201 })
    expect(await send(returns, { ...back, fund: meals.funds[1], amountFen: 8_000 })).toMatchObject({ status: 201 })
    expect(await moneyOf(application, meals.programme)).toMatchObject({ allocated: 0, reserved: TOTAL_FEN })
    await decide(result.proposal, 'approval', {})
    expect(await application.api.finishJob(id)).toMatchObject({ status: 'done', result: { issuedFen: TOTAL_FEN } })
  })

  it('is not approved by its maker, by another role, or twice', async () => {
    const { id, result } = (await order()).body
    const { proposal } = result
    expect(await decide(proposal, 'approval', {}, 'officer/test')).toMatchObject({ body: { code: 'role-not-allowed' } })
    expect(await decide(`${id}.9`, 'approval', {})).toMatchObject({ status: 404, body: { code: 'proposal-unknown' } })
    const hands = await Promise.all(['a', 'b', 'c'].map((hand) => decide(proposal, 'approval', {}, `approver/${hand}`)))
    expect(hands.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect(await application.api.finishJob(id)).toMatchObject({ status: 'done' })
    expect(await moneyOf(application, meals.programme)).toMatchObject({ issued: TOTAL_FEN, reserved: 0, committed: 0 })
  })

  it('comes back when it is refused or withdrawn, and may be ordered again', async () => {
    const first = (await order()).body
    const { id } = first
    expect(await decide(first.result.proposal, 'refusal', { reason: '名册待核' })).toMatchObject({
      status: 201,
      body: { status: 'refused', decisionNote: '名册待核' },
    })
    expect(await application.api.get(`/v1/jobs/${id}`)).toMatchObject({
      ...{ status: 'refused', refusal: { code: 'proposal-refused', facts: { reason: '名册待核' } } },
    })
    await expect.poll(() => moneyOf(application, meals.programme)).toMatchObject({ reserved: 0, allocated: 100_000 })
    const second = await order()
    expect(second).toMatchObject({ status: 202, body: { id, status: 'proposed' } })
    const { proposal } = second.body.result
    expect(await decide(proposal, 'withdrawal', { reason: '有误' }, 'officer/other')).toMatchObject({
      ...{ status: 403, body: { code: 'only-maker-withdraws', maker: 'test' } },
    })
    expect(await decide(proposal, 'withdrawal', { reason: '有误' }, 'officer/test')).toMatchObject({
      body: { status: 'withdrawn' },
    })
    expect(await application.api.get(`/v1/jobs/${id}`)).toMatchObject({ refusal: { code: 'proposal-withdrawn' } })
    await expect.poll(() => moneyOf(application, meals.programme)).toMatchObject({ reserved: 0, allocated: 100_000 })
    await decide((await order()).body.result.proposal, 'approval', {})
    expect(await application.api.finishJob(id)).toMatchObject({ status: 'done' })
    const all = await Promise.all(
      ['proposed', 'refused', 'withdrawn', 'performed'].map((status) =>
        application.api.get(`/v1/proposals/vouchers?status=${status}`, chair),
      ),
    )
    expect(all.map(({ items }) => items.map(({ about }: { about: { attempt: number } }) => about.attempt))).toEqual([
      [],
      [1],
      [2],
      [3],
    ])
  })

  it('is told at once where the budget cannot even reserve it', async () => {
    const rest = { fund: meals.funds[0], amountFen: 20_001, reason: 'rest' }
    await send(`/v1/programmes/${meals.programme}/allocation-returns`, rest)
    expect(await order()).toMatchObject({
      status: 409,
      body: { code: 'budget-insufficient', allocatedFen: 79_999, neededFen: TOTAL_FEN },
    })
    expect(await moneyOf(application, meals.programme)).toMatchObject({ reserved: 0, allocated: 79_999 })
  })

  it('ends with its programme, and every fen goes home', async () => {
    const { id, result } = (await order()).body
    await closeProgramme(application.api, meals.programme, '结束')
    const answer = await decide(result.proposal, 'approval', {})
    expect(answer.status).toBe(409)
    expect(['programme-closed', 'proposal-not-open']).toContain(answer.body.code)
    await expect
      .poll(() => application.api.get(`/v1/jobs/${id}`))
      .toMatchObject({ status: 'refused', refusal: { code: 'programme-closed' } })
    const available = () =>
      Promise.all(meals.funds.map(async (fund) => (await application.api.get(`/v1/funds/${fund}`)).availableFen))
    await expect.poll(available).toEqual([60_000, 40_000])
    expect(await moneyOf(application, meals.programme)).toMatchObject({
      reserved: 0,
      allocated: 0,
      committed: 0,
      issued: 0,
    })
    expect(await recompute(application.api, 3)).toMatchObject({ exitCode: 0 })
  })

  it('approved and closed at the same moment, it leaves nothing behind', async () => {
    const { id, result } = (await order()).body
    const closing = closeProgramme(application.api, meals.programme, '结束')
    await Promise.all([decide(result.proposal, 'approval', {}), closing])
    await application.api.finishJob(id)
    await expect
      .poll(() => moneyOf(application, meals.programme), { timeout: 10_000 })
      .toEqual({ reserved: 0, allocated: 0, committed: 0, issued: 0, used: 0, payable: 0 })
  })

  it('is not found by who does not reach its programme', async () => {
    const id = (await order()).body.result.proposal
    const elsewhere = 'approver/far@630100'
    expect((await application.api.get('/v1/proposals/vouchers', elsewhere)).items).toEqual([])
    const outside = await decide(id, 'approval', {}, elsewhere)
    const nobody = await decide(id.replace(/.{12}\.1$/, '000000000000.1'), 'approval', {}, elsewhere)
    expect(outside).toMatchObject({ status: 404, body: { code: 'proposal-unknown' } })
    expect(nobody).toMatchObject({ status: 404, body: { code: 'proposal-unknown' } })
    expect((await application.api.get('/v1/proposals/vouchers', 'approver/near@632700')).items).toHaveLength(1)
    expect(await decide(id, 'approval', {}, 'approver/near@632700')).toMatchObject({ status: 201 })
  })
})

describe('a meal of a paper that waits', () => {
  it('is entered once it is approved, however often its maker mistyped codes meanwhile', async () => {
    const { api, ledger } = application
    await limit('632700', { 'late-entry': { perAct: 99 } })
    await issue(api, meals.programme)
    const [card] = await listCards(api, meals.programme)
    application.clock.advanceTo(new Date('2025-07-25T02:00:00Z'))
    const maker = 'officer/clumsy'
    const document = { kind: 'list', number: 'Q-1' }
    const body = { merchant: meals.merchants[0], amountFen: 200, document, reason: '收银机坏' }
    const waits = await send(`/v1/vouchers/${card?.code}/redemptions`, body, maker)
    expect(waits).toMatchObject({ status: 202 })
    const { proposal } = waits.body
    const read = () => api.get(`/v1/proposals/vouchers/${proposal}`, chair)
    for (let device = 0; device < 10; device += 1) {
      const account = { account: 'clumsy', role: 'officer' as const, scope: { divisions: ['000000'] } }
      const authorization = `Bearer ${await ledger.identity.issueToken(account)}`
      for (let miss = 0; miss < 11; miss += 1)
        await api.send({
          method: 'GET',
          path: `/v1/vouchers/YYYYYYYY${device}${miss}`,
          actor: null,
          headers: { authorization },
        })
    }
    expect(await send(`/v1/vouchers/${card?.code}/redemptions`, body, maker)).toMatchObject({ status: 429 })
    expect((await read()).preview).not.toHaveProperty('refusedAs')
    expect(await decide(proposal, 'approval', {})).toMatchObject({ status: 201, body: { status: 'performed' } })
  })
})
