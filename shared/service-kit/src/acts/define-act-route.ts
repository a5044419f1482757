import { isCounted } from '@welfare/contracts/acts.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { JsonObject } from '@welfare/decider/decider.ts'
import { storeLimits } from '@welfare/event-store/limits.ts'
import type { z } from 'zod'
import { answerCommand } from '../answer-command.ts'
import { isProblem, type Problem } from '../problem.ts'
import { caughtUp, commandMetadata } from '../room.ts'
import type { Actor } from '../route.ts'
import {
  defineRoute,
  type FileBody,
  type Method,
  type Route,
  type RouteAnswer,
  type RouteDefinition,
} from '../route.ts'
import type { Act, Approval, WaitingReason } from './act.ts'
import { type ActsContext, proposalCodec, type Recorded } from './acts.context.ts'
import type { Acts } from './acts.ts'
import { countAct, uncountAct } from './count-act.ts'
import { proposalDecider } from './proposal.decider.ts'
import { waitingAct } from './proposal-answer.ts'

type Answered = Promise<RouteAnswer | Problem> | RouteAnswer | Problem

/** A route whose act may need a second person. */
interface ActRouteDefinition<
  GivenMethod extends Method,
  Params extends z.ZodType | undefined,
  Query extends z.ZodType | undefined,
  Body extends z.ZodType | FileBody | undefined,
  IfMatch extends 'required' | 'optional' | undefined,
  Request = Parameters<RouteDefinition<GivenMethod, Params, Query, Body, IfMatch>['handle']>[0],
> extends Omit<RouteDefinition<GivenMethod, Params, Query, Body, IfMatch>, 'handle'> {
  /** What the request would do; undefined: nothing that limits are for. */
  describe(request: Request): Promise<Act | Problem | undefined> | Act | Problem | undefined
  /**
   * Does it. A repeat is answered as the first time: the same command id, whether it is sent again or was approved meanwhile. Also answers
   * dry runs (`dryRun` of its query), which neither count nor wait.
   * @param approval to be handed to `commandMetadata`; given where the act waited
   */
  perform(request: Request, approval?: Approval): Answered
  /** Before the act waits: what would refuse it in any case. */
  tryOut?(request: Request): Promise<Problem | undefined> | Problem | undefined
  /** Where it is proposed in a stream of the service's own, with its money reserved. */
  reserve?(request: Request, because: readonly WaitingReason[]): Answered
  /** What is recorded of the request, where that is not the request: no secret, and nothing that names a person, goes into the log. */
  record?(request: Request): Promise<Recorded> | Recorded
  /** The request again, of what was recorded. */
  restore?(recorded: Recorded): Promise<Recorded> | Recorded
}

const refusals = { 'request-too-large-to-wait': 422 } as const

/**
 * A route whose act, above its division's limits, is proposed and waits for another person: 202, and read on under `/v1/proposals/<area>`.
 * Within them it is done at once.
 */
export function defineActRoute<
  const GivenMethod extends Method,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | FileBody | undefined = undefined,
  const IfMatch extends 'required' | 'optional' | undefined = undefined,
>(
  { context }: Pick<Acts, 'context'>,
  definition: ActRouteDefinition<GivenMethod, Params, Query, Body, IfMatch>,
): Route {
  const { describe, perform, tryOut, reserve, record, restore, ...route } = definition
  const { operationId } = definition
  context.performers.set(operationId, { perform, ...(restore && { restore }) })
  const answers = { 202: { description: 'Above a limit: it waits for another person', schema: waitingAct } }
  return defineRoute<GivenMethod, Params, Query, Body, IfMatch>({
    ...route,
    answers: { ...answers, ...definition.answers },
    refusals: { ...(!reserve && refusals), ...definition.refusals },
    async handle(request) {
      if (isDryRun(request.query)) return perform(request)
      // What was said of limits a moment ago holds.
      await caughtUp(context.store, context.facts)
      const before = reserve ? undefined : await findWaiting(context, String(request.commandId))
      if (before) return before
      const act = await describe(request)
      if (act === undefined || isProblem(act)) return act ?? perform(request)
      const judged = await countAct(context, act, request)
      if (isProblem(judged)) return judged
      if (judged.because.length === 0) {
        const answer = await perform(request)
        if (isProblem(answer) && answer.status < 500) await uncountAct(context, judged.counted, request)
        return answer
      }
      if (reserve) return reserve(request, judged.because)
      const refused = await tryOut?.(request)
      if (refused) return refused
      const { params, query, body, ifVersion, actor, commandId } = request
      const recorded = (await record?.(request)) ?? asRecorded({ params, query, body })
      return propose(context, {
        commandId: String(commandId),
        act: {
          area: context.area,
          operationId,
          ...toFacts(act),
          because: [...judged.because],
          request: { ...recorded, ...(ifVersion !== undefined && { ifVersion }) } as DataOf<'ActProposed'>['request'],
          maker: makerOf(actor),
        },
      })
    },
  })
}

