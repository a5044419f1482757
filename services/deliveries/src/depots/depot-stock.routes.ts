import { goodsReceived, goodsWrittenOff, kitsPacked, lotId } from '@welfare/contracts/events/deliveries.ts'
import { kitsUnpacked } from '@welfare/contracts/events/depot-acts.ts'
import { day, idOf, quantity, reason } from '@welfare/contracts/primitives.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { DeliveriesContext } from '../deliveries.context.ts'
import { datedFields, goodsActRoute } from '../goods-routes.ts'
import { findComposition, findUnknownCommodity } from '../kits/known-commodities.ts'
import { depotPlace } from './depot-place.ts'
import { piecesOf } from './lot-line.ts'
import { orderBreach, orderRefusals, purchaseBreach, purchaseRefusals } from './purchase-terms.ts'

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

export function createDepotStockRoutes(context: DeliveriesContext): Route[] {
  return [receiveGoods(context), packKits(context), unpackKits(context), writeOffGoods(context)]
}

function receiveGoods(context: DeliveriesContext): Route {
  return goodsActRoute(context, depotPlace, {
    path: '/v1/depots/{id}/receipts',
    operationId: 'receiveGoods',
    summary: 'Receives goods or packed kits into a depot: a new lot, given or bought',
    body: receiptBody,
    type: 'GoodsReceived',
    shape: goodsReceived.shape,
    answer: 'The lot',
    refusals: {
      'commodity-unknown': 422,
      'fund-unknown': 422,
      'receipt-number-used': 409,
      'received-in-future': 422,
      ...purchaseRefusals,
      ...orderRefusals,
    },
    dayOf: ({ receivedOn }) => receivedOn,
    async toCommand({ id: depot, body: goods, today }) {
      const breach = purchaseBreach(context, depot, goods) ?? orderBreach(context, depot, goods)
      if (breach) return breach
      const unknownFund = context.facts.findUnknownFund(goods.source.fund)
      const commodityKnown = (await findUnknownCommodity(context, [goods.commodity])) === undefined
      return { type: 'ReceiveGoods', depot, today, commodityKnown, unknownFund, ...goods }
    },
  })
}

function packKits(context: DeliveriesContext): Route {
  return goodsActRoute(context, depotPlace, {
    path: '/v1/depots/{id}/packings',
    operationId: 'packKits',
    summary: 'Packs kits of one version from what the depot has: a new lot of kits',
    body: packingBody,
    type: 'KitsPacked',
    shape: kitsPacked.shape,
    answer: 'The lot',
    refusals: { 'kit-version-unknown': 422, 'stock-insufficient': 409, 'lot-expired': 409, 'too-many-lots': 422 },
    dayOf: ({ packedOn }) => packedOn,
    async toCommand({ id: depot, body: { packedOn: _, ...kits }, day }) {
      const components = (await findComposition(context, kits.kit, kits.kitVersion))?.components
      return { type: 'PackKits', depot, day, components, ...kits }
    },
  })
}

function unpackKits(context: DeliveriesContext): Route {
  return goodsActRoute(context, depotPlace, {
    path: '/v1/depots/{id}/unpackings',
    operationId: 'unpackKits',
    summary: 'Unpacks kits: their components stand in the lots that they came from',
    body: unpackingBody,
    type: 'KitsUnpacked',
    shape: kitsUnpacked.shape,
    answer: 'What was unpacked',
    refusals: { 'lot-unknown': 422, 'lot-not-packed': 422, 'packed-fewer': 409, 'stock-insufficient': 409 },
    dayOf: ({ unpackedOn }) => unpackedOn,
    toCommand: ({ body: { unpackedOn: _, ...kits }, day }) => ({ type: 'UnpackKits', day, ...kits }),
  })
}

function writeOffGoods(context: DeliveriesContext): Route {
  return goodsActRoute(context, depotPlace, {
    path: '/v1/depots/{id}/write-offs',
    operationId: 'writeOffGoods',
    summary: 'Writes off what is spoilt, expired or missing',
    body: writeOffBody,
    type: 'GoodsWrittenOff',
    shape: goodsWrittenOff.shape,
    answer: 'What was written off',
    refusals: { 'lot-repeated': 422, 'lot-unknown': 422, 'stock-insufficient': 409 },
    dayOf: ({ writtenOffOn }) => writtenOffOn,
    differenceOf: ({ body: { lines, reason } }) => ({ count: piecesOf(lines), about: { reason } }),
    toCommand: ({ body: { writtenOffOn: _, ...goods }, day }) => ({ type: 'WriteOffGoods', day, ...goods }),
  })
}
