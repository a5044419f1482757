import { actorText, type ProcessActor } from '@welfare/contracts/authority.ts'
import type { Day } from '@welfare/contracts/days.ts'
import type { CommandMetadata } from '@welfare/contracts/metadata.ts'
import type { Decider, JsonObject, Refusal } from '@welfare/event-store/decider/decider.ts'
import type { CommandRunner, EventCodec } from '@welfare/event-store/runner.ts'
import type { Clock } from '@welfare/process/clock.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { z } from 'zod'
import { type Accepted, notAccepted } from './answer-command.ts'
import { isProblem, type Problem } from './problem.ts'
import {
  type Actor,
  defineRoute,
  type FileBody,
  type Method,
  type Route,
  type RouteAnswer,
  type RouteDefinition,
  type RouteRequest,
} from './route.ts'

/** What a request asks of which stream, with the facts that its decider needs. */
export interface StreamCommand<Command> {
  readonly stream: string
  readonly command: Command
  /** What the route itself finds against it: the answer, unless the command was recorded before. */
  readonly refusal?: Refusal | undefined
  readonly creates?: boolean
  readonly mayCreate?: boolean
  /** What tells a repeat from another request under the same key. Default: the body. */
  readonly input?: object
  readonly metadata?: Omit<MetadataOptions, 'approval'>
}

type WritingMethod = Exclude<Method, 'get'>

type PerformedRequest = Pick<
  RouteRequest<unknown, unknown, unknown, string, number | undefined>,
  'actor' | 'commandId' | 'ifVersion' | 'query' | 'body'
>

type RequestOf<
  Params extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | FileBody | undefined,
  IfMatch extends 'required' | 'optional' | undefined,
> = Parameters<RouteDefinition<WritingMethod, Params, Query, Body, IfMatch>['handle']>[0]

/** From a request to the command, and from its events to the answer. */
export interface CommandSteps<State, Command, Event, Request> extends Pick<Route, 'refusals'> {
  /** Who decides, and how its events are stored. */
  readonly decidedBy: readonly [Decider<State, Command, Event>, EventCodec<Event>]
  /**
   * @param approval given where the act waited for another person; it goes into the metadata without more
   * @param context for what another stream has to do first; where an act is only tried out, its runner records nothing
   */
  toCommand(
    request: Request,
    approval: Approval | undefined,
    context: CommandContext,
  ): Promise<StreamCommand<Command> | Problem> | StreamCommand<Command> | Problem
  /** After what must be done before it is answered. Version and position are filled in where the answer leaves them out. */
  toAnswer(
    accepted: Accepted<Event>,
    request: Request,
    asked: StreamCommand<Command>,
    context: CommandContext,
  ): Promise<RouteAnswer | Problem> | RouteAnswer | Problem
  /** Of a dry run (`dryRun` of its query): what would be answered. Nothing is recorded. */
  toPreview?(asked: StreamCommand<Command>, request: Request): Promise<RouteAnswer | Problem> | RouteAnswer | Problem
  readonly ifMatch?: Route['ifMatch'] | undefined
}

/** A route that is one command to one stream. */
export interface CommandRouteDefinition<
  Params extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | FileBody | undefined,
  IfMatch extends 'required' | 'optional' | undefined,
  State,
  Command,
  Event,
> extends Omit<RouteDefinition<WritingMethod, Params, Query, Body, IfMatch>, 'handle'>,
    CommandSteps<State, Command, Event, RequestOf<Params, Query, Body, IfMatch>> {
  readonly ifMatch?: IfMatch
}

export interface CommandContext {
  readonly runner: CommandRunner
  readonly clock: Clock
}

export function commandRoute<
  State,
  const Command,
  Event,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | FileBody | undefined = undefined,
  const IfMatch extends 'required' | 'optional' | undefined = undefined,
>(
  context: CommandContext,
  definition: CommandRouteDefinition<Params, Query, Body, IfMatch, State, Command, Event>,
): Route {
  const { decidedBy, toCommand, toAnswer, toPreview, ...route } = definition
  const perform = toPerform(definition)
  return defineRoute<WritingMethod, Params, Query, Body, IfMatch>({
    ...route,
    handle: (request) => perform(context, request),
  })
}

