import type { WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { type ServedService, serveService } from '@welfare/http/edge/serve-service.fixture.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fundsFacts } from './funds.facts.ts'
import { createFundsService } from './funds.service.ts'
import { idNumber } from './sample.fixture.ts'

const programme = idNumber('programme', 1)
const budget = idNumber('budget', 1)
const batch = idNumber('batch', 1)
const wallet = idNumber('wallet', 1)
const worker = idNumber('worker', 1)

const programmeDefined: WelfareEvent = {
  type: 'ProgrammeDefined',
  data: {
    name: '玉树节日餐补 2025',
    kind: 'festival-meal',
    division: '632701',
    plan: 'people',
    year: 2025,
    rules: {
      windows: [{ window: 'horse-racing', name: '赛马节', from: '2025-07-25', until: '2025-07-31', creditFen: 16_000 }],
      quota: {},
      lateEntryDays: 3,
      sharing: 'in-proportion',
    },
    rulesVersion: 1,
  },
}
const programmeClosed: WelfareEvent = { type: 'ProgrammeClosed', data: { reason: 'year over' } }
const fundBody = {
  name: '北京市总工会帮扶资金',
  division: '110000',
  funder: { name: '北京市总工会', kind: 'union' },
  restriction: { purposes: ['festival-meal'], divisions: ['632700'] },
}

let service: ServedService

beforeEach(async () => {
  service = await serveService(createFundsService, [fundsFacts])
})
afterEach(() => service.stop())

describe('a fund over HTTP', () => {
  test('opens, takes donations, lists them, refunds', async () => {
    const fund = await openFund()
    const donation = await donate(fund, 'R-1', 20_000_00)
    expect(donation).toMatchObject({ id: `${fund}.2`, receivedOn: '2025-06-02', availableAfterFen: 20_000_00 })
    await donate(fund, 'R-2', 1_00)
    const again = await post(`/v1/funds/${fund}/donations`, { ...donationBody('R-1'), amountFen: 5 })
    expect(again).toMatchObject({ status: 409, body: { code: 'receipt-number-used', donation: `${fund}.2` } })
    const refund = await post(`/v1/funds/${fund}/refunds`, {
      donation: `${fund}.2`,
      amountFen: 5_000_00,
      reason: 'wish',
    })
    expect(refund).toMatchObject({ status: 201, body: { id: `${fund}.4`, availableAfterFen: 15_001_00 } })
    const second = await post(`/v1/funds/${fund}/refunds`, { donation: `${fund}.2`, amountFen: 15_000_01, reason: 'x' })
    expect(second).toMatchObject({ status: 409, body: { code: 'refund-exceeds-donation', unrefundedFen: 15_000_00 } })

    const one = await service.call('GET', `/v1/funds/${fund}`)
    expect(one).toMatchObject({ status: 200, body: { ...fundBody, grantedFen: 15_001_00, availableFen: 15_001_00 } })
    expect(one.headers.get('etag')).toBe('"4"')
    const listed = await service.call('GET', `/v1/funds/${fund}/donations?limit=1`)
    expect(listed.body).toMatchObject({ items: [{ id: `${fund}.2`, refundedFen: 5_000_00 }] })
    const { nextCursor } = listed.body as { nextCursor: string }
    const next = await service.call('GET', `/v1/funds/${fund}/donations?cursor=${nextCursor}`)
    expect(next.body).toMatchObject({ items: [{ receiptNumber: 'R-2' }] })
    expect((await service.call('GET', '/v1/funds')).body).toMatchObject({ items: [one.body] })
  })

  test('whose money it is stands from its opening on, or is said later, once without a reason', async () => {
    const said = await post('/v1/funds', { ...fundBody, relation: 'superior' })
    expect(said).toMatchObject({ status: 201, body: { relation: 'superior' } })
    const fund = await openFund()
    expect((await service.call('GET', `/v1/funds/${fund}`)).body).not.toHaveProperty('relation')
    expect(await post(`/v1/funds/${fund}/relation`, { relation: 'peer' })).toMatchObject({
      status: 201,
      body: { fund, relation: 'peer' },
    })
    const other = { relation: 'person' }
    expect(await post(`/v1/funds/${fund}/relation`, other)).toMatchObject({
      status: 409,
      body: { code: 'relation-known', relation: 'peer' },
    })
    const document = { kind: 'letter', number: 'H-7' }
    expect(await post(`/v1/funds/${fund}/relation`, { ...other, reason: '补充协议', document })).toMatchObject({
      status: 201,
    })
    const [, , changed] = await service.recorded(fund)
    expect(changed).toMatchObject({ data: { relation: 'person', reason: '补充协议' } })
    const { items } = (await service.call('GET', '/v1/funds')).body as { items: object[] }
    expect(items).toMatchObject([{ relation: 'superior' }, { id: fund, relation: 'person' }])
    expect(items).toContainEqual((await service.call('GET', `/v1/funds/${fund}`)).body)
  })

  test('the same request with the same key is answered as the first time', async () => {
    const fund = await openFund()
    const body = { ...donationBody('R-1'), amountFen: 100 }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(`/v1/funds/${fund}/donations`, body, 'key-of-one-donation')),
    )
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await service.recorded(fund)).toHaveLength(2)
    const other = await post(`/v1/funds/${fund}/donations`, { ...body, amountFen: 101 }, 'key-of-one-donation')
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } })
  })

  test('a version that the route does not ask for is not minded', async () => {
    const fund = await openFund()
    const body = { ...donationBody('R-1'), amountFen: 100 }
    const answer = await service.call('POST', `/v1/funds/${fund}/donations`, { body, headers: { 'if-match': '"9"' } })
    expect(answer).toMatchObject({ status: 201 })
  })

  test.each([
    ['a fraction', { amountFen: 0.5 }],
    ['nothing', { amountFen: 0 }],
    ['less than nothing', { amountFen: -1 }],
    ['too much', { amountFen: 1_000_000_000_001 }],
    ['an unknown field', { amountFen: 1, surplus: 1 }],
    ['an empty receipt number', { amountFen: 1, receiptNumber: ' ' }],
    ['a day that is none', { amountFen: 1, receivedOn: '2025-02-30' }],
  ])('a donation of %s is refused and leaves nothing', async (_, fault) => {
    const fund = await openFund()
    const answer = await post(`/v1/funds/${fund}/donations`, { ...donationBody('R-1'), ...fault })
    expect(answer).toMatchObject({ status: 400, body: { code: 'body-invalid' } })
    expect(await service.recorded(fund)).toHaveLength(1)
  })

  test('unknown things are 404', async () => {
    const nobody = idNumber('fund', 9)
    expect(await service.call('GET', `/v1/funds/${nobody}`)).toMatchObject({
      status: 404,
      body: { code: 'fund-unknown' },
    })
    expect(await service.call('GET', `/v1/funds/${nobody}/donations`)).toMatchObject({ status: 404 })
    expect(await post(`/v1/funds/${nobody}/donations`, { ...donationBody('R'), amountFen: 1 })).toMatchObject({
      status: 404,
      body: { code: 'fund-unknown' },
    })
    expect(await service.call('GET', `/v1/programmes/${programme}/budget`)).toMatchObject({ status: 404 })
    const fund = await openFund()
    expect(await allocate(fund, 1)).toMatchObject({ status: 404, body: { code: 'programme-unknown' } })
  })
})

