import { depotOpened, lotId, lotLine } from '@welfare/contracts/events/deliveries.ts'
import { commodity, count, day, idOf, partOf, quantity } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { type DeliveriesContext, depotCodec } from '../deliveries.context.ts'
import { depotDecider } from './depot.decider.ts'
import type { DepotState } from './depot.state.ts'
import { lotLineOf } from './lot-line.ts'

const depotRow = z.strictObject({ id: idOf('depot'), ...depotOpened.shape })
const stockedLot = z.strictObject({
  lot: lotId,
  quantity,
  fund: idOf('fund').optional(),
  expiresOn: day.optional(),
  packed: count.optional().meta({ description: 'Of kits: how many were packed here and not unpacked since' }),
})
const depotView = z.strictObject({
  ...depotRow.shape,
  /** What stands there now; lots of which nothing is left are not shown. */
  stock: z.array(z.strictObject({ commodity, quantity: count, lots: z.array(stockedLot) })),
  /** On their way from other depots, and not signed for. */
  arriving: z.array(
    z.strictObject({
      id: partOf('depot'),
      transfer: partOf('depot'),
      from: idOf('depot'),
      sentOn: day,
      lines: z.array(lotLine),
    }),
  ),
})

export function createDepotRoutes(context: DeliveriesContext): Route[] {
  return [listDepots(context), openDepot(context), readDepot(context)]
}

function listDepots({ facts }: DeliveriesContext): Route {
  return listRoute({
    path: '/v1/depots',
    operationId: 'listDepots',
    summary: 'Lists depots',
    tag: 'deliveries',
    item: depotRow,
    description: 'A page',
    listRows: ({ actor }, page) => facts.list('depots', actor.scope, page),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ sequence: _, ...row }) => row,
  })
}

function openDepot(context: DeliveriesContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/depots',
    operationId: 'openDepot',
    summary: 'Opens a depot',
    tag: 'deliveries',
    body: depotOpened,
    answers: { 201: { description: 'The depot', schema: depotRow } },
    refusals: { 'depot-already-open': 409 },
    decidedBy: [depotDecider, depotCodec],
    toCommand: ({ body, commandId }) => ({
      stream: derivedId('depot', commandId),
      command: { type: 'OpenDepot', ...body },
      creates: true,
    }),
    toAnswer: (_, { body }, { stream: id }) => ({
      status: 201,
      body: { id, ...body },
      headers: { location: `/v1/depots/${id}` },
    }),
  })
}

function readDepot({ runner }: DeliveriesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/depots/{id}',
    operationId: 'readDepot',
    summary: 'Reads a depot and its stock, by commodity and lot',
    tag: 'deliveries',
    params: z.strictObject({ id: idOf('depot') }),
    answers: { 200: { description: 'The depot', schema: depotView } },
    refusals: {},
    async handle({ params: { id } }) {
      const found = await runner.read(depotDecider, depotCodec, id, (state, version) => ({
        body: {
          id,
          name: state.name,
          division: state.division,
          stock: stockOf(state),
          arriving: arrivingAt(id, state),
        },
        version,
      }))
      return found ? { status: 200, ...found } : problem('not-found', { id })
    },
  })
}

function stockOf({ lots }: DepotState): z.infer<typeof depotView>['stock'] {
  const stock = new Map<string, z.infer<typeof depotView>['stock'][number]>()
  for (const [lot, held] of lots) {
    const quantity = held.stock.total
    if (quantity === 0) continue
    const of = stock.get(held.commodity) ?? { commodity: held.commodity, quantity: 0, lots: [] }
    of.quantity += quantity
    of.lots.push({ lot, quantity, fund: held.fund, expiresOn: held.expiresOn, packed: held.packing?.quantity })
    stock.set(held.commodity, of)
  }
  return [...stock.values()]
}

function arrivingAt(id: string, { incoming }: DepotState): z.infer<typeof depotView>['arriving'] {
  return [...incoming]
    .filter(([, { receipt }]) => receipt === undefined)
    .map(([transfer, { arrival, other, day: sentOn, lines }]) => ({
      id: `${id}.${arrival}`,
      transfer,
      from: other,
      sentOn,
      lines: lines.map((line) => lotLineOf(line, line.quantity)),
    }))
}
