import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { depotCodec } from './deliveries.context.ts'
import { type DeliveriesApplication, startDeliveriesApplication } from './deliveries-process.fixture.ts'
import { depotDecider } from './depots/depot.decider.ts'
import { fund, site } from './sample.fixture.ts'

let application: DeliveriesApplication
beforeAll(async () => {
  application = await startDeliveriesApplication()
  const data = { name: '驿站', division: '130302', trade: '环卫', kind: 'union-station', headCount: 9 } as const
  const funder = { name: '市总工会', kind: 'union' } as const
  const restriction = { purposes: [], divisions: [] }
  await application.record(fund, {
    type: 'FundOpened',
    data: { name: '专项资金', division: '130300', funder, restriction },
  })
  await application.record(site, { type: 'SiteRegistered', data })
})
afterAll(() => application.stop())

it('64 dispatches at once from one depot: stock is exact, never negative, and who comes too late is told', async () => {
  const { depot, fan } = await stockedDepot(63 * 2 + 1)
  const consignments = await Promise.all(Array.from({ length: 64 }, () => plan(depot, fan, 2)))
  const answers = await Promise.all(
    consignments.map((id) => application.call('POST', `/v1/consignments/${id}/dispatch`)),
  )
  const refused = answers.filter(({ status }) => status !== 201)
  expect(refused.map(({ status, body }) => [status, body])).toEqual([
    [409, expect.objectContaining({ code: 'stock-insufficient', available: 1, needed: 2 })],
  ])
  const stock = (await application.call('GET', `/v1/depots/${depot}`)).body
  expect(stock).toMatchObject({ stock: [{ commodity: fan, quantity: 1 }] })
  await application.settled()
  const types = (await application.all()).map(({ type }) => type)
  // The route and the process did each acknowledgement with the same command: once.
  expect(types.filter((type) => type === 'GoodsDispatched')).toHaveLength(63)
  expect(types.filter((type) => type === 'ConsignmentDispatched')).toHaveLength(63)
})

it('a crash after the depot gave the goods: the process acknowledges them for the consignment', async () => {
  const { depot, fan } = await stockedDepot(3)
  const consignment = await plan(depot, fan, 3)
  const lines = [{ commodity: fan, quantity: 3 }]
  const checked = new Map([[`${depot}.2`, null]])
  const depotStep = {
    type: 'DispatchGoods',
    depot,
    day: '2025-07-01',
    consignment,
    cancelled: false,
    lines,
    checked,
  } as const
  const metadata = { actor: 'officer/li-hua', occurredAt: '2025-07-01T02:00:00.000Z', accountingDate: '2025-07-01' }
  const request = { stream: depot, command: depotStep, commandId: randomUUID(), input: { consignment }, metadata }
  const result = await application.runner.execute(depotDecider, depotCodec, request)
  expect(result.outcome).toBe('accepted')
  await application.settled()
  const read = await application.call('GET', `/v1/consignments/${consignment}`)
  expect(read.body).toMatchObject({ status: 'dispatched', dispatch: { id: `${depot}.3`, lines } })
})

it('cancellation and dispatch at once: the goods are with the consignment or back in the depot', async () => {
  const { depot, fan } = await stockedDepot(20)
  const consignments = await Promise.all(Array.from({ length: 20 }, () => plan(depot, fan, 1)))
  await Promise.all(
    consignments.flatMap((id) => [
      application.call('POST', `/v1/consignments/${id}/dispatch`),
      application.call('POST', `/v1/consignments/${id}/cancellation`, { body: { reason: '改期' } }),
    ]),
  )
  await application.settled()
  const reads = await Promise.all(consignments.map((id) => application.call('GET', `/v1/consignments/${id}`)))
  const statuses = reads.map(({ body }) => (body as { status: string }).status)
  const gone = statuses.filter((status) => status === 'dispatched').length
  expect(statuses.filter((status) => status === 'cancelled')).toHaveLength(20 - gone)
  const stock = (await application.call('GET', `/v1/depots/${depot}`)).body as { stock: { quantity: number }[] }
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
  const answer = await application.call('POST', path, { body })
  expect(answer.status).toBe(201)
  return (answer.body as { id: string }).id
}
