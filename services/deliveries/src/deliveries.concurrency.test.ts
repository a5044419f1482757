import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { depotCodec } from './deliveries.context.ts'
import { type DeliveriesHouse, startDeliveriesHouse } from './deliveries-house.fixture.ts'
import { depotDecider } from './depots/depot.decider.ts'
import { fund, site } from './sample.fixture.ts'

let house: DeliveriesHouse
beforeAll(async () => {
  house = await startDeliveriesHouse()
  const data = { name: '驿站', division: '130302', trade: '环卫', kind: 'union-station', headCount: 9 } as const
  const funder = { name: '市总工会', kind: 'union' } as const
  const restriction = { purposes: [], divisions: [] }
  await house.record(fund, { type: 'FundOpened', data: { name: '专项资金', division: '130300', funder, restriction } })
  await house.record(site, { type: 'SiteRegistered', data })
})
afterAll(() => house.stop())

it('64 dispatches at once from one depot: stock is exact, never negative, and who comes too late is told', async () => {
  const { depot, fan } = await stockedDepot(63 * 2 + 1)
  const consignments = await Promise.all(Array.from({ length: 64 }, () => plan(depot, fan, 2)))
  const answers = await Promise.all(consignments.map((id) => house.call('POST', `/v1/consignments/${id}/dispatch`)))
  const refused = answers.filter(({ status }) => status !== 201)
  expect(refused.map(({ status, body }) => [status, body])).toEqual([
    [409, expect.objectContaining({ code: 'stock-insufficient', available: 1, needed: 2 })],
  ])
  const stock = (await house.call('GET', `/v1/depots/${depot}`)).body
  expect(stock).toMatchObject({ stock: [{ commodity: fan, quantity: 1 }] })
  await house.settled()
  const types = (await house.all()).map(({ type }) => type)
  // The route and the process did each acknowledgement with the same command: once.
  expect(types.filter((type) => type === 'GoodsDispatched')).toHaveLength(63)
  expect(types.filter((type) => type === 'ConsignmentDispatched')).toHaveLength(63)
})

it('a crash after the depot gave the goods: the process acknowledges them for the consignment', async () => {
  const { depot, fan } = await stockedDepot(3)
  const consignment = await plan(depot, fan, 3)
  const lines = [{ commodity: fan, quantity: 3 }]
  const judged = new Map([[`${depot}.2`, null]])
  const depotStep = {
    type: 'DispatchGoods',
    depot,
    day: '2025-07-01',
    consignment,
    cancelled: false,
    lines,
    judged,
  } as const
  const metadata = { actor: 'officer/li-hua', occurredAt: '2025-07-01T02:00:00.000Z', accountingDate: '2025-07-01' }
  const request = { stream: depot, command: depotStep, commandId: randomUUID(), input: { consignment }, metadata }
  const result = await house.runner.execute(depotDecider, depotCodec, request)
  expect(result.outcome).toBe('accepted')
  await house.settled()
  const read = await house.call('GET', `/v1/consignments/${consignment}`)
  expect(read.body).toMatchObject({ status: 'dispatched', dispatch: { id: `${depot}.3`, lines } })
})

it('cancellation and dispatch at once: the goods are with the consignment or back in the depot', async () => {
  const { depot, fan } = await stockedDepot(20)
  const consignments = await Promise.all(Array.from({ length: 20 }, () => plan(depot, fan, 1)))
  await Promise.all(
    consignments.flatMap((id) => [
      house.call('POST', `/v1/consignments/${id}/dispatch`),
      house.call('POST', `/v1/consignments/${id}/cancellation`, { body: { reason: '改期' } }),
    ]),
  )
  await house.settled()
  const reads = await Promise.all(consignments.map((id) => house.call('GET', `/v1/consignments/${id}`)))
  const statuses = reads.map(({ body }) => (body as { status: string }).status)
  const gone = statuses.filter((status) => status === 'dispatched').length
  expect(statuses.filter((status) => status === 'cancelled')).toHaveLength(20 - gone)
  const stock = (await house.call('GET', `/v1/depots/${depot}`)).body as { stock: { quantity: number }[] }
  expect(stock.stock[0]?.quantity ?? 0).toBe(20 - gone)
})

async function stockedDepot(quantity: number): Promise<{ depot: string; fan: string }> {
  const fan = await create('/v1/items', { name: '挂脖风扇', unit: '台' })
  const depot = await create('/v1/depots', { name: '物资库', division: '130300' })
  const source = { kind: 'purchase', fund, invoiceNumber: 'FP-1' }
  const receipt = { commodity: fan, quantity, source, receiptNumber: 'R-1', receivedOn: '2025-07-01' }
  await create(`/v1/depots/${depot}/receipts`, receipt)
  return { depot, fan }
}

function plan(depot: string, commodity: string, quantity: number): Promise<string> {
  return create('/v1/consignments', { site, depot, lines: [{ commodity, quantity }], dueOn: '2025-07-05' })
}

async function create(path: string, body: object): Promise<string> {
  const answer = await house.call('POST', path, { body })
  expect(answer.status).toBe(201)
  return (answer.body as { id: string }).id
}