function makerOf({ id, role, reach }: Actor): DataOf<'ActProposed'>['maker'] {
  if (role === 'anonymous') throw new Error('nobody proposes an act')
  return { account: id, role, reach }
}

function isDryRun(query: unknown): boolean {
  return typeof query === 'object' && query !== null && 'dryRun' in query && query.dryRun === true
}

function toFacts({ kind, amountFen, count, division, programme, fund, about = {} }: Act) {
  const amount = isCounted(kind) ? (count ?? 1) : amountFen
  return {
    ...{ kind, division, about: about as DataOf<'ActProposed'>['about'] },
    ...(programme !== undefined && { programme }),
    ...(fund !== undefined && { fund }),
    ...(amount !== undefined && { amount }),
  }
}

/** As JSON holds it; how long an answer may wait is no part of what is asked for. */
function asRecorded(parts: { readonly params: unknown; readonly query: unknown; readonly body: unknown }): Recorded {
  const { params = {}, query = {}, body = {} } = JSON.parse(JSON.stringify(parts)) as Partial<Recorded>
  const { after: _, ...asked } = query
  return { params, query: asked, body }
}

/** Room is left for what stands beside the request. */
const MAX_REQUEST_BYTES = storeLimits.maxEventBytes - 8 * 1024

async function propose(
  { runner, clock }: ActsContext,
  { act, commandId }: { readonly act: DataOf<'ActProposed'>; readonly commandId: string },
): Promise<RouteAnswer | Problem> {
  const bytes = Buffer.byteLength(JSON.stringify(act))
  if (bytes > MAX_REQUEST_BYTES) {
    return { code: 'request-too-large-to-wait', status: 422, facts: { bytes, largestBytes: MAX_REQUEST_BYTES } }
  }
  const { account: id, role, reach } = act.maker
  const stream = proposalIdOf(commandId)
  const result = await runner.execute(proposalDecider, proposalCodec, {
    stream,
    command: { type: 'ProposeAct', act },
    commandId,
    input: act.request as JsonObject,
    metadata: commandMetadata(clock, { id, role, reach }),
    mayCreate: true,
  })
  return answerCommand(result, { refusals: {}, onAccepted: () => answerWaiting(stream, act) })
}

/** Where the request was sent before, and waits: whatever limits say by now. */
async function findWaiting({ runner }: ActsContext, commandId: string): Promise<RouteAnswer | undefined> {
  const stream = proposalIdOf(commandId)
  return runner.read(proposalDecider, proposalCodec, stream, (state, version) =>
    state.status === 'absent' ? undefined : { ...answerWaiting(stream, state.act), version },
  )
}

function answerWaiting(proposal: string, { area, kind, amount, because }: DataOf<'ActProposed'>): RouteAnswer {
  const measured = amount !== undefined && { [isCounted(kind) ? 'count' : 'amountFen']: amount }
  return {
    status: 202,
    headers: { Location: `/v1/proposals/${area}/${proposal}` },
    body: { status: 'proposed', proposal, kind, ...measured, because },
  }
}

function proposalIdOf(commandId: string): string {
  return `proposal-${commandId}`
}
