import { partOf } from '@welfare/contracts/primitives.ts'
import type { JsonObject } from '@welfare/decider/decider.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import type { Problem } from '@welfare/service-kit/problem.ts'
import type { RouteAnswer } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import type { ConsignmentCommand } from './consignment.commands.ts'
import { type ConsignmentEvent, consignmentDecider } from './consignment.decider.ts'
import { consignmentId } from './consignment-view.ts'
import { consignmentCodec, type DeliveriesRoom, eventOf } from './room-commands.ts'

export const consignmentPartParams = z.strictObject({ id: consignmentId, part: partOf('consignment') })
export const consignmentPartId = { id: partOf('consignment') }

export interface ConsignmentAct {
  readonly id: string
  readonly command: ConsignmentCommand
  readonly commandId: string
  readonly input: JsonObject
  readonly metadata: JsonObject
  readonly ifVersion: number | undefined
}

export async function actAtConsignment(
  { runner }: DeliveriesRoom,
  { id, ifVersion, ...request }: ConsignmentAct,
  type: ConsignmentEvent['type'] | readonly ConsignmentEvent['type'][],
  refusals: Readonly<Record<string, number>>,
): Promise<RouteAnswer | Problem> {
  const result = await runner.execute(consignmentDecider, consignmentCodec, {
    stream: id,
    ...request,
    ...(ifVersion !== undefined && { ifVersion }),
  })
  return answerCommand(result, {
    refusals,
    onAccepted(accepted) {
      const known = [type].flat().find((one) => accepted.events.some(({ event }) => event.type === one))
      if (known === undefined) throw new Error(`the command was accepted without ${[type].flat().join(' or ')}`)
      const { event, version } = eventOf(accepted, known)
      const body = { id: `${id}.${version}`, ...event.data }
      return { status: 201, body, headers: { location: `/v1/consignments/${id}` } }
    },
  })
}

export const phaseRefusals = {
  'consignment-not-dispatched': 409,
  'consignment-not-received': 409,
  'consignment-already-dispatched': 409,
  'consignment-already-received': 409,
  'consignment-returned': 409,
  'consignment-cancelled': 409,
}
