import { plannedLine } from '@welfare/contracts/events/deliveries.ts'
import {
  goodsTransferred,
  transferReceiptReversed,
  transferReceived,
  transferReversed,
} from '@welfare/contracts/events/depot-acts.ts'
import { day, idOf } from '@welfare/contracts/primitives.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { receiptLine } from '../consignments/stated-line.contract.ts'
import type { DeliveriesContext } from '../deliveries.context.ts'
import { correctionFields, datedFields, goodsActRoute, goodsCorrectionRoute } from '../goods-routes.ts'
import { isDepotKnown } from '../looked-up-facts.ts'
import { depotPlace } from './depot-place.ts'

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
export function createTransferRoutes(context: DeliveriesContext): Route[] {
  return [send(context), receive(context), reverseReceipt(context), reverse(context)]
}

function send(context: DeliveriesContext): Route {
  return goodsActRoute(context, depotPlace, {
    path: '/v1/depots/{id}/transfers',
    operationId: 'transferGoods',
    summary: 'Sends goods to another depot (调拨)',
    body: transferBody,
    type: 'GoodsTransferred',
    shape: goodsTransferred.shape,
    answer: 'The transfer',
    refusals: { 'transfer-to-itself': 422, 'stock-insufficient': 409, 'lot-expired': 409, 'too-many-lots': 422 },
    dayOf: ({ sentOn }) => sentOn,
    async toCommand({ id: depot, body: { sentOn: _, ...given }, day }) {
      const toKnown = await isDepotKnown(context, given.to)
      return { type: 'SendTransfer', depot, day, toKnown, ...given }
    },
  })
}

function receive(context: DeliveriesContext): Route {
  return goodsActRoute(context, depotPlace, {
    path: '/v1/depots/{id}/arrivals/{part}/receipt',
    operationId: 'receiveTransfer',
    summary: 'Signs for what another depot sent; what is missing is short, with its reason',
    body: receiptBody,
    type: 'TransferReceived',
    shape: transferReceived.shape,
    answer: 'The receipt',
    refusals: {
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
    },
    dayOf: ({ receivedOn }) => receivedOn,
    toCommand({ id: depot, part: transfer, body, today }) {
      const unknownWorker = context.facts.findUnknownWorker([body.receivedBy])
      return { type: 'ReceiveTransfer', depot, today, transfer, unknownWorker, ...body }
    },
  })
}

function reverseReceipt(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, depotPlace, {
    path: '/v1/depots/{id}/arrivals/{part}/receipt/reversal',
    operationId: 'reverseTransferReceipt',
    summary: 'Takes back that a transfer was received: it is in transit again',
    body: reversalBody,
    type: 'TransferReceiptReversed',
    shape: transferReceiptReversed.shape,
    answer: 'The reversal',
    refusals: { 'transfer-unknown': 422, 'transfer-not-received': 409, 'stock-insufficient': 409 },
    toCommand({ id: depot, part: transfer, body, today }) {
      return { type: 'ReverseTransferReceipt', depot, today, transfer, ...body }
    },
  })
}

function reverse(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, depotPlace, {
    path: '/v1/depots/{id}/arrivals/{part}/reversal',
    operationId: 'reverseTransfer',
    summary: 'Takes back a transfer that was never sent, while it is in transit: it stands in the giving depot',
    body: reversalBody,
    type: 'TransferReversed',
    shape: transferReversed.shape,
    answer: 'The reversal',
    refusals: { 'transfer-unknown': 422, 'transfer-already-received': 409 },
    toCommand({ id: depot, part: transfer, body, today }) {
      return { type: 'ReverseTransfer', depot, today, transfer, ...body }
    },
  })
}
