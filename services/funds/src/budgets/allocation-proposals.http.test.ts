import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { type ServedService, serveService } from '@welfare/http/edge/serve-service.fixture.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fundsFacts } from '../funds.facts.ts'
import { createFundsService } from '../funds.service.ts'
import { idNumber } from '../sample.fixture.ts'

const programme = idNumber('programme', 1)
const otherProgramme = idNumber('programme', 2)
const budget = idNumber('budget', 1)
const maker = 'officer/desk-1'
const chair = 'approver/chair'
const programmeDefined = (division: string): WelfareEvent => ({
  type: 'ProgrammeDefined',
  data: {
    ...{ name: '餐补', kind: 'festival-meal', division, plan: 'people', year: 2025, rulesVersion: 1 },
    rules: { windows: [], quota: {}, lateEntryDays: 3, sharing: 'in-proportion' },
  },
})

/** What these tests read of answers: of each, some of it is there. */
interface Body {
  readonly id: string
  readonly proposal: string
  readonly code: string
  readonly status: string
  readonly items: readonly object[]
  readonly nextCursor?: string
  readonly availableFen: number
  readonly allocatedFen: number
}
interface Answer {
  readonly status: number
  readonly body: Body
}
let service: ServedService
let fund: string

beforeEach(async () => {
  service = await serveService(createFundsService, [fundsFacts])
  await service.record(programme, programmeDefined('632701'))
  await service.record(otherProgramme, programmeDefined('632801'))
  await limit('632700', 1_000)
  const funder = { name: '北京市总工会', kind: 'union' }
  fund = (await post('/v1/funds', { name: '帮扶资金', division: '632700', funder }, maker)).body.id
  const donor = { kind: 'organisation', name: '某企业' }
  await post(`/v1/funds/${fund}/donations`, { receiptNumber: 'R-1', donor, amountFen: 10_000 }, maker)
})
afterEach(() => service.stop())

test("money on its way while the programme's days change: none of it is approved, nor committed, beyond its donor's period", async () => {
  const rules = (from: string, until: string) => ({
    ...{ quota: {}, lateEntryDays: 3, sharing: 'in-proportion' as const },
    windows: [{ window: 'w', name: '使用期', from, until, creditFen: 100 }],
  })
  const change = (version: number, from: string, until: string) =>
    service.record(programme, {
      type: 'ProgrammeRulesChanged',
      data: { rules: rules(from, until), rulesVersion: version, reason: '改期' },
    })
  await change(2, '2025-06-01', '2025-06-30')
  const restriction = { purposes: [], divisions: [], until: '2025-06-30' }
  const funder = { name: '北京市总工会', kind: 'union' }
  const opening = { name: '六月资金', division: '632700', funder, restriction }
  const june = (await post('/v1/funds', opening, maker)).body.id
  const donor = { kind: 'organisation', name: '某企业' }
  await post(`/v1/funds/${june}/donations`, { receiptNumber: 'R-1', donor, amountFen: 10_000 }, maker)
  const give = (amountFen: number) => post(`/v1/funds/${june}/allocations`, { programme, amountFen }, maker)
  const waits = await give(4_000)
  expect(await give(1_000)).toMatchObject({ status: 201 })
  // As if it had been decided before either of the two was known to the programme.
  await change(3, '2025-07-01', '2025-07-31')
  expect(await decide(waits.body.proposal, 'approval', {})).toMatchObject({
    status: 422,
    body: { code: 'period-not-allowed' },
  })
  const order = (attempt: number, from: string, until: string) =>
    service.record(idNumber('batch', attempt), {
      type: 'IssuanceOrdered',
      data: {
        ...{ programme, budget, round: idNumber('round', 1), attempt, quota: {}, lateEntryDays: 3, rulesVersion: 3 },
        ...{ terms: [{ window: 'w', from, until, creditFen: 100 }], workers: 1, totalFen: 100 },
      },
    })
  await order(1, '2025-07-01', '2025-07-31')
  await order(2, '2025-06-01', '2025-06-30')
  const answers = async () =>
    (await service.recorded(budget)).filter(({ type }) => type.startsWith('F') || type.startsWith('C'))
  await expect.poll(answers).toMatchObject([
    { type: 'CommitmentRefused', data: { code: 'budget-insufficient', facts: { allocatedFen: 0, barredFen: 1_000 } } },
    { type: 'FundsCommitted', data: { shares: [{ fund: june, amountFen: 100 }] } },
  ])
})

