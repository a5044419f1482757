import { makerIdOf } from '@welfare/approvals/count-act.ts'
import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { type ServedService, serveService } from '@welfare/http/edge/serve-service.fixture.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fundsFacts } from './funds.facts.ts'
import { createFundsService } from './funds.service.ts'
import { idNumber } from './sample.fixture.ts'

const programme = idNumber('programme', 1)
const otherProgramme = idNumber('programme', 2)
const maker = 'officer/desk-1'
const chair = 'approver/chair'

interface Body {
  readonly id: string
  readonly proposal: string
  readonly donation: string
  readonly code: string
  readonly status: string
  readonly because: readonly object[]
  readonly items: readonly Body[]
  readonly availableFen: number
  readonly needsApproval: boolean
}
interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

let service: ServedService
let fund: string
let donation: string

beforeEach(async () => {
  service = await serveService(createFundsService, [fundsFacts])
  for (const id of [programme, otherProgramme]) await service.record(id, programmeDefined)
  const funder = { name: '北京市总工会', kind: 'union' }
  fund = (await post('/v1/funds', { name: '帮扶资金', division: '632701', funder })).body.id
  const donor = { kind: 'individual' }
  donation = (await post(`/v1/funds/${fund}/donations`, { receiptNumber: 'R-1', donor, amountFen: 1_000_000 })).body.id
})
afterEach(() => service.stop())

describe("one maker's acts within 24 hours", () => {
  test('ten at once of 100.00 at a limit of 100.00: one passes, nine wait', async () => {
    await limits({ refund: { within24Hours: 10_000 }, allocation: { within24Hours: 10_000 } })
    for (const act of [refund, allocate]) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => act(10_000)))
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 202)])
    }
    expect((await list()).map(({ status }) => status)).toEqual(Array.from({ length: 18 }, () => 'proposed'))
  })

  test('of the same size one after the other: what is at the limit in all passes, what is above it waits, and says so', async () => {
    await limits({ refund: { within24Hours: 10_000 } })
    expect(await refund(4_000)).toMatchObject({ status: 201 })
    expect(await refund(6_000)).toMatchObject({ status: 201 })
    const because = [{ rule: 'within-24-hours', kind: 'refund', limit: 10_000, value: 10_001 }]
    expect(await refund(1)).toMatchObject({ status: 202, body: { status: 'proposed', kind: 'refund', because } })
  })

  test('are its own: another maker, another kind, and the day after are not held against it', async () => {
    await limits({ refund: { within24Hours: 10_000 }, allocation: { within24Hours: 10_000 } })
    expect(await refund(10_000)).toMatchObject({ status: 201 })
    expect(await refund(10_000, 'officer/desk-2')).toMatchObject({ status: 201 })
    expect(await allocate(10_000)).toMatchObject({ status: 201 })
    pass(24 * 3_600_000 - 1)
    expect(await refund(1)).toMatchObject({ status: 202 })
    pass(1)
    expect(await refund(10_000)).toMatchObject({ status: 201 })
  })

  test('an act that is refused is not counted, nor one that is sent twice, nor a dry run', async () => {
    await limits({ refund: { within24Hours: 10_000 }, allocation: { within24Hours: 10_000 } })
    const unknown = { donation: `${fund}.99`, amountFen: 10_000, reason: '多付' }
    expect(await post(`/v1/funds/${fund}/refunds`, unknown)).toMatchObject({ status: 404 })
    const body = { donation, amountFen: 10_000, reason: '多付' }
    const send = () => service.call('POST', `/v1/funds/${fund}/refunds`, { actor: maker, key: 'one-refund', body })
    const [first, second] = [await send(), await send()]
    expect([first.status, second.text]).toEqual([201, first.text])
    const before = (await service.asked()).length
    const dry = await post(`/v1/funds/${fund}/allocations?dryRun=true`, { programme, amountFen: 10_000 })
    expect(dry.body).toMatchObject({ needsApproval: false })
    expect(await service.asked()).toHaveLength(before)
    expect(await allocate(10_000)).toMatchObject({ status: 201 })
    const above = await post(`/v1/funds/${fund}/allocations?dryRun=true`, { programme, amountFen: 1 })
    expect(above.body).toMatchObject({ needsApproval: true })
  })
})

