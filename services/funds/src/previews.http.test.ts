import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { type ServedService, serveService } from '@welfare/http/edge/serve-service.fixture.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fundsFacts } from './funds.facts.ts'
import { createFundsService } from './funds.service.ts'
import { idNumber } from './sample.fixture.ts'

const programme = idNumber('programme', 1)
const maker = 'officer/desk-1'
const chair = 'approver/chair'
const donor = { kind: 'individual' }
const programmeDefined: WelfareEvent = {
  type: 'ProgrammeDefined',
  data: {
    ...{ name: '节日餐补', kind: 'festival-meal', division: '632701', plan: 'people', year: 2025, rulesVersion: 1 },
    rules: { windows: [], quota: {}, lateEntryDays: 3, sharing: 'in-proportion' },
  },
}

interface Body {
  readonly id: string
  readonly proposal: string
  readonly preview?: { readonly moves: readonly object[]; readonly refusedAs?: { readonly code: string } }
  readonly moves: readonly object[]
  readonly needsApproval: boolean
  readonly items: readonly Body[]
}

let service: ServedService
let fund: string
let donation: string

beforeEach(async () => {
  service = await serveService(createFundsService, [fundsFacts])
  await service.record(programme, programmeDefined)
  const body = { name: '帮扶资金', division: '110000', funder: { name: '北京市总工会', kind: 'union' } }
  fund = (await post('/v1/funds', body)).body.id
  donation = (await post(donationsOf(), { receiptNumber: 'R-1', donor, amountFen: 100_000 })).body.id
})
afterEach(() => service.stop())

describe('a dry run', () => {
  test('says what stands where before and after, and records nothing', async () => {
    const before = (await service.asked()).length
    const given = await dryRun(donationsOf(), { receiptNumber: 'R-2', donor, amountFen: 40_000 })
    expect(given).toMatchObject({ status: 200, body: { needsApproval: false, because: [] } })
    expect(given.body.moves).toEqual([
      budgetMove('granted', 100_000, 40_000),
      budgetMove('available', 100_000, 40_000),
      { account: 'bank', commodity: 'CNY', fund, change: 40_000 },
      { account: 'donated', commodity: 'CNY', fund, change: 40_000 },
    ])
    const back = await dryRun(`/v1/funds/${fund}/refunds`, { donation, amountFen: 30_000, reason: '捐赠人要求' })
    expect(back.body.moves.slice(0, 2)).toEqual([
      budgetMove('granted', 100_000, -30_000),
      budgetMove('available', 100_000, -30_000),
    ])
    expect(await service.asked()).toHaveLength(before)
  })

  test('of a correction is its net: what is right less what was wrong', async () => {
    const right = { receiptNumber: 'R-1', donor, amountFen: 10_000, receivedOn: '2025-06-02' }
    const asked = await dryRun(`/v1/funds/${fund}/donation-corrections`, { donation, reason: '多打一个零', right })
    expect(asked.body.moves).toEqual([
      budgetMove('granted', 100_000, -90_000),
      budgetMove('available', 100_000, -90_000),
      { account: 'bank', commodity: 'CNY', fund, change: -90_000 },
      { account: 'donated', commodity: 'CNY', fund, change: -90_000 },
    ])
    const same = { ...right, amountFen: 100_000, receiptNumber: 'R-9' }
    expect(
      (await dryRun(`/v1/funds/${fund}/donation-corrections`, { donation, reason: '号码', right: same })).body.moves,
    ).toEqual([])
  })

  test('of an allocation and of what comes back of it', async () => {
    const moves = [budgetMove('available', 100_000, -60_000), inProgramme('allocated', 0, 60_000)]
    const asked = await dryRun(`/v1/funds/${fund}/allocations`, { programme, amountFen: 60_000 })
    expect(asked.body).toMatchObject({ availableAfterFen: 40_000, moves })
    expect((await allocate(60_000)).status).toBe(201)
    const back = await dryRun(`/v1/programmes/${programme}/allocation-returns`, {
      fund,
      amountFen: 10_000,
      reason: '余款',
    })
    expect(back.body.moves).toEqual([
      budgetMove('available', 40_000, 10_000),
      inProgramme('allocated', 60_000, -10_000),
    ])
  })

  test('is refused as the act itself would be, and a key that was used says nothing about it', async () => {
    const path = `/v1/funds/${fund}/refunds`
    const tooMuch = await dryRun(path, { donation, amountFen: 100_001, reason: 'x' })
    expect(tooMuch).toMatchObject({ status: 409, body: { code: 'refund-exceeds-donation', unrefundedFen: 100_000 } })
    const body = { donation, amountFen: 1_000, reason: 'x' }
    expect((await service.call('POST', path, { body, key: 'one-refund' })).status).toBe(201)
    const again = await service.call('POST', `${path}?dryRun=true`, { body, key: 'one-refund' })
    expect((again.body as Body).moves).toContainEqual(budgetMove('available', 99_000, -1_000))
  })

  test('says that it would wait, and why', async () => {
    await limit('refund', 20_000)
    const asked = await dryRun(`/v1/funds/${fund}/refunds`, { donation, amountFen: 20_001, reason: 'x' })
    const because = [{ rule: 'one-act', kind: 'refund', limit: 20_000, value: 20_001 }]
    expect(asked.body).toMatchObject({ needsApproval: true, because })
  })
})

