import { goodsReceived, goodsWrittenOff, lotId } from '@welfare/contracts/events/deliveries.ts'
import {
  goodsFoundAgain,
  goodsReceiptCorrected,
  packingReversed,
  writeOffReversed,
} from '@welfare/contracts/events/depot-acts.ts'
import { day, quantity, quantityOrNone, reason } from '@welfare/contracts/primitives.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { DeliveriesContext } from '../deliveries.context.ts'
import { correctionFields, datedFields, goodsActRoute, goodsCorrectionRoute } from '../goods-routes.ts'
import { findUnknownCommodity } from '../kits/known-commodities.ts'
import { depotPlace } from './depot-place.ts'
import { piecesOf } from './lot-line.ts'
import { orderBreach, orderRefusals, purchaseBreach, purchaseRefusals } from './purchase-terms.ts'

const rightGoods = z.strictObject(goodsReceived.omit({ lot: true, correctedFrom: true }).shape)
const { receiptNumber, expiresOn } = goodsReceived.shape
const receiptCorrectionBody = z.strictObject({
  quantity: quantityOrNone.meta({ description: 'What the receipt should say; 0 where there was none' }),
  receiptNumber: receiptNumber.optional(),
  invoiceNumber: goodsReceiptCorrected.shape.invoiceNumber,
  expiresOn,
  right: rightGoods.optional().meta({
    description: 'What really came under the same paper, where the goods or their source were wrong; with quantity 0',
  }),
  ...correctionFields,
})
const packingReversalBody = z.strictObject({
  quantity: quantity.optional().meta({ description: 'How many were never packed; absent: all' }),
  ...correctionFields,
})
const lotQuantities = z
  .array(z.strictObject({ lot: lotId, quantity }))
  .min(1)
  .max(50)
const writeOffCorrectionBody = z.strictObject({
  right: lotQuantities.optional().meta({ description: 'What was really written off; absent: nothing was' }),
  ...correctionFields,
})
const foundAgainBody = z.strictObject({ lines: lotQuantities, reason, foundOn: day.optional(), ...datedFields })

export function createDepotCorrectionRoutes(context: DeliveriesContext): Route[] {
  return [correctReceipt(context), reversePacking(context), correctWriteOff(context), findAgain(context)]
}

function correctReceipt(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, depotPlace, {
    path: '/v1/depots/{id}/receipts/{part}/correction',
    operationId: 'correctGoodsReceipt',
    summary: 'Corrects a receipt of goods on its own lot, by the difference, never below what has left it',
    body: receiptCorrectionBody,
    type: 'GoodsReceiptCorrected',
    shape: goodsReceiptCorrected.shape,
    answer: 'The correction',
    mayBeSo: true,
    refusals: {
      'lot-unknown': 404,
      'lot-not-received': 422,
      'goods-have-left': 409,
      'correction-is-not-nothing': 422,
      'receipt-number-used': 409,
      'received-in-future': 422,
      'commodity-unknown': 422,
      'fund-unknown': 422,
      ...purchaseRefusals,
      ...orderRefusals,
    },
    rightOf: ({ body: { quantity, right } }) => Math.max(quantity, right?.quantity ?? 0),
    async toCommand({ id: depot, part: lot, body: { right: entry, ...corrected }, today }) {
      const right = entry && {
        ...entry,
        unknownFund: context.facts.findUnknownFund(entry.source.fund),
        commodityKnown: (await findUnknownCommodity(context, [entry.commodity])) === undefined,
      }
      const breach = entry && (purchaseBreach(context, depot, entry) ?? orderBreach(context, depot, entry))
      return breach ?? { type: 'CorrectGoodsReceipt', depot, today, lot, right, ...corrected }
    },
  })
}

function reversePacking(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, depotPlace, {
    path: '/v1/depots/{id}/packings/{part}/reversal',
    operationId: 'reversePacking',
    summary: 'Reverses a packing that never was, or a part of it: the components stand in their lots again',
    body: packingReversalBody,
    type: 'PackingReversed',
    shape: packingReversed.shape,
    answer: 'The reversal',
    refusals: { 'lot-unknown': 404, 'lot-not-packed': 422, 'packed-fewer': 409, 'stock-insufficient': 409 },
    toCommand: ({ part: lot, body, today }) => ({ type: 'ReversePacking', today, lot, ...body }),
  })
}

function correctWriteOff(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, depotPlace, {
    path: '/v1/depots/{id}/write-offs/{part}/correction',
    operationId: 'correctWriteOff',
    summary: 'Reverses a write-off that was entered wrongly, and enters the right one with it',
    body: writeOffCorrectionBody,
    type: 'WriteOffReversed',
    shape: { ...writeOffReversed.shape, right: goodsWrittenOff.shape.lines.optional() },
    answer: 'The reversal',
    refusals: {
      'write-off-unknown': 422,
      'loss-found-again': 409,
      'lot-repeated': 422,
      'lot-unknown': 404,
      'stock-insufficient': 409,
    },
    rightOf: ({ body: { right = [] } }) => piecesOf(right),
    toCommand: ({ part: corrects, body, today }) => ({ type: 'CorrectWriteOff', today, corrects, ...body }),
  })
}

function findAgain(context: DeliveriesContext): Route {
  return goodsActRoute(context, depotPlace, {
    path: '/v1/depots/{id}/losses/{part}/found',
    operationId: 'findGoodsAgain',
    summary: 'Records that goods written off, or confirmed as lost, stand in the depot after all',
    body: foundAgainBody,
    type: 'GoodsFoundAgain',
    shape: goodsFoundAgain.shape,
    answer: 'What was found',
    refusals: {
      'loss-unknown': 422,
      'found-before-loss': 422,
      'found-more-than-lost': 409,
      'lot-repeated': 422,
      'lot-unknown': 404,
    },
    dayOf: ({ foundOn }) => foundOn,
    toCommand: ({ part: loss, body: { foundOn: _, ...given }, day }) => ({ type: 'FindAgain', day, loss, ...given }),
  })
}
