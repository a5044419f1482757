import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import {
  consignmentCancelled,
  consignmentReceived,
  consignmentReturned,
  goodsHandedOut,
} from '@welfare/contracts/events/deliveries.ts'
import { count, day, reason } from '@welfare/contracts/primitives.ts'
import { afterField } from '@welfare/http/after.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { atConsignment, datedFields, datedRefusals, judgeGoodsDay, metadataOfDay } from '../dated-act.ts'
import { beyondStandardOf, describeDifference, describeLate } from '../depots/goods-act.ts'
import { findUnknownWorker } from '../looked-up-facts.ts'
import { type DeliveriesRoom, jsonOf, metadataOf } from '../room-commands.ts'
import { actAtConsignment, consignmentPartId, defineConsignmentAct, phaseRefusals } from './consignment-act.ts'
import { consignmentParams } from './consignment-view.ts'
import { lookUpHandOutFacts } from './hand-out-facts.ts'
import { receiptLine, statedLine } from './stated-line.contract.ts'

const { proof, receivedBy } = consignmentReceived.shape
const { workers } = goodsHandedOut.shape
export const receiptFields = { receivedBy, receivedOn: day, lines: z.array(receiptLine).min(1).max(50), proof }
const receiptBody = z.strictObject({ ...receiptFields, ...datedFields })
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
const handOutBody = z.strictObject({ ...handOutFields, ...datedFields })
const returnBody = z.strictObject({ reason, returnedOn: day.optional(), ...datedFields })
const reasonBody = z.strictObject({ reason })
const afterQuery = z.strictObject({ after: afterField })

export const receiptRefusals = {
  ...phaseRefusals,
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
  ...phaseRefusals,
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

export function createConsignmentStepRoutes(room: DeliveriesRoom): Route[] {
  return [receive(room), handOut(room), returnGoods(room), cancel(room)]
}

function receive(room: DeliveriesRoom): Route {
  const refusals = { ...datedRefusals, ...receiptRefusals, 'not-in-transit-then': 409 }
  const schema = z.strictObject({ ...consignmentPartId, ...consignmentReceived.shape })
  return defineActRoute(room, {
    method: 'post',
    path: '/v1/consignments/{id}/receipt',
    operationId: 'receiveConsignment',
    summary: 'Sign for what came (签收): received, short and refused; what is refused goes back to the depot',
    tag: 'deliveries',
    params: consignmentParams,
    query: afterQuery,
    body: receiptBody,
    ifMatch: 'optional',
    answers: { 201: { description: 'The receipt', schema } },
    refusals,
    describe({ params: { id }, body: { receivedOn, lateEntry }, actor }) {
      return describeLate(room, actor, atConsignment(room, id), { day: receivedOn, lateEntry })
    },
    async perform(given, { params: { id }, body, commandId, actor, ifVersion }, approval) {
      const { lateEntry, ...stated } = body
      const judged = judgeGoodsDay(room, actor, {
        place: atConsignment(room, id),
        day: stated.receivedOn,
        lateEntry,
        approval,
      })
      const unknownWorker = await findUnknownWorker(room, [stated.receivedBy])
      const { day: countsOn, today, refusal } = judged
      const command = { type: 'ReceiveConsignment', today, day: countsOn, unknownWorker, ...stated } as const
      const metadata = metadataOfDay(room, actor, judged, approval)
      const act = { id, command, refusal, commandId, input: jsonOf(body), metadata, ifVersion }
      return actAtConsignment(given, act, 'ConsignmentReceived', refusals)
    },
  })
}

function handOut(room: DeliveriesRoom): Route {
  const refusals = { ...datedRefusals, ...handOutRefusals }
  const schema = z.strictObject({ ...consignmentPartId, ...goodsHandedOut.shape })
  return defineActRoute(room, {
    method: 'post',
    path: '/v1/consignments/{id}/handouts',
    operationId: 'handOutGoods',
    summary: 'Hand out what is at the site, to named workers or by head',
    tag: 'deliveries',
    params: consignmentParams,
    query: afterQuery,
    body: handOutBody,
    ifMatch: 'optional',
    answers: { 201: { description: 'The hand-out', schema } },
    refusals,
    async describe({ params: { id }, body, actor }) {
      const place = atConsignment(room, id)
      const { handedOutOn: day, lateEntry } = body
      const beyond = beyondStandardOf(await lookUpHandOutFacts(room, id, body.workers), body)
      if (!beyond) return describeLate(room, actor, place, { day, lateEntry })
      const count = beyond.value - beyond.limit
      const act = describeDifference(room, actor, place, { count, day, lateEntry })
      return act && { ...act, beyond }
    },
    async perform(given, { params: { id }, body, commandId, actor, ifVersion }, approval) {
      const { lateEntry, ...stated } = body
      const judged = judgeGoodsDay(room, actor, {
        place: atConsignment(room, id),
        day: stated.handedOutOn,
        lateEntry,
        approval,
      })
      const facts = await lookUpHandOutFacts(room, id, stated.workers)
      const { day: countsOn, today, refusal } = judged
      const command = { type: 'HandOutGoods', today, day: countsOn, ...facts, ...stated } as const
      const metadata = metadataOfDay(room, actor, judged, approval)
      const act = { id, command, refusal, commandId, input: jsonOf(body), metadata, ifVersion }
      return actAtConsignment(given, act, 'GoodsHandedOut', refusals)
    },
  })
}

function returnGoods(room: DeliveriesRoom): Route {
  return defineConsignmentAct(room, {
    path: '/v1/consignments/{id}/return',
    operationId: 'returnConsignment',
    summary: 'The site was not reached, or refused: everything goes back to the depot',
    body: returnBody,
    type: 'ConsignmentReturned',
    shape: consignmentReturned.shape,
    answer: 'The return',
    refusals: { 'returned-before-dispatch': 422, 'not-in-transit-then': 409 },
    dayOf: ({ returnedOn }) => returnedOn,
    toCommand: ({ reason }, day) => ({ type: 'ReturnConsignment', day, reason }),
  })
}

function cancel(room: DeliveriesRoom): Route {
  const schema = z.strictObject({ ...consignmentPartId, ...consignmentCancelled.shape })
  return defineRoute({
    method: 'post',
    path: '/v1/consignments/{id}/cancellation',
    operationId: 'cancelConsignment',
    summary: 'Cancel a plan before it was dispatched',
    tag: 'deliveries',
    params: consignmentParams,
    body: reasonBody,
    ifMatch: 'optional',
    answers: { 201: { description: 'The cancellation', schema } },
    refusals: phaseRefusals,
    async handle({ params: { id }, body, commandId, actor, ifVersion }) {
      const command = { type: 'CancelConsignment', ...body } as const
      const metadata = metadataOf(room, actor)
      const act = { id, command, commandId, input: jsonOf(body), metadata, ifVersion }
      return actAtConsignment(room, act, 'ConsignmentCancelled', phaseRefusals)
    },
  })
}