/** What such a route does with a request. */
export function toPerform<State, Command, Event, Request extends PerformedRequest>(
  definition: CommandSteps<State, Command, Event, Request>,
) {
  const { decidedBy, toCommand, toAnswer, toPreview, refusals, ifMatch } = definition
  const [decider, codec] = decidedBy
  return async (context: CommandContext, request: Request, approval?: Approval): Promise<RouteAnswer | Problem> => {
    const { runner, clock } = context
    const asked = await toCommand(request, approval, context)
    if (isProblem(asked)) return asked
    if (toPreview && isDryRun(request.query)) return toPreview(asked, request)
    const { input, metadata, ...command } = asked
    const { actor, commandId, ifVersion, body } = request
    const result = await runner.execute(decider, codec, {
      ...command,
      commandId,
      input: commandInput(input ?? (isObject(body) ? body : {})),
      metadata: commandMetadata(clock, actor, { ...metadata, approval }),
      // A version is told to every route: one that asks for none minds none.
      ...(ifMatch && ifVersion !== undefined && { ifVersion }),
    })
    if (result.outcome !== 'accepted') return notAccepted(result, refusals)
    const answer = await toAnswer(result, request, asked, context)
    return isProblem(answer) ? answer : { version: result.version, position: result.position, ...answer }
  }
}

export function isDryRun(query: unknown): boolean {
  return isObject(query) && 'dryRun' in query && query.dryRun === true
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Another person let it pass: its checker, for the metadata of what it records, and the day on which its maker asked. */
export type Approval = NonNullable<CommandMetadata['approval']> & { readonly askedOn: Day }

export interface MetadataOptions {
  /** When it happened, where that is not now. */
  readonly occurredAt?: Date
  /** Where that is not the day on which it happened. */
  readonly accountingDate?: string | undefined
  readonly paperDay?: string | undefined
  readonly lateEntry?: CommandMetadata['lateEntry']
  readonly approval?: Approval | undefined
  readonly document?: CommandMetadata['document']
}

/** What the event says about itself beside its data: of an account's act, or of a process's own. Without another word the accounting date is the day in Asia/Shanghai on which it happened. */
export function commandMetadata(
  clock: Clock,
  actor: Omit<Actor, 'scope'> | ProcessActor,
  options: MetadataOptions = {},
): CommandMetadata & JsonObject {
  const { approval } = options
  const occurredAt = options.occurredAt ?? clock.now()
  const metadata: CommandMetadata = {
    actor: typeof actor === 'string' ? actor : actorText(actor),
    occurredAt: occurredAt.toISOString(),
    accountingDate: options.accountingDate ?? shanghaiDay(occurredAt),
    ...(options.paperDay !== undefined && { paperDay: options.paperDay }),
    ...(options.lateEntry && { lateEntry: options.lateEntry }),
    ...(approval && { approval: { proposal: approval.proposal, approvedBy: approval.approvedBy } }),
    ...(options.document && { document: options.document }),
  }
  return metadata as CommandMetadata & JsonObject
}

/** A parsed body as the command's input for its fingerprint: it came from JSON, so it is JSON. */
export function commandInput(body: object): JsonObject {
  return body as JsonObject
}

/** The event of that type that an accepted command led to, with the id of what it created. @throws Error when there is none: the route misjudges its decider */
export function onlyEvent<Event extends { readonly type: string }, T extends Event['type']>(
  events: readonly { readonly event: Event; readonly version: number }[],
  type: T,
  stream: string,
): Extract<Event, { type: T }> & { readonly id: string } {
  const found = findEvent(events, type, stream)
  if (!found) throw new Error(`${stream} answered without ${type}`)
  return found
}

export function findEvent<Event extends { readonly type: string }, T extends Event['type']>(
  events: readonly { readonly event: Event; readonly version: number }[],
  type: T,
  stream: string,
): (Extract<Event, { type: T }> & { readonly id: string }) | undefined {
  for (const { event, version } of events) {
    if (isOfType(event, type)) return { ...event, id: `${stream}.${version}` }
  }
  return undefined
}

function isOfType<Event extends { readonly type: string }, T extends Event['type']>(
  event: Event,
  type: T,
): event is Extract<Event, { type: T }> {
  return event.type === type
}
