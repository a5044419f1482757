import type { Act } from '@welfare/approvals/act.ts'
import { actRoute } from '@welfare/approvals/define-act-route.ts'
import { actPreview } from '@welfare/approvals/proposal-answer.ts'
import { eventMetadata } from '@welfare/contracts/metadata.ts'
import { idOf, partOf, reason } from '@welfare/contracts/primitives.ts'
import type { Decider } from '@welfare/event-store/decider/decider.ts'
import type { EventCodec } from '@welfare/event-store/runner.ts'
import { afterField } from '@welfare/http/after.ts'
import type { Accepted } from '@welfare/http/answer-command.ts'
import type { Approval, CommandContext } from '@welfare/http/command-route.ts'
import { findEvent } from '@welfare/http/command-route.ts'
import {
  type CheckedDay,
  checkDay,
  defaultLatePolicy,
  lateEntryBody,
  lateEntryRefusals,
  type StatedDay,
} from '@welfare/http/late-entry.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import type { Actor, Route, RouteAnswer } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { z } from 'zod'
import type { DeliveriesContext } from './deliveries.context.ts'
import type { DeliveriesFacts } from './deliveries.facts.ts'

/** In the body of every act that states a day. */
export const datedFields = { lateEntry: lateEntryBody.optional() }

/** In the body of every correction: why, and the paper behind it (红字凭证). */
export const correctionFields = { reason, document: eventMetadata.shape.document }

/** A depot or a consignment, as routes of goods deal with it. */
export interface GoodsPlace<State, Command, Event> {
  readonly category: 'depot' | 'consignment'
  readonly decidedBy: readonly [Decider<State, Command, Event>, EventCodec<Event>]
  readonly ifMatch?: 'optional'
  /** Of every act there. */
  readonly refusals: Readonly<Record<string, number>>
  /** Whose limits and days hold; undefined: there is no such place, which the act itself says. */
  divisionOf(facts: DeliveriesFacts, id: string): string | undefined
  /** What a correction is about, as it stands entered. */
  findEntered(state: State, corrects: string): Entered
}

export interface Entered {
  /** Undefined where there is no such thing. */
  readonly pieces: number | undefined
  /** Of its paper. */
  readonly day: string | undefined
}

/** What the request names: `part` where the path has one. */
interface Asked<Body> {
  readonly id: string
  readonly part: string
  readonly body: Body
}

interface GoodsRoute<Body, Event extends GoodsEvent> extends Pick<Route, 'path' | 'operationId' | 'summary'> {
  readonly body: z.ZodType<Body>
  /** Beside those of the place, and of the day. */
  readonly refusals?: Readonly<Record<string, number>>
  /** The event that is answered, the first of them that there is: its type, its data, and what it is called. */
  readonly type: Event['type'] | readonly Event['type'][]
  readonly shape: z.ZodRawShape
  readonly answer: string
  /** Where nothing may be left to do. */
  readonly mayBeSo?: true
}

interface GoodsEvent {
  readonly type: string
  readonly data: object
}

/** Goods that are gone or have come without a paper are counted in pieces, as what is written off. */
interface Difference extends Pick<Act, 'beyond' | 'about'> {
  readonly count: number
}

/** An act that counts on the day that its paper states. It waits for another person where it is late, or by its pieces. */
export function goodsActRoute<
  Body extends { readonly lateEntry?: StatedDay['lateEntry'] },
  State,
  const Command extends object,
  Event extends GoodsEvent,
>(
  context: DeliveriesContext,
  place: GoodsPlace<State, Command, Event>,
  definition: GoodsRoute<Body, NoInfer<Event>> & {
    dayOf(body: Body): string | undefined
    differenceOf?(
      asked: Asked<Body> & { readonly day: string },
    ): Promise<Difference | undefined> | Difference | undefined
    toCommand(
      asked: Asked<Omit<Body, 'lateEntry'>> & Pick<CheckedDay, 'day' | 'today'> & { readonly isApproved: boolean },
    ): Promise<Command | Problem> | Command | Problem
  },
): Route {
  const { dayOf, differenceOf, toCommand } = definition
  const { category, divisionOf } = place
  const check = (id: string, body: Body, actor: Actor, approval?: Approval) => {
    const division = divisionOf(context.facts, id)
    return checkGoodsDay(context, actor, { division, day: dayOf(body), lateEntry: body.lateEntry, approval })
  }
  return actRoute(context, {
    ...toRoute(place, definition, lateEntryRefusals),
    async describe({ params: { id, part = '' }, body, actor }) {
      const division = divisionOf(context.facts, id)
      if (division === undefined) return undefined
      const { day, daysLate: lateDays } = check(id, body, actor)
      const difference = await differenceOf?.({ id, part, body, day })
      const act = { division, lateDays, ...difference, about: { [category]: id, ...difference?.about } }
      if (difference) return { kind: 'write-off', ...act }
      return lateDays === 0 ? undefined : { kind: 'late-entry', ...act }
    },
    async toCommand({ params: { id, part = '' }, body, actor }, approval) {
      const { lateEntry: _, ...stated } = body
      const { day, today, refusal, metadata } = check(id, body, actor, approval)
      const command = await toCommand({ id, part, body: stated, day, today, isApproved: approval !== undefined })
      return isProblem(command) ? command : { stream: id, command, refusal, metadata }
    },
  })
}

/** The day on which an act of goods counts. */
export function checkGoodsDay(
  { clock, acts }: DeliveriesContext,
  actor: Actor,
  given: Pick<StatedDay, 'day'> & {
    readonly division: string | undefined
    readonly lateEntry?: StatedDay['lateEntry']
    readonly approval?: Approval | undefined
  },
): CheckedDay {
  const { division, day, lateEntry, approval } = given
  const policy = () => (division === undefined ? defaultLatePolicy : acts.latePolicyOf(division))
  return checkDay({ day, lateEntry, actor, policy, now: clock.now(), askedOn: approval?.askedOn })
}

