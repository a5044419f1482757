import {
  consignmentReturnReversed,
  dispatchReversed,
  handOutReversed,
  receiptCorrected,
  receiptReversed,
  siteLossReversed,
} from '@welfare/contracts/events/consignment-corrections.ts'
import { goodsHandedOut } from '@welfare/contracts/events/deliveries.ts'
import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import type { JsonObject } from '@welfare/decider/decider.ts'
import type { Approval } from '@welfare/service-kit/acts/act.ts'
import { defineActRoute } from '@welfare/service-kit/acts/define-act-route.ts'
import { isProblem } from '@welfare/service-kit/problem.ts'
import type { Actor, Route } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { type ConsignmentState, consignmentDecider } from './consignment.decider.ts'
import { actAtConsignment, consignmentPartId, consignmentPartParams, phaseRefusals } from './consignment-act.ts'
import { handOutFields, handOutRefusals, receiptFields, receiptRefusals } from './consignment-steps.routes.ts'
import { consignmentParams } from './consignment-view.ts'
import { atConsignment, correctionFields, metadataOfCorrection } from './dated-act.ts'
import { beyondStandardOf, describeConsignmentCorrection } from './goods-act.ts'
import { lookUpHandOutFacts } from './hand-out-facts.ts'
import { takeInReversalInline } from './inline-acknowledgement.ts'
import { findUnknownWorker } from './looked-up-facts.ts'
import { piecesOf } from './lot-line.ts'
import { partVersion } from './part-version.ts'
import { releaseReturns } from './return-release.ts'
import { consignmentCodec, type DeliveriesRoom, jsonOf, today } from './room-commands.ts'

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
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/consignments/{id}/dispatch/reversal',
    operationId: 'reverseDispatch',
    summary: 'Take back a dispatch that never was: the goods stand in the depot, the consignment is planned again',
    tag: 'deliveries',
    params: consignmentParams,
    body: reversalBody,
    ifMatch: 'optional',
    answers: { 201: answerOf('The reversal', dispatchReversed.shape) },
    refusals: phaseRefusals,
    describe({ params: { id }, body: { reason } }) {
      return describeConsignmentCorrection(room, atConsignment(room, id), { corrects: 'dispatch', reason })
    },
    async perform({ params: { id }, body, commandId, actor, ifVersion }, approval) {
      const { reason, document } = body
      const metadata = await metadataAt(
        room,
        actor,
        id,
        { document, approval },
        ({ dispatch }) => dispatch?.dispatchedOn,
      )
      const command = { type: 'ReverseDispatch', reason } as const
      const act = { id, command, commandId, input: jsonOf(body), metadata, ifVersion }
      const answer = await actAtConsignment(room, act, 'DispatchReversed', phaseRefusals)
      if (!isProblem(answer)) await takeInReversalInline(room, act)
      return answer
    },
  })
}

function correctReceipt(room: DeliveriesRoom): Route {
  const refusals = {
    ...receiptRefusals,
    ...returnRefusals,
    'received-after-hand-out': 422,
    'site-stock-insufficient': 409,
  }
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/consignments/{id}/receipt/correction',
    operationId: 'correctConsignmentReceipt',
    summary: 'Say what a receipt should have said, whole; what differs moves between site, lost and returned',
    tag: 'deliveries',
    params: consignmentParams,
    body: receiptCorrectionBody,
    ifMatch: 'optional',
    answers: { 201: answerOf('The correction', receiptCorrected.shape) },
    refusals,
    describe({ params: { id }, body: { reason } }) {
      return describeConsignmentCorrection(room, atConsignment(room, id), { corrects: 'receipt', reason })
    },
    async perform({ params: { id }, body, commandId, actor, ifVersion }, approval) {
      const { document, ...given } = body
      const unknownWorker = await findUnknownWorker(room, [given.receivedBy])
      const command = {
        type: 'CorrectReceipt',
        consignment: id,
        today: today(room),
        unknownWorker,
        ...given,
      } as const
      const metadata = await metadataAt(room, actor, id, { document, approval }, () => given.receivedOn)
      const act = { id, command, commandId, input: jsonOf(body), metadata, ifVersion }
      const refused = await releaseReturns(room, { act, actor, reason: given.reason, refusals })
      return refused ?? actAtConsignment(room, act, 'ReceiptCorrected', refusals)
    },
  })
}

function reverseReceipt(room: DeliveriesRoom): Route {
  const refusals = { ...phaseRefusals, ...returnRefusals, 'site-stock-insufficient': 409 }
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/consignments/{id}/receipt/reversal',
    operationId: 'reverseConsignmentReceipt',
    summary: 'Take back a receipt that nobody signed: everything is on its way again',
    tag: 'deliveries',
    params: consignmentParams,
    body: reversalBody,
    ifMatch: 'optional',
    answers: { 201: answerOf('The reversal', receiptReversed.shape) },
    refusals,
    describe({ params: { id }, body: { reason } }) {
      return describeConsignmentCorrection(room, atConsignment(room, id), { corrects: 'receipt', reason })
    },
    async perform({ params: { id }, body, commandId, actor, ifVersion }, approval) {
      const { reason, document } = body
      const metadata = await metadataAt(room, actor, id, { document, approval }, ({ receipt }) => receipt?.receivedOn)
      const command = { type: 'ReverseReceipt', consignment: id, today: today(room), reason } as const
      const act = { id, command, commandId, input: jsonOf(body), metadata, ifVersion }
      const refused = await releaseReturns(room, { act, actor, reason, refusals })
      return refused ?? actAtConsignment(room, act, 'ReceiptReversed', refusals)
    },
  })
}

