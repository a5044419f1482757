import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { goodsReceived, goodsWrittenOff, kitsPacked, lotId } from '@welfare/contracts/events/deliveries.ts'
import { kitsUnpacked } from '@welfare/contracts/events/depot-acts.ts'
import { day, idOf, quantity, reason } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { atDepot, datedFields, datedRefusals, judgeGoodsDay, metadataOfDay } from '../dated-act.ts'
import { findComposition, findUnknownCommodity } from '../kits/known-commodities.ts'
import { findUnknownFund } from '../looked-up-facts.ts'
import { type DeliveriesRoom, jsonOf } from '../room-commands.ts'
import { actAtDepot, defineDepotAct, depotParams, partId } from './depot-act.ts'
import { describeDifference, describeLate } from './goods-act.ts'
import { piecesOf } from './lot-line.ts'
import { purchaseBreach, purchaseRefusals } from './purchase-terms.ts'

const receiptBody = z.strictObject({ ...goodsReceived.omit({ lot: true, correctedFrom: true }).shape, ...datedFields })
const packingBody = z.strictObject({
  kit: idOf('kit'),
  kitVersion: z.int().min(1).max(999_999),
  quantity: quantity.max(1_000_000),
  packedOn: day.optional(),
  ...datedFields,
})
const unpackingBody = z.strictObject({
  lot: lotId,
  quantity,
  unpackedOn: day.optional(),
  reason: reason.optional(),
  ...datedFields,
})
const lotQuantities = z
  .array(z.strictObject({ lot: lotId, quantity }))
  .min(1)
  .max(50)
const writeOffBody = z.strictObject({
  lines: lotQuantities,
  reason: goodsWrittenOff.shape.reason,
  writtenOffOn: day.optional(),
  ...datedFields,
})

export function createDepotStockRoutes(room: DeliveriesRoom): Route[] {
  return [receiveGoods(room), packKits(room), unpackKits(room), writeOffGoods(room)]
}

function receiveGoods(room: DeliveriesRoom): Route {
  const refusals = {
    ...datedRefusals,
    'depot-unknown': 404,
    'commodity-unknown': 422,
    'fund-unknown': 422,
    'receipt-number-used': 409,
    'received-in-future': 422,
    ...purchaseRefusals,
  }
  return defineActRoute(room, {
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
    describe({ params: { id }, body: { receivedOn, lateEntry }, actor }) {
      return describeLate(room, actor, atDepot(room, id), { day: receivedOn, lateEntry })
    },
    async perform(given, { params: { id: depot }, body, commandId, actor }, approval) {
      const { lateEntry, ...goods } = body
      const judged = judgeGoodsDay(room, actor, {
        place: atDepot(room, depot),
        day: goods.receivedOn,
        lateEntry,
        approval,
      })
      const unknownFund = await findUnknownFund(room, goods.source.fund)
      const breach = purchaseBreach(room, depot, goods)
      if (breach) return breach
      const commodityKnown = (await findUnknownCommodity(room, [goods.commodity])) === undefined
      const { today, refusal } = judged
      const act = {
        depot,
        command: { type: 'ReceiveGoods', depot, today, commodityKnown, unknownFund, ...goods } as const,
        refusal,
        commandId,
        input: jsonOf(body),
        metadata: metadataOfDay(room, actor, judged, approval),
      }
      return actAtDepot(given, act, 'GoodsReceived', refusals)
    },
  })
}

function packKits(room: DeliveriesRoom): Route {
  return defineDepotAct(room, {
    path: '/v1/depots/{id}/packings',
    operationId: 'packKits',
    summary: 'Pack kits of one version from what the depot has: a new lot of kits',
    body: packingBody,
    type: 'KitsPacked',
    shape: kitsPacked.shape,
    answer: 'The lot',
    refusals: { 'kit-version-unknown': 422, 'stock-insufficient': 409, 'lot-expired': 409, 'too-many-lots': 422 },
    dayOf: ({ packedOn }) => packedOn,
    async toCommand({ depot, body: { packedOn: _, ...kits }, judged: { day } }) {
      const components = (await findComposition(room, kits.kit, kits.kitVersion))?.components
      return { type: 'PackKits', depot, day, components, ...kits }
    },
  })
}

function unpackKits(room: DeliveriesRoom): Route {
  return defineDepotAct(room, {
    path: '/v1/depots/{id}/unpackings',
    operationId: 'unpackKits',
    summary: 'Take kits apart: their components stand in the lots that they came from',
    body: unpackingBody,
    type: 'KitsUnpacked',
    shape: kitsUnpacked.shape,
    answer: 'What was unpacked',
    refusals: { 'lot-unknown': 422, 'lot-not-packed': 422, 'packed-fewer': 409, 'stock-insufficient': 409 },
    dayOf: ({ unpackedOn }) => unpackedOn,
    toCommand: ({ body: { unpackedOn: _, ...kits }, judged: { day } }) => ({ type: 'UnpackKits', day, ...kits }),
  })
}

function writeOffGoods(room: DeliveriesRoom): Route {
  const refusals = {
    ...datedRefusals,
    'depot-unknown': 404,
    'lot-repeated': 422,
    'lot-unknown': 422,
    'stock-insufficient': 409,
  }
  const schema = z.strictObject({ ...partId.shape, ...goodsWrittenOff.shape })
  return defineActRoute(room, {
    method: 'post',
    path: '/v1/depots/{id}/write-offs',
    operationId: 'writeOffGoods',
    summary: 'Write off what is spoilt, expired or missing',
    tag: 'deliveries',
    params: depotParams,
    body: writeOffBody,
    answers: { 201: { description: 'What was written off', schema } },
    refusals,
    describe({ params: { id: depot }, body: { lines, reason, writtenOffOn: day, lateEntry }, actor }) {
      const place = { ...atDepot(room, depot), about: { depot, reason } }
      return describeDifference(room, actor, place, { count: piecesOf(lines), day, lateEntry })
    },
    async perform(given, { params: { id: depot }, body, commandId, actor }, approval) {
      const { lateEntry, writtenOffOn, ...goods } = body
      const judged = judgeGoodsDay(room, actor, { place: atDepot(room, depot), day: writtenOffOn, lateEntry, approval })
      const act = {
        depot,
        command: { type: 'WriteOffGoods', day: judged.day, ...goods } as const,
        refusal: judged.refusal,
        commandId,
        input: jsonOf(body),
        metadata: metadataOfDay(room, actor, judged, approval),
      }
      return actAtDepot(given, act, 'GoodsWrittenOff', refusals)
    },
  })
}
