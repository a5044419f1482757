import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { imbalances, postings } from '@welfare/contracts/postings.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeliveriesHouse, startDeliveriesHouse } from './deliveries-house.ts'
import { sampleId, site, worker } from './sample.ts'

let house: DeliveriesHouse
let water: string
let fan: string
let kit: string
let depot: string
const programme = sampleId('programme', 1)
const employer = sampleId('employer', 1)
const round = sampleId('round', 1)
const openRound = sampleId('round', 2)
const secondSite = sampleId('site', 2)

beforeAll(async () => {
  house = await startDeliveriesHouse()
  water = await create('/v1/items', { name: '矿泉水', unit: '瓶' })
  fan = await create('/v1/items', { name: '挂脖风扇', unit: '台' })
  const components = [
    { item: water, quantity: 2 },
    { item: fan, quantity: 1 },
  ]
  kit = await create('/v1/kits', { name: '清凉礼包', trade: '快递', components })
  depot = await create('/v1/depots', { name: '秦皇岛市总工会物资库', division: '130300' })
  await recordOtherRooms()
})
afterAll(() => house.stop())

describe('kits', () => {
  it('keep every version; a stale If-Match is told', async () => {
    const path = `/v1/kits/${await create('/v1/kits', { name: '防暑药箱', components: [{ item: water, quantity: 1 }] })}`
    const body = { name: '防暑药箱', components: [{ item: fan, quantity: 2 }] }
    const revised = await house.call('PUT', path, { body, headers: { 'if-match': '"1"' } })
    expect(revised).toMatchObject({ status: 200, body: { kitVersion: 2, components: body.components } })
    const stale = await house.call('PUT', path, { body, headers: { 'if-match': '"1"' } })
    expect(stale).toMatchObject({ status: 412, body: { code: 'version-mismatch' } })
    expect((await house.call('PUT', path, { body })).status).toBe(428)
    const read = await house.call('GET', path)
    expect(read.headers.get('etag')).toBe('"2"')
    expect(read.body).toMatchObject({ kitVersion: 2, versions: [{ kitVersion: 1 }, { kitVersion: 2 }] })
  })
  it('item-unknown', async () => {
    const body = { name: '空', components: [{ item: sampleId('item', 9), quantity: 1 }] }
    expect(await house.call('POST', '/v1/kits', { body })).toMatchObject({
      status: 422,
      body: { code: 'item-unknown' },
    })
  })
})

describe('a consignment', () => {
  it('is planned, packed for, dispatched, received short, handed out', async () => {
    await stock(water, 200, '2025-09-01')
    await stock(fan, 100)
    const packing = { kit, kitVersion: 1, quantity: 50 }
    const packed = await house.call('POST', `/v1/depots/${depot}/packings`, { body: packing })
    expect(packed).toMatchObject({ status: 201, body: { quantity: 50, expiresOn: '2025-09-01' } })
    const commodity = `${kit}@1`
    const id = await plan([{ commodity, quantity: 38 }], { programme, round })
    const dispatch = await house.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(dispatch).toMatchObject({
      status: 201,
      body: { depot, consignment: id, lines: [{ commodity, quantity: 38 }] },
    })

    const lines = [{ commodity, quantity: 36, shortReason: '途中破损' }]
    const receipt = { receivedBy: worker, receivedOn: '2025-07-01', lines, proof: 'QS-0001' }
    const received = await house.call('POST', `/v1/consignments/${id}/receipt`, { body: receipt })
    expect(received).toMatchObject({
      status: 201,
      body: { id: `${id}.3`, lines: [{ quantity: 36, shortQuantity: 2 }] },
    })
    const handOut = { lines: [{ commodity, quantity: 36 }], workers: [worker], heads: 35, handedOutOn: '2025-07-01' }
    const handed = await house.call('POST', `/v1/consignments/${id}/handouts`, { body: handOut })
    expect(handed).toMatchObject({ status: 201, body: { heads: 35, workers: [worker] } })

    const read = await house.call('GET', `/v1/consignments/${id}`)
    expect(read.body).toMatchObject({
      status: 'received',
      receipt: { late: true, lines: [{ quantity: 36, shortQuantity: 2, shortReason: '途中破损' }] },
      atSite: [{ quantity: 0 }],
      handedOut: [{ quantity: 36 }],
      workersServed: 1,
      headsServed: 35,
    })
    expect(read.headers.get('etag')).toBe('"4"')
    const after = encodeURIComponent(handed.headers.get('welfare-position') ?? '')
    const listed = await house.call('GET', `/v1/consignments?round=${round}&status=received&after=${after}`)
    expect(listed.body).toMatchObject({ items: [{ id, planned: 38, received: 36, short: 2, handedOut: 36 }] })
  })

  it('is returned to the depot that sent it', async () => {
    await stock(fan, 5)
    const before = await stockOf(fan)
    const id = await plan([{ commodity: fan, quantity: 5 }])
    await house.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(await stockOf(fan)).toBe(before - 5)
    const returned = await house.call('POST', `/v1/consignments/${id}/return`, { body: { reason: '园区封闭' } })
    expect(returned.status).toBe(201)
    await house.settled()
    expect(await stockOf(fan)).toBe(before)
    expect((await house.call('GET', `/v1/consignments/${id}`)).body).toMatchObject({ status: 'returned' })
  })

  it('is cancelled before it is dispatched, and then stays', async () => {
    const id = await plan([{ commodity: fan, quantity: 1 }])
    const before = await stockOf(fan)
    await house.call('POST', `/v1/consignments/${id}/cancellation`, { body: { reason: '改期' } })
    const late = await house.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(late).toMatchObject({ status: 409, body: { code: 'consignment-cancelled' } })
    expect(await stockOf(fan)).toBe(before)
  })

  it('says the same to the same request, and does it once', async () => {
    const id = await plan([{ commodity: fan, quantity: 1 }])
    const key = 'dispatch-once'
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => house.call('POST', `/v1/consignments/${id}/dispatch`, { key })),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]?.status).toBe(201)
    const other = await house.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(other).toMatchObject({ status: 409, body: { code: 'consignment-already-dispatched' } })
  })
})