describe('a proposal', () => {
  test('shows its approver what its maker saw', async () => {
    await limit('refund', 1)
    const body = { donation, amountFen: 30_000, reason: '捐赠人要求' }
    const seen = await dryRun(`/v1/funds/${fund}/refunds`, body)
    const { proposal } = (await post(`/v1/funds/${fund}/refunds`, body)).body
    const read = await readProposal(proposal)
    expect(read.body.preview).toEqual({ moves: seen.body.moves })
    const listed = await service.call('GET', '/v1/proposals/funds', { actor: chair })
    expect((listed.body as Body).items[0]).not.toHaveProperty('preview')
  })

  test('with reserved money shows it as it was before the reservation', async () => {
    await limit('allocation', 1)
    const seen = await dryRun(`/v1/funds/${fund}/allocations`, { programme, amountFen: 60_000 })
    expect(seen.body.needsApproval).toBe(true)
    const { proposal } = (await allocate(60_000)).body
    expect((await readProposal(proposal)).body.preview).toEqual({ moves: seen.body.moves })
  })

  test('that could not be done any more says so; one that was decided has no preview', async () => {
    await limit('refund', 1)
    const { proposal } = (await post(`/v1/funds/${fund}/refunds`, { donation, amountFen: 60_000, reason: 'x' })).body
    expect((await allocate(50_000)).status).toBe(201)
    expect((await readProposal(proposal)).body.preview).toMatchObject({
      moves: [],
      refusedAs: { code: 'funds-not-available', facts: { availableFen: 50_000, requestedFen: 60_000 } },
    })
    const refusal = { body: { reason: '已安排' }, actor: chair }
    expect((await service.call('POST', `/v1/proposals/funds/${proposal}/refusal`, refusal)).status).toBe(201)
    expect((await readProposal(proposal)).body).not.toHaveProperty('preview')
  })
})

function donationsOf(): string {
  return `/v1/funds/${fund}/donations`
}

function budgetMove(account: string, before: number, change: number) {
  return { account, commodity: 'CNY', fund, change, before, after: before + change }
}

function inProgramme(account: string, before: number, change: number) {
  return { ...budgetMove(account, before, change), programme }
}

function allocate(amountFen: number) {
  return post(`/v1/funds/${fund}/allocations`, { programme, amountFen })
}

function dryRun(path: string, body: object) {
  return post(`${path}?dryRun=true`, body)
}

async function readProposal(id: string) {
  const answer = await service.call('GET', `/v1/proposals/funds/${id}`, { actor: chair })
  return { ...answer, body: answer.body as Body }
}

async function post(path: string, body: object) {
  const answer = await service.call('POST', path, { body, actor: maker })
  return { ...answer, body: answer.body as Body }
}

async function limit(kind: 'refund' | 'allocation', perAct: number) {
  const limits = { [kind]: { perAct } }
  await service.record(idNumber('limit', 1), { type: 'ApprovalLimitSet', data: { division: '000000', limits } })
}