describe('an allocation', () => {
  test('stands in the budget when it is answered', async () => {
    const fund = await fundedProgramme(1_000)
    const answer = await allocate(fund, 667, { note: '第一笔' })
    expect(answer).toMatchObject({
      status: 201,
      body: { id: `${fund}.3`, fund, programme, amountFen: 667, availableAfterFen: 333 },
    })
    const events = await service.recorded(budget)
    expect(events.map(({ type }) => type)).toEqual(['BudgetOpened', 'AllocationReceived'])
    expect(await budgetNow()).toMatchObject({ status: 'open', allocatedFen: 667, funds: [{ fund, allocatedFen: 667 }] })
  })

  test('is listed with the others of its fund', async () => {
    const fund = await fundedProgramme(1_000)
    const first = await allocate(fund, 667, { note: '第一笔' })
    await allocate(fund, 100)
    const path = `/v1/funds/${fund}/allocations`
    const page = await service.call('GET', `${path}?limit=1`)
    const { id } = first.body as { id: string }
    expect(page.body).toMatchObject({ items: [{ id, fund, programme, amountFen: 667, note: '第一笔' }] })
    const { nextCursor } = page.body as { nextCursor: string }
    const rest = await service.call('GET', `${path}?cursor=${nextCursor}`)
    expect(rest.body).toEqual({ items: [expect.objectContaining({ amountFen: 100 })] })
    expect(await service.call('GET', `/v1/funds/${idNumber('fund', 9)}/allocations`)).toMatchObject({ status: 404 })
  })

  test('with dryRun says what would happen, and records nothing', async () => {
    const fund = await fundedProgramme(1_000)
    const before = (await service.asked()).length
    const would = await post(`/v1/funds/${fund}/allocations?dryRun=true`, { programme, amountFen: 600 })
    expect(would).toMatchObject({ status: 200, body: { fund, programme, amountFen: 600, availableAfterFen: 400 } })
    const wouldNot = await post(`/v1/funds/${fund}/allocations?dryRun=true`, { programme, amountFen: 1_001 })
    expect(wouldNot).toMatchObject({ status: 409, body: { code: 'funds-not-available', availableFen: 1_000 } })
    expect(await service.asked()).toHaveLength(before)
  })

  test('is refused where the donor does not allow it', async () => {
    const fund = await fundedProgramme(1_000)
    const other = idNumber('programme', 2)
    const breakfast = { ...programmeDefined, data: { ...programmeDefined.data, kind: 'breakfast' } } as WelfareEvent
    await service.record(other, breakfast)
    const answer = await post(`/v1/funds/${fund}/allocations`, { programme: other, amountFen: 1 })
    expect(answer).toMatchObject({ status: 422, body: { code: 'purpose-not-allowed', kind: 'breakfast' } })
  })

  test('to a programme closed a moment ago is refused', async () => {
    const fund = await fundedProgramme(1_000)
    await service.record(programme, programmeClosed)
    expect(await allocate(fund, 1)).toMatchObject({ status: 409, body: { code: 'programme-closed' } })
  })

  test('goes back to the fund, and is available there when it is answered', async () => {
    const fund = await fundedProgramme(1_000)
    await allocate(fund, 667)
    const back = await post(`/v1/programmes/${programme}/allocation-returns`, { fund, amountFen: 600, reason: 'rest' })
    expect(back).toMatchObject({ status: 201, body: { id: `${budget}.3`, programme, fund, amountFen: 600 } })
    expect((await service.call('GET', `/v1/funds/${fund}`)).body).toMatchObject({ availableFen: 933 })
    const more = await post(`/v1/programmes/${programme}/allocation-returns`, { fund, amountFen: 68, reason: 'rest' })
    expect(more).toMatchObject({ status: 409, body: { code: 'allocated-not-sufficient', allocatedFen: 67 } })
  })

  test('many at once never take more than there is', async () => {
    const fund = await fundedProgramme(1_000)
    const answers = await Promise.all(Array.from({ length: 30 }, () => allocate(fund, 100)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(20)
    expect(await budgetNow()).toMatchObject({ allocatedFen: 1_000 })
  })
})

describe('what other services do', () => {
  test('an ordered issuance commits the budget, a release and expired credits come back', async () => {
    const fund = await fundedProgramme(1_000)
    await allocate(fund, 1_000)
    await service.record(batch, issuanceOrdered(800))
    expect(await budgetNow()).toMatchObject({ allocatedFen: 200 })
    await service.record(batch, {
      type: 'CommitmentReleased',
      data: { programme, budget, shares: [{ fund, amountFen: 50 }] },
    })
    expect(await budgetNow()).toMatchObject({ allocatedFen: 250 })
    await service.record(wallet, credit('CreditExpired', fund, 30), credit('CreditWithdrawn', fund, 20))
    await expectAllocated(300)
    await service.record(wallet, reversedAfterEnd(fund, 7))
    await expectAllocated(307)
    const before = (await service.recorded(budget)).length
    await service.restart({ dropCopies: true })
    expect(await budgetNow()).toMatchObject({ allocatedFen: 307 })
    await service.record(wallet, credit('CreditExpired', fund, 3))
    await expectAllocated(310)
    expect(await service.recorded(budget)).toHaveLength(before + 1)
  })

  test('an order beyond the budget is refused as an event', async () => {
    const fund = await fundedProgramme(1_000)
    await allocate(fund, 500)
    await service.record(batch, issuanceOrdered(501))
    await budgetNow()
    expect((await service.recorded(budget)).at(-1)).toMatchObject({
      type: 'CommitmentRefused',
      data: { code: 'budget-insufficient', facts: { allocatedFen: 500, neededFen: 501 } },
    })
  })

  test('closing sends everything home, what comes back later too', async () => {
    const fund = await fundedProgramme(1_000)
    await allocate(fund, 1_000)
    await service.record(batch, issuanceOrdered(800))
    await service.record(programme, programmeClosed)
    await untilAvailable(fund, 200)
    await service.record(wallet, credit('CreditWithdrawn', fund, 700))
    await untilAvailable(fund, 900)
    await service.record(batch, {
      type: 'CommitmentReleased',
      data: { programme, budget, shares: [{ fund, amountFen: 100 }] },
    })
    await untilAvailable(fund, 1_000)
    expect(await budgetNow()).toMatchObject({ status: 'closed', allocatedFen: 0 })
  })
})

async function openFund(): Promise<string> {
  const answer = await post('/v1/funds', fundBody)
  expect(answer.status).toBe(201)
  const { id } = answer.body as { id: string }
  expect(answer.headers.get('location')).toBe(`/v1/funds/${id}`)
  return id
}

async function fundedProgramme(amountFen: number): Promise<string> {
  await service.record(programme, programmeDefined)
  const fund = await openFund()
  await donate(fund, 'R-1', amountFen)
  return fund
}

async function donate(fund: string, receiptNumber: string, amountFen: number) {
  const answer = await post(`/v1/funds/${fund}/donations`, { ...donationBody(receiptNumber), amountFen })
  expect(answer.status).toBe(201)
  return answer.body
}

function donationBody(receiptNumber: string) {
  return { receiptNumber, donor: { kind: 'organisation', name: '某企业' } }
}

function allocate(fund: string, amountFen: number, more: object = {}) {
  return post(`/v1/funds/${fund}/allocations`, { programme, amountFen, ...more })
}

function post(path: string, body: unknown, key?: string) {
  return service.call('POST', path, { body, ...(key !== undefined && { key }) })
}

async function budgetNow(): Promise<unknown> {
  return (await service.call('GET', `/v1/programmes/${programme}/budget`)).body
}

async function expectAllocated(allocatedFen: number): Promise<void> {
  expect(await budgetNow()).toMatchObject({ allocatedFen })
}

async function untilAvailable(fund: string, availableFen: number): Promise<void> {
  const read = async () => (await service.call('GET', `/v1/funds/${fund}`)).body
  await expect.poll(read, { timeout: 5_000 }).toMatchObject({ availableFen })
}

function issuanceOrdered(totalFen: number): WelfareEvent {
  const terms = [{ window: 'horse-racing', from: '2025-07-25', until: '2025-07-31', creditFen: 16_000 }]
  const rules = { quota: {}, lateEntryDays: 3, rulesVersion: 1 }
  const order = { programme, budget, round: idNumber('round', 1), attempt: 1, terms, ...rules, workers: 1, totalFen }
  return { type: 'IssuanceOrdered', data: order }
}

function credit(type: 'CreditExpired' | 'CreditWithdrawn', fund: string, amountFen: number): WelfareEvent {
  const data = {
    programme,
    worker,
    batch,
    credit: `${wallet}.2`,
    window: 'horse-racing',
    shares: [{ fund, amountFen }],
  }
  return type === 'CreditExpired' ? { type, data } : { type, data: { ...data, reason: 'left' } }
}

function reversedAfterEnd(fund: string, amountFen: number): WelfareEvent {
  const shares = [{ fund, amountFen }]
  const draw = { credit: `${wallet}.2`, batch, window: 'horse-racing', shares, to: 'allocated' as const }
  const still = { ...draw, shares: [{ fund, amountFen: 1_000 }], to: 'issued' as const }
  const merchant = idNumber('merchant', 1)
  const ids = { programme, worker, merchant, redemption: `${wallet}.3` }
  return {
    type: 'RedemptionReversed',
    data: { ...ids, draws: [draw, still], reason: 'wrong meal', balanceAfterFen: 0 },
  }
}
