import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startDeliveriesApplication } from './deliveries-process.fixture.ts'
import { type HttpContext, idOf, prepareContext, receiptOf } from './http-context.fixture.ts'
import { sampleId, site, worker } from './sample.fixture.ts'

const maker = 'officer/desk-1'
const chair = 'approver/chair'
const otherWorker = sampleId('worker', 2)
const lateEntry = { reason: '单据迟到' }
const strictProgramme = sampleId('programme', 9)

type Limits = DataOf<'ApprovalLimitSet'>

let context: HttpContext
beforeEach(async () => {
  context = await prepareContext(await startDeliveriesApplication())
  context.goTo('2025-07-20')
})
afterEach(() => context.stop())

describe('a correction of goods', () => {
  test('waits above the limit of pieces, and is done for its maker when another approves it', async () => {
    await limits({ 'write-off': { perAct: 99 } })
    const lot = await received(1_000)
    const path = `/v1/depots/${context.depot}/receipts/${lot}/correction`
    const waits = await post(path, { quantity: 100, reason: '多打了一个零' })
    const because = [{ rule: 'one-act', kind: 'write-off', limit: 99, value: 1_000 }]
    expect(waits).toMatchObject({ status: 202, body: { status: 'proposed', count: 1_000, because } })
    expect(await context.stockOf(context.fan)).toBe(1_000)
    expect(await approve(waits, maker.replace('officer', 'approver'))).toMatchObject({ status: 403 })
    expect(await approve(waits)).toMatchObject({ body: { status: 'performed' } })
    expect(await context.stockOf(context.fan)).toBe(100)
    expect((await lastEvent('GoodsReceiptCorrected')).metadata).toMatchObject({
      ...{ actor: maker, approval: { approvedBy: chair } },
    })
  })

  test('that brings more than it takes back is held against what it brings', async () => {
    await limits({ 'write-off': { perAct: 99 } })
    const lot = await received(10)
    const path = `/v1/depots/${context.depot}/receipts/${lot}/correction`
    expect(await post(path, { quantity: 100, reason: '少打了一个零' })).toMatchObject({ status: 202 })
    expect(await post(path, { quantity: 99, reason: '少打了一个零' })).toMatchObject({ status: 201 })
  })

  test('of a dispatch, a receipt at a site and a hand-out waits alike', async () => {
    await received(100)
    const { id, handOut } = await handedOut()
    await limits({ 'write-off': { perAct: 9 } })
    const wrong = { reason: '录入有误' }
    const path = `/v1/consignments/${id}`
    const waiting = await post(`${path}/handouts/${handOut}/correction`, wrong)
    expect(waiting).toMatchObject({ status: 202, body: { count: 10 } })
    expect(await approve(waiting)).toMatchObject({ body: { status: 'performed' } })
    for (const step of ['receipt', 'dispatch']) {
      const waits = await post(`${path}/${step}/reversal`, wrong)
      expect(waits).toMatchObject({ status: 202, body: { count: 20 } })
      expect(await approve(waits)).toMatchObject({ body: { status: 'performed' } })
    }
    await context.settled()
    expect(await context.stockOf(context.fan)).toBe(100)
  })
})

describe('a count', () => {
  test('waits above the limit of pieces by its difference, also where a correction makes it so', async () => {
    await registerOtherWorker()
    await limits({ 'write-off': { perAct: 5 } })
    const lot = await received(100)
    const path = `/v1/depots/${context.depot}/counts`
    const count = (quantity: number) => post(path, { lines: [{ lot, quantity }], signedBy: [worker, otherWorker] })
    const waits = await count(94)
    expect(waits).toMatchObject({ status: 202, body: { kind: 'write-off', count: 6 } })
    expect(await approve(waits)).toMatchObject({ body: { status: 'performed' } })
    const counted = await count(94)
    expect(counted).toMatchObject({ status: 201, body: { lines: [{ booked: 94, shortage: 0 }] } })
    const correction = { lines: [{ lot, quantity: 84 }], reason: '看错' }
    expect(await post(`${path}/${idOf(counted.body)}/correction`, correction)).toMatchObject({
      ...{ status: 202, body: { count: 10 } },
    })
  })
})

