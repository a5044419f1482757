import {
  consignmentReturnReversed,
  dispatchReversed,
  handOutReversed,
  receiptCorrected,
  receiptReversed,
  siteLossReversed,
} from '@welfare/contracts/events/consignment-corrections.ts'
import { goodsHandedOut } from '@welfare/contracts/events/deliveries.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import type { DeliveriesContext } from '../deliveries.context.ts'
import { piecesOf } from '../depots/lot-line.ts'
import { takeInReversalInline } from '../dispatches/inline-acknowledgement.ts'
import { releaseReturns } from '../dispatches/return-release.ts'
import { correctionFields, goodsCorrectionRoute } from '../goods-routes.ts'
import { consignmentPlace } from './consignment-place.ts'
import { handOutFields, handOutRefusals, receiptFields, receiptRefusals } from './consignment-steps.routes.ts'
import { beyondStandardOf, lookUpHandOutFacts } from './hand-out-facts.ts'

const reversalBody = z.strictObject(correctionFields)
const receiptCorrectionBody = z.strictObject({ ...receiptFields, ...correctionFields })
const right = z.strictObject(handOutFields).optional().meta({
  description: 'What was really handed out; absent: nothing was',
})
const handOutCorrectionBody = z.strictObject({ right, ...correctionFields })
const returnRefusals = { 'return-already-accepted': 409, 'stock-insufficient': 409 }

export function createConsignmentCorrectionRoutes(context: DeliveriesContext): Route[] {
  return [
    reverseDispatch(context),
    correctReceipt(context),
    reverseReceipt(context),
    correctHandOut(context),
    reverseReturn(context),
    reverseLoss(context),
  ]
}

function reverseDispatch(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, consignmentPlace, {
    path: '/v1/consignments/{id}/dispatch/reversal',
    operationId: 'reverseDispatch',
    summary: 'Takes back a dispatch that never was: the goods stand in the depot, the consignment is planned again',
    body: reversalBody,
    type: 'DispatchReversed',
    shape: dispatchReversed.shape,
    answer: 'The reversal',
    refusals: {},
    corrects: 'dispatch',
    toCommand: ({ body }) => ({ type: 'ReverseDispatch', ...body }),
    after: takeInReversalInline,
  })
}

function correctReceipt(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, consignmentPlace, {
    path: '/v1/consignments/{id}/receipt/correction',
    operationId: 'correctConsignmentReceipt',
    summary: 'Corrects a receipt as a whole; what differs moves between site, lost and returned',
    body: receiptCorrectionBody,
    type: 'ReceiptCorrected',
    shape: receiptCorrected.shape,
    answer: 'The correction',
    refusals: {
      ...receiptRefusals,
      ...returnRefusals,
      'received-after-hand-out': 422,
      'site-stock-insufficient': 409,
    },
    corrects: 'receipt',
    dayOf: ({ receivedOn }) => receivedOn,
    toCommand({ id: consignment, body, today }) {
      const unknownWorker = context.facts.findUnknownWorker([body.receivedBy])
      return { type: 'CorrectReceipt', consignment, today, unknownWorker, ...body }
    },
    before: releaseReturns,
  })
}

function reverseReceipt(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, consignmentPlace, {
    path: '/v1/consignments/{id}/receipt/reversal',
    operationId: 'reverseConsignmentReceipt',
    summary: 'Takes back a receipt that nobody signed: everything is in transit again',
    body: reversalBody,
    type: 'ReceiptReversed',
    shape: receiptReversed.shape,
    answer: 'The reversal',
    refusals: { ...returnRefusals, 'site-stock-insufficient': 409 },
    corrects: 'receipt',
    toCommand: ({ id: consignment, body, today }) => ({ type: 'ReverseReceipt', consignment, today, ...body }),
    before: releaseReturns,
  })
}

function correctHandOut(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, consignmentPlace, {
    path: '/v1/consignments/{id}/handouts/{part}/correction',
    operationId: 'correctHandOut',
    summary: 'Takes back a hand-out that was entered wrongly, and enters the right one with it',
    body: handOutCorrectionBody,
    type: ['GoodsHandedOut', 'HandOutReversed'],
    shape: handOutAnswer,
    answer: 'The reversal, or the right hand-out',
    refusals: { ...handOutRefusals, 'hand-out-unknown': 422 },
    rightOf: ({ body: { right: entry } }) => entry && piecesOf(entry.lines),
    async beyondOf({ id, body: { right: entry } }) {
      return entry && beyondStandardOf(await lookUpHandOutFacts(context, id, entry.workers), entry)
    },
    async toCommand({ id, part: corrects, body: { right: entry, reason }, today }) {
      const right = entry && { ...(await lookUpHandOutFacts(context, id, entry.workers)), ...entry }
      return { type: 'CorrectHandOut', today, corrects, right, reason }
    },
  })
}

function reverseReturn(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, consignmentPlace, {
    path: '/v1/consignments/{id}/returns/{part}/reversal',
    operationId: 'reverseReturn',
    summary: 'Takes back a return that never was; the depot gives up what it had accepted',
    body: reversalBody,
    type: ['ConsignmentReturnReversed', 'SiteReturnReversed'],
    shape: consignmentReturnReversed.shape,
    answer: 'The reversal',
    refusals: { ...returnRefusals, 'return-unknown': 422 },
    toCommand: ({ part: corrects, body }) => ({ type: 'ReverseReturn', corrects, ...body }),
    before: releaseReturns,
  })
}

function reverseLoss(context: DeliveriesContext): Route {
  return goodsCorrectionRoute(context, consignmentPlace, {
    path: '/v1/consignments/{id}/losses/{part}/reversal',
    operationId: 'reverseSiteLoss',
    summary: 'Takes back a loss at the site: the goods stand there after all',
    body: reversalBody,
    type: 'SiteLossReversed',
    shape: siteLossReversed.shape,
    answer: 'The reversal',
    refusals: { 'loss-unknown': 422 },
    toCommand: ({ part: corrects, body }) => ({ type: 'ReverseSiteLoss', corrects, ...body }),
  })
}

/** Of the reversal alone, or of the right entry. */
const handOutAnswer = {
  ...goodsHandedOut.shape,
  corrects: handOutReversed.shape.corrects.optional(),
  reason: handOutReversed.shape.reason.optional(),
}
