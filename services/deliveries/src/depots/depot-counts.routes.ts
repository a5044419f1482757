import { lotId } from '@welfare/contracts/events/deliveries.ts'
import {
  countLossConfirmed,
  countLossReversed,
  stockCountCorrected,
  stockCounted,
} from '@welfare/contracts/events/depot-acts.ts'
import { day, quantity, quantityOrNone, reason } from '@welfare/contracts/primitives.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { type DeliveriesContext, depotCodec } from '../deliveries.context.ts'
import { correctionFields, datedFields, goodsActRoute, goodsCorrectionRoute } from '../goods-routes.ts'
import { depotDecider } from './depot.decider.ts'
import { depotPlace, piecesOff, piecesOffInstead } from './depot-place.ts'
import { piecesOf } from './lot-line.ts'

const countedLines = z
  .array(z.strictObject({ lot: lotId, quantity: quantityOrNone.meta({ description: 'As counted' }) }))
  .min(1)
  .max(50)
const countBody = z.strictObject({
  lines: countedLines,
  countedOn: day.optional(),
  signedBy: stockCounted.shape.signedBy,
  ...datedFields,
})
const correctionBody = z.strictObject({
  lines: countedLines.optional().meta({ description: 'What was really counted; absent: nothing was' }),
  ...correctionFields,
})
const lossBody = z.strictObject({
  lines: z
    .array(z.strictObject({ lot: lotId, quantity }))
    .min(1)
    .max(50),
  reason,
  confirmedOn: day.optional(),
  ...datedFields,
})
const reversalBody = z.strictObject(correctionFields)

export function createDepotCountRoutes(context: DeliveriesContext): Route[] {
  return [countStock(context), correctCount(context), confirmLoss(context), reverseLoss(context)]
}

function countStock(context: DeliveriesContext): Route {
  return goodsActRoute(context, depotPlace, {
    path: '/v1/depots/{id}/counts',
    operationId: 'countStock',
    summary: 'Counts lots (盘点), signed by two; surplus and shortage are posted against the count difference',
    body: countBody,
    type: 'StockCounted',
    shape: stockCounted.shape,
    answer: 'The count',
    refusals: {
      'lot-repeated': 422,
      'lot-unknown': 404,
      'stock-insufficient': 409,
      'signers-not-two': 422,
      'worker-unknown': 422,
    },
    dayOf: ({ countedOn }) => countedOn,
    async differenceOf({ id, body: { lines }, day }) {
      const off = await context.runner.read(depotDecider, depotCodec, id, (state) => piecesOff(state, lines, day))
      return { count: off ?? 0 }
    },
    toCommand({ body: { countedOn: _, ...given }, day }) {
      const unknownWorker = context.facts.findUnknownWorker(given.signedBy)
      return { type: 'CountStock', day, unknownWorker, ...given }
    },
  })
}

function correctCount(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, depotPlace, {
    path: '/v1/depots/{id}/counts/{part}/correction',
    operationId: 'correctStockCount',
    summary: 'Corrects a count on its own lots, by the difference; without lines it is taken back whole',
    body: correctionBody,
    type: 'StockCountCorrected',
    shape: stockCountCorrected.shape,
    answer: 'The correction',
    mayBeSo: true,
    refusals: {
      'count-unknown': 422,
      'lot-repeated': 422,
      'lot-unknown': 404,
      'lot-not-counted': 422,
      'count-loss-confirmed': 409,
      'stock-insufficient': 409,
    },
    rightOf: ({ id, part, body: { lines = [] } }) =>
      context.runner.read(depotDecider, depotCodec, id, (state) => piecesOffInstead(state, part, lines)),
    toCommand: ({ part: corrects, body, today }) => ({ type: 'CorrectStockCount', today, corrects, ...body }),
  })
}

function confirmLoss(context: DeliveriesContext): Route {
  return goodsActRoute(context, depotPlace, {
    path: '/v1/depots/{id}/counts/{part}/losses',
    operationId: 'confirmCountLoss',
    summary: 'Confirms the shortage of a count, or a part of it, as lost',
    body: lossBody,
    type: 'CountLossConfirmed',
    shape: countLossConfirmed.shape,
    answer: 'The loss',
    refusals: {
      'count-unknown': 422,
      'lot-repeated': 422,
      'lot-unknown': 404,
      'lot-not-counted': 422,
      'count-shortage-insufficient': 409,
      'confirmed-before-count': 422,
    },
    dayOf: ({ confirmedOn }) => confirmedOn,
    differenceOf: ({ body: { lines } }) => ({ count: piecesOf(lines) }),
    toCommand({ part: count, body: { confirmedOn: _, ...given }, day }) {
      return { type: 'ConfirmCountLoss', day, count, ...given }
    },
  })
}

function reverseLoss(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, depotPlace, {
    path: '/v1/depots/{id}/losses/{part}/reversal',
    operationId: 'reverseCountLoss',
    summary: 'Takes back that a shortage was confirmed as lost',
    body: reversalBody,
    type: 'CountLossReversed',
    shape: countLossReversed.shape,
    answer: 'The reversal',
    refusals: { 'loss-unknown': 422, 'loss-found-again': 409 },
    toCommand: ({ part: corrects, body, today }) => ({ type: 'ReverseCountLoss', today, corrects, ...body }),
  })
}
