import {
  consignmentCancelled,
  consignmentReceived,
  consignmentReturned,
  goodsHandedOut,
  lotId,
} from '@welfare/contracts/events/deliveries.ts'
import { commodity, count, day, partOf, quantity, reason } from '@welfare/contracts/primitives.ts'
import type { JsonObject } from '@welfare/decider/decider.ts'
import type { CommandResult } from '@welfare/event-store/runner.ts'
import { afterField, awaitAfter } from '@welfare/service-kit/after.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import type { Problem } from '@welfare/service-kit/problem.ts'
import { type Actor, defineRoute, type Route, type RouteAnswer } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import type { ConsignmentCommand } from './consignment.commands.ts'
import { type ConsignmentEvent, consignmentDecider } from './consignment.decider.ts'
import { consignmentParams } from './consignment-view.ts'
import { findUnknownWorker } from './looked-up-facts.ts'
import { consignmentCodec, type DeliveriesRoom, eventOf, jsonOf, metadataOf, today } from './room-commands.ts'

const { proof, receivedBy } = consignmentReceived.shape
const { workers } = goodsHandedOut.shape
const statedLine = z.strictObject({ commodity, lot: lotId.optional(), quantity })
const receiptLine = z.strictObject({ ...statedLine.shape, quantity: count, shortReason: reason.optional() })
const receiptBody = z.strictObject({ receivedBy, receivedOn: day, lines: z.array(receiptLine).min(1).max(50), proof })
const handOutBody = z.strictObject({
  lines: z.array(statedLine).min(1).max(50),
  workers: workers.default([]),
  heads: count.default(0).meta({ description: 'People beside the named workers' }),
  handedOutOn: day,
})
const reasonBody = z.strictObject({ reason })
const partId = { id: partOf('consignment') }
const afterQuery = z.strictObject({ after: afterField })

const phaseRefusals = {
  'consignment-not-dispatched': 409,
  'consignment-not-received': 409,
  'consignment-already-dispatched': 409,
  'consignment-already-received': 409,
  'consignment-returned': 409,
  'consignment-cancelled': 409,
}
const receiptRefusals = {
  ...phaseRefusals,
  'worker-unknown': 422,
  'received-in-future': 422,
  'line-repeated': 422,
  'line-not-dispatched': 422,
  'received-exceeds-dispatched': 422,
  'short-reason-missing': 422,
  'line-missing': 422,
}
const handOutRefusals = {
  ...phaseRefusals,
  'worker-unknown': 422,
  'handed-out-in-future': 422,
  'handed-out-before-receipt': 422,
  'recipients-missing': 422,
  'worker-repeated': 422,
  'line-repeated': 422,
  'site-stock-insufficient': 409,
}

export function createConsignmentStepRoutes(room: DeliveriesRoom): Route[] {
  return [receive(room), handOut(room), returnGoods(room), cancel(room)]
}

function receive(room: DeliveriesRoom): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/consignments/{id}/receipt',
    operationId: 'receiveConsignment',
    summary: 'Sign for what came (签收); what is missing against the dispatch is short, with its reason',
    tag: 'deliveries',
    params: consignmentParams,
    query: afterQuery,
    body: receiptBody,
    ifMatch: 'optional',
    answers: {
      201: { description: 'The receipt', schema: z.strictObject({ ...partId, ...consignmentReceived.shape }) },
    },
    refusals: receiptRefusals,
    async handle({ params: { id }, query, body, commandId, actor, ifVersion, signal }) {
      const waited = await awaitAfter(room.copying, query.after, { signal })
      if (waited) return waited
      const unknownWorker = await findUnknownWorker(room, [body.receivedBy])
      const command = { type: 'ReceiveConsignment', today: today(room), unknownWorker, ...body } as const
      const result = await step(room, { id, command, commandId, input: jsonOf(body), actor, ifVersion })
      return answerStep(result, id, 'ConsignmentReceived', receiptRefusals)
    },
  })
}

function handOut(room: DeliveriesRoom): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/consignments/{id}/handouts',
    operationId: 'handOutGoods',
    summary: 'Hand out what is at the site, to named workers or by head',
    tag: 'deliveries',
    params: consignmentParams,
    query: afterQuery,
    body: handOutBody,
    ifMatch: 'optional',
    answers: { 201: { description: 'The hand-out', schema: z.strictObject({ ...partId, ...goodsHandedOut.shape }) } },
    refusals: handOutRefusals,
    async handle({ params: { id }, query, body, commandId, actor, ifVersion, signal }) {
      const waited = await awaitAfter(room.copying, query.after, { signal })
      if (waited) return waited
      const unknownWorker = await findUnknownWorker(room, body.workers)
      const command = { type: 'HandOutGoods', today: today(room), unknownWorker, ...body } as const
      const result = await step(room, { id, command, commandId, input: jsonOf(body), actor, ifVersion })
      return answerStep(result, id, 'GoodsHandedOut', handOutRefusals)
    },
  })
}

function returnGoods(room: DeliveriesRoom): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/consignments/{id}/return',
    operationId: 'returnConsignment',
    summary: 'The site was not reached, or refused: everything goes back to the depot',
    tag: 'deliveries',
    params: consignmentParams,
    body: reasonBody,
    ifMatch: 'optional',
    answers: {
      201: { description: 'The return', schema: z.strictObject({ ...partId, ...consignmentReturned.shape }) },
    },
    refusals: phaseRefusals,
    async handle({ params: { id }, body, commandId, actor, ifVersion }) {
      const command = { type: 'ReturnConsignment', ...body } as const
      const result = await step(room, { id, command, commandId, input: jsonOf(body), actor, ifVersion })
      return answerStep(result, id, 'ConsignmentReturned', phaseRefusals)
    },
  })
}

function cancel(room: DeliveriesRoom): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/consignments/{id}/cancellation',
    operationId: 'cancelConsignment',
    summary: 'Cancel a plan before it was dispatched',
    tag: 'deliveries',
    params: consignmentParams,
    body: reasonBody,
    ifMatch: 'optional',
    answers: {
      201: { description: 'The cancellation', schema: z.strictObject({ ...partId, ...consignmentCancelled.shape }) },
    },
    refusals: phaseRefusals,
    async handle({ params: { id }, body, commandId, actor, ifVersion }) {
      const command = { type: 'CancelConsignment', ...body } as const
      const result = await step(room, { id, command, commandId, input: jsonOf(body), actor, ifVersion })
      return answerStep(result, id, 'ConsignmentCancelled', phaseRefusals)
    },
  })
}

interface Step {
  readonly id: string
  readonly command: ConsignmentCommand
  readonly commandId: string
  readonly input: JsonObject
  readonly actor: Actor
  readonly ifVersion: number | undefined
}

function step(room: DeliveriesRoom, request: Step): Promise<CommandResult<ConsignmentEvent>> {
  const { id, command, commandId, input, actor, ifVersion } = request
  return room.runner.execute(consignmentDecider, consignmentCodec, {
    stream: id,
    command,
    commandId,
    input,
    metadata: metadataOf(room, actor),
    ...(ifVersion !== undefined && { ifVersion }),
  })
}

function answerStep(
  result: CommandResult<ConsignmentEvent>,
  id: string,
  type: ConsignmentEvent['type'],
  refusals: Readonly<Record<string, number>>,
): RouteAnswer | Problem {
  return answerCommand(result, {
    refusals,
    onAccepted(accepted) {
      const { event, version } = eventOf(accepted, type)
      const body = { id: `${id}.${version}`, ...event.data }
      return { status: 201, body, headers: { location: `/v1/consignments/${id}` } }
    },
  })
}