describe('an allocation above the limit of the nearest enclosing division', () => {
  test('waits with its money reserved, is listed, and passes by another hand', async () => {
    const answer = await allocate(4_000, { note: '第一笔' })
    expect(answer).toMatchObject({
      status: 202,
      body: { proposal: `${fund}.3`, status: 'proposed', amountFen: 4_000, limitFen: 1_000, availableAfterFen: 6_000 },
    })
    const listed = await get('/v1/proposals/funds', chair)
    const { proposal: id } = answer.body
    const one = await get(`/v1/funds/${fund}`)
    expect(one.body).toMatchObject({ availableFen: 6_000, reservedFen: 4_000 })
    expect((await get('/v1/funds')).body.items).toEqual([one.body])
    const because = [{ rule: 'one-act', kind: 'allocation', limit: 1_000, value: 4_000 }]
    const about = { note: '第一笔' }
    const waiting = { id, kind: 'allocation', fund, programme, division: '632701', amountFen: 4_000, because, about }
    expect(listed.body.items).toEqual([
      { ...waiting, proposedBy: maker, proposedAt: expect.any(String), status: 'proposed' },
    ])
    const approved = await decide(id, 'approval', { note: '同意' })
    expect(approved).toMatchObject({
      status: 201,
      body: { ...waiting, status: 'performed', decidedBy: chair, decisionNote: '同意' },
    })
    const { items } = (await get(`/v1/funds/${fund}/allocations`)).body
    expect(items).toMatchObject([{ id: `${fund}.5`, amountFen: 4_000, note: '第一笔', proposal: id }])
    const body = { ...approved.body, moved: movedToProgramme() }
    expect(await get(`/v1/proposals/funds/${id}`, maker)).toEqual({ status: 200, body })
    expect((await get(`/v1/funds/${fund}`)).body).toMatchObject({ availableFen: 6_000, reservedFen: 0 })
    expect((await get(`/v1/programmes/${programme}/budget`)).body).toMatchObject({ allocatedFen: 4_000 })
    expect((await service.recorded(fund)).slice(2).map(({ type }) => type)).toEqual([
      'AllocationProposed',
      'AllocationApproved',
      'FundsAllocated',
    ])
    expect((await get('/v1/proposals/funds')).body.items).toEqual([])
    expect((await get('/v1/proposals/funds?status=performed')).body.items).toHaveLength(1)
  })

  test('at the limit it does not wait, nor where the division says that nothing does', async () => {
    expect(await allocate(1_000)).toMatchObject({ status: 201 })
    await limit('632701', null)
    expect(await allocate(1_001)).toMatchObject({ status: 201 })
    await limit('632701', 5)
    expect(await allocate(6)).toMatchObject({ status: 202, body: { limitFen: 5 } })
    expect(await allocate(1_001, { programme: otherProgramme })).toMatchObject({ status: 201 })
  })

  test('with dryRun says whether it would wait, and records nothing', async () => {
    const before = (await service.asked()).length
    const preview = (amountFen: number) =>
      post(`/v1/funds/${fund}/allocations?dryRun=true`, { programme, amountFen }, maker)
    expect((await preview(1_001)).body).toMatchObject({ needsApproval: true, limitFen: 1_000 })
    expect((await preview(1_000)).body).toMatchObject({ needsApproval: false, limitFen: 1_000 })
    expect(await service.asked()).toHaveLength(before)
  })

  test('refused or withdrawn, it comes back; who may do which', async () => {
    const first = (await allocate(4_000)).body.proposal
    expect(await decide(first, 'approval', {}, 'approver/desk-1')).toMatchObject({
      status: 403,
      body: { code: 'maker-cannot-approve', maker: 'desk-1' },
    })
    expect(await decide(first, 'approval', {}, maker)).toMatchObject({
      status: 403,
      body: { code: 'role-not-allowed' },
    })
    expect(await decide(first, 'withdrawal', { reason: 'x' }, 'officer/desk-2')).toMatchObject({
      status: 403,
      body: { code: 'only-maker-withdraws', maker: 'desk-1' },
    })
    expect(await decide(first, 'refusal', { reason: '超出计划' })).toMatchObject({
      status: 201,
      body: { status: 'refused', decidedBy: chair, decisionNote: '超出计划' },
    })
    const second = (await allocate(10_000)).body.proposal
    expect(await decide(second, 'withdrawal', { reason: '金额有误' }, maker)).toMatchObject({
      status: 201,
      body: { status: 'withdrawn', decidedBy: maker },
    })
    expect((await get(`/v1/funds/${fund}`)).body).toMatchObject({ availableFen: 10_000 })
    expect(await decide(second, 'approval', {})).toMatchObject({
      status: 409,
      body: { code: 'proposal-not-open', outcome: 'withdrawn' },
    })
  })

  test('what lies outside the scope, or does not exist, is not found', async () => {
    const { proposal: id } = (await allocate(4_000)).body
    const elsewhere = `${chair}@632800`
    for (const far of [elsewhere, `${chair}@632701`])
      expect((await get('/v1/proposals/funds', far)).body.items).toEqual([])
    expect((await get('/v1/proposals/funds', `${chair}@632700`)).body.items).toHaveLength(1)
    const unknown = await decide(`${fund}.99`, 'approval', {})
    expect(unknown).toMatchObject({ status: 404, body: { code: 'proposal-unknown' } })
    for (const answer of [
      await get(`/v1/proposals/funds/${id}`, elsewhere),
      await decide(id, 'approval', {}, elsewhere),
      await decide(id, 'refusal', { reason: 'x' }, elsewhere),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'proposal-unknown' } })
    expect(await decide(id, 'approval', {}, `${chair}@632700`)).toMatchObject({ status: 201 })
  })

  test('the same approval sent again is answered to the letter; with other words it is another request', async () => {
    const { proposal: id } = (await allocate(4_000)).body
    const send = (body: object) =>
      service.call('POST', `/v1/proposals/funds/${id}/approval`, { actor: chair, key: 'one-approval', body })
    const answers = await Promise.all(Array.from({ length: 10 }, () => send({ note: '同意' })))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    await service.restart()
    expect((await send({ note: '同意' })).text).toBe(answers[0]?.text)
    expect(await send({ note: '不' })).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } })
  })
})