describe('a round', () => {
  it('is planned once, one consignment for each site', async () => {
    const path = `/v1/rounds/${round}/consignments`
    const [first, second] = await Promise.all([
      house.call('POST', path, { body: { depot } }),
      house.call('POST', path, { body: { depot } }),
    ])
    expect(first).toMatchObject({ status: 201, body: { consignments: [{ site }, { site: secondSite }] } })
    expect(second.text).toBe(first.text)
    const elsewhere = await create('/v1/depots', { name: '另一库', division: '130300' })
    const other = await house.call('POST', path, { body: { depot: elsewhere } })
    expect(other).toMatchObject({ status: 409, body: { code: 'round-already-planned', depot } })
  })
  it.each([
    [404, 'round-unknown', () => sampleId('round', 9)],
    [409, 'round-not-sealed', () => openRound],
    [422, 'round-not-for-sites', () => sampleId('round', 3)],
  ])('%i %s', async (status, code, id) => {
    const answer = await house.call('POST', `/v1/rounds/${id()}/consignments`, { body: { depot } })
    expect(answer).toMatchObject({ status, body: { code } })
  })
})

describe('refusals', () => {
  it.each<[number, string, () => Record<string, unknown>]>([
    [422, 'site-unknown', () => ({ site: sampleId('site', 9) })],
    [422, 'depot-unknown', () => ({ depot: sampleId('depot', 9) })],
    [422, 'programme-unknown', () => ({ programme: sampleId('programme', 9) })],
    [422, 'round-unknown', () => ({ programme, round: sampleId('round', 9) })],
    [422, 'round-of-another-programme', () => ({ programme: sampleId('programme', 2), round })],
    [409, 'programme-closed', () => ({ programme: sampleId('programme', 3) })],
    [422, 'commodity-unknown', () => ({ lines: [{ commodity: `${kit}@9`, quantity: 1 }] })],
    [422, 'commodity-repeated', () => ({ lines: [0, 1].map(() => ({ commodity: fan, quantity: 1 })) })],
    [400, 'body-invalid', () => ({ lines: [{ commodity: fan, quantity: 1.5 }] })],
    [400, 'number-not-exact', () => ({ lines: [{ commodity: fan, quantity: 1e300 }] })],
    [400, 'body-invalid', () => ({ lines: [{ commodity: fan, quantity: 1e9 }] })],
    [400, 'body-invalid', () => ({ dueOn: '2025-02-30' })],
    [400, 'body-invalid', () => ({ colour: 'red' })],
  ])('of a plan: %i %s', async (status, code, wrong) => {
    const body = { site, depot, lines: [{ commodity: fan, quantity: 1 }], dueOn: '2025-07-05', ...wrong() }
    expect(await house.call('POST', '/v1/consignments', { body })).toMatchObject({ status, body: { code } })
  })

  it('of a depot: what it does not have, a paper twice, a lot too old, things unknown', async () => {
    const other = await create('/v1/depots', { name: '小库', division: '130303' })
    const receipt = receiptOf(water, 3, '2025-06-30')
    const taken = await house.call('POST', `/v1/depots/${other}/receipts`, { body: receipt })
    const lot = idOf(taken.body)
    const expectRefusal = async (path: string, body: object, status: number, code: string) =>
      expect(await house.call('POST', path, { body })).toMatchObject({ status, body: { code } })
    await expectRefusal(`/v1/depots/${other}/receipts`, receipt, 409, 'receipt-number-used')
    await expectRefusal(`/v1/depots/${other}/receipts`, receiptOf(sampleId('item', 9), 1), 422, 'commodity-unknown')
    const future = { ...receiptOf(water, 1), receivedOn: '2025-07-02' }
    await expectRefusal(`/v1/depots/${other}/receipts`, future, 422, 'received-in-future')
    await expectRefusal(`/v1/depots/${sampleId('depot', 9)}/receipts`, receiptOf(water, 1), 404, 'not-found')
    const unknownVersion = { kit, kitVersion: 7, quantity: 1 }
    await expectRefusal(`/v1/depots/${other}/packings`, unknownVersion, 422, 'kit-version-unknown')
    await expectRefusal(`/v1/depots/${other}/packings`, { kit, kitVersion: 1, quantity: 1 }, 409, 'lot-expired')
    const tooMuch = { lines: [{ lot, quantity: 4 }], reason: '过期' }
    await expectRefusal(`/v1/depots/${other}/write-offs`, tooMuch, 409, 'stock-insufficient')
    const writtenOff = { lines: [{ lot, quantity: 3 }], reason: '过期' }
    expect((await house.call('POST', `/v1/depots/${other}/write-offs`, { body: writtenOff })).status).toBe(201)
    expect((await house.call('GET', `/v1/depots/${other}`)).body).toMatchObject({ stock: [] })

    const id = await plan([{ commodity: fan, quantity: 9 }], { depot: other })
    const dispatch = await house.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(dispatch).toMatchObject({ status: 409, body: { code: 'stock-insufficient', available: 0, needed: 9 } })
    expect((await house.call('GET', `/v1/consignments/${id}`)).body).toMatchObject({ status: 'planned' })
  })

  it('at the site: who is not registered, what did not come', async () => {
    await stock(fan, 2)
    const id = await plan([{ commodity: fan, quantity: 2 }])
    const lines = [{ commodity: fan, quantity: 2 }]
    const receipt = { receivedBy: worker, receivedOn: '2025-07-01', lines }
    const path = `/v1/consignments/${id}`
    const early = await house.call('POST', `${path}/receipt`, { body: receipt })
    expect(early).toMatchObject({ status: 409, body: { code: 'consignment-not-dispatched' } })
    await house.call('POST', `${path}/dispatch`)
    const stranger = { ...receipt, receivedBy: sampleId('worker', 9) }
    const unknown = await house.call('POST', `${path}/receipt`, { body: stranger })
    expect(unknown).toMatchObject({ status: 422, body: { code: 'worker-unknown' } })
    const stale = await house.call('POST', `${path}/receipt`, { body: receipt, headers: { 'if-match': '"1"' } })
    expect(stale.status).toBe(412)
    expect((await house.call('POST', `${path}/receipt`, { body: receipt })).status).toBe(201)
    const handOut = { lines: [{ commodity: fan, quantity: 3 }], heads: 3, handedOutOn: '2025-07-01' }
    const tooMany = await house.call('POST', `${path}/handouts`, { body: handOut })
    expect(tooMany).toMatchObject({ status: 409, body: { code: 'site-stock-insufficient', available: 2, needed: 3 } })
  })

  it('of what is not there', async () => {
    for (const path of ['items', 'kits', 'depots', 'consignments']) {
      const missing = await house.call('GET', `/v1/${path}/${sampleId(path.slice(0, -1), 9)}`)
      expect(missing).toMatchObject({ status: 404, body: { code: 'not-found' } })
    }
    const nothing = await house.call('POST', `/v1/consignments/${sampleId('consignment', 9)}/dispatch`)
    expect(nothing.status).toBe(404)
    expect((await house.call('GET', '/v1/items?cursor=abc')).body).toMatchObject({ code: 'cursor-malformed' })
  })
})

