import { goodsReceived, goodsWrittenOff, lotId } from '@welfare/contracts/events/deliveries.ts'
import {
  goodsFoundAgain,
  goodsReceiptCorrected,
  packingReversed,
  writeOffReversed,
} from '@welfare/contracts/events/depot-acts.ts'
import { day, quantity, quantityOrNone, reason } from '@welfare/contracts/primitives.ts'
import { defineActRoute } from '@welfare/service-kit/acts/define-act-route.ts'
import type { Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { atDepot, correctionFields, datedFields, datedRefusals, judgeGoodsDay, metadataOfDay } from './dated-act.ts'
import { actAtDepot, correctionMetadata, depotPartParams, partId } from './depot-act.ts'
import { describeDepotCorrection, describeLate } from './goods-act.ts'
import { findUnknownCommodity } from './known-commodities.ts'
import { findUnknownFund } from './looked-up-facts.ts'
import { piecesOf } from './lot-line.ts'
import { purchaseBreach, purchaseRefusals } from './purchase-terms.ts'
import { type DeliveriesRoom, jsonOf, today } from './room-commands.ts'

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

export function createDepotCorrectionRoutes(room: DeliveriesRoom): Route[] {
  return [correctReceipt(room), reversePacking(room), correctWriteOff(room), findAgain(room)]
}

function correctReceipt(room: DeliveriesRoom): Route {
  const refusals = {
    'depot-unknown': 404,
    'lot-unknown': 404,
    'lot-not-received': 422,
    'goods-have-left': 409,
    'correction-is-not-nothing': 422,
    'receipt-number-used': 409,
    'received-in-future': 422,
    'commodity-unknown': 422,
    'fund-unknown': 422,
    ...purchaseRefusals,
  }
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/receipts/{part}/correction',
    operationId: 'correctGoodsReceipt',
    summary: 'Correct a receipt of goods on its own lot, by the difference, never below what has left it',
    tag: 'deliveries',
    params: depotPartParams,
    body: receiptCorrectionBody,
    answers: {
      200: { description: 'It was already so', schema: z.strictObject({ unchanged: z.literal(true) }) },
      201: {
        description: 'The correction',
        schema: z.strictObject({ ...partId.shape, ...goodsReceiptCorrected.shape }),
      },
    },
    refusals,
    describe({ params: { id, part: corrects }, body: { reason, quantity, right } }) {
      return describeDepotCorrection(room, atDepot(room, id), {
        corrects,
        reason,
        right: Math.max(quantity, right?.quantity ?? 0),
      })
    },
    async perform({ params: { id: depot, part: lot }, body, commandId, actor }, approval) {
      const { document, right: entry, ...corrected } = body
      const right = entry && {
        ...entry,
        unknownFund: await findUnknownFund(room, entry.source.fund),
        commodityKnown: (await findUnknownCommodity(room, [entry.commodity])) === undefined,
      }
      const breach = entry && purchaseBreach(room, depot, entry)
      if (breach) return breach
      const act = {
        depot,
        command: { type: 'CorrectGoodsReceipt', depot, today: today(room), lot, right, ...corrected } as const,
        commandId,
        input: jsonOf(body),
        metadata: await correctionMetadata(room, actor, { depot, part: lot, document, approval }),
      }
      return actAtDepot(room, act, 'GoodsReceiptCorrected', refusals)
    },
  })
}

function reversePacking(room: DeliveriesRoom): Route {
  const refusals = {
    'depot-unknown': 404,
    'lot-unknown': 404,
    'lot-not-packed': 422,
    'packed-fewer': 409,
    'stock-insufficient': 409,
  }
  const schema = z.strictObject({ ...partId.shape, ...packingReversed.shape })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/packings/{part}/reversal',
    operationId: 'reversePacking',
    summary: 'Reverse a packing that never was, or a part of it: the components stand in their lots again',
    tag: 'deliveries',
    params: depotPartParams,
    body: packingReversalBody,
    answers: { 201: { description: 'The reversal', schema } },
    refusals,
    describe({ params: { id, part: corrects }, body: { reason } }) {
      return describeDepotCorrection(room, atDepot(room, id), { corrects, reason })
    },
    async perform({ params: { id: depot, part: lot }, body, commandId, actor }, approval) {
      const { document, ...given } = body
      const act = {
        depot,
        command: { type: 'ReversePacking', today: today(room), lot, ...given } as const,
        commandId,
        input: jsonOf(body),
        metadata: await correctionMetadata(room, actor, { depot, part: lot, document, approval }),
      }
      return actAtDepot(room, act, 'PackingReversed', refusals)
    },
  })
}

function correctWriteOff(room: DeliveriesRoom): Route {
  const refusals = {
    'depot-unknown': 404,
    'write-off-unknown': 422,
    'loss-found-again': 409,
    'lot-repeated': 422,
    'lot-unknown': 404,
    'stock-insufficient': 409,
  }
  const right = goodsWrittenOff.shape.lines.optional()
  const schema = z.strictObject({ ...partId.shape, ...writeOffReversed.shape, right })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/write-offs/{part}/correction',
    operationId: 'correctWriteOff',
    summary: 'Reverse a write-off that was entered wrongly, and enter the right one with it',
    tag: 'deliveries',
    params: depotPartParams,
    body: writeOffCorrectionBody,
    answers: { 201: { description: 'The reversal', schema } },
    refusals,
    describe({ params: { id, part: corrects }, body: { reason, right } }) {
      return describeDepotCorrection(room, atDepot(room, id), { corrects, reason, right: piecesOf(right ?? []) })
    },
    async perform({ params: { id: depot, part: corrects }, body, commandId, actor }, approval) {
      const { document, ...given } = body
      const act = {
        depot,
        command: { type: 'CorrectWriteOff', today: today(room), corrects, ...given } as const,
        commandId,
        input: jsonOf(body),
        metadata: await correctionMetadata(room, actor, { depot, part: corrects, document, approval }),
      }
      return actAtDepot(room, act, 'WriteOffReversed', refusals)
    },
  })
}

function findAgain(room: DeliveriesRoom): Route {
  const refusals = {
    ...datedRefusals,
    'depot-unknown': 404,
    'loss-unknown': 422,
    'found-before-loss': 422,
    'found-more-than-lost': 409,
    'lot-repeated': 422,
    'lot-unknown': 404,
  }
  const schema = z.strictObject({ ...partId.shape, ...goodsFoundAgain.shape })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/losses/{part}/found',
    operationId: 'findGoodsAgain',
    summary: 'What had been written off, or confirmed as lost, stands in the depot after all',
    tag: 'deliveries',
    params: depotPartParams,
    body: foundAgainBody,
    answers: { 201: { description: 'What was found', schema } },
    refusals,
    describe({ params: { id }, body: { foundOn, lateEntry }, actor }) {
      return describeLate(room, actor, atDepot(room, id), { day: foundOn, lateEntry })
    },
    async perform({ params: { id: depot, part: loss }, body, commandId, actor }, approval) {
      const { lateEntry, foundOn, ...given } = body
      const judged = judgeGoodsDay(room, actor, { place: atDepot(room, depot), day: foundOn, lateEntry, approval })
      const act = {
        depot,
        command: judged.refused ?? ({ type: 'FindAgain', day: judged.day, loss, ...given } as const),
        commandId,
        input: jsonOf(body),
        metadata: metadataOfDay(room, actor, judged, approval),
      }
      return actAtDepot(room, act, 'GoodsFoundAgain', refusals)
    },
  })
}
