import { isCounted } from '@welfare/contracts/acts.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { storeLimits } from '@welfare/event-store/limits.ts'
import { notAccepted } from '@welfare/http/answer-command.ts'
import { commandMetadata } from '@welfare/http/command-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Actor, RouteAnswer, RouteRequest } from '@welfare/http/route.ts'
import type { Act, WaitingReason } from './act.ts'
import { type ActsContext, proposalCodec, type Recorded } from './acts.context.ts'
import { proposalDecider } from './proposal.decider.ts'
import { proposalIdOf } from './proposals.store.ts'

type Asked = Pick<RouteRequest, 'actor' | 'commandId'>
type ProposedRequest = DataOf<'ActProposed'>['request']

export const proposingRefusals = { 'request-too-large-to-wait': 422 } as const

/** Room is left for what stands beside the request. */
const MAX_REQUEST_BYTES = storeLimits.maxEventBytes - 8 * 1024

/** What the request is recorded as, should it wait. How long an answer may wait, or that it is no dry run, is no part of what is asked for. */
export function toProposed({ params, query, body }: Recorded, ifVersion: number | undefined): ProposedRequest {
  const { after: _, dryRun: __, ...asked } = query
  return { params, query: asked, body, ...(ifVersion !== undefined && { ifVersion }) } as ProposedRequest
}

/** As JSON holds it. */
export function asRecorded({ params, query, body }: Pick<RouteRequest, 'params' | 'query' | 'body'>): Recorded {
  const given = JSON.parse(JSON.stringify({ params, query, body })) as Partial<Recorded>
  return { params: {}, query: {}, body: {}, ...given }
}

export async function proposeAct(
  { runner, clock, area }: ActsContext,
  { actor, commandId }: Asked,
  about: {
    readonly act: Act
    readonly because: readonly WaitingReason[]
    readonly operationId: string
    readonly request: ProposedRequest
  },
): Promise<RouteAnswer | Problem> {
  const { act, because, operationId, request } = about
  const data = { area, operationId, ...toFacts(act), because: [...because], request, maker: makerOf(actor) }
  const bytes = Buffer.byteLength(JSON.stringify(data))
  if (bytes > MAX_REQUEST_BYTES) {
    return { code: 'request-too-large-to-wait', status: 422, facts: { bytes, largestBytes: MAX_REQUEST_BYTES } }
  }
  const stream = proposalIdOf(commandId)
  const result = await runner.execute(proposalDecider, proposalCodec, {
    stream,
    command: { type: 'ProposeAct', act: data },
    commandId: String(commandId),
    input: request as JsonObject,
    metadata: commandMetadata(clock, actor),
    mayCreate: true,
  })
  if (result.outcome !== 'accepted') return notAccepted(result, {})
  return { version: result.version, position: result.position, ...answerWaiting(stream, data) }
}

/** Where the request was sent before, and waited: as it was answered then, whatever has become of it, and of limits. */
export async function answerProposedBefore(
  { runner, clock }: ActsContext,
  { actor, commandId }: Asked,
  request: ProposedRequest,
): Promise<RouteAnswer | Problem | undefined> {
  const result = await runner.execute(proposalDecider, proposalCodec, {
    stream: proposalIdOf(commandId),
    command: { type: 'RecallProposal' },
    commandId: String(commandId),
    input: request as JsonObject,
    metadata: commandMetadata(clock, actor),
    isTrial: true,
  })
  if (result.outcome === 'refused' && result.refusal.code === 'not-found') return undefined
  if (result.outcome !== 'accepted') return notAccepted(result, {})
  const [proposed] = result.events
  if (proposed?.event.type !== 'ActProposed') throw new Error('a proposal was recalled without its act')
  const { version, position } = result
  return { version, position, ...answerWaiting(proposalIdOf(commandId), proposed.event.data) }
}

/** What the request was recorded as, where it was sent before and waited. */
export async function readProposed(
  { runner }: Pick<ActsContext, 'runner'>,
  commandId: unknown,
): Promise<ProposedRequest | undefined> {
  return runner.read(proposalDecider, proposalCodec, proposalIdOf(commandId), (state) =>
    state.status === 'absent' ? undefined : state.act.request,
  )
}

function makerOf({ id, role, scope }: Actor): DataOf<'ActProposed'>['maker'] {
  if (role === 'anonymous') throw new Error('nobody proposes an act')
  return { account: id, role, reach: scope }
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

function answerWaiting(proposal: string, { area, kind, amount, because }: DataOf<'ActProposed'>): RouteAnswer {
  const measured = amount !== undefined && { [isCounted(kind) ? 'count' : 'amountFen']: amount }
  return {
    status: 202,
    headers: { Location: `/v1/proposals/${area}/${proposal}` },
    body: { status: 'proposed', proposal, kind, ...measured, because },
  }
}