test('what a crash cut off after it was counted is given back at the next start; what was done still counts', async () => {
  await limits({ refund: { within24Hours: 10_000 } })
  expect(await refund(4_000)).toMatchObject({ status: 201 })
  const act = crypto.randomUUID()
  const cutOff = { act, kind: 'refund', amount: 6_000, place: fund } as const
  const stream = makerIdOf({ id: 'desk-1' }, 'refund')
  const count = (area: 'funds' | 'vouchers') =>
    service.record(stream, { type: 'ActCounted', data: { ...cutOff, at: service.clock.now().toISOString(), area } })
  await service.restart({ meanwhile: () => count('funds') })
  expect(await refund(6_000)).toMatchObject({ status: 201 })
  expect(await refund(1)).toMatchObject({ status: 202 })
  await service.restart({ dropCopies: true })
  expect(await refund(1)).toMatchObject({ status: 202 })
  pass(24 * 3_600_000)
  // Another service's: that one gives it back.
  await service.restart({ meanwhile: () => count('vouchers') })
  expect(await refund(4_001)).toMatchObject({ status: 202 })
  // Cut off a second time, at the same request.
  await service.restart({ meanwhile: () => count('funds') })
  expect(await refund(10_000)).toMatchObject({ status: 201 })
})

describe("one maker's acts in one programme, since another person last approved there", () => {
  test('begin again with an approval, and in another programme', async () => {
    await limits({ allocation: { sinceApproval: 10_000 } })
    expect(await allocate(6_000)).toMatchObject({ status: 201 })
    const waits = await allocate(6_000)
    expect(waits).toMatchObject({ status: 202 })
    expect(await allocate(10_000, otherProgramme)).toMatchObject({ status: 201 })
    expect(await allocate(4_001)).toMatchObject({ status: 202 })
    expect(await decide(waits.body.proposal, 'approval')).toMatchObject({ status: 201 })
    expect(await allocate(6_000)).toMatchObject({ status: 201 })
    expect(await allocate(1, otherProgramme)).toMatchObject({ status: 202 })
    pass(40 * 24 * 3_600_000)
    expect(await allocate(4_001)).toMatchObject({ status: 202 })
  })

  test('are summed by fund where there is no programme', async () => {
    await limits({ refund: { sinceApproval: 10_000 } })
    expect(await refund(10_000)).toMatchObject({ status: 201 })
    const waits = await refund(1)
    expect(waits).toMatchObject({ status: 202 })
    expect(await decide(waits.body.proposal, 'approval')).toMatchObject({ body: { status: 'performed' } })
    expect(await refund(10_000)).toMatchObject({ status: 201 })
  })
})

describe('an entry that comes late', () => {
  const received = (receivedOn: string, receiptNumber: string) => ({
    ...{ receiptNumber, donor: { kind: 'individual' }, amountFen: 500, receivedOn, lateEntry: { reason: '补录' } },
  })

  test('goes as far back as its division says', async () => {
    await limits({}, { days: 5 })
    const path = `/v1/funds/${fund}/donations`
    expect(await post(path, received('2025-05-28', 'L-1'))).toMatchObject({ status: 201 })
    expect(await post(path, received('2025-05-27', 'L-2'))).toMatchObject({
      ...{ status: 422, body: { code: 'late-entry-too-late', earliest: '2025-05-28' } },
    })
  })

  test('waits for a second person above so many days, and is no later for having waited', async () => {
    await limits({}, { days: 4, secondPersonAboveDays: 3 })
    pass(4 * 24 * 3_600_000)
    const back = { donation, amountFen: 100, reason: '多付', lateEntry: { reason: '补录' } }
    const of = (refundedOn: string) => post(`/v1/funds/${fund}/refunds`, { ...back, refundedOn })
    expect(await of('2025-06-03')).toMatchObject({ status: 201 })
    const because = [{ rule: 'late-entry', kind: 'late-entry', limit: 3, value: 4 }]
    const waits = await of('2025-06-02')
    expect(waits).toMatchObject({ status: 202, body: { because } })
    pass(2 * 24 * 3_600_000)
    expect(await decide(waits.body.proposal, 'approval')).toMatchObject({ body: { status: 'performed' } })
    expect(lastOf(await service.everything(), 'DonationRefunded')?.metadata).toMatchObject({
      ...{ actor: maker, accountingDate: '2025-06-02', lateEntry: { reason: '补录', days: 6 } },
      approval: { proposal: waits.body.proposal, approvedBy: chair },
    })
  })
})

