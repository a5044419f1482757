import { lotId } from '@welfare/contracts/events/deliveries.ts'
import {
  countLossConfirmed,
  countLossReversed,
  stockCountCorrected,
  stockCounted,
} from '@welfare/contracts/events/depot-acts.ts'
import { day, quantity, quantityOrNone, reason } from '@welfare/contracts/primitives.ts'
import { defineActRoute } from '@welfare/service-kit/acts/define-act-route.ts'
import type { Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { atDepot, correctionFields, datedFields, datedRefusals, judgeGoodsDay, metadataOfDay } from './dated-act.ts'
import { depotDecider } from './depot.decider.ts'
import { actAtDepot, correctionMetadata, depotParams, depotPartParams, partId } from './depot-act.ts'
import { describeDepotCorrection, describeDifference, piecesOff, piecesOffInstead } from './goods-act.ts'
import { findUnknownWorker } from './looked-up-facts.ts'
import { piecesOf } from './lot-line.ts'
import { type DeliveriesRoom, depotCodec, jsonOf, today } from './room-commands.ts'

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
const unchanged = { 200: { description: 'It was already so', schema: z.strictObject({ unchanged: z.literal(true) }) } }

export function createDepotCountRoutes(room: DeliveriesRoom): Route[] {
  return [countStock(room), correctCount(room), confirmLoss(room), reverseLoss(room)]
}

function countStock(room: DeliveriesRoom): Route {
  const refusals = {
    ...datedRefusals,
    'depot-unknown': 404,
    'lot-repeated': 422,
    'lot-unknown': 404,
    'stock-insufficient': 409,
    'signers-not-two': 422,
    'worker-unknown': 422,
  }
  const schema = z.strictObject({ ...partId.shape, ...stockCounted.shape })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/counts',
    operationId: 'countStock',
    summary: 'Count lots (盘点), signed by two; surplus and shortage are posted against the count difference',
    tag: 'deliveries',
    params: depotParams,
    body: countBody,
    answers: { 201: { description: 'The count', schema } },
    refusals,
    async describe({ params: { id: depot }, body: { lines, countedOn, lateEntry }, actor }) {
      const place = atDepot(room, depot)
      const { day } = judgeGoodsDay(room, actor, { place, day: countedOn, lateEntry })
      const count = await room.runner.read(depotDecider, depotCodec, depot, (state) => piecesOff(state, lines, day))
      return describeDifference(room, actor, place, { count: count ?? 0, day: countedOn, lateEntry })
    },
    async perform({ params: { id: depot }, body, commandId, actor }, approval) {
      const { lateEntry, countedOn, ...given } = body
      const judged = judgeGoodsDay(room, actor, { place: atDepot(room, depot), day: countedOn, lateEntry, approval })
      const unknownWorker = await findUnknownWorker(room, given.signedBy)
      const act = {
        depot,
        command: judged.refused ?? ({ type: 'CountStock', day: judged.day, unknownWorker, ...given } as const),
        commandId,
        input: jsonOf(body),
        metadata: metadataOfDay(room, actor, judged, approval),
      }
      return actAtDepot(room, act, 'StockCounted', refusals)
    },
  })
}

function correctCount(room: DeliveriesRoom): Route {
  const refusals = {
    'depot-unknown': 404,
    'count-unknown': 422,
    'lot-repeated': 422,
    'lot-unknown': 404,
    'lot-not-counted': 422,
    'count-loss-confirmed': 409,
    'stock-insufficient': 409,
  }
  const schema = z.strictObject({ ...partId.shape, ...stockCountCorrected.shape })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/counts/{part}/correction',
    operationId: 'correctStockCount',
    summary: 'Correct a count on its own lots, by the difference; without lines it is taken back whole',
    tag: 'deliveries',
    params: depotPartParams,
    body: correctionBody,
    answers: { ...unchanged, 201: { description: 'The correction', schema } },
    refusals,
    async describe({ params: { id: depot, part: corrects }, body: { lines = [], reason } }) {
      const right = await room.runner.read(depotDecider, depotCodec, depot, (state) =>
        piecesOffInstead(state, corrects, lines),
      )
      return describeDepotCorrection(room, atDepot(room, depot), { corrects, reason, right })
    },
    async perform({ params: { id: depot, part: corrects }, body, commandId, actor }, approval) {
      const { document, ...given } = body
      const act = {
        depot,
        command: { type: 'CorrectStockCount', today: today(room), corrects, ...given } as const,
        commandId,
        input: jsonOf(body),
        metadata: await correctionMetadata(room, actor, { depot, part: corrects, document, approval }),
      }
      return actAtDepot(room, act, 'StockCountCorrected', refusals)
    },
  })
}

function confirmLoss(room: DeliveriesRoom): Route {
  const refusals = {
    ...datedRefusals,
    'depot-unknown': 404,
    'count-unknown': 422,
    'lot-repeated': 422,
    'lot-unknown': 404,
    'lot-not-counted': 422,
    'count-shortage-insufficient': 409,
    'confirmed-before-count': 422,
  }
  const schema = z.strictObject({ ...partId.shape, ...countLossConfirmed.shape })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/counts/{part}/losses',
    operationId: 'confirmCountLoss',
    summary: 'Confirm the shortage of a count, or a part of it, as lost',
    tag: 'deliveries',
    params: depotPartParams,
    body: lossBody,
    answers: { 201: { description: 'The loss', schema } },
    refusals,
    describe({ params: { id }, body: { lines, confirmedOn: day, lateEntry }, actor }) {
      return describeDifference(room, actor, atDepot(room, id), { count: piecesOf(lines), day, lateEntry })
    },
    async perform({ params: { id: depot, part }, body, commandId, actor }, approval) {
      const { lateEntry, confirmedOn, ...given } = body
      const judged = judgeGoodsDay(room, actor, { place: atDepot(room, depot), day: confirmedOn, lateEntry, approval })
      const act = {
        depot,
        command: judged.refused ?? ({ type: 'ConfirmCountLoss', day: judged.day, count: part, ...given } as const),
        commandId,
        input: jsonOf(body),
        metadata: metadataOfDay(room, actor, judged, approval),
      }
      return actAtDepot(room, act, 'CountLossConfirmed', refusals)
    },
  })
}

function reverseLoss(room: DeliveriesRoom): Route {
  const refusals = { 'depot-unknown': 404, 'loss-unknown': 422, 'loss-found-again': 409 }
  const schema = z.strictObject({ ...partId.shape, ...countLossReversed.shape })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/losses/{part}/reversal',
    operationId: 'reverseCountLoss',
    summary: 'Take back that a shortage was confirmed as lost',
    tag: 'deliveries',
    params: depotPartParams,
    body: reversalBody,
    answers: { 201: { description: 'The reversal', schema } },
    refusals,
    describe({ params: { id, part: corrects }, body: { reason } }) {
      return describeDepotCorrection(room, atDepot(room, id), { corrects, reason })
    },
    async perform({ params: { id: depot, part: corrects }, body, commandId, actor }, approval) {
      const { document, ...given } = body
      const act = {
        depot,
        command: { type: 'ReverseCountLoss', today: today(room), corrects, ...given } as const,
        commandId,
        input: jsonOf(body),
        metadata: await correctionMetadata(room, actor, { depot, part: corrects, document, approval }),
      }
      return actAtDepot(room, act, 'CountLossReversed', refusals)
    },
  })
}
