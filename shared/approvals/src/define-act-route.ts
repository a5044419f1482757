import type { Leg } from '@welfare/contracts/legs.ts'
import type { CommandRunner } from '@welfare/event-store/runner.ts'
import type { Approval } from '@welfare/http/command-route.ts'
import { type CommandContext, type CommandRouteDefinition, isDryRun, toPerform } from '@welfare/http/command-route.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { queryBoolean } from '@welfare/http/query-fields.ts'
import {
  defineRoute,
  type FileBody,
  type Method,
  type Route,
  type RouteAnswer,
  type RouteDefinition,
} from '@welfare/http/route.ts'
import { z } from 'zod'
import type { Act, WaitingReason } from './act.ts'
import { type ActMove, legsOf, movesOf } from './act-moves.ts'
import type { Recorded } from './acts.context.ts'
import type { Acts } from './acts.ts'
import { countAct, reasonsOf, uncountAct } from './count-act.ts'
import { actPreview, waitingAct } from './proposal-answer.ts'
import { answerProposedBefore, asRecorded, proposeAct, proposingRefusals, toProposed } from './propose-act.ts'
import { tryAct } from './try-act.ts'

type Answered = Promise<RouteAnswer | Problem> | RouteAnswer | Problem

/** What a service's routes work with, as far as this module minds. */
interface Given {
  readonly acts: Pick<Acts, 'context'>
  readonly runner: CommandRunner
}

/** A route whose act may need a second person. */
interface ActRouteDefinition<
  Context extends Given,
  GivenMethod extends Method,
  Params extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | FileBody | undefined,
  IfMatch extends 'required' | 'optional' | undefined,
  Request = Parameters<RouteDefinition<GivenMethod, Params, Query, Body, IfMatch>['handle']>[0],
> extends Omit<RouteDefinition<GivenMethod, Params, Query, Body, IfMatch>, 'handle'> {
  /** By the request alone: false where it is nothing that limits are for, so that nothing else is asked. It stays false under its key. Default: true. */
  mayWait?(request: Request): boolean
  /** What the request would do; undefined: nothing that limits are for. Asked only of what can be done, and may wait. */
  describe(request: Request): Promise<Act | Problem | undefined> | Act | Problem | undefined
  /**
   * Does it, by `context.runner` alone: the act is tried out on another one first. A repeat is answered as the first time: the same command
   * id, whether it is sent again or was approved meanwhile; so what the route itself finds against it goes to the runner as the command's
   * `refusal`. Also answers dry runs (`dryRun` of its query), which neither count nor wait.
   * @param approval to be handed to `commandMetadata`; given where the act waited
   */
  perform(context: Context, request: Request, approval?: Approval): Answered
  /** Where it is proposed in a stream of the service's own, with its money reserved. */
  reserve?(request: Request, because: readonly WaitingReason[]): Answered
  /** Whether `dryRun` is answered with what it would move. Default: where there is neither a query nor an answer 200 of its own, which then take it. */
  readonly isPreviewed?: true
  /** What processes move once it is recorded; undefined where only they find out, which its approver is told. Default: nothing. */
  movedByProcess?(request: Request): readonly Leg[] | undefined
  /** What is recorded of the request, where that is not the request: no secret, and nothing that names a person, goes into the log. */
  record?(request: Request): Promise<Recorded> | Recorded
  /** The request again, of what was recorded. */
  restore?(recorded: Recorded): Promise<Recorded> | Recorded
}

/**
 * A route whose act, above its division's limits, is proposed and waits for another person: 202, and read on under `/v1/proposals/<area>`.
 * Within them it is done at once. What could not be done anyway is refused before it is counted or waits. It stands behind `afterFacts`: what was
 * said of limits a moment ago holds.
 */
export function defineActRoute<
  Context extends Given,
  const GivenMethod extends Method,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | FileBody | undefined = undefined,
  const IfMatch extends 'required' | 'optional' | undefined = undefined,
