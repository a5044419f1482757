import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { goodsDispatched } from '@welfare/contracts/events/deliveries.ts'
import { day, idOf, partOf } from '@welfare/contracts/primitives.ts'
import { notAccepted, problemOf } from '@welfare/http/answer-command.ts'
import { findEvent, onlyEvent } from '@welfare/http/command-route.ts'
import { lateEntryRefusals } from '@welfare/http/late-entry.ts'
import { problem } from '@welfare/http/problem.ts'
import type { Route } from '@welfare/http/route.ts'
import { z } from 'zod'
import { consignmentDecider } from '../consignments/consignment.decider.ts'
import { consignmentParams } from '../consignments/consignment-view.ts'
import { consignmentCodec, type DeliveriesContext, depotCodec } from '../deliveries.context.ts'
import { depotDecider } from '../depots/depot.decider.ts'
import { checkLots } from '../depots/lot-terms.ts'
import { checkGoodsDay, datedFields } from '../goods-routes.ts'
import { acknowledgeInline } from './inline-acknowledgement.ts'

const refusals = {
  ...lateEntryRefusals,
  'depot-unknown': 404,
  'consignment-already-dispatched': 409,
  'consignment-cancelled': 409,
  'stock-insufficient': 409,
  'lot-against-donor-terms': 409,
  'lot-expired': 409,
  'too-many-lots': 422,
}
const dispatchBody = z.strictObject({ dispatchedOn: day.optional(), ...datedFields }).optional()
const dispatchAnswer = z.strictObject({ id: partOf('depot'), depot: idOf('depot'), ...goodsDispatched.shape })

/** The depot gives the goods, then the consignment takes them: two streams, the second step repaired by the *dispatch* process. */
export function createDispatchRoute(context: DeliveriesContext): Route {
  const { facts, runner } = context
  return actRoute(context, {
    method: 'post',
    path: '/v1/consignments/{id}/dispatch',
    operationId: 'dispatchConsignment',
    summary: 'Sends what is planned; the depot chooses the lots: what expires first goes first',
    tag: 'deliveries',
    params: consignmentParams,
    body: dispatchBody,
    answers: { 201: { description: 'The dispatch', schema: dispatchAnswer } },
    refusals,
    describe({ params: { id: consignment }, body: { dispatchedOn: day, lateEntry } = {}, actor }) {
      const division = facts.divisionOfConsignment(consignment)
      if (division === undefined) return undefined
      const { daysLate: lateDays } = checkGoodsDay(context, actor, { division, day, lateEntry })
      return lateDays === 0 ? undefined : { kind: 'late-entry', division, lateDays, about: { consignment } }
    },
    decidedBy: [depotDecider, depotCodec],
    async toCommand({ params: { id: consignment }, body = {}, actor }, approval) {
      const { dispatchedOn, lateEntry } = body
      const division = facts.divisionOfConsignment(consignment)
      const stated = { division, day: dispatchedOn, lateEntry, approval }
      const { day, refusal, metadata } = checkGoodsDay(context, actor, stated)
      const found = await runner.read(consignmentDecider, consignmentCodec, consignment, ({ plan, phase }) => ({
        plan,
        cancelled: phase === 'cancelled',
      }))
      if (!found?.plan) return problem('not-found', { id: consignment })
      const { plan, cancelled } = found
      const { depot, lines } = plan
      const checked = await checkLots(context, plan)
      return {
        stream: depot,
        command: { type: 'DispatchGoods', depot, day, consignment, cancelled, lines, checked },
        refusal,
        input: { consignment, ...body },
        metadata,
      }
    },
    async toAnswer(accepted, { params: { id: consignment } }, { stream: depot }, given) {
      const dispatched = onlyEvent(accepted.events, 'GoodsDispatched', depot)
      const result = await acknowledgeInline(given, depot, accepted)
      if (result.outcome !== 'accepted') return notAccepted(result, refusals)
      // Cancelled in between: the goods are on their way back into the depot.
      if (findEvent(result.events, 'DispatchDeclined', consignment))
        return problemOf({ code: 'consignment-cancelled', facts: { consignment } }, refusals)
      const { version, position } = result
      const body = { id: dispatched.id, depot, ...dispatched.data }
      return { status: 201, version, position, body, headers: { location: `/v1/consignments/${consignment}` } }
    },
  })
}
