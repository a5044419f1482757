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
import { correctionFields } from '../dated-act.ts'
import { beyondStandardOf } from '../depots/goods-act.ts'
import { piecesOf } from '../depots/lot-line.ts'
import { takeInReversalInline } from '../dispatches/inline-acknowledgement.ts'
import { partVersion } from '../dispatches/part-version.ts'
import { releaseReturns } from '../dispatches/return-release.ts'
import { findUnknownWorker } from '../looked-up-facts.ts'
import type { DeliveriesRoom } from '../room-commands.ts'
import type { ConsignmentState } from './consignment.decider.ts'
import { defineConsignmentCorrection } from './consignment-act.ts'
import { handOutFields, handOutRefusals, receiptFields, receiptRefusals } from './consignment-steps.routes.ts'
import { lookUpHandOutFacts } from './hand-out-facts.ts'

const reversalBody = z.strictObject(correctionFields)
const receiptCorrectionBody = z.strictObject({ ...receiptFields, ...correctionFields })
const right = z.strictObject(handOutFields).optional().meta({
  description: 'What was really handed out; absent: nothing was',
})
const handOutCorrectionBody = z.strictObject({ right, ...correctionFields })
const returnRefusals = { 'return-already-accepted': 409, 'stock-insufficient': 409 }

export function createConsignmentCorrectionRoutes(room: DeliveriesRoom): Route[] {
  return [
    reverseDispatch(room),
    correctReceipt(room),
    reverseReceipt(room),
    correctHandOut(room),
    reverseReturn(room),
    reverseLoss(room),
  ]
}

function reverseDispatch(room: DeliveriesRoom): Route {
  return defineConsignmentCorrection(room, {
    path: '/v1/consignments/{id}/dispatch/reversal',
    operationId: 'reverseDispatch',
    summary: 'Take back a dispatch that never was: the goods stand in the depot, the consignment is planned again',
    body: reversalBody,
    type: 'DispatchReversed',
    shape: dispatchReversed.shape,
    answer: 'The reversal',
    refusals: {},
    corrects: 'dispatch',
    paperDayOf: ({ dispatch }) => dispatch?.dispatchedOn,
    toCommand: ({ body }) => ({ type: 'ReverseDispatch', ...body }),
    after: takeInReversalInline,
  })
}

function correctReceipt(room: DeliveriesRoom): Route {
  return defineConsignmentCorrection(room, {
    path: '/v1/consignments/{id}/receipt/correction',
    operationId: 'correctConsignmentReceipt',
    summary: 'Say what a receipt should have said, whole; what differs moves between site, lost and returned',
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
    paperDayOf: (_, { body: { receivedOn } }) => receivedOn,
    async toCommand({ consignment, body, today }) {
      const unknownWorker = await findUnknownWorker(room, [body.receivedBy])
      return { type: 'CorrectReceipt', consignment, today, unknownWorker, ...body }
    },
    before: releaseReturns,
  })
}

function reverseReceipt(room: DeliveriesRoom): Route {
  return defineConsignmentCorrection(room, {
    path: '/v1/consignments/{id}/receipt/reversal',
    operationId: 'reverseConsignmentReceipt',
    summary: 'Take back a receipt that nobody signed: everything is on its way again',
    body: reversalBody,
    type: 'ReceiptReversed',
    shape: receiptReversed.shape,
    answer: 'The reversal',
    refusals: { ...returnRefusals, 'site-stock-insufficient': 409 },
    corrects: 'receipt',
    paperDayOf: ({ receipt }) => receipt?.receivedOn,
    toCommand: ({ consignment, body, today }) => ({ type: 'ReverseReceipt', consignment, today, ...body }),
    before: releaseReturns,
  })
}

function correctHandOut(room: DeliveriesRoom): Route {
  return defineConsignmentCorrection(room, {
    path: '/v1/consignments/{id}/handouts/{part}/correction',
    operationId: 'correctHandOut',
    summary: 'Take back a hand-out that was entered wrongly, and enter the right one with it',
    body: handOutCorrectionBody,
    type: ['GoodsHandedOut', 'HandOutReversed'],
    shape: handOutAnswer,
    answer: 'The reversal, or the right hand-out',
    refusals: { ...handOutRefusals, 'hand-out-unknown': 422 },
    rightOf: ({ right: entry }) => entry && piecesOf(entry.lines),
    async beyondOf({ consignment }, { right: entry }) {
      return entry && beyondStandardOf(await lookUpHandOutFacts(room, consignment, entry.workers), entry)
    },
    paperDayOf: dayOfAct,
    async toCommand({ consignment, part: corrects, body: { right: entry, reason }, today }) {
      const right = entry && { ...(await lookUpHandOutFacts(room, consignment, entry.workers)), ...entry }
      return { type: 'CorrectHandOut', today, corrects, right, reason }
    },
  })
}

function reverseReturn(room: DeliveriesRoom): Route {
  return defineConsignmentCorrection(room, {
    path: '/v1/consignments/{id}/returns/{part}/reversal',
    operationId: 'reverseReturn',
    summary: 'Take back a return that never was, on the way or from the site; the depot gives up what it had accepted',
    body: reversalBody,
    type: ['ConsignmentReturnReversed', 'SiteReturnReversed'],
    shape: consignmentReturnReversed.shape,
    answer: 'The reversal',
    refusals: { ...returnRefusals, 'return-unknown': 422 },
    paperDayOf: dayOfAct,
    toCommand: ({ part: corrects, body }) => ({ type: 'ReverseReturn', corrects, ...body }),
    before: releaseReturns,
  })
}

function reverseLoss(room: DeliveriesRoom): Route {
  return defineConsignmentCorrection(room, {
    path: '/v1/consignments/{id}/losses/{part}/reversal',
    operationId: 'reverseSiteLoss',
    summary: 'Take back a loss at the site: the goods stand there after all',
    body: reversalBody,
    type: 'SiteLossReversed',
    shape: siteLossReversed.shape,
    answer: 'The reversal',
    refusals: { 'loss-unknown': 422 },
    paperDayOf: dayOfAct,
    toCommand: ({ part: corrects, body }) => ({ type: 'ReverseSiteLoss', corrects, ...body }),
  })
}

/** The day of an act of the site, or of a return on the way. */
function dayOfAct({ acts }: ConsignmentState, { part }: { readonly part: string }): string | undefined {
  return acts[partVersion(part)]?.day
}

/** Of the reversal alone, or of the right entry. */
const handOutAnswer = {
  ...goodsHandedOut.shape,
  corrects: handOutReversed.shape.corrects.optional(),
  reason: handOutReversed.shape.reason.optional(),
}