it('pages a list with cursors, each thing once', async () => {
  await house.settled()
  const seen: string[] = []
  for (let path: string | undefined = '/v1/consignments?limit=2'; path; ) {
    const page = (await house.call('GET', path)).body as { items: { id: string }[]; nextCursor?: string }
    seen.push(...page.items.map(({ id }) => id))
    path = page.nextCursor && `/v1/consignments?limit=2&cursor=${page.nextCursor}`
  }
  const all = (await house.call('GET', '/v1/consignments')).body as { items: { id: string }[] }
  expect(seen).toEqual(all.items.map(({ id }) => id))
  expect(new Set(seen).size).toBe(seen.length)
})

it('balances every event that was recorded', async () => {
  const events = await house.all()
  const goods = events.map((recorded) => postings(decode(recorded), recorded.stream)).filter((legs) => legs.length > 0)
  expect(goods.length).toBeGreaterThan(10)
  expect(goods.flatMap((legs) => imbalances(legs))).toEqual([])
})

function decode(recorded: Awaited<ReturnType<DeliveriesHouse['all']>>[number]) {
  return eventCodec.decode(recorded as Parameters<typeof eventCodec.decode>[0])
}

async function create(path: string, body: object): Promise<string> {
  const answer = await house.call('POST', path, { body })
  expect(answer.status).toBe(201)
  return idOf(answer.body)
}

