import { plannedLine } from '@welfare/contracts/events/deliveries.ts'
import {
  goodsTransferred,
  transferReceiptReversed,
  transferReceived,
  transferReversed,
} from '@welfare/contracts/events/depot-acts.ts'
import { day, idOf } from '@welfare/contracts/primitives.ts'
import { defineActRoute } from '@welfare/service-kit/acts/define-act-route.ts'
import type { Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { atDepot, correctionFields, datedFields, datedRefusals, judgeGoodsDay, metadataOfDay } from './dated-act.ts'
import { actAtDepot, correctionMetadata, depotParams, depotPartParams, partId } from './depot-act.ts'
import { describeDepotCorrection, describeLate } from './goods-act.ts'
import { findUnknownWorker, isDepotKnown } from './looked-up-facts.ts'
import { type DeliveriesRoom, jsonOf, today } from './room-commands.ts'
import { receiptLine } from './stated-line.contract.ts'

const transferBody = z.strictObject({
  to: idOf('depot'),
  lines: z.array(plannedLine).min(1).max(20),
  sentOn: day.optional(),
  ...datedFields,
})
const { receivedBy, proof } = transferReceived.shape
const receiptBody = z.strictObject({
  receivedBy,
  receivedOn: day,
  lines: z.array(receiptLine).min(1).max(50),
  proof,
  ...datedFields,
})
const reversalBody = z.strictObject(correctionFields)

/** From depot to depot, over in transit: the giving depot sends, the other one signs. */
export function createTransferRoutes(room: DeliveriesRoom): Route[] {
  return [send(room), receive(room), reverseReceipt(room), reverse(room)]
}

function send(room: DeliveriesRoom): Route {
  const refusals = {
    ...datedRefusals,
    'depot-unknown': 404,
    'transfer-to-itself': 422,
    'stock-insufficient': 409,
    'lot-expired': 409,
    'too-many-lots': 422,
  }
  const schema = z.strictObject({ ...partId.shape, ...goodsTransferred.shape })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/transfers',
    operationId: 'transferGoods',
    summary: 'Send goods to another depot (调拨)',
    tag: 'deliveries',
    params: depotParams,
    body: transferBody,
    answers: { 201: { description: 'The transfer', schema } },
    refusals,
    describe({ params: { id }, body: { sentOn, lateEntry }, actor }) {
      return describeLate(room, actor, atDepot(room, id), { day: sentOn, lateEntry })
    },
    async perform({ params: { id: depot }, body, commandId, actor }, approval) {
      const { lateEntry, sentOn, ...given } = body
      const judged = judgeGoodsDay(room, actor, { place: atDepot(room, depot), day: sentOn, lateEntry, approval })
      const toKnown = await isDepotKnown(room, given.to)
      const act = {
        depot,
        command: judged.refused ?? ({ type: 'SendTransfer', depot, day: judged.day, toKnown, ...given } as const),
        commandId,
        input: jsonOf(body),
        metadata: metadataOfDay(room, actor, judged, approval),
      }
      return actAtDepot(room, act, 'GoodsTransferred', refusals)
    },
  })
}

function receive(room: DeliveriesRoom): Route {
  const refusals = {
    ...datedRefusals,
    'depot-unknown': 404,
    'transfer-unknown': 422,
    'transfer-already-received': 409,
    'received-before-dispatch': 422,
    'received-in-future': 422,
    'refused-by-depot': 422,
    'not-in-transit-then': 409,
    'worker-unknown': 422,
    'line-repeated': 422,
    'line-not-dispatched': 422,
    'received-exceeds-dispatched': 422,
    'short-reason-missing': 422,
    'line-missing': 422,
  }
  const schema = z.strictObject({ ...partId.shape, ...transferReceived.shape })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/arrivals/{part}/receipt',
    operationId: 'receiveTransfer',
    summary: 'Sign for what another depot sent; what is missing is short, with its reason',
    tag: 'deliveries',
    params: depotPartParams,
    body: receiptBody,
    answers: { 201: { description: 'The receipt', schema } },
    refusals,
    describe({ params: { id }, body: { receivedOn, lateEntry }, actor }) {
      return describeLate(room, actor, atDepot(room, id), { day: receivedOn, lateEntry })
    },
    async perform({ params: { id: depot, part: transfer }, body, commandId, actor }, approval) {
      const { lateEntry, ...given } = body
      const judged = judgeGoodsDay(room, actor, {
        place: atDepot(room, depot),
        day: given.receivedOn,
        lateEntry,
        approval,
      })
      const unknownWorker = await findUnknownWorker(room, [given.receivedBy])
      const act = {
        depot,
        command:
          judged.refused ??
          ({ type: 'ReceiveTransfer', depot, today: judged.today, transfer, unknownWorker, ...given } as const),
        commandId,
        input: jsonOf(body),
        metadata: metadataOfDay(room, actor, judged, approval),
      }
      return actAtDepot(room, act, 'TransferReceived', refusals)
    },
  })
}

function reverseReceipt(room: DeliveriesRoom): Route {
  const refusals = {
    'depot-unknown': 404,
    'transfer-unknown': 422,
    'transfer-not-received': 409,
    'stock-insufficient': 409,
  }
  const schema = z.strictObject({ ...partId.shape, ...transferReceiptReversed.shape })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/arrivals/{part}/receipt/reversal',
    operationId: 'reverseTransferReceipt',
    summary: 'Take back that a transfer was received: it is in transit again',
    tag: 'deliveries',
    params: depotPartParams,
    body: reversalBody,
    answers: { 201: { description: 'The reversal', schema } },
    refusals,
    describe({ params: { id, part: corrects }, body: { reason } }) {
      return describeDepotCorrection(room, atDepot(room, id), { corrects, reason })
    },
    async perform({ params: { id: depot, part: transfer }, body, commandId, actor }, approval) {
      const { document, reason } = body
      const act = {
        depot,
        command: { type: 'ReverseTransferReceipt', depot, today: today(room), transfer, reason } as const,
        commandId,
        input: jsonOf(body),
        metadata: await correctionMetadata(room, actor, { depot, part: transfer, document, approval }),
      }
      return actAtDepot(room, act, 'TransferReceiptReversed', refusals)
    },
  })
}

function reverse(room: DeliveriesRoom): Route {
  const refusals = { 'depot-unknown': 404, 'transfer-unknown': 422, 'transfer-already-received': 409 }
  const schema = z.strictObject({ ...partId.shape, ...transferReversed.shape })
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/depots/{id}/arrivals/{part}/reversal',
    operationId: 'reverseTransfer',
    summary:
      'Take back a transfer to this depot that was never sent, while it is in transit: it stands in the giving depot',
    tag: 'deliveries',
    params: depotPartParams,
    body: reversalBody,
    answers: { 201: { description: 'The reversal', schema } },
    refusals,
    describe({ params: { id, part: corrects }, body: { reason } }) {
      return describeDepotCorrection(room, atDepot(room, id), { corrects, reason })
    },
    async perform({ params: { id: depot, part: transfer }, body, commandId, actor }, approval) {
      const { document, reason } = body
      const act = {
        depot,
        command: { type: 'ReverseTransfer', depot, today: today(room), transfer, reason } as const,
        commandId,
        input: jsonOf(body),
        metadata: await correctionMetadata(room, actor, { depot, part: transfer, document, approval }),
      }
      return actAtDepot(room, act, 'TransferReversed', refusals)
    },
  })
}
