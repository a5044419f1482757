import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDeliveriesApplication } from './deliveries-process.fixture.ts'
import { type HttpContext, idOf, prepareContext, programme, receiptOf, round } from './http-context.fixture.ts'
import { sampleId, site, worker } from './sample.fixture.ts'

let context: HttpContext
beforeAll(async () => {
  context = await prepareContext(await startDeliveriesApplication())
})
afterAll(() => context.stop())

describe('refusals', () => {
  it.each<[number, string, () => Record<string, unknown>]>([
    [422, 'site-unknown', () => ({ site: sampleId('site', 9) })],
    [422, 'depot-unknown', () => ({ depot: sampleId('depot', 9) })],
    [422, 'programme-unknown', () => ({ programme: sampleId('programme', 9) })],
    [422, 'round-unknown', () => ({ programme, round: sampleId('round', 9) })],
    [422, 'round-of-another-programme', () => ({ programme: sampleId('programme', 2), round })],
    [409, 'programme-closed', () => ({ programme: sampleId('programme', 3) })],
    [422, 'commodity-unknown', () => ({ lines: [{ commodity: `${context.kit}@9`, quantity: 1 }] })],
    [422, 'commodity-repeated', () => ({ lines: [0, 1].map(() => ({ commodity: context.fan, quantity: 1 })) })],
    [400, 'body-invalid', () => ({ lines: [{ commodity: context.fan, quantity: 1.5 }] })],
    [400, 'number-not-exact', () => ({ lines: [{ commodity: context.fan, quantity: 1e300 }] })],
    [400, 'body-invalid', () => ({ lines: [{ commodity: context.fan, quantity: 1e9 }] })],
    [400, 'body-invalid', () => ({ dueOn: '2025-02-30' })],
    [400, 'body-invalid', () => ({ colour: 'red' })],
  ])('of a plan: %i %s', async (status, code, wrong) => {
    const body = {
      site,
      depot: context.depot,
      lines: [{ commodity: context.fan, quantity: 1 }],
      dueOn: '2025-07-05',
      ...wrong(),
    }
    expect(await context.call('POST', '/v1/consignments', { body })).toMatchObject({ status, body: { code } })
  })

  it('of a depot: what it does not have, a paper twice, a lot too old, things unknown', async () => {
    const other = await context.create('/v1/depots', { name: '小库', division: '130303' })
    const receipt = receiptOf(context.water, 3, '2025-06-30')
    const taken = await context.call('POST', `/v1/depots/${other}/receipts`, { body: receipt })
    const lot = idOf(taken.body)
    const expectRefusal = async (path: string, body: object, status: number, code: string) =>
      expect(await context.call('POST', path, { body })).toMatchObject({ status, body: { code } })
    await expectRefusal(`/v1/depots/${other}/receipts`, receipt, 409, 'receipt-number-used')
    await expectRefusal(`/v1/depots/${other}/receipts`, receiptOf(sampleId('item', 9), 1), 422, 'commodity-unknown')
    const future = { ...receiptOf(context.water, 1), receivedOn: '2025-07-02' }
    await expectRefusal(`/v1/depots/${other}/receipts`, future, 422, 'late-entry-in-the-future')
    await expectRefusal(`/v1/depots/${sampleId('depot', 9)}/receipts`, receiptOf(context.water, 1), 404, 'not-found')
    const unfunded = { ...receiptOf(context.water, 1), source: { kind: 'purchase', fund: sampleId('fund', 9) } }
    await expectRefusal(`/v1/depots/${other}/receipts`, unfunded, 422, 'fund-unknown')
    const unknownVersion = { kit: context.kit, kitVersion: 7, quantity: 1 }
    await expectRefusal(`/v1/depots/${other}/packings`, unknownVersion, 422, 'kit-version-unknown')
    await expectRefusal(
      `/v1/depots/${other}/packings`,
      { kit: context.kit, kitVersion: 1, quantity: 1 },
      409,
      'lot-expired',
    )
    const tooMuch = { lines: [{ lot, quantity: 4 }], reason: '过期' }
    await expectRefusal(`/v1/depots/${other}/write-offs`, tooMuch, 409, 'stock-insufficient')
    const writtenOff = { lines: [{ lot, quantity: 3 }], reason: '过期' }
    expect((await context.call('POST', `/v1/depots/${other}/write-offs`, { body: writtenOff })).status).toBe(201)
    expect((await context.call('GET', `/v1/depots/${other}`)).body).toMatchObject({ stock: [] })

    const id = await context.plan([{ commodity: context.fan, quantity: 9 }], { depot: other })
    const dispatch = await context.call('POST', `/v1/consignments/${id}/dispatch`)
    expect(dispatch).toMatchObject({ status: 409, body: { code: 'stock-insufficient', available: 0, needed: 9 } })
    expect((await context.call('GET', `/v1/consignments/${id}`)).body).toMatchObject({ status: 'planned' })
  })

  it('at the site: who is not registered, what did not come', async () => {
    await context.stock(context.fan, 2)
    const id = await context.plan([{ commodity: context.fan, quantity: 2 }])
    const lines = [{ commodity: context.fan, quantity: 2 }]
    const receipt = { receivedBy: worker, receivedOn: '2025-07-01', lines }
    const path = `/v1/consignments/${id}`
    const early = await context.call('POST', `${path}/receipt`, { body: receipt })
    expect(early).toMatchObject({ status: 409, body: { code: 'consignment-not-dispatched' } })
    await context.call('POST', `${path}/dispatch`)
    const stranger = { ...receipt, receivedBy: sampleId('worker', 9) }
    const unknown = await context.call('POST', `${path}/receipt`, { body: stranger })
    expect(unknown).toMatchObject({ status: 422, body: { code: 'worker-unknown' } })
    const stale = await context.call('POST', `${path}/receipt`, { body: receipt, headers: { 'if-match': '"1"' } })
    expect(stale.status).toBe(412)
    expect((await context.call('POST', `${path}/receipt`, { body: receipt })).status).toBe(201)
    const handOut = { lines: [{ commodity: context.fan, quantity: 3 }], heads: 2, handedOutOn: '2025-07-01' }
    const tooMany = await context.call('POST', `${path}/handouts`, { body: handOut })
    expect(tooMany).toMatchObject({ status: 409, body: { code: 'site-stock-insufficient', available: 2, needed: 3 } })
  })

  it('of what is not there', async () => {
    for (const path of ['items', 'kits', 'depots', 'consignments']) {
      const missing = await context.call('GET', `/v1/${path}/${sampleId(path.slice(0, -1), 9)}`)
      expect(missing).toMatchObject({ status: 404, body: { code: 'not-found' } })
    }
    const nothing = await context.call('POST', `/v1/consignments/${sampleId('consignment', 9)}/dispatch`)
    expect(nothing.status).toBe(404)
    expect((await context.call('GET', '/v1/items?cursor=abc')).body).toMatchObject({ code: 'cursor-malformed' })
  })
})
