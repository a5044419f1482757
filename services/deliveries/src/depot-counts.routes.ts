import { lotId } from '@welfare/contracts/events/deliveries.ts'
import {
  countLossConfirmed,
  countLossReversed,
  stockCountCorrected,
  stockCounted,
} from '@welfare/contracts/events/depot-acts.ts'
import { count, day, quantity, reason } from '@welfare/contracts/primitives.ts'
import { defineRoute, type Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { correctionFields, datedFields, datedRefusals, judgeGoodsDay, metadataOfDay } from './dated-act.ts'
import { actAtDepot, correctionMetadata, depotParams, depotPartParams, partId } from './depot-act.ts'
import { findUnknownWorker } from './looked-up-facts.ts'
import { type DeliveriesRoom, jsonOf, today } from './room-commands.ts'

const countedLines = z
  .array(z.strictObject({ lot: lotId, quantity: count.meta({ description: 'As counted' }) }))
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
  return defineRoute({
    method: 'post',
    path: '/v1/depots/{id}/counts',
    operationId: 'countStock',
    summary: 'Count lots (盘点), signed by two; surplus and shortage are posted against the count difference',
    tag: 'deliveries',
    params: depotParams,
    body: countBody,
    answers: { 201: { description: 'The count', schema } },
    refusals,
    async handle({ params: { id: depot }, body, commandId, actor }) {
      const { lateEntry, countedOn, ...given } = body
      const judged = judgeGoodsDay(room, actor, countedOn, lateEntry)
      const unknownWorker = await findUnknownWorker(room, given.signedBy)
      const act = {
        depot,
        command: judged.refused ?? ({ type: 'CountStock', day: judged.day, unknownWorker, ...given } as const),
        commandId,
        input: jsonOf(body),
        metadata: metadataOfDay(room, actor, judged),
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
  return defineRoute({
    method: 'post',
    path: '/v1/depots/{id}/counts/{part}/correction',
    operationId: 'correctStockCount',
    summary: 'Correct a count on its own lots, by the difference; without lines it is taken back whole',
    tag: 'deliveries',
    params: depotPartParams,
    body: correctionBody,
    answers: { ...unchanged, 201: { description: 'The correction', schema } },
    refusals,
    async handle({ params: { id: depot, part: corrects }, body, commandId, actor }) {
      const { document, ...given } = body
      const act = {
        depot,
        command: { type: 'CorrectStockCount', today: today(room), corrects, ...given } as const,
        commandId,
        input: jsonOf(body),
        metadata: await correctionMetadata(room, actor, { depot, part: corrects, document }),
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
  }
  const schema = z.strictObject({ ...partId.shape, ...countLossConfirmed.shape })
  return defineRoute({
    method: 'post',
    path: '/v1/depots/{id}/counts/{part}/losses',
    operationId: 'confirmCountLoss',
    summary: 'Confirm the shortage of a count, or a part of it, as lost',
    tag: 'deliveries',
    params: depotPartParams,
    body: lossBody,
    answers: { 201: { description: 'The loss', schema } },
    refusals,
    async handle({ params: { id: depot, part }, body, commandId, actor }) {
      const { lateEntry, confirmedOn, ...given } = body
      const judged = judgeGoodsDay(room, actor, confirmedOn, lateEntry)
      const act = {
        depot,
        command: judged.refused ?? ({ type: 'ConfirmCountLoss', day: judged.day, count: part, ...given } as const),
        commandId,
        input: jsonOf(body),
        metadata: metadataOfDay(room, actor, judged),
      }
      return actAtDepot(room, act, 'CountLossConfirmed', refusals)
    },
  })
}

function reverseLoss(room: DeliveriesRoom): Route {
  const refusals = { 'depot-unknown': 404, 'loss-unknown': 422, 'loss-found-again': 409 }
  const schema = z.strictObject({ ...partId.shape, ...countLossReversed.shape })
  return defineRoute({
    method: 'post',
    path: '/v1/depots/{id}/losses/{part}/reversal',
    operationId: 'reverseCountLoss',
    summary: 'Take back that a shortage was confirmed as lost',
    tag: 'deliveries',
    params: depotPartParams,
    body: reversalBody,
    answers: { 201: { description: 'The reversal', schema } },
    refusals,
    async handle({ params: { id: depot, part: corrects }, body, commandId, actor }) {
      const { document, ...given } = body
      const act = {
        depot,
        command: { type: 'ReverseCountLoss', today: today(room), corrects, ...given } as const,
        commandId,
        input: jsonOf(body),
        metadata: await correctionMetadata(room, actor, { depot, part: corrects, document }),
      }
      return actAtDepot(room, act, 'CountLossReversed', refusals)
    },
  })
}