describe('a donation of today waits for nobody', () => {
  test('but not under the key of one that waits: that is another request', async () => {
    await limits({}, { days: 5, secondPersonAboveDays: 3 })
    const path = `/v1/funds/${fund}/donations`
    const send = (said: object) => {
      const body = { receiptNumber: 'L-9', donor: { kind: 'individual' }, amountFen: 500, ...said }
      return service.call('POST', path, { actor: maker, key: 'one-gift', body })
    }
    const late = { receivedOn: '2025-05-28', lateEntry: { reason: '补录' } }
    const waits = await send(late)
    expect(waits.status).toBe(202)
    expect(await send({})).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } })
    expect((await send(late)).text).toBe(waits.text)
    expect(lastOf(await service.everything(), 'DonationReceived')?.data).toMatchObject({ receiptNumber: 'R-1' })
  })

  test('nor does its dry run say that it would, whatever late entries may be', async () => {
    await limits({ 'late-entry': { perAct: 1 } })
    const body = { receiptNumber: 'L-7', donor: { kind: 'individual' }, amountFen: 500 }
    const dry = await post(`/v1/funds/${fund}/donations?dryRun=true`, body)
    expect(dry).toMatchObject({ status: 200, body: { needsApproval: false, because: [] } })
    expect(await post(`/v1/funds/${fund}/donations`, body)).toMatchObject({ status: 201 })
  })

  test('and is answered as the first time when it is sent again on a later day', async () => {
    await limits({}, { days: 5, secondPersonAboveDays: 3 })
    const body = { receiptNumber: 'L-8', donor: { kind: 'individual' }, amountFen: 500, receivedOn: '2025-06-02' }
    const send = () => service.call('POST', `/v1/funds/${fund}/donations`, { actor: maker, key: 'one-gift', body })
    const first = await send()
    expect(first.status).toBe(201)
    pass(4 * 24 * 3_600_000)
    expect((await send()).text).toBe(first.text)
  })
})

describe('a correction', () => {
  test('waits above its limit, by as much as it takes back, and counts as its maker’s', async () => {
    await limits({ correction: { perAct: 9_999 } })
    const { id } = (await allocate(10_000)).body
    const path = `/v1/programmes/${programme}/allocation-corrections`
    const waits = await post(path, { allocation: id, reason: '多打了一个零', rightAmountFen: 1_000 })
    const because = [{ rule: 'one-act', kind: 'correction', limit: 9_999, value: 10_000 }]
    expect(waits).toMatchObject({ status: 202, body: { kind: 'correction', because } })
    expect(await decide(waits.body.proposal, 'approval')).toMatchObject({ body: { status: 'performed' } })
    expect(lastOf(await service.everything(), 'AllocationReversed')?.metadata).toMatchObject({
      ...{ actor: maker, approval: { proposal: waits.body.proposal, approvedBy: chair } },
    })
  })

  test('sent again is answered as the first time', async () => {
    const { id } = (await allocate(10_000)).body
    const path = `/v1/programmes/${programme}/allocation-corrections`
    const body = { allocation: id, reason: '多打了一个零', rightAmountFen: 1_000 }
    const send = () => service.call('POST', path, { actor: maker, key: 'one-correction', body })
    const [first, second] = [await send(), await send()]
    expect([first.status, second.text]).toEqual([201, first.text])
    expect(await post(path, body)).toMatchObject({ status: 422, body: { code: 'correction-changes-nothing' } })
  })
})