function idOf(body: unknown): string {
  return (body as { id: string }).id
}

function plan(lines: readonly object[], more: object = {}): Promise<string> {
  return create('/v1/consignments', { site, depot, lines, dueOn: '2025-06-30', ...more })
}

let papers = 0
function receiptOf(commodity: string, quantity: number, expiresOn?: string) {
  papers += 1
  const source = { kind: 'donation', donor: { kind: 'organisation', name: '某饮料公司' } }
  return { commodity, quantity, source, receiptNumber: `R-${papers}`, receivedOn: '2025-06-30', expiresOn }
}

function stock(commodity: string, quantity: number, expiresOn?: string): Promise<string> {
  return create(`/v1/depots/${depot}/receipts`, receiptOf(commodity, quantity, expiresOn))
}

async function stockOf(commodity: string): Promise<number> {
  const { stock } = (await house.call('GET', `/v1/depots/${depot}`)).body as {
    stock: { commodity: string; quantity: number }[]
  }
  return stock.find((line) => line.commodity === commodity)?.quantity ?? 0
}

async function recordOtherRooms(): Promise<void> {
  const where = { division: '130302', trade: '快递' }
  for (const id of [site, secondSite]) {
    const data = { name: '工会驿站', ...where, kind: 'union-station' as const, headCount: 38 }
    await house.record(id, { type: 'SiteRegistered', data })
  }
  const person = { identity: sampleId('identity', 1), employer, ...where, sealed: 'ciphertext', sealedFields: ['name'] }
  await house.record(worker, { type: 'WorkerRegistered', data: person })
  const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const }
  const definition = { name: '夏送清凉', kind: 'cool-summer', division: '130300', year: 2025, rules, rulesVersion: 1 }
  for (const number of [1, 2, 3]) {
    const closing = { type: 'ProgrammeClosed', data: { reason: '结束' } } as const
    const defined = { type: 'ProgrammeDefined', data: { ...definition, plan: 'sites' } } as const
    await house.record(sampleId('programme', number), defined, ...(number === 3 ? [closing] : []))
  }
  const goods = [{ commodity: `${kit}@1`, quantity: 38 }]
  const sites = [site, secondSite].map((id) => ({ site: id, ...where, headCount: 38, goods, dueOn: '2025-07-10' }))
  const open = (plan: 'sites' | 'people') => ({
    type: 'RoundOpened' as const,
    data: { programme, plan, name: '第一轮', windows: [], entries: 2, rosterReadThrough: 0 },
  })
  const sealed = { type: 'RoundSealed', data: { programme, entries: 2 } } as const
  await house.record(round, open('sites'), { type: 'SiteListFrozen', data: { programme, sites } }, sealed)
  await house.record(openRound, open('sites'))
  await house.record(sampleId('round', 3), open('people'), sealed)
}
