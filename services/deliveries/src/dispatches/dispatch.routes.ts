import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import { goodsDispatched } from '@welfare/contracts/events/deliveries.ts'
import { day, idOf, partOf } from '@welfare/contracts/primitives.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { type Problem, problem } from '@welfare/http/problem.ts'
import type { Route, RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import { consignmentDecider } from '../consignments/consignment.decider.ts'
import { consignmentParams } from '../consignments/consignment-view.ts'
import { atConsignment, datedFields, datedRefusals, judgeGoodsDay, metadataOfDay } from '../dated-act.ts'
import { depotDecider } from '../depots/depot.decider.ts'
import { describeLate } from '../depots/goods-act.ts'
import { judgeLots } from '../depots/lot-terms.ts'
import { broken, consignmentCodec, type DeliveriesRoom, depotCodec, eventOf, jsonOf } from '../room-commands.ts'
import { acknowledgeInline } from './inline-acknowledgement.ts'

const refusals = {
  ...datedRefusals,
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
export function createDispatchRoute(room: DeliveriesRoom): Route {
  return defineActRoute(room, {
    method: 'post',
    path: '/v1/consignments/{id}/dispatch',
    operationId: 'dispatchConsignment',
    summary: 'Send what is planned; the depot chooses the lots: what expires first goes first',
    tag: 'deliveries',
    params: consignmentParams,
    body: dispatchBody,
    answers: { 201: { description: 'The dispatch', schema: dispatchAnswer } },
    refusals,
    describe({ params: { id }, body: { dispatchedOn: day, lateEntry } = {}, actor }) {
      return describeLate(room, actor, atConsignment(room, id), { day, lateEntry })
    },
    async perform(given, { params: { id: consignment }, body = {}, commandId, actor }, approval) {
      const judged = judgeGoodsDay(room, actor, {
        place: atConsignment(room, consignment),
        day: body.dispatchedOn,
        lateEntry: body.lateEntry,
        approval,
      })
      const found = await room.runner.read(consignmentDecider, consignmentCodec, consignment, ({ plan, phase }) => ({
        plan,
        cancelled: phase === 'cancelled',
      }))
      if (!found?.plan) return problem('not-found', { id: consignment })
      const { depot, lines } = found.plan
      const result = await given.runner.execute(depotDecider, depotCodec, {
        stream: depot,
        command: {
          type: 'DispatchGoods',
          depot,
          day: judged.day,
          consignment,
          cancelled: found.cancelled,
          lines,
          judged: await judgeLots(room, found.plan),
        },
        refusal: judged.refusal,
        commandId,
        input: { consignment, ...jsonOf(body) },
        metadata: metadataOfDay(room, actor, judged, approval),
      })
      if (result.outcome !== 'accepted') return answerCommand(result, { refusals, onAccepted: unreachable })
      return acknowledge(given, { depot, accepted: result })
    },
  })
}

async function acknowledge(
  room: DeliveriesRoom,
  dispatch: Parameters<typeof acknowledgeInline>[1],
): Promise<RouteAnswer | Problem> {
  const { event, version } = eventOf(dispatch.accepted, 'GoodsDispatched')
  const result = await acknowledgeInline(room, dispatch)
  const declined = result.outcome === 'accepted' && result.events.find((e) => e.event.type === 'DispatchDeclined')
  const { consignment } = event.data
  // Cancelled in between: the goods are on their way back into the depot.
  if (declined) return broken('consignment-cancelled', { consignment }, refusals)
  const body = { id: `${dispatch.depot}.${version}`, depot: dispatch.depot, ...event.data }
  return answerCommand(result, {
    refusals,
    onAccepted: () => ({ status: 201, body, headers: { location: `/v1/consignments/${consignment}` } }),
  })
}

function unreachable(): never {
  throw new Error('only a dispatch that was not accepted is answered here')
}
