import { goodsReceived, goodsWrittenOff, kitsPacked, lotId } from '@welfare/contracts/events/deliveries.ts'
import { idOf, partOf, quantity } from '@welfare/contracts/primitives.ts'
import { defineActRoute } from '@welfare/service-kit/acts/define-act-route.ts'
import { afterField, awaitAfter } from '@welfare/service-kit/after.ts'
import { answerCommand, problemOf } from '@welfare/service-kit/answer-command.ts'
import { findFresh } from '@welfare/service-kit/room.ts'
import { defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { depotDecider } from './depot.decider.ts'
import { findComposition, findUnknownCommodity } from './known-commodities.ts'
import { findUnknownFund } from './looked-up-facts.ts'
import { broken, type DeliveriesRoom, depotCodec, eventOf, jsonOf, metadataOf, today } from './room-commands.ts'

const depotParams = z.strictObject({ id: idOf('depot') })
const partId = z.strictObject({ id: partOf('depot') })
const receiptBody = goodsReceived.omit({ lot: true })
const packingBody = z.strictObject({
  kit: idOf('kit'),
  kitVersion: z.int().min(1).max(999_999),
  quantity: quantity.max(1_000_000),
})
const writeOffBody = z.strictObject({
  lines: z
    .array(z.strictObject({ lot: lotId, quantity }))
    .min(1)
    .max(50),
  reason: goodsWrittenOff.shape.reason,
})

export function createDepotStockRoutes(room: DeliveriesRoom): Route[] {
  return [receiveGoods(room), packKits(room), writeOffGoods(room)]
}

function receiveGoods(room: DeliveriesRoom): Route {
  const refusals = {
    'depot-unknown': 404,
    'commodity-unknown': 422,
    'fund-unknown': 422,
    'receipt-number-used': 409,
    'received-in-future': 422,
  }
  return defineRoute({
    method: 'post',
    path: '/v1/depots/{id}/receipts',
    operationId: 'receiveGoods',
    summary: 'Take goods or packed kits into a depot: a new lot, given or bought',
    tag: 'deliveries',
    params: depotParams,
    query: z.strictObject({ after: afterField }),
    body: receiptBody,
    answers: { 201: { description: 'The lot', schema: z.strictObject({ ...partId.shape, ...goodsReceived.shape }) } },
    refusals,
    async handle({ params: { id: depot }, query, body, commandId, actor, signal }) {
      const waited = await awaitAfter(room.copying, query.after, { signal })
      if (waited) return waited
      const unknownFund = await findUnknownFund(room, body.source.fund)
      const commodityKnown = (await findUnknownCommodity(room, [body.commodity])) === undefined
      const result = await room.runner.execute(depotDecider, depotCodec, {
        stream: depot,
        command: { type: 'ReceiveGoods', depot, today: today(room), commodityKnown, unknownFund, ...body },
        commandId,
        input: jsonOf(body),
        metadata: metadataOf(room, actor),
      })
      return answerCommand(result, {
        refusals,
        onAccepted(accepted) {
          const { data } = eventOf(accepted, 'GoodsReceived').event
          return { status: 201, body: { id: data.lot, ...data }, headers: { location: `/v1/depots/${depot}` } }
        },
      })
    },
  })
}

function packKits(room: DeliveriesRoom): Route {
  const refusals = {
    'depot-unknown': 404,
    'kit-version-unknown': 422,
    'stock-insufficient': 409,
    'lot-expired': 409,
    'too-many-lots': 422,
  }
  return defineRoute({
    method: 'post',
    path: '/v1/depots/{id}/packings',
    operationId: 'packKits',
    summary: 'Pack kits of one version from what the depot has: a new lot of kits',
    tag: 'deliveries',
    params: depotParams,
    body: packingBody,
    answers: { 201: { description: 'The lot', schema: z.strictObject({ ...partId.shape, ...kitsPacked.shape }) } },
    refusals,
    async handle({ params: { id: depot }, body, commandId, actor }) {
      const composition = await findComposition(room, body.kit, body.kitVersion)
      const components = composition?.components
      const result = await room.runner.execute(depotDecider, depotCodec, {
        stream: depot,
        command: { type: 'PackKits', depot, today: today(room), components, ...body },
        commandId,
        input: jsonOf(body),
        metadata: metadataOf(room, actor),
      })
      return answerCommand(result, {
        refusals,
        onAccepted(accepted) {
          const { data } = eventOf(accepted, 'KitsPacked').event
          return { status: 201, body: { id: data.lot, ...data }, headers: { location: `/v1/depots/${depot}` } }
        },
      })
    },
  })
}

function writeOffGoods(room: DeliveriesRoom): Route {
  const refusals = { 'depot-unknown': 404, 'lot-repeated': 422, 'lot-unknown': 422, 'stock-insufficient': 409 }
  const schema = z.strictObject({ ...partId.shape, ...goodsWrittenOff.shape })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/write-offs',
    operationId: 'writeOffGoods',
    summary: 'Write off what is spoilt, expired or missing',
    tag: 'deliveries',
    params: depotParams,
    body: writeOffBody,
    answers: { 201: { description: 'What was written off', schema } },
    refusals,
    async describe({ params: { id }, body: { lines, reason } }) {
      const division = await findFresh(() => room.copy.divisionOfDepot(id), room.store, room.copying)
      if (division === undefined) return broken('depot-unknown', {}, refusals)
      const count = lines.reduce((pieces, line) => pieces + line.quantity, 0)
      return { kind: 'write-off', count, division, about: { depot: id, reason } }
    },
    async tryOut({ params: { id }, body }) {
      const decision = await room.runner.read(depotDecider, depotCodec, id, (state) =>
        depotDecider.decide(state, { type: 'WriteOffGoods', ...body }),
      )
      return decision?.accepted === false ? problemOf(decision.refusal, refusals) : undefined
    },
    async perform({ params: { id: depot }, body, commandId, actor }, approval) {
      const result = await room.runner.execute(depotDecider, depotCodec, {
        stream: depot,
        command: { type: 'WriteOffGoods', ...body },
        commandId,
        input: jsonOf(body),
        metadata: metadataOf(room, actor, { approval }),
      })
      return answerCommand(result, {
        refusals,
        onAccepted(accepted) {
          const { event, version } = eventOf(accepted, 'GoodsWrittenOff')
          const answer = { id: `${depot}.${version}`, ...event.data }
          return { status: 201, body: answer, headers: { location: `/v1/depots/${depot}` } }
        },
      })
    },
  })
}
