import type { Act } from '@welfare/approvals/act.ts'
import { defineActRoute } from '@welfare/approvals/define-act-route.ts'
import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import { partOf } from '@welfare/contracts/primitives.ts'
import type { JsonObject, Refusal } from '@welfare/event-store/decider/decider.ts'
import { answerCommand } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/http/route.ts'
import { z } from 'zod'
import { atConsignment, datedRefusals, judgeGoodsDay, metadataOfCorrection, metadataOfDay } from '../dated-act.ts'
import { describeConsignmentCorrection, describeDifference, describeLate } from '../depots/goods-act.ts'
import { consignmentCodec, type DeliveriesRoom, eventOf, jsonOf, today } from '../room-commands.ts'
import type { ConsignmentCommand } from './consignment.commands.ts'
import { type ConsignmentEvent, type ConsignmentState, consignmentDecider } from './consignment.decider.ts'
import { consignmentId, consignmentParams } from './consignment-view.ts'

const consignmentPartParams = z.strictObject({ id: consignmentId, part: partOf('consignment') })
export const consignmentPartId = { id: partOf('consignment') }

export interface ConsignmentAct {
  readonly id: string
  readonly command: ConsignmentCommand
  readonly refusal?: Refusal | undefined
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

/** What a route of a consignment was asked: `part` where its path names one. */
interface Asked {
  readonly consignment: string
  readonly part: string
}

interface ConsignmentRoute<Body> {
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly body: z.ZodType<Body>
  /** Beside those of the phase. */
  readonly refusals: Readonly<Record<string, number>>
  /** The event that is answered, the first that there is: its type, its data, and what it is called. */
  readonly type: ConsignmentEvent['type'] | readonly ConsignmentEvent['type'][]
  readonly shape: z.ZodRawShape
  readonly answer: string
}

interface DatedBody {
  readonly lateEntry?: { readonly reason: string } | undefined
}

/** An act that counts on the day that its paper states. It waits for another person where it is late, or by its pieces. */
export function defineConsignmentAct<Body extends DatedBody>(
  room: DeliveriesRoom,
  definition: ConsignmentRoute<Body> & {
    dayOf(body: Body): string | undefined
    /** Gone without a paper. */
    piecesOf?(body: Body): number
    toCommand(body: Omit<Body, 'lateEntry'>, day: string): ConsignmentCommand
  },
): Route {
  const { dayOf, piecesOf, toCommand, type } = definition
  const refusals = { ...datedRefusals, ...phaseRefusals, ...definition.refusals }
  return defineActRoute(room, {
    ...asRoute(definition, refusals),
    describe({ params: { id }, body, actor }) {
      const place = atConsignment(room, id)
      const stated = { day: dayOf(body), lateEntry: body.lateEntry }
      if (!piecesOf) return describeLate(room, actor, place, stated)
      return describeDifference(room, actor, place, { count: piecesOf(body), ...stated })
    },
    async perform(given, { params: { id }, body, commandId, actor, ifVersion }, approval) {
      const { lateEntry, ...act } = body
      const judged = judgeGoodsDay(room, actor, {
        place: atConsignment(room, id),
        day: dayOf(body),
        lateEntry,
        approval,
      })
      const { day, refusal } = judged
      const command = toCommand(act, day)
      const metadata = metadataOfDay(room, actor, judged, approval)
      return actAtConsignment(
        given,
        { id, command, refusal, commandId, input: jsonOf(body), metadata, ifVersion },
        type,
        refusals,
      )
    },
  })
}

interface CorrectingBody {
  readonly reason: string
  readonly document?: EventMetadata['document']
}

/** A red entry of a consignment: it counts today, its paper bears the day of what it corrects, and it waits by its pieces. */
export function defineConsignmentCorrection<Body extends CorrectingBody>(
  room: DeliveriesRoom,
  definition: ConsignmentRoute<Body> & {
    /** Where the path names no part. */
    readonly corrects?: 'dispatch' | 'receipt'
    /** Pieces of what stands instead. */
    rightOf?(body: Body): number | undefined
    /** More of it than the programme's standard. */
    beyondOf?(asked: Asked, body: Body): Promise<Act['beyond']>
    paperDayOf(state: ConsignmentState, asked: Asked & { readonly body: Body }): string | undefined
    toCommand(
      asked: Asked & { readonly body: Omit<Body, 'document'>; readonly today: string },
    ): Promise<ConsignmentCommand> | ConsignmentCommand
    /** What a depot does first, or with it. */
    before?(room: DeliveriesRoom, correction: ReleasingCorrection): Promise<Problem | undefined>
    after?(room: DeliveriesRoom, act: ConsignmentAct): Promise<void>
  },
): Route {
  const { corrects, rightOf, beyondOf, paperDayOf, toCommand, before, after, type } = definition
  const refusals = { ...phaseRefusals, ...definition.refusals }
  return defineActRoute(room, {
    ...asRoute(definition, refusals),
    async describe({ params: { id: consignment, part = '' }, body }) {
      const correction = { corrects: corrects ?? { part }, reason: body.reason, right: rightOf?.(body) }
      const act = await describeConsignmentCorrection(room, atConsignment(room, consignment), correction)
      const beyond = act && (await beyondOf?.({ consignment, part }, body))
      return act && { ...act, ...(beyond && { beyond }) }
    },
    async perform(given, { params: { id, part = '' }, body, commandId, actor, ifVersion }, approval) {
      const { document, ...stated } = body
      const asked = { consignment: id, part }
      const paperDay = await room.runner.read(consignmentDecider, consignmentCodec, id, (state) =>
        paperDayOf(state, { ...asked, body }),
      )
      const metadata = metadataOfCorrection(room, actor, { paperDay, document, approval })
      const command = await toCommand({ ...asked, body: stated, today: today(room) })
      const act = { id, command, commandId, input: jsonOf(body), metadata, ifVersion }
      const refused = await before?.(given, { act, actor, reason: body.reason, refusals })
      if (refused) return refused
      const answer = await actAtConsignment(given, act, type, refusals)
      if (!isProblem(answer)) await after?.(given, act)
      return answer
    },
  })
}

/** A correction for which a depot may have to give up what it had accepted. */
export interface ReleasingCorrection {
  readonly act: ConsignmentAct
  readonly actor: Actor
  readonly reason: string
  readonly refusals: Readonly<Record<string, number>>
}

function asRoute<Body>(
  { path, operationId, summary, body, shape, answer }: ConsignmentRoute<Body>,
  refusals: Readonly<Record<string, number>>,
) {
  const params: z.ZodType<{ readonly id: string; readonly part?: string }> = path.includes('{part}')
    ? consignmentPartParams
    : consignmentParams
  const answers = { 201: { description: answer, schema: z.strictObject({ ...consignmentPartId, ...shape }) } }
  const given = { path, operationId, summary, params, body, answers, refusals }
  return { method: 'post' as const, tag: 'deliveries', ifMatch: 'optional' as const, ...given }
}

export const phaseRefusals = {
  'consignment-not-dispatched': 409,
  'consignment-not-received': 409,
  'consignment-already-dispatched': 409,
  'consignment-already-received': 409,
  'consignment-returned': 409,
  'consignment-cancelled': 409,
}
