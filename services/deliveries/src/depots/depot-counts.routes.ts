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
import { correctionFields, datedFields } from '../dated-act.ts'
import { findUnknownWorker } from '../looked-up-facts.ts'
import { type DeliveriesRoom, depotCodec } from '../room-commands.ts'
import { depotDecider } from './depot.decider.ts'
import { defineDepotAct, defineDepotCorrection } from './depot-act.ts'
import { piecesOff, piecesOffInstead } from './goods-act.ts'
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

export function createDepotCountRoutes(room: DeliveriesRoom): Route[] {
  return [countStock(room), correctCount(room), confirmLoss(room), reverseLoss(room)]
}

function countStock(room: DeliveriesRoom): Route {
  return defineDepotAct(room, {
    path: '/v1/depots/{id}/counts',
    operationId: 'countStock',
    summary: 'Count lots (盘点), signed by two; surplus and shortage are posted against the count difference',
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
    async piecesOf({ depot, body: { lines }, day }) {
      const off = await room.runner.read(depotDecider, depotCodec, depot, (state) => piecesOff(state, lines, day))
      return off ?? 0
    },
    async toCommand({ body: { countedOn: _, ...given }, judged: { day } }) {
      const unknownWorker = await findUnknownWorker(room, given.signedBy)
      return { type: 'CountStock', day, unknownWorker, ...given }
    },
  })
}

function correctCount(room: DeliveriesRoom): Route {
  return defineDepotCorrection(room, {
    path: '/v1/depots/{id}/counts/{part}/correction',
    operationId: 'correctStockCount',
    summary: 'Correct a count on its own lots, by the difference; without lines it is taken back whole',
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
    rightOf: ({ depot, part, body: { lines = [] } }) =>
      room.runner.read(depotDecider, depotCodec, depot, (state) => piecesOffInstead(state, part, lines)),
    toCommand: ({ part: corrects, body, today }) => ({ type: 'CorrectStockCount', today, corrects, ...body }),
  })
}

function confirmLoss(room: DeliveriesRoom): Route {
  return defineDepotAct(room, {
    path: '/v1/depots/{id}/counts/{part}/losses',
    operationId: 'confirmCountLoss',
    summary: 'Confirm the shortage of a count, or a part of it, as lost',
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
    piecesOf: ({ body: { lines } }) => piecesOf(lines),
    toCommand: ({ part: count, body: { confirmedOn: _, ...given }, judged: { day } }) => ({
      ...{ type: 'ConfirmCountLoss', day, count },
      ...given,
    }),
  })
}

function reverseLoss(room: DeliveriesRoom): Route {
  return defineDepotCorrection(room, {
    path: '/v1/depots/{id}/losses/{part}/reversal',
    operationId: 'reverseCountLoss',
    summary: 'Take back that a shortage was confirmed as lost',
    body: reversalBody,
    type: 'CountLossReversed',
    shape: countLossReversed.shape,
    answer: 'The reversal',
    refusals: { 'loss-unknown': 422, 'loss-found-again': 409 },
    toCommand: ({ part: corrects, body, today }) => ({ type: 'ReverseCountLoss', today, corrects, ...body }),
  })
}
