import { consignmentPlanned } from '@welfare/contracts/events/deliveries.ts'
import { count, day, idOf } from '@welfare/contracts/primitives.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { afterField } from '@welfare/http/after.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { createListRoute } from '../list-route.ts'
import { lookUpPlanFacts } from '../looked-up-facts.ts'
import { consignmentCodec, type DeliveriesRoom, jsonOf, metadataOf } from '../room-commands.ts'
import { consignmentDecider } from './consignment.decider.ts'
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
export const planAnswer = z.strictObject({ id: idOf('consignment'), ...consignmentPlanned.shape })

export function createConsignmentRoutes(room: DeliveriesRoom): Route[] {
  const summary = 'Consignments, filtered by site, depot, programme, round or status'
  return [
    createListRoute(room, 'consignments', { operationId: 'listConsignments', summary, row: consignmentRow, filter }),
    planConsignment(room),
    readConsignment(room),
  ]
}

function planConsignment(room: DeliveriesRoom): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/consignments',
    operationId: 'planConsignment',
    summary: 'Plan goods for a site',
    tag: 'deliveries',
    query: z.strictObject({ after: afterField }),
    body: consignmentPlanned,
    answers: { 201: { description: 'The plan', schema: planAnswer } },
    refusals: planRefusals,
    async handle({ body, commandId, actor }) {
      const id = derivedId('consignment', commandId)
      const result = await room.runner.execute(consignmentDecider, consignmentCodec, {
        stream: id,
        command: { type: 'PlanConsignment', plan: body, facts: await lookUpPlanFacts(room, body) },
        commandId,
        input: jsonOf(body),
        metadata: metadataOf(room, actor),
        creates: true,
      })
      return answerCommand(result, {
        refusals: planRefusals,
        onAccepted: () => ({ status: 201, body: { id, ...body }, headers: { location: `/v1/consignments/${id}` } }),
      })
    },
  })
}

function readConsignment({ runner }: DeliveriesRoom): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/consignments/{id}',
    operationId: 'readConsignment',
    summary: 'A consignment: plan, dispatch, receipt, what is left at the site and what was handed out',
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
