import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import { idOf, partOf } from '@welfare/contracts/primitives.ts'
import type { JsonObject } from '@welfare/decider/decider.ts'
import type { Approval } from '@welfare/service-kit/acts/act.ts'
import { answerCommand } from '@welfare/service-kit/answer-command.ts'
import type { Problem } from '@welfare/service-kit/problem.ts'
import type { Actor, RouteAnswer } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { metadataOfCorrection } from './dated-act.ts'
import type { DepotCommand } from './depot.commands.ts'
import { type DepotEvent, depotDecider } from './depot.decider.ts'
import { type DeliveriesRoom, depotCodec, eventOf } from './room-commands.ts'

export const depotParams = z.strictObject({ id: idOf('depot') })
export const depotPartParams = z.strictObject({ id: idOf('depot'), part: partOf('depot') })
export const partId = z.strictObject({ id: partOf('depot') })

export interface DepotAct {
  readonly depot: string
  readonly command: DepotCommand
  readonly commandId: string
  readonly input: JsonObject
  readonly metadata: JsonObject
}

export async function actAtDepot(
  { runner }: DeliveriesRoom,
  { depot, ...request }: DepotAct,
  type: DepotEvent['type'],
  refusals: Readonly<Record<string, number>>,
): Promise<RouteAnswer | Problem> {
  const result = await runner.execute(depotDecider, depotCodec, { stream: depot, ...request })
  return answerCommand(result, {
    refusals,
    onAccepted(accepted) {
      if (accepted.events.length === 0) return { status: 200, body: { unchanged: true } }
      const { event, version } = eventOf(accepted, type)
      const body = { id: `${depot}.${version}`, ...event.data }
      return { status: 201, body, headers: { location: `/v1/depots/${depot}` } }
    },
  })
}

/** The day on which something that a correction names counts, as far as the depot's own stream tells it. */
export async function correctionMetadata(
  room: DeliveriesRoom,
  actor: Actor,
  given: {
    readonly depot: string
    readonly part: string
    readonly document: EventMetadata['document']
    readonly approval: Approval | undefined
  },
): Promise<JsonObject> {
  const { depot, part, ...stated } = given
  const version = part.slice(part.lastIndexOf('.') + 1)
  const paperDay = await room.runner.read(
    depotDecider,
    depotCodec,
    depot,
    (state) =>
      state.lots.get(part)?.receipt?.receivedOn ??
      state.lots.get(part)?.stock.days[0]?.day ??
      state.losses.get(version)?.day ??
      state.counts.get(version)?.countedOn ??
      state.incoming.get(part)?.day,
  )
  return metadataOfCorrection(room, actor, { paperDay, ...stated })
}
