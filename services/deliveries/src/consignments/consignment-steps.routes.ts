import { attachmentId } from '@welfare/contracts/events/attachments.ts'
import {
  consignmentReceived,
  consignmentReturned,
  goodsHandedOut,
  siteGoodsLost,
  siteGoodsReturned,
} from '@welfare/contracts/events/deliveries.ts'
import { count, day, reason } from '@welfare/contracts/primitives.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { DeliveriesContext } from '../deliveries.context.ts'
import { piecesOf } from '../depots/lot-line.ts'
import { datedFields, goodsActRoute } from '../goods-routes.ts'
import { attachedTo } from './attached-to.ts'
import { consignmentPlace } from './consignment-place.ts'
import { beyondStandardOf, lookUpHandOutFacts } from './hand-out-facts.ts'
import { receiptLine, statedLine } from './stated-line.contract.ts'

const { proof, receivedBy } = consignmentReceived.shape
const { workers } = goodsHandedOut.shape
/** Uploaded before, to this consignment. */
export const attachmentsField = z
  .array(attachmentId)
  .max(10)
  .optional()
  .meta({ description: 'Photos or scans of the signed sheet, uploaded to this consignment within the last day' })
export const receiptFields = { receivedBy, receivedOn: day, lines: z.array(receiptLine).min(1).max(50), proof }
const receiptBody = z.strictObject({ ...receiptFields, attachments: attachmentsField, ...datedFields })
export const handOutFields = {
  lines: z.array(statedLine).min(1).max(50),
  workers: workers.default([]),
  heads: count.default(0).meta({ description: 'People beside the named workers' }),
  handedOutOn: day,
  beyondStandard: z
    .strictObject({ reason })
    .optional()
    .meta({ description: "Why more kits for each person than the programme's standard" }),
}
const handOutBody = z.strictObject({ ...handOutFields, attachments: attachmentsField, ...datedFields })
const returnBody = z.strictObject({ reason, returnedOn: day.optional(), ...datedFields })
const lines = z.array(statedLine).min(1).max(50)
const siteReturnBody = z.strictObject({ lines, reason, returnedOn: day.optional(), ...datedFields })
const siteLossBody = z.strictObject({ lines, reason, lostOn: day.optional(), ...datedFields })

export const receiptRefusals = {
  'worker-unknown': 422,
  'received-in-future': 422,
  'received-before-dispatch': 422,
  'line-repeated': 422,
  'line-not-dispatched': 422,
  'received-exceeds-dispatched': 422,
  'short-reason-missing': 422,
  'refused-reason-missing': 422,
  'line-missing': 422,
}
export const handOutRefusals = {
  'worker-unknown': 422,
  'handed-out-in-future': 422,
  'handed-out-before-receipt': 422,
  'recipients-missing': 422,
  'more-people-than-pieces': 422,
  'beyond-standard': 422,
  'line-repeated': 422,
  'lot-expired': 409,
  'site-stock-insufficient': 409,
}

export const attachmentRefusals = {
  'attachment-unknown': 422,
  'attachment-already-added': 409,
  'attachments-exhausted': 409,
}

const siteRefusals = {
  'returned-before-receipt': 422,
  'lost-before-receipt': 422,
  'line-repeated': 422,
  'site-stock-insufficient': 409,
}

/** What becomes of goods that were sent: signed for, handed out, lost there, or on their way back. */
export function createConsignmentStepRoutes(context: DeliveriesContext): Route[] {
  return [receive(context), handOut(context), returnGoods(context), returnFromSite(context), loseAtSite(context)]
}

function receive(context: DeliveriesContext): Route {
  return goodsActRoute(context, consignmentPlace, {
    path: '/v1/consignments/{id}/receipt',
    operationId: 'receiveConsignment',
    summary: 'Signs for what came (签收): received, short and refused; what is refused goes back to the depot',
    body: receiptBody,
    type: 'ConsignmentReceived',
    shape: consignmentReceived.shape,
    answer: 'The receipt',
    refusals: { ...receiptRefusals, ...attachmentRefusals, 'not-in-transit-then': 409 },
    dayOf: ({ receivedOn }) => receivedOn,
    async toCommand({ id, body: { attachments, ...body }, day, today, isApproved }) {
      const unknownWorker = context.facts.findUnknownWorker([body.receivedBy])
      const attached = await attachedTo(context, id, { attachments, isLate: isApproved })
      return { type: 'ReceiveConsignment', today, day, unknownWorker, attached, ...body }
    },
  })
}

function handOut(context: DeliveriesContext): Route {
  return goodsActRoute(context, consignmentPlace, {
    path: '/v1/consignments/{id}/handouts',
    operationId: 'handOutGoods',
    summary: 'Hands out what is at the site, to named workers or by head',
    body: handOutBody,
    type: 'GoodsHandedOut',
    shape: goodsHandedOut.shape,
    answer: 'The hand-out',
    refusals: { ...handOutRefusals, ...attachmentRefusals },
    dayOf: ({ handedOutOn }) => handedOutOn,
    async differenceOf({ id, body }) {
      const beyond = beyondStandardOf(await lookUpHandOutFacts(context, id, body.workers), body)
      return beyond && { count: beyond.value - beyond.limit, beyond }
    },
    async toCommand({ id, body: { attachments, ...body }, day, today, isApproved }) {
      const known = await lookUpHandOutFacts(context, id, body.workers)
      const attached = await attachedTo(context, id, { attachments, isLate: isApproved })
      return { type: 'HandOutGoods', today, day, attached, ...known, ...body }
    },
  })
}

function returnGoods(context: DeliveriesContext): Route {
  return goodsActRoute(context, consignmentPlace, {
    path: '/v1/consignments/{id}/return',
    operationId: 'returnConsignment',
    summary: 'Returns everything to the depot: the site was not reached, or refused',
    body: returnBody,
    type: 'ConsignmentReturned',
    shape: consignmentReturned.shape,
    answer: 'The return',
    refusals: { 'returned-before-dispatch': 422, 'not-in-transit-then': 409 },
    dayOf: ({ returnedOn }) => returnedOn,
    toCommand: ({ body: { reason }, day }) => ({ type: 'ReturnConsignment', day, reason }),
  })
}

function returnFromSite(context: DeliveriesContext): Route {
  return goodsActRoute(context, consignmentPlace, {
    path: '/v1/consignments/{id}/site-returns',
    operationId: 'returnFromSite',
    summary: 'Sends goods that the site had signed for back to the depot',
    body: siteReturnBody,
    type: 'SiteGoodsReturned',
    shape: siteGoodsReturned.shape,
    answer: 'The return',
    refusals: siteRefusals,
    dayOf: ({ returnedOn }) => returnedOn,
    toCommand: ({ body: { returnedOn: _, ...given }, day }) => ({ type: 'ReturnFromSite', day, ...given }),
  })
}

function loseAtSite(context: DeliveriesContext): Route {
  return goodsActRoute(context, consignmentPlace, {
    path: '/v1/consignments/{id}/losses',
    operationId: 'recordSiteLoss',
    summary: 'Records goods that turned out broken or missing after the site had signed',
    body: siteLossBody,
    type: 'SiteGoodsLost',
    shape: siteGoodsLost.shape,
    answer: 'The loss',
    refusals: siteRefusals,
    dayOf: ({ lostOn }) => lostOn,
    differenceOf: ({ body: { lines } }) => ({ count: piecesOf(lines) }),
    toCommand: ({ body: { lostOn: _, ...given }, day }) => ({ type: 'LoseAtSite', day, ...given }),
  })
}