describe('at once', () => {
  test('two approvers, one effect', async () => {
    const { proposal: id } = (await allocate(4_000)).body
    const hands = ['approver/a', 'approver/b', 'approver/c']
    const answers = await Promise.all(hands.map((hand) => decide(id, 'approval', {}, hand)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect((await service.recorded(fund)).filter(({ type }) => type === 'FundsAllocated')).toHaveLength(1)
    expect((await get(`/v1/programmes/${programme}/budget`)).body).toMatchObject({ allocatedFen: 4_000 })
  })

  test('approval, refusal and withdrawal: one of them', async () => {
    const { proposal: id } = (await allocate(4_000)).body
    const answers = await Promise.all([
      decide(id, 'approval', {}),
      decide(id, 'refusal', { reason: 'no' }, 'approver/b'),
      decide(id, 'withdrawal', { reason: 'typo' }, maker),
    ])
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    const { availableFen } = (await get(`/v1/funds/${fund}`)).body
    const { allocatedFen } = (await get(`/v1/programmes/${programme}/budget`)).body
    const { status } = (await get(`/v1/proposals/funds/${id}`)).body
    expect([availableFen, allocatedFen]).toEqual(status === 'performed' ? [6_000, 4_000] : [10_000, 0])
  })

  test('64 proposals on the last money reserve what there is, and every one of them can be approved', async () => {
    const answers = await Promise.all(Array.from({ length: 64 }, () => allocate(1_250)))
    const proposed = answers.filter(({ status }) => status === 202)
    expect(proposed).toHaveLength(8)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(56)
    expect((await get(`/v1/funds/${fund}`)).body).toMatchObject({ availableFen: 0 })
    const pages: object[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page: Body = (await get(`/v1/proposals/funds?limit=3${cursor}`)).body
      pages.push(...page.items)
      cursor = page.nextCursor && `&cursor=${page.nextCursor}`
    }
    expect(new Set(pages.map((one) => (one as Body).id))).toEqual(new Set(proposed.map(({ body }) => body.proposal)))
    const approvals = await Promise.all(proposed.map(({ body }) => decide(body.proposal, 'approval', {})))
    expect(new Set(approvals.map(({ status }) => status))).toEqual(new Set([201]))
    expect((await get(`/v1/programmes/${programme}/budget`)).body).toMatchObject({ allocatedFen: 10_000 })
  })

  test('are listed as they were proposed, or the last decided first, page by page', async () => {
    const proposed: string[] = []
    for (let n = 0; n < 4; n += 1) proposed.push((await allocate(1_250)).body.proposal)
    const [first, second, third, fourth] = proposed as [string, string, string, string]
    for (const id of [third, first, fourth, second]) await decide(id, 'refusal', { reason: 'not now' })
    const listed = async (order: string) => {
      const ids: string[] = []
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const query: string = `status=refused&order=${order}&limit=3${cursor}`
        const { items, nextCursor } = (await get(`/v1/proposals/funds?${query}`)).body
        ids.push(...items.map((one: object) => (one as Body).id))
        cursor = nextCursor && `&cursor=${nextCursor}`
      }
      return ids
    }
    expect(await listed('oldest')).toEqual(proposed)
    expect(await listed('newest')).toEqual([second, fourth, first, third])
  })

  test('an approval finds its money although everything else was spent meanwhile', async () => {
    const { proposal: id } = (await allocate(4_000)).body
    for (let n = 0; n < 6; n += 1) expect(await allocate(1_000)).toMatchObject({ status: 201 })
    expect(await allocate(1)).toMatchObject({ status: 409, body: { code: 'funds-not-available', availableFen: 0 } })
    expect(await decide(id, 'approval', {})).toMatchObject({ status: 201 })
    expect((await get(`/v1/programmes/${programme}/budget`)).body).toMatchObject({ allocatedFen: 10_000 })
  })
})

describe('a programme that is closed', () => {
  test('takes its open proposals with it; nobody approves them in between', async () => {
    const { proposal: id } = (await allocate(4_000)).body
    await service.record(programme, { type: 'ProgrammeClosed', data: { reason: 'year over' } })
    const answer = await decide(id, 'approval', {})
    expect(answer.status).toBe(409)
    expect(['programme-closed', 'proposal-not-open']).toContain(answer.body.code)
    await expect.poll(async () => (await get(`/v1/funds/${fund}`)).body.availableFen).toBe(10_000)
    expect((await get(`/v1/proposals/funds/${id}`)).body).toMatchObject({
      ...{ status: 'refused', decidedBy: 'process/end-proposals', decisionNote: 'programme-closed' },
    })
  })

  test('is met by a process that lost its place, and nothing happens twice', async () => {
    const { proposal: id } = (await allocate(4_000)).body
    const approved = await decide(id, 'approval', {})
    const { length } = await service.everything()
    await service.restart({ dropCopies: true })
    const body = { ...approved.body, moved: movedToProgramme() }
    expect(await get(`/v1/proposals/funds/${id}`)).toEqual({ status: 200, body })
    expect(await service.everything()).toHaveLength(length)
  })
})

describe('an issuance that waits', () => {
  const batch = idNumber('batch', 1)

  test('has its money reserved in the budget, and released when it is withdrawn', async () => {
    await allocate(1_000)
    await service.record(batch, issuanceProposed(800))
    expect((await get(`/v1/programmes/${programme}/budget`)).body).toMatchObject({
      allocatedFen: 200,
      reservedFen: 800,
    })
    const ended = { proposal: `${batch}.1`, programme, budget, attempt: 1, reason: 'typo' }
    await service.record(batch, { type: 'IssuanceProposalWithdrawn', data: ended })
    expect((await get(`/v1/programmes/${programme}/budget`)).body).toMatchObject({
      allocatedFen: 1_000,
      reservedFen: 0,
    })
    await service.restart({ dropCopies: true })
    await service.record(batch, issuanceProposed(1_001, 2))
    await get(`/v1/programmes/${programme}/budget`)
    expect((await service.recorded(budget)).map(({ type }) => type)).toEqual([
      ...['BudgetOpened', 'AllocationReceived', 'FundsReserved', 'ReservationReleased', 'ReservationRefused'],
    ])
  })

  test('is committed from what was reserved when it is ordered', async () => {
    await allocate(1_000)
    const proposed = issuanceProposed(800)
    await service.record(batch, proposed)
    await allocate(500)
    const { limitFen: _, proposedBy: __, ...order } = proposed.data
    await service.record(batch, { type: 'IssuanceOrdered', data: { ...order, proposal: `${batch}.1` } })
    expect((await get(`/v1/programmes/${programme}/budget`)).body).toMatchObject({ allocatedFen: 700, reservedFen: 0 })
    expect((await service.recorded(budget)).slice(-2)).toMatchObject([
      { type: 'ReservationReleased', data: { cause: 'committed', shares: [{ fund, amountFen: 800 }] } },
      { type: 'FundsCommitted', data: { shares: [{ fund, amountFen: 800 }] } },
    ])
  })
})

async function limit(division: string, allocationFen: number | null): Promise<void> {
  await service.record(idNumber('limit', Number(division)), {
    type: 'ApprovalLimitSet',
    data: { division, limits: { allocation: allocationFen === null ? null : { perAct: allocationFen } } },
  })
}

function allocate(amountFen: number, more: object = {}): Promise<Answer> {
  return post(`/v1/funds/${fund}/allocations`, { programme, amountFen, ...more }, maker)
}

function decide(id: string, what: string, body: object, actor = chair): Promise<Answer> {
  return post(`/v1/proposals/funds/${id}/${what}`, body, actor)
}

async function post(path: string, body: object, actor: string): Promise<Answer> {
  const answer = await service.call('POST', path, { body, actor })
  return { status: answer.status, body: answer.body as Body }
}

async function get(path: string, actor = chair): Promise<Answer> {
  const { status, body } = await service.call('GET', path, { actor })
  return { status, body: body as Body }
}

function issuanceProposed(totalFen: number, attempt = 1): Extract<WelfareEvent, { type: 'IssuanceProposed' }> {
  const terms = [{ window: 'horse-racing', from: '2025-07-25', until: '2025-07-31', creditFen: 16_000 }]
  const rules = { quota: {}, lateEntryDays: 3, rulesVersion: 1 }
  const order = { programme, budget, round: idNumber('round', 1), attempt, terms, ...rules, workers: 1, totalFen }
  return { type: 'IssuanceProposed', data: { ...order, limitFen: 1, proposedBy: 'desk-1' } }
}

/** What stands beside it once it is done. */
function movedToProgramme() {
  const of = { commodity: 'CNY', fund }
  return [
    { account: 'available', change: -4_000, ...of },
    { account: 'allocated', change: 4_000, programme, ...of },
  ]
}