/**
 * A red entry: it counts today, its paper bears the day of what it corrects. It waits by the pieces of that, or of what stands instead where
 * those are more: goods have no amount in fen, so the limit of corrections says nothing of them.
 */
export function goodsCorrectionRoute<
  Body extends z.infer<z.ZodObject<typeof correctionFields>>,
  State,
  const Command extends object,
  Event extends GoodsEvent,
>(
  context: DeliveriesContext,
  place: GoodsPlace<State, Command, Event>,
  definition: GoodsRoute<Body, NoInfer<Event>> & {
    /** Where the path names no part. */
    readonly corrects?: string
    /** Where the correction itself states it. */
    dayOf?(body: Body): string
    /** Pieces of what stands instead. */
    rightOf?(asked: Asked<Body>): Promise<number | undefined> | number | undefined
    /** How far that is above a standard. */
    beyondOf?(asked: Asked<Body>): Promise<Act['beyond']>
    toCommand(
      asked: Asked<Omit<Body, 'document'>> & { readonly today: string },
    ): Promise<Command | Problem> | Command | Problem
    /** What a depot does first. */
    before?(context: CommandContext, correction: CorrectionOf<Command>): Promise<Problem | undefined>
    /** What a depot does at once. */
    after?(context: CommandContext, id: string, accepted: Accepted<Event>): Promise<void>
  },
): Route {
  const { corrects, dayOf, rightOf, beyondOf, toCommand, before, after } = definition
  const { category, decidedBy, divisionOf, findEntered } = place
  const { runner, clock, facts } = context
  const readEntered = (id: string, corrected: string) =>
    runner.read(...decidedBy, id, (state) => findEntered(state, corrected))
  const { toAnswer, ...route } = toRoute(place, definition)
  return actRoute(context, {
    ...route,
    async describe({ params: { id, part = '' }, body }) {
      const division = divisionOf(facts, id)
      const asked = { id, part, body }
      const right = await rightOf?.(asked)
      const pieces = (await readEntered(id, corrects ?? part))?.pieces
      if (division === undefined || pieces === undefined) return undefined
      const beyond = await beyondOf?.(asked)
      const about = { [category]: id, corrects: corrects ?? part, reason: body.reason }
      const count = Math.max(pieces, right ?? 0)
      return { kind: 'write-off', count, division, about, ...(beyond && { beyond }) }
    },
    async toCommand({ params: { id, part = '' }, body, actor, commandId }, _, given) {
      const { document, ...stated } = body
      const paperDay = dayOf?.(body) ?? (await readEntered(id, corrects ?? part))?.day
      const command = await toCommand({ id, part, body: stated, today: shanghaiDay(clock.now()) })
      if (isProblem(command)) return command
      const correction = { id, command, commandId, actor, reason: body.reason, refusals: route.refusals }
      const refused = await before?.(given, correction)
      return refused ?? { stream: id, command, metadata: { paperDay, document } }
    },
    async toAnswer(accepted, request, _, given) {
      await after?.(given, request.params.id, accepted)
      return toAnswer(accepted, request)
    },
  })
}

/** A correction for which a depot may have to give up what it had accepted. */
export interface CorrectionOf<Command> {
  readonly id: string
  readonly command: Command
  readonly commandId: string
  readonly actor: Actor
  readonly reason: string
  readonly refusals: Readonly<Record<string, number>>
}

const preview = { description: 'With dryRun: what it would move; nothing is recorded', schema: actPreview }
const unchangedOrPreview = {
  description: 'It was already so; with dryRun: what it would move, and nothing is recorded',
  schema: z.union([z.strictObject({ unchanged: z.literal(true) }), actPreview]),
}

/** What the routes of one place have in common. */
function toRoute<Body, State, Command, Event extends GoodsEvent>(
  { category, decidedBy, ifMatch, refusals }: GoodsPlace<State, Command, Event>,
  definition: GoodsRoute<Body, Event>,
  ofDay: Readonly<Record<string, number>> = {},
) {
  const { path, operationId, summary, body, shape, answer, type, mayBeSo } = definition
  const part = partOf(category)
  const id = idOf(category)
  const params: z.ZodType<{ readonly id: string; readonly part?: string }> = path.includes('{part}')
    ? z.strictObject({ id, part })
    : z.strictObject({ id })
  const schema = z.strictObject({ id: part, ...shape })
  return {
    ...{ method: 'post' as const, path, operationId, summary, tag: 'deliveries', params, body, decidedBy },
    query: z.strictObject({ after: afterField, dryRun: queryBoolean.optional() }),
    isPreviewed: true as const,
    ...(ifMatch && { ifMatch }),
    answers: { 200: mayBeSo ? unchangedOrPreview : preview, 201: { description: answer, schema } },
    refusals: { ...ofDay, ...refusals, ...definition.refusals },
    toAnswer(
      { events }: Accepted<Event>,
      { params: { id } }: { readonly params: { readonly id: string } },
    ): RouteAnswer {
      if (events.length === 0) return { status: 200, body: { unchanged: true } }
      const types: readonly Event['type'][] = [type].flat()
      const found = types.map((one) => findEvent(events, one, id)).find((event) => event !== undefined)
      if (!found) throw new Error(`${id} answered without ${types.join(' or ')}`)
      return { status: 201, body: { id: found.id, ...found.data }, headers: { location: `/v1/${category}s/${id}` } }
    },
  }
}