function correctHandOut(room: DeliveriesRoom): Route {
  const refusals = { ...handOutRefusals, 'hand-out-unknown': 422 }
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/consignments/{id}/handouts/{part}/correction',
    operationId: 'correctHandOut',
    summary: 'Take back a hand-out that was entered wrongly, and enter the right one with it',
    tag: 'deliveries',
    params: consignmentPartParams,
    body: handOutCorrectionBody,
    ifMatch: 'optional',
    answers: { 201: answerOf('The reversal, or the right hand-out', handOutAnswer) },
    refusals,
    async describe({ params: { id, part }, body: { reason, right: entry } }) {
      const right = entry && piecesOf(entry.lines)
      const correction = { corrects: { part }, reason, right }
      const act = await describeConsignmentCorrection(room, atConsignment(room, id), correction)
      if (!act || !entry) return act
      return { ...act, beyond: beyondStandardOf(await lookUpHandOutFacts(room, id, entry.workers), entry) }
    },
    async perform({ params: { id, part }, body, commandId, actor, ifVersion }, approval) {
      const { document, right: entry, reason } = body
      const facts = entry && { ...(await lookUpHandOutFacts(room, id, entry.workers)), ...entry }
      const command = { type: 'CorrectHandOut', today: today(room), corrects: part, right: facts, reason } as const
      const metadata = await metadataAt(room, actor, id, { document, approval }, ({ acts }) => {
        const act = acts[partVersion(part)]
        return act?.type === 'hand-out' ? act.data.handedOutOn : undefined
      })
      const act = { id, command, commandId, input: jsonOf(body), metadata, ifVersion }
      return actAtConsignment(room, act, ['GoodsHandedOut', 'HandOutReversed'], refusals)
    },
  })
}

function reverseReturn(room: DeliveriesRoom): Route {
  const refusals = { ...phaseRefusals, ...returnRefusals, 'return-unknown': 422 }
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/consignments/{id}/returns/{part}/reversal',
    operationId: 'reverseReturn',
    summary: 'Take back a return that never was, on the way or from the site; the depot gives up what it had accepted',
    tag: 'deliveries',
    params: consignmentPartParams,
    body: reversalBody,
    ifMatch: 'optional',
    answers: { 201: answerOf('The reversal', consignmentReturnReversed.shape) },
    refusals,
    describe({ params: { id, part }, body: { reason } }) {
      return describeConsignmentCorrection(room, atConsignment(room, id), { corrects: { part }, reason })
    },
    async perform({ params: { id, part }, body, commandId, actor, ifVersion }, approval) {
      const { reason, document } = body
      const metadata = await metadataAt(room, actor, id, { document, approval }, ({ acts }) => {
        const act = acts[partVersion(part)]
        return act?.type === 'site-return' ? act.data.returnedOn : undefined
      })
      const command = { type: 'ReverseReturn', corrects: part, reason } as const
      const act = { id, command, commandId, input: jsonOf(body), metadata, ifVersion }
      const refused = await releaseReturns(room, { act, actor, reason, refusals })
      return refused ?? actAtConsignment(room, act, ['ConsignmentReturnReversed', 'SiteReturnReversed'], refusals)
    },
  })
}

function reverseLoss(room: DeliveriesRoom): Route {
  const refusals = { ...phaseRefusals, 'loss-unknown': 422 }
  return defineActRoute(room.acts, {
    method: 'post',
    path: '/v1/consignments/{id}/losses/{part}/reversal',
    operationId: 'reverseSiteLoss',
    summary: 'Take back a loss at the site: the goods stand there after all',
    tag: 'deliveries',
    params: consignmentPartParams,
    body: reversalBody,
    ifMatch: 'optional',
    answers: { 201: answerOf('The reversal', siteLossReversed.shape) },
    refusals,
    describe({ params: { id, part }, body: { reason } }) {
      return describeConsignmentCorrection(room, atConsignment(room, id), { corrects: { part }, reason })
    },
    async perform({ params: { id, part }, body, commandId, actor, ifVersion }, approval) {
      const { reason, document } = body
      const metadata = await metadataAt(room, actor, id, { document, approval }, ({ acts }) => {
        const act = acts[partVersion(part)]
        return act?.type === 'site-loss' ? act.data.lostOn : undefined
      })
      const command = { type: 'ReverseSiteLoss', corrects: part, reason } as const
      const act = { id, command, commandId, input: jsonOf(body), metadata, ifVersion }
      return actAtConsignment(room, act, 'SiteLossReversed', refusals)
    },
  })
}

/** Of the reversal alone, or of the right entry. */
const handOutAnswer = {
  ...goodsHandedOut.shape,
  corrects: handOutReversed.shape.corrects.optional(),
  reason: handOutReversed.shape.reason.optional(),
}

function answerOf<Shape extends z.ZodRawShape>(description: string, shape: Shape) {
  return { description, schema: z.strictObject({ ...consignmentPartId, ...shape }) }
}

async function metadataAt(
  room: DeliveriesRoom,
  actor: Actor,
  consignment: string,
  given: { readonly document: EventMetadata['document']; readonly approval: Approval | undefined },
  paperDayOf: (state: ConsignmentState) => string | undefined,
): Promise<JsonObject> {
  const paperDay = await room.runner.read(consignmentDecider, consignmentCodec, consignment, paperDayOf)
  return metadataOfCorrection(room, actor, { paperDay, ...given })
}
