import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { imbalances, postings } from '@welfare/contracts/postings.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeliveriesHouse, startDeliveriesHouse } from './deliveries-house.fixture.ts'
import { openRound, programme, round, type Scene, secondSite, setScene } from './http-scene.fixture.ts'
import { sampleId, site, worker } from './sample.fixture.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene(await startDeliveriesHouse())
})
afterAll(() => scene.stop())

describe('kits', () => {
  it('keep every version; a stale If-Match is told', async () => {
    const path = `/v1/kits/${await scene.create('/v1/kits', { name: '防暑药箱', components: [{ item: scene.water, quantity: 1 }] })}`
    const body = { name: '防暑药箱', components: [{ item: scene.fan, quantity: 2 }] }
    const revised = await scene.call('PUT', path, { body, headers: { 'if-match': '"1"' } })
    expect(revised).toMatchObject({ status: 200, body: { kitVersion: 2, components: body.components } })
    const stale = await scene.call('PUT', path, { body, headers: { 'if-match': '"1"' } })
    expect(stale).toMatchObject({ status: 412, body: { code: 'version-mismatch' } })
    expect((await scene.call('PUT', path, { body })).status).toBe(428)
    const read = await scene.call('GET', path)
    expect(read.headers.get('etag')).toBe('"2"')
    expect(read.body).toMatchObject({ kitVersion: 2, versions: [{ kitVersion: 1 }, { kitVersion: 2 }] })
  })
  it('item-unknown', async () => {
    const body = { name: '空', components: [{ item: sampleId('item', 9), quantity: 1 }] }
    expect(await scene.call('POST', '/v1/kits', { body })).toMatchObject({
      status: 422,
      body: { code: 'item-unknown' },
    })
  })
})

describe('a consignment', () => {
  it('is planned, packed for, dispatched, received short, handed out', async () => {
    await scene.stock(scene.water, 200, '2025-09-01')
    await scene.stock(scene.fan, 100)
    const packing = { kit: scene.kit, kitVersion: 1, quantity: 50 }
    const packed = await scene.call('POST', `/v1/depots/${scene.depot}/packings`, { body: packing })
    expect(packed).toMatchObject({ status: 201, body: { quantity: 50, expiresOn: '2025-09-01' } })
    const commodity = `${scene.kit}@1`
    const id = await scene.plan([{ commodity, quantity: 38 }], { programme, round })
    const dispatch = await scene.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(dispatch).toMatchObject({
      status: 201,
      body: { depot: scene.depot, consignment: id, lines: [{ commodity, quantity: 38 }] },
    })

    const lines = [{ commodity, quantity: 36, shortReason: '途中破损' }]
    const receipt = { receivedBy: worker, receivedOn: '2025-07-01', lines, proof: 'QS-0001' }
    const received = await scene.call('POST', `/v1/consignments/${id}/receipt`, { body: receipt })
    expect(received).toMatchObject({
      status: 201,
      body: { id: `${id}.3`, lines: [{ quantity: 36, shortQuantity: 2 }] },
    })
    const handOut = { lines: [{ commodity, quantity: 36 }], workers: [worker], heads: 35, handedOutOn: '2025-07-01' }
    const handed = await scene.call('POST', `/v1/consignments/${id}/handouts`, { body: handOut })
    expect(handed).toMatchObject({ status: 201, body: { heads: 35, workers: [worker] } })

    const read = await scene.call('GET', `/v1/consignments/${id}`)
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
    const listed = await scene.call('GET', `/v1/consignments?round=${round}&status=received&after=${after}`)
    expect(listed.body).toMatchObject({ items: [{ id, planned: 38, received: 36, short: 2, handedOut: 36 }] })
  })

  it('is returned to the depot that sent it', async () => {
    await scene.stock(scene.fan, 5)
    const before = await scene.stockOf(scene.fan)
    const id = await scene.plan([{ commodity: scene.fan, quantity: 5 }])
    await scene.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(await scene.stockOf(scene.fan)).toBe(before - 5)
    const returned = await scene.call('POST', `/v1/consignments/${id}/return`, { body: { reason: '园区封闭' } })
    expect(returned.status).toBe(201)
    await scene.settled()
    expect(await scene.stockOf(scene.fan)).toBe(before)
    expect((await scene.call('GET', `/v1/consignments/${id}`)).body).toMatchObject({ status: 'returned' })
  })

  it('is cancelled before it is dispatched, and then stays', async () => {
    const id = await scene.plan([{ commodity: scene.fan, quantity: 1 }])
    const before = await scene.stockOf(scene.fan)
    await scene.call('POST', `/v1/consignments/${id}/cancellation`, { body: { reason: '改期' } })
    const late = await scene.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(late).toMatchObject({ status: 409, body: { code: 'consignment-cancelled' } })
    expect(await scene.stockOf(scene.fan)).toBe(before)
  })

  it('says the same to the same request, and does it once', async () => {
    const id = await scene.plan([{ commodity: scene.fan, quantity: 1 }])
    const key = 'dispatch-once'
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => scene.call('POST', `/v1/consignments/${id}/dispatch`, { key })),
    )
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]?.status).toBe(201)
    const other = await scene.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(other).toMatchObject({ status: 409, body: { code: 'consignment-already-dispatched' } })
  })
})

describe('a round', () => {
  it('is planned once, one consignment for each site', async () => {
    const path = `/v1/rounds/${round}/consignments`
    const [first, second] = await Promise.all([
      scene.call('POST', path, { body: { depot: scene.depot } }),
      scene.call('POST', path, { body: { depot: scene.depot } }),
    ])
    expect(first).toMatchObject({ status: 201, body: { consignments: [{ site }, { site: secondSite }] } })
    expect(second.text).toBe(first.text)
    const elsewhere = await scene.create('/v1/depots', { name: '另一库', division: '130300' })
    const other = await scene.call('POST', path, { body: { depot: elsewhere } })
    expect(other).toMatchObject({ status: 409, body: { code: 'round-already-planned', depot: scene.depot } })
  })
  it.each([
    [404, 'round-unknown', () => sampleId('round', 9)],
    [409, 'round-not-sealed', () => openRound],
    [422, 'round-not-for-sites', () => sampleId('round', 3)],
  ])('%i %s', async (status, code, id) => {
    const answer = await scene.call('POST', `/v1/rounds/${id()}/consignments`, { body: { depot: scene.depot } })
    expect(answer).toMatchObject({ status, body: { code } })
  })
})

it('pages a list with cursors, each thing once', async () => {
  await scene.settled()
  const seen: string[] = []
  for (let path: string | undefined = '/v1/consignments?limit=2'; path; ) {
    const page = (await scene.call('GET', path)).body as { items: { id: string }[]; nextCursor?: string }
    seen.push(...page.items.map(({ id }) => id))
    path = page.nextCursor && `/v1/consignments?limit=2&cursor=${page.nextCursor}`
  }
  const all = (await scene.call('GET', '/v1/consignments')).body as { items: { id: string }[] }
  expect(seen).toEqual(all.items.map(({ id }) => id))
  expect(new Set(seen).size).toBe(seen.length)
})

it('balances every event that was recorded', async () => {
  const events = await scene.all()
  const goods = events.map((recorded) => postings(decode(recorded), recorded.stream)).filter((legs) => legs.length > 0)
  expect(goods.length).toBeGreaterThan(10)
  expect(goods.flatMap((legs) => imbalances(legs))).toEqual([])
})

function decode(recorded: Awaited<ReturnType<DeliveriesHouse['all']>>[number]) {
  return eventCodec.decode(recorded)
}
