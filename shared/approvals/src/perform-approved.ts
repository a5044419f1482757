import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import { caughtUp } from '@welfare/http/after-facts.ts'
import { type Approval, commandMetadata } from '@welfare/http/command-route.ts'
import { isProblem } from '@welfare/http/problem.ts'
import type { RouteRequest } from '@welfare/http/route.ts'
import {
  type ActsContext,
  makerCodec,
  PERFORMING,
  type Performer,
  proposalCodec,
  type Recorded,
} from './acts.context.ts'
import { makerIdOf, placeOf } from './count-act.ts'
import { makerDecider } from './maker.decider.ts'
import { type ProposalCommand, type ProposalState, proposalDecider } from './proposal.decider.ts'

export interface Performing {
  /** Performs what was approved, once however often it is asked to. Rejects where it cannot be told what became of it. */
  perform(proposal: string, approvedBy: string): Promise<void>
  /** Looks for what was approved and not performed. */
  wake(): void
  stop(): Promise<void>
}

const RETRY_AFTER_MS = { first: 200, most: 30_000 }

/** Carries out approved acts: at once where they are approved; at start and when the feed tells of one, those that a crash left behind. */
export function createPerforming(context: ActsContext): Performing {
  const { facts, logger, area } = context
  const stopping = new AbortController()
  /** By proposal: the request that approved it and the feed do not do the same at once. */
  const underWay = new Map<string, Promise<void>>()
  let round: Promise<void> | undefined
  let isAskedAgain = false
  let retry: NodeJS.Timeout | undefined
  let waitMs = RETRY_AFTER_MS.first

  const perform = (proposal: string, approvedBy: string): Promise<void> => {
    const known = underWay.get(proposal)
    if (known) return known
    const work = performOne(context, { proposal, approvedBy }, stopping.signal).finally(() => underWay.delete(proposal))
    underWay.set(proposal, work)
    return work
  }

  const wake = (): void => {
    if (stopping.signal.aborted) return
    isAskedAgain = true
    round ??= performAll().finally(() => {
      round = undefined
      if (isAskedAgain) wake()
    })
  }

  return {
    perform,
    wake,
    async stop() {
      stopping.abort()
      clearTimeout(retry)
      await round
    },
  }

  async function performAll(): Promise<void> {
    isAskedAgain = false
    for (const { id, decidedBy } of facts.listApproved()) {
      if (stopping.signal.aborted) return
      try {
        await perform(id, decidedBy)
        waitMs = RETRY_AFTER_MS.first
      } catch (error) {
        logger.error({ area, proposal: id, err: error }, 'act-not-performed')
        clearTimeout(retry)
        retry = setTimeout(wake, waitMs).unref()
        waitMs = Math.min(waitMs * 2, RETRY_AFTER_MS.most)
      }
    }
  }
}

async function performOne(
  context: ActsContext,
  checked: Omit<Approval, 'askedOn'>,
  signal: AbortSignal,
): Promise<void> {
  const { runner } = context
  const { proposal } = checked
  const state = await runner.read(proposalDecider, proposalCodec, proposal, (found) => found)
  if (state?.status !== 'approved') return
  await reviewActs(context, state.act, proposal)
  await awaitFacts(context)
  const outcome = await answerOf(context, state, { ...checked, askedOn: state.askedOn }, signal)
  const result = await runner.execute(proposalDecider, proposalCodec, {
    stream: proposal,
    command: outcome,
    commandId: derivedUuid('perform', proposal),
    input: {},
    metadata: commandMetadata(context.clock, PERFORMING),
  })
  if (result.outcome !== 'accepted') throw new Error(`what became of ${proposal} was not recorded: ${result.outcome}`)
}

/** As its maker's own request would have waited. @throws Error where that takes too long: it is tried again */
async function awaitFacts({ store, follower, processes }: ActsContext): Promise<void> {
  const [areKnown] = await Promise.all([follower, ...(processes ? [processes] : [])].map((one) => caughtUp(store, one)))
  if (!areKnown) throw new Error('facts do not keep up')
}

/** What the act's route answers to its maker's own request. */
async function answerOf(
  { performers }: ActsContext,
  { act }: Extract<ProposalState, { act: object }>,
  approval: Approval,
  signal: AbortSignal,
): Promise<Extract<ProposalCommand, { type: 'RecordPerformed' | 'RecordFailed' }>> {
  const performer = performers.get(act.operationId)
  if (!performer) return { type: 'RecordFailed', code: 'act-unknown', facts: { operationId: act.operationId } }
  const answer = await performer.perform(await toMakersRequest(performer, act, approval, signal), approval)
  if (!isProblem(answer)) return { type: 'RecordPerformed', created: idIn(answer.body) }
  // Nothing was decided: it is tried again.
  if (answer.status >= 500) throw new Error(`${act.operationId} answered ${answer.code}`)
  return { type: 'RecordFailed', code: answer.code, facts: answer.facts }
}

/** The request again, as its maker sent it and the schema of then read it: a field that is newer is not in its body, whatever its default. */
export async function toMakersRequest(
  performer: Performer,
  { request: { ifVersion, ...recorded }, maker }: Extract<ProposalState, { act: object }>['act'],
  { proposal }: Approval,
  signal: AbortSignal,
): Promise<RouteRequest> {
  const { params, query, body } = (await performer.restore?.(recorded as Recorded)) ?? recorded
  const { account: id, role, reach: scope } = maker
  const commandId = proposal.slice('proposal-'.length)
  const request = { params, query, body, actor: { id, role, scope }, commandId, ifVersion, signal }
  return { ...request, headers: {}, address: '', requestId: commandId, traceId: undefined }
}

/** Another person has looked at what the maker does there: the sum begins again. */
export async function reviewActs(
  { runner, clock }: ActsContext,
  {
    kind,
    maker,
    ...where
  }: Pick<Extract<ProposalState, { act: object }>['act'], 'kind' | 'division' | 'programme' | 'fund'> & {
    readonly maker: { readonly account: string }
  },
  proposal: string,
): Promise<void> {
  const stream = makerIdOf({ id: maker.account }, kind)
  const known = await runner.read(makerDecider, makerCodec, stream, () => true)
  if (!known) return
  const result = await runner.execute(makerDecider, makerCodec, {
    stream,
    command: { type: 'ReviewActs', kind, place: placeOf(where), proposal },
    commandId: derivedUuid('review', proposal),
    input: {},
    metadata: commandMetadata(clock, PERFORMING),
  })
  if (result.outcome !== 'accepted') throw new Error(`a sum did not begin again after ${proposal}: ${result.outcome}`)
}

function idIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('id' in body)) return undefined
  return typeof body.id === 'string' && body.id.length <= 200 ? body.id : undefined
}