describe('an act that waits as it was asked for', () => {
  beforeEach(() => limits({ refund: { perAct: 999 } }))

  test('is listed, read, and done once for its maker when another approves it', async () => {
    const body = { donation, amountFen: 1_000, reason: '多付' }
    const send = () => service.call('POST', `/v1/funds/${fund}/refunds`, { actor: maker, key: 'one-refund', body })
    const waits = await send()
    const { proposal } = waits.body as Body
    expect(waits.headers.get('location')).toBe(`/v1/proposals/funds/${proposal}`)
    expect((await send()).text).toBe(waits.text)
    const about = { id: proposal, kind: 'refund', division: '632701', fund, amountFen: 1_000, proposedBy: maker }
    expect(await list()).toMatchObject([{ ...about, request: { params: { id: fund }, body } }])
    expect(await decide(proposal, 'approval', {}, 'approver/desk-1')).toMatchObject({
      ...{ status: 403, body: { code: 'maker-cannot-approve', maker: 'desk-1' } },
    })
    const hands = await Promise.all(['a', 'b', 'c'].map((hand) => decide(proposal, 'approval', {}, `approver/${hand}`)))
    expect(hands.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    expect(await get(`/v1/funds/${fund}`)).toMatchObject({ body: { availableFen: 999_000 } })
    const refunds = (await service.everything()).filter(({ type }) => type === 'DonationRefunded')
    expect(refunds.map(({ metadata }) => metadata.actor)).toEqual([maker])
    const done = await get(`/v1/proposals/funds/${proposal}`)
    expect(done.body).toMatchObject({ status: 'performed', created: `${refunds[0]?.stream}.${refunds[0]?.version}` })
    expect((await send()).text).toBe(waits.text)
    expect((await list('?status=performed&kind=refund')).map(({ id }) => id)).toEqual([proposal])
    expect(await list('?status=performed&kind=return')).toEqual([])
  })

  test('that can be done no more has failed, and says why; what can never be done is refused at once', async () => {
    const { proposal } = (await refund(1_000)).body
    expect(await allocate(1_000_000)).toMatchObject({ status: 201 })
    expect(await decide(proposal, 'approval')).toMatchObject({
      status: 201,
      body: { status: 'failed', failure: { code: 'funds-not-available' } },
    })
    expect(await refund(1_000)).toMatchObject({ status: 409, body: { code: 'funds-not-available' } })
  })

  test('is done at the next start where a crash came between approval and act, and once', async () => {
    const [first, second] = [(await refund(1_000)).body.proposal, (await refund(2_000)).body.proposal]
    const statusOf = async (id: string) => (await get(`/v1/proposals/funds/${id}`)).body.status
    for (const id of [first, second]) {
      await service.restart({ meanwhile: () => service.record(id, { type: 'ActApproved', data: {} }) })
      await expect.poll(() => statusOf(id)).toBe('performed')
    }
    await service.restart({ dropCopies: true })
    expect(await get(`/v1/funds/${fund}`)).toMatchObject({ body: { availableFen: 997_000 } })
    expect((await service.everything()).filter(({ type }) => type === 'DonationRefunded')).toHaveLength(2)
  })
})

const programmeDefined: WelfareEvent = {
  type: 'ProgrammeDefined',
  data: {
    ...{ name: '餐补', kind: 'festival-meal', division: '632701', plan: 'people', year: 2025, rulesVersion: 1 },
    rules: { windows: [], quota: {}, lateEntryDays: 3, sharing: 'in-proportion' },
  },
}

type Limits = Extract<WelfareEvent, { type: 'ApprovalLimitSet' }>['data']

async function limits(said: Limits['limits'], lateEntry?: Limits['lateEntry']): Promise<void> {
  const data = { division: '632701', limits: said, ...(lateEntry && { lateEntry }) }
  await service.record(idNumber('limit', 632701), { type: 'ApprovalLimitSet', data })
}

function pass(ms: number): void {
  service.clock.advanceTo(new Date(service.clock.now().getTime() + ms))
}

function refund(amountFen: number, actor = maker): Promise<Answer> {
  return post(`/v1/funds/${fund}/refunds`, { donation, amountFen, reason: '多付' }, actor)
}

function allocate(amountFen: number, to = programme): Promise<Answer> {
  return post(`/v1/funds/${fund}/allocations`, { programme: to, amountFen })
}

function decide(id: string, what: string, body: object = {}, actor = chair): Promise<Answer> {
  return post(`/v1/proposals/funds/${id}/${what}`, body, actor)
}

async function list(query = ''): Promise<readonly Body[]> {
  return (await get(`/v1/proposals/funds${query}`)).body.items
}

function lastOf<Event extends { readonly type: string }>(events: readonly Event[], type: string): Event | undefined {
  return events.findLast((event) => event.type === type)
}

async function post(path: string, body: object, actor = maker): Promise<Answer> {
  const answer = await service.call('POST', path, { body, actor })
  return { ...answer, body: answer.body as Body }
}

async function get(path: string, actor = 'auditor/test'): Promise<Answer> {
  const answer = await service.call('GET', path, { actor })
  return { ...answer, body: answer.body as Body }
}