describe('goods that are entered late', () => {
  test('go as far back as the division of their place says, and not as far as the default', async () => {
    await limits({}, { days: 5 })
    const path = `/v1/depots/${context.depot}/receipts`
    const of = (receivedOn: string) => post(path, { ...receiptOf(context.fan, 10), receivedOn, lateEntry })
    expect(await of('2025-07-14')).toMatchObject({
      ...{ status: 422, body: { code: 'late-entry-too-late', earliest: '2025-07-15' } },
    })
    expect(await of('2025-07-15')).toMatchObject({ status: 201 })
    await limits({}, { days: 100 }, '130301')
    const other = idOf((await post('/v1/depots', { name: '县库', division: '130301' })).body)
    const early = { ...receiptOf(context.fan, 10), receivedOn: '2025-05-01', lateEntry }
    expect(await post(`/v1/depots/${other}/receipts`, early)).toMatchObject({ status: 201 })
  })

  test('wait above so many days for a second person, and count on the day of their paper', async () => {
    await limits({}, { secondPersonAboveDays: 3 })
    const path = `/v1/depots/${context.depot}/receipts`
    const of = (receivedOn: string) => post(path, { ...receiptOf(context.fan, 30), receivedOn, lateEntry })
    expect(await of('2025-07-17')).toMatchObject({ status: 201 })
    const waits = await of('2025-07-16')
    const because = [{ rule: 'late-entry', kind: 'late-entry', limit: 3, value: 4 }]
    expect(waits).toMatchObject({ status: 202, body: { kind: 'late-entry', because } })
    expect(await context.stockOf(context.fan)).toBe(30)
    expect(await approve(waits)).toMatchObject({ body: { status: 'performed' } })
    expect(await context.stockOf(context.fan)).toBe(60)
    expect((await lastEvent('GoodsReceived')).metadata).toMatchObject({
      ...{ actor: maker, accountingDate: '2025-07-16', lateEntry: { reason: '单据迟到', days: 4 } },
      approval: { approvedBy: chair },
    })
  })

  test('wait at each step of a consignment', async () => {
    await post(`/v1/depots/${context.depot}/receipts`, { ...receiptOf(context.fan, 50), lateEntry })
    await limits({}, { secondPersonAboveDays: 3 })
    const lines = [{ commodity: context.fan, quantity: 20 }]
    const path = `/v1/consignments/${await context.plan(lines)}`
    const steps = [
      [`${path}/dispatch`, { dispatchedOn: '2025-07-10' }],
      [`${path}/receipt`, { receivedBy: worker, receivedOn: '2025-07-11', lines }],
      [`${path}/handouts`, { lines, heads: 20, handedOutOn: '2025-07-12' }],
    ] as const
    for (const [step, body] of steps) {
      const waits = await post(step, { ...body, lateEntry })
      expect(waits).toMatchObject({ status: 202, body: { kind: 'late-entry' } })
      expect(await approve(waits)).toMatchObject({ body: { status: 'performed' } })
    }
    expect((await context.call('GET', path)).body).toMatchObject({ headsServed: 20 })
    expect((await lastEvent('GoodsHandedOut')).metadata.accountingDate).toBe('2025-07-12')
  })

  test('that wait over midnight, entered without a late reason, still count on their day once approved', async () => {
    await limits({ 'write-off': { perAct: 5 } })
    const lot = await received(50)
    const waits = await post(`/v1/depots/${context.depot}/write-offs`, {
      ...{ lines: [{ lot, quantity: 6 }], reason: '破损', writtenOffOn: '2025-07-20' },
    })
    expect(waits).toMatchObject({ status: 202 })
    context.goTo('2025-07-21')
    expect(await approve(waits)).toMatchObject({ body: { status: 'performed' } })
    expect((await lastEvent('GoodsWrittenOff')).metadata.accountingDate).toBe('2025-07-20')
  })
})

