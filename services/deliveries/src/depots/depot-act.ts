import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import { idOf, partOf } from '@welfare/contracts/primitives.ts'
import type { JsonObject, Refusal } from '@welfare/event-store/decider/decider.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import type { JudgedDay } from '@welfare/http/late-entry.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Approval } from '@welfare/http/room.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import { atDepot, datedRefusals, judgeGoodsDay, metadataOfCorrection, metadataOfDay } from '../dated-act.ts'
import { type DeliveriesRoom, depotCodec, eventOf, jsonOf, today } from '../room-commands.ts'
import type { DepotCommand } from './depot.commands.ts'
import { type DepotEvent, depotDecider } from './depot.decider.ts'
import { describeDepotCorrection, describeDifference, describeLate } from './goods-act.ts'

export const depotParams = z.strictObject({ id: idOf('depot') })
export const depotPartParams = z.strictObject({ id: idOf('depot'), part: partOf('depot') })
export const partId = z.strictObject({ id: partOf('depot') })

export interface DepotAct {
  readonly depot: string
  readonly command: DepotCommand
  readonly refusal?: Refusal | undefined
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

/** What a route of a depot was asked: `part` where its path names one. */
interface Asked {
  readonly depot: string
  readonly part: string
}

interface DepotRoute<Body> {
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly body: z.ZodType<Body>
  /** Beside those of the day and the depot. */
  readonly refusals: Readonly<Record<string, number>>
  /** The event that is answered: its type, its data, and what it is called. */
  readonly type: DepotEvent['type']
  readonly shape: z.ZodRawShape
  readonly answer: string
  /** Where nothing may be left to do. */
  readonly mayBeSo?: true
}

interface DatedBody {
  readonly lateEntry?: { readonly reason: string } | undefined
}

/** An act of a depot that counts on the day that its paper states. It waits for another person where it is late, or by its pieces. */
export function defineDepotAct<Body extends DatedBody>(
  room: DeliveriesRoom,
  definition: DepotRoute<Body> & {
    dayOf(body: Body): string | undefined
    /** Gone, or come without a paper. */
    piecesOf?(asked: Asked & { readonly body: Body; readonly day: string }): Promise<number> | number
    toCommand(
      asked: Asked & { readonly body: Omit<Body, 'lateEntry'>; readonly judged: JudgedDay },
    ): Promise<DepotCommand> | DepotCommand
  },
): Route {
  const { dayOf, piecesOf, toCommand, type } = definition
  const refusals = { ...datedRefusals, 'depot-unknown': 404, ...definition.refusals }
  return defineActRoute(room, {
    ...asRoute(definition, refusals),
    async describe({ params: { id: depot, part = '' }, body, actor }) {
      const place = atDepot(room, depot)
      const stated = { day: dayOf(body), lateEntry: body.lateEntry }
      if (!piecesOf) return describeLate(room, actor, place, stated)
      const { day } = judgeGoodsDay(room, actor, { place, ...stated })
      const count = await piecesOf({ depot, part, body, day })
      return describeDifference(room, actor, place, { count, ...stated })
    },
    async perform(given, { params: { id: depot, part = '' }, body, commandId, actor }, approval) {
      const { lateEntry, ...act } = body
      const judged = judgeGoodsDay(room, actor, { place: atDepot(room, depot), day: dayOf(body), lateEntry, approval })
      const command = await toCommand({ depot, part, body: act, judged })
      const { refusal } = judged
      const metadata = metadataOfDay(room, actor, judged, approval)
      return actAtDepot(given, { depot, command, refusal, commandId, input: jsonOf(body), metadata }, type, refusals)
    },
  })
}

interface CorrectingBody {
  readonly reason: string
  readonly document?: EventMetadata['document']
}

/** A red entry of a depot: it counts today, its paper bears the day of what it corrects, and it waits by its pieces. */
export function defineDepotCorrection<Body extends CorrectingBody>(
  room: DeliveriesRoom,
  definition: DepotRoute<Body> & {
    /** Pieces of what stands instead. */
    rightOf?(asked: Asked & { readonly body: Body }): Promise<number | undefined> | number | undefined
    toCommand(
      asked: Asked & { readonly body: Omit<Body, 'document'>; readonly today: string },
    ): Promise<DepotCommand | Problem> | DepotCommand
  },
): Route {
  const { rightOf, toCommand, type } = definition
  const refusals = { 'depot-unknown': 404, ...definition.refusals }
  return defineActRoute(room, {
    ...asRoute(definition, refusals),
    async describe({ params: { id: depot, part = '' }, body }) {
      const right = await rightOf?.({ depot, part, body })
      return describeDepotCorrection(room, atDepot(room, depot), { corrects: part, reason: body.reason, right })
    },
    async perform(given, { params: { id: depot, part = '' }, body, commandId, actor }, approval) {
      const { document, ...act } = body
      const command = await toCommand({ depot, part, body: act, today: today(room) })
      if (isProblem(command)) return command
      const metadata = await correctionMetadata(room, actor, { depot, part, document, approval })
      return actAtDepot(given, { depot, command, commandId, input: jsonOf(body), metadata }, type, refusals)
    },
  })
}

const unchanged = { 200: { description: 'It was already so', schema: z.strictObject({ unchanged: z.literal(true) }) } }

function asRoute<Body>(
  { path, operationId, summary, body, shape, answer, mayBeSo }: DepotRoute<Body>,
  refusals: Readonly<Record<string, number>>,
) {
  const params: z.ZodType<{ readonly id: string; readonly part?: string }> = path.includes('{part}')
    ? depotPartParams
    : depotParams
  const schema = z.strictObject({ ...partId.shape, ...shape })
  const answers = { ...(mayBeSo && unchanged), 201: { description: answer, schema } }
  return { method: 'post' as const, path, operationId, summary, tag: 'deliveries', params, body, answers, refusals }
}

/** The day on which something that a correction names counts, as far as the depot's own stream tells it. */
async function correctionMetadata(
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
