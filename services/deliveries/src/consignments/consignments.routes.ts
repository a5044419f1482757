import { consignmentCancelled, consignmentPlanned } from '@welfare/contracts/events/deliveries.ts'
import { count, day, idOf, partOf, reason } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { commandRoute, onlyEvent } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import { problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { consignmentCodec, type DeliveriesContext } from '../deliveries.context.ts'
import { lookUpPlanFacts } from '../looked-up-facts.ts'
import { consignmentDecider } from './consignment.decider.ts'
import { phaseRefusals } from './consignment-place.ts'
import {
  consignmentId,
  consignmentParams,
  consignmentStatus,
  consignmentView,
  viewOfConsignment,
} from './consignment-view.ts'
import { planRefusals } from './plan-facts.ts'

const { programme, round, site, depot } = consignmentPlanned.shape
const consignmentRow = z.strictObject({
  id: consignmentId,
  status: consignmentStatus,
  programme,
  round,
  site,
  depot,
  dueOn: day,
  receivedOn: day.optional(),
  /** Pieces of every commodity together. */
  planned: count,
  received: count,
  short: count,
  handedOut: count,
})
const filter = {
  site: site.optional(),
  depot: depot.optional(),
  programme,
  round,
  status: consignmentStatus.optional(),
}
const cancellationAnswer = z.strictObject({ id: partOf('consignment'), ...consignmentCancelled.shape })
export const planAnswer = z.strictObject({ id: idOf('consignment'), ...consignmentPlanned.shape })

export function createConsignmentRoutes(context: DeliveriesContext): Route[] {
  return [listConsignments(context), planConsignment(context), readConsignment(context), cancelConsignment(context)]
}

function listConsignments({ facts }: DeliveriesContext): Route {
  return listRoute({
    path: '/v1/consignments',
    operationId: 'listConsignments',
    summary: 'Lists consignments by site, depot, programme, round or status',
    tag: 'deliveries',
    filter,
    item: consignmentRow,
    description: 'A page',
    listRows: ({ query: { site, depot, programme, round, status }, actor }, page) =>
      facts.list('consignments', actor.scope, page, { site, depot, programme, round, status }),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ sequence: _, ...row }) => row,
  })
}

function planConsignment(context: DeliveriesContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/consignments',
    operationId: 'planConsignment',
    summary: 'Plans goods for a site',
    tag: 'deliveries',
    query: z.strictObject({ after: afterField }),
    body: consignmentPlanned,
    answers: { 201: { description: 'The plan', schema: planAnswer } },
    refusals: planRefusals,
    decidedBy: [consignmentDecider, consignmentCodec],
    async toCommand({ body: plan, commandId }) {
      const command = { type: 'PlanConsignment', plan, facts: await lookUpPlanFacts(context, plan) } as const
      return { stream: derivedId('consignment', commandId), command, creates: true }
    },
    toAnswer: (_, { body }, { stream: id }) => ({
      status: 201,
      body: { id, ...body },
      headers: { location: `/v1/consignments/${id}` },
    }),
  })
}

function readConsignment({ runner }: DeliveriesContext): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/consignments/{id}',
    operationId: 'readConsignment',
    summary: 'Reads a consignment: plan, dispatch, receipt, what is left at the site and what was handed out',
    tag: 'deliveries',
    params: consignmentParams,
    answers: { 200: { description: 'The consignment', schema: consignmentView } },
    refusals: {},
    async handle({ params: { id } }) {
      const found = await runner.read(consignmentDecider, consignmentCodec, id, (state, version) => ({
        body: viewOfConsignment(id, state),
        version,
      }))
      return found?.body ? { status: 200, ...found } : problem('not-found', { id })
    },
  })
}

function cancelConsignment(context: DeliveriesContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/consignments/{id}/cancellation',
    operationId: 'cancelConsignment',
    summary: 'Cancels a plan before it was dispatched',
    tag: 'deliveries',
    params: consignmentParams,
    body: z.strictObject({ reason }),
    ifMatch: 'optional',
    answers: { 201: { description: 'The cancellation', schema: cancellationAnswer } },
    refusals: phaseRefusals,
    decidedBy: [consignmentDecider, consignmentCodec],
    toCommand: ({ params: { id }, body }) => ({ stream: id, command: { type: 'CancelConsignment', ...body } }),
    toAnswer({ events }, { params: { id } }) {
      const cancelled = onlyEvent(events, 'ConsignmentCancelled', id)
      const headers = { location: `/v1/consignments/${id}` }
      return { status: 201, body: { id: cancelled.id, ...cancelled.data }, headers }
    },
  })
}