describe('more kits for each person than the standard of the programme', () => {
  test('are refused without a reason, and wait for a second person with one, whatever limits say', async () => {
    await defineProgramme(2)
    const id = await kitsAtSite(30)
    const path = `/v1/consignments/${id}/handouts`
    const lines = [{ commodity: `${context.kit}@1`, quantity: 5 }]
    const of = (heads: number, more: object = {}) => post(path, { lines, heads, handedOutOn: '2025-07-20', ...more })
    expect(await of(2)).toMatchObject({
      ...{ status: 422, body: { code: 'beyond-standard', kits: 5, people: 2, kitsPerHead: 2 } },
    })
    const beyondStandard = { reason: '高温加发' }
    const waits = await of(2, { beyondStandard })
    const because = [{ rule: 'one-act', kind: 'write-off', limit: 4, value: 5 }]
    expect(waits).toMatchObject({ status: 202, body: { count: 1, because } })
    expect(await approve(waits)).toMatchObject({ body: { status: 'performed' } })
    expect(await lastEvent('GoodsHandedOut')).toMatchObject({
      data: { beyondStandard: { kitsPerHead: 2, reason: '高温加发' } },
      metadata: { actor: maker, approval: { approvedBy: chair } },
    })
    const within = await of(3, { beyondStandard })
    expect(within).toMatchObject({ status: 201 })
    const right = { lines, heads: 1, handedOutOn: '2025-07-20', beyondStandard }
    const corrected = await post(`${path}/${idOf(within.body)}/correction`, { right, reason: '人数有误' })
    expect(corrected).toMatchObject({ status: 202, body: { because: [{ limit: 2, value: 5 }] } })
  })
})

async function limits(said: Limits['limits'], late?: Limits['lateEntry'], division = '130300'): Promise<void> {
  const data = { division, limits: said, ...(late && { lateEntry: late }) }
  await context.record(sampleId('limit', Number(division)), { type: 'ApprovalLimitSet', data })
}

/** A lot of fans, received today. */
async function received(quantity: number): Promise<string> {
  const path = `/v1/depots/${context.depot}/receipts`
  return idOf((await post(path, { ...receiptOf(context.fan, quantity), receivedOn: '2025-07-20' })).body)
}

/** Twenty fans sent to the site, ten of them handed out. */
async function handedOut() {
  const lines = [{ commodity: context.fan, quantity: 20 }]
  const id = await context.plan(lines)
  await post(`/v1/consignments/${id}/dispatch`, {})
  await post(`/v1/consignments/${id}/receipt`, { receivedBy: worker, receivedOn: '2025-07-20', lines })
  const some = { lines: [{ commodity: context.fan, quantity: 10 }], heads: 10, handedOutOn: '2025-07-20' }
  return { id, handOut: idOf((await post(`/v1/consignments/${id}/handouts`, some)).body) }
}

async function kitsAtSite(quantity: number): Promise<string> {
  const lines = [{ commodity: `${context.kit}@1`, quantity }]
  const kits = { ...receiptOf(`${context.kit}@1`, quantity), receivedOn: '2025-07-20' }
  expect(await post(`/v1/depots/${context.depot}/receipts`, kits)).toMatchObject({ status: 201 })
  const id = await context.plan(lines, { programme: strictProgramme, site })
  await post(`/v1/consignments/${id}/dispatch`, {})
  const signed = { receivedBy: worker, receivedOn: '2025-07-20', lines }
  expect(await post(`/v1/consignments/${id}/receipt`, signed)).toMatchObject({ status: 201 })
  return id
}

async function defineProgramme(kitsPerHead: number): Promise<void> {
  const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const, kitsPerHead }
  const definition = { name: '夏送清凉', kind: 'cool-summer', division: '130300', year: 2025, rules, rulesVersion: 1 }
  await context.record(strictProgramme, { type: 'ProgrammeDefined', data: { ...definition, plan: 'sites' } })
}

async function registerOtherWorker(): Promise<void> {
  const person = { identity: sampleId('identity', 2), employer: sampleId('employer', 1), division: '130302' }
  const data = { ...person, trade: '快递', sealed: 'ciphertext', sealedFields: ['name' as const] }
  await context.record(otherWorker, { type: 'WorkerRegistered', data })
}

async function approve(waits: { readonly body: unknown }, actor = chair) {
  const { proposal } = waits.body as { proposal: string }
  return post(`/v1/proposals/deliveries/${proposal}/approval`, {}, actor)
}

function post(path: string, body: object, actor = maker) {
  return context.call('POST', path, { body, actor })
}

async function lastEvent(type: string) {
  const found = (await context.all()).findLast((recorded) => recorded.type === type)
  return found ?? expect.fail(`there is no ${type}`)
}