>(given: Context, definition: ActRouteDefinition<Context, GivenMethod, Params, Query, Body, IfMatch>): Route {
  const { perform, reserve, record = asRecorded, restore, movedByProcess = () => [], ...more } = definition
  const { mayWait = () => true, describe: describeLimited, ...route } = more
  const { operationId } = definition
  const { context } = given.acts
  type Request = Parameters<typeof perform>[1]
  const describe = (request: Request) => (mayWait(request) ? describeLimited(request) : undefined)
  const tryOut = (request: Request, approval?: Approval) =>
    tryAct(given.runner, (runner) => perform({ ...given, runner }, request, approval))
  context.performers.set(operationId, {
    perform: (request, approval) => perform(given, request as Request, approval),
    tryOut: (request, approval) => tryOut(request as Request, approval),
    movedByProcess: (request) => movedByProcess(request as Request),
    ...(restore && { restore }),
  })
  const answers = { 202: { description: 'Above a limit: it waits for another person', schema: waitingAct } }
  const { isPreviewed = definition.query === undefined && definition.answers[200] === undefined } = definition
  const defined = defineRoute<GivenMethod, Params, Query, Body, IfMatch>({
    ...route,
    answers: { ...answers, ...(isPreviewed && previewAnswer), ...definition.answers },
    refusals: { ...(!reserve && proposingRefusals), ...definition.refusals },
    async handle(request) {
      if (isDryRun(request.query)) return isPreviewed ? preview(request) : perform(given, request)
      // Another request under the same key may wait: then this one is answered by it.
      if (!mayWait(request) && !context.facts.isProposed(request.commandId)) return perform(given, request)
      await context.reckoned
      const asked = toProposed(await record(request), request.ifVersion)
      const before = reserve ? undefined : await answerProposedBefore(context, request, asked)
      if (before) return before
      const tried = await tryOut(request)
      if (isProblem(tried)) return tried
      if (tried.isRepeat) return perform(given, request)
      const act = await describe(request)
      if (act === undefined || isProblem(act)) return act ?? perform(given, request)
      const checked = await countAct(context, act, request)
      if (isProblem(checked)) return checked
      const { because, counted } = checked
      if (because.length > 0)
        return reserve
          ? reserve(request, because)
          : proposeAct(context, request, { act, because, operationId, request: asked })
      const answer = await perform(given, request)
      if (isProblem(answer) && answer.status < 500) await uncountAct(context, counted, request)
      return answer
    },
  })
  return isPreviewed && definition.query === undefined ? { ...defined, query: dryRunQuery } : defined

  /** Under a key of its own: what was done before under the request's is no part of what it would do. */
  async function preview(request: Request): Promise<RouteAnswer | Problem> {
    const tried = await tryOut({ ...request, commandId: crypto.randomUUID() as Request['commandId'] })
    if (isProblem(tried)) return tried
    const act = await describe(request)
    if (act !== undefined && isProblem(act)) return act
    const because = act ? await reasonsOf(context, act, request.actor) : []
    const moved = [...legsOf(tried.wouldRecord), ...(movedByProcess(request) ?? [])]
    const moves = movesSeenBy(request.actor, moved)
    return { status: 200, body: { moves, needsApproval: because.length > 0, because } }
  }

  /** A merchant sees what it is owed, and no fund's balance: that tells what everybody else eats. */
  function movesSeenBy({ scope: { merchants } }: Request['actor'], legs: readonly Leg[]): ActMove[] {
    if (merchants === undefined) return movesOf(legs, context.balances)
    return movesOf(legs.filter(({ merchant }) => merchant !== undefined && merchants.includes(merchant)))
  }
}

const dryRunQuery = z.strictObject({ dryRun: queryBoolean.optional() })
const previewAnswer = {
  200: { description: 'With dryRun: what it would move; nothing is recorded', schema: actPreview },
} as const

/** A route that is one command to one stream, and whose act may need a second person. */
export function actRoute<
  Context extends Given & CommandContext,
  State,
  const Command,
  Event,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | FileBody | undefined = undefined,
  const IfMatch extends 'required' | 'optional' | undefined = undefined,
>(
  context: Context,
  definition: CommandRouteDefinition<Params, Query, Body, IfMatch, State, Command, Event> &
    Pick<
      ActRouteDefinition<Context, Exclude<Method, 'get'>, Params, Query, Body, IfMatch>,
      'mayWait' | 'describe' | 'record' | 'restore' | 'isPreviewed' | 'movedByProcess'
    > & {
      /** Where it waits in a stream of the service's own: the command that proposes it and reserves its money. */
      toReserve?(
        request: Parameters<typeof definition.toCommand>[0],
        because: readonly WaitingReason[],
      ): ReturnType<typeof definition.toCommand>
    },
): Route {
  const { decidedBy, toCommand, toAnswer, toPreview, toReserve, ...route } = definition
  return defineActRoute<Context, Exclude<Method, 'get'>, Params, Query, Body, IfMatch>(context, {
    ...route,
    perform: toPerform(definition),
    ...(toReserve && {
      reserve: (request, because) =>
        toPerform({ ...definition, toCommand: (again) => toReserve(again, because) })(context, request),
    }),
  })
}
