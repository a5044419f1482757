import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { imbalances, postings } from '@welfare/contracts/postings.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeliveriesApplication, startDeliveriesApplication } from './deliveries-process.fixture.ts'
import { type HttpContext, openRound, prepareContext, programme, round, secondSite } from './http-context.fixture.ts'
import { sampleId, site, worker } from './sample.fixture.ts'

let context: HttpContext
beforeAll(async () => {
  context = await prepareContext(await startDeliveriesApplication())
})
afterAll(() => context.stop())

describe('kits', () => {
  it('keep every version; a stale If-Match is told', async () => {
    const path = `/v1/kits/${await context.create('/v1/kits', { name: '防暑药箱', components: [{ item: context.water, quantity: 1 }] })}`
    const body = { name: '防暑药箱', components: [{ item: context.fan, quantity: 2 }] }
    const revised = await context.call('PUT', path, { body, headers: { 'if-match': '"1"' } })
    expect(revised).toMatchObject({ status: 200, body: { kitVersion: 2, components: body.components } })
    const stale = await context.call('PUT', path, { body, headers: { 'if-match': '"1"' } })
    expect(stale).toMatchObject({ status: 412, body: { code: 'version-mismatch' } })
    expect((await context.call('PUT', path, { body })).status).toBe(428)
    const read = await context.call('GET', path)
    expect(read.headers.get('etag')).toBe('"2"')
    expect(read.body).toMatchObject({ kitVersion: 2, versions: [{ kitVersion: 1 }, { kitVersion: 2 }] })
  })
  it('item-unknown', async () => {
    const body = { name: '空', components: [{ item: sampleId('item', 9), quantity: 1 }] }
    expect(await context.call('POST', '/v1/kits', { body })).toMatchObject({
      status: 422,
      body: { code: 'item-unknown' },
    })
  })
})

describe('a consignment', () => {
  it('is planned, packed for, dispatched, received short, handed out', async () => {
    await context.stock(context.water, 200, '2025-09-01')
    await context.stock(context.fan, 100)
    const packing = { kit: context.kit, kitVersion: 1, quantity: 50 }
    const packed = await context.call('POST', `/v1/depots/${context.depot}/packings`, { body: packing })
    expect(packed).toMatchObject({ status: 201, body: { quantity: 50, expiresOn: '2025-09-01' } })
    const commodity = `${context.kit}@1`
    const id = await context.plan([{ commodity, quantity: 38 }], { programme, round })
    const dispatch = await context.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(dispatch).toMatchObject({
      status: 201,
      body: { depot: context.depot, consignment: id, lines: [{ commodity, quantity: 38 }] },
    })

    const lines = [{ commodity, quantity: 36, shortReason: '途中破损' }]
    const receipt = { receivedBy: worker, receivedOn: '2025-07-01', lines, proof: 'QS-0001' }
    const received = await context.call('POST', `/v1/consignments/${id}/receipt`, { body: receipt })
    expect(received).toMatchObject({
      status: 201,
      body: { id: `${id}.3`, lines: [{ quantity: 36, shortQuantity: 2 }] },
    })
    const handOut = { lines: [{ commodity, quantity: 36 }], workers: [worker], heads: 35, handedOutOn: '2025-07-01' }
    const handed = await context.call('POST', `/v1/consignments/${id}/handouts`, { body: handOut })
    expect(handed).toMatchObject({ status: 201, body: { heads: 35, workers: [worker] } })

    const read = await context.call('GET', `/v1/consignments/${id}`)
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
    const listed = await context.call('GET', `/v1/consignments?round=${round}&status=received&after=${after}`)
    expect(listed.body).toMatchObject({ items: [{ id, planned: 38, received: 36, short: 2, handedOut: 36 }] })
  })

  it('is returned to the depot that sent it', async () => {
    await context.stock(context.fan, 5)
    const before = await context.stockOf(context.fan)
    const id = await context.plan([{ commodity: context.fan, quantity: 5 }])
    await context.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(await context.stockOf(context.fan)).toBe(before - 5)
    const returned = await context.call('POST', `/v1/consignments/${id}/return`, { body: { reason: '园区封闭' } })
    expect(returned.status).toBe(201)
    await context.settled()
    expect(await context.stockOf(context.fan)).toBe(before)
    expect((await context.call('GET', `/v1/consignments/${id}`)).body).toMatchObject({ status: 'returned' })
  })

  it('is cancelled before it is dispatched, and then stays', async () => {
    const id = await context.plan([{ commodity: context.fan, quantity: 1 }])
    const before = await context.stockOf(context.fan)
    await context.call('POST', `/v1/consignments/${id}/cancellation`, { body: { reason: '改期' } })
    const late = await context.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(late).toMatchObject({ status: 409, body: { code: 'consignment-cancelled' } })
    expect(await context.stockOf(context.fan)).toBe(before)
  })

  it('says the same to the same request, and does it once', async () => {
    const id = await context.plan([{ commodity: context.fan, quantity: 1 }])
    const key = 'dispatch-once'
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => context.call('POST', `/v1/consignments/${id}/dispatch`, { key })),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]?.status).toBe(201)
    const other = await context.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(other).toMatchObject({ status: 409, body: { code: 'consignment-already-dispatched' } })
  })
})

describe('a round', () => {
  it('is planned once, one consignment for each site', async () => {
    const path = `/v1/rounds/${round}/consignments`
    const [first, second] = await Promise.all([
      context.call('POST', path, { body: { depot: context.depot } }),
      context.call('POST', path, { body: { depot: context.depot } }),
    ])
    expect(first).toMatchObject({ status: 201, body: { consignments: [{ site }, { site: secondSite }] } })
    expect(second.text).toBe(first.text)
    const elsewhere = await context.create('/v1/depots', { name: '另一库', division: '130300' })
    const other = await context.call('POST', path, { body: { depot: elsewhere } })
    expect(other).toMatchObject({ status: 409, body: { code: 'round-already-planned', depot: context.depot } })
  })
  it.each([
    [404, 'round-unknown', () => sampleId('round', 9)],
    [409, 'round-not-sealed', () => openRound],
    [422, 'round-not-for-sites', () => sampleId('round', 3)],
  ])('%i %s', async (status, code, id) => {
    const answer = await context.call('POST', `/v1/rounds/${id()}/consignments`, { body: { depot: context.depot } })
    expect(answer).toMatchObject({ status, body: { code } })
  })
})

it('pages a list with cursors, each thing once', async () => {
  await context.settled()
  const seen: string[] = []
  for (let path: string | undefined = '/v1/consignments?limit=2'; path; ) {
    const page = (await context.call('GET', path)).body as { items: { id: string }[]; nextCursor?: string }
    seen.push(...page.items.map(({ id }) => id))
    path = page.nextCursor && `/v1/consignments?limit=2&cursor=${page.nextCursor}`
  }
  const all = (await context.call('GET', '/v1/consignments')).body as { items: { id: string }[] }
  expect(seen).toEqual(all.items.map(({ id }) => id))
  expect(new Set(seen).size).toBe(seen.length)
})

it('balances every event that was recorded', async () => {
  const events = await context.all()
  const goods = events.map((recorded) => postings(decode(recorded), recorded.stream)).filter((legs) => legs.length > 0)
  expect(goods.length).toBeGreaterThan(10)
  expect(goods.flatMap((legs) => imbalances(legs))).toEqual([])
})

function decode(recorded: Awaited<ReturnType<DeliveriesApplication['all']>>[number]) {
  return eventCodec.decode(recorded)
}
