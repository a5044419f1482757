import { actorText } from '@welfare/contracts/authority.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Leg } from '@welfare/contracts/legs.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import type { RouteRequest } from '@welfare/http/route.ts'
import { legsOf, movesOf } from './act-moves.ts'
import { type ActsContext, proposalCodec } from './acts.context.ts'
import { toMakersRequest } from './perform-approved.ts'
import { proposalDecider } from './proposal.decider.ts'
import type { Proposal, ProposalPreview } from './proposal-answer.ts'
import type { ReservedMoves } from './reserved-proposals.ts'

/** What approving a proposal now would do: what its maker saw, on the balances of now. Undefined once it was decided. */
export async function previewProposal(
  context: ActsContext,
  proposal: Proposal,
  asking: Pick<RouteRequest, 'actor' | 'signal'>,
): Promise<ProposalPreview | undefined> {
  const { reserved, balances } = context
  if (proposal.status !== 'proposed') return undefined
  const isReserved = reserved && proposal.id.startsWith(`${reserved.category}-`)
  const found = isReserved ? await reserved.preview(proposal) : await tryAgain(context, proposal, asking)
  if (found === undefined) return undefined
  if (!isProblem(found)) return found.legs ? { moves: movesOf(found.legs, balances, found.givenBack) } : {}
  return { moves: [], refusedAs: { code: found.code, facts: { ...found.facts } as DataOf<'ActFailed'>['facts'] } }
}

interface FoundMoves extends Pick<ReservedMoves, 'givenBack'> {
  /** Undefined: only the processes that carry it on find out. */
  readonly legs: readonly Leg[] | undefined
}

/** The request is tried once more, for its maker, and records nothing. */
async function tryAgain(
  { runner, performers }: ActsContext,
  { id }: Proposal,
  { actor, signal }: Pick<RouteRequest, 'actor' | 'signal'>,
): Promise<FoundMoves | Problem | undefined> {
  const state = await runner.read(proposalDecider, proposalCodec, id, (found) => found)
  if (state?.status !== 'proposed') return undefined
  const performer = performers.get(state.act.operationId)
  if (!performer) return undefined
  const approval = { proposal: id, approvedBy: actorText(actor), askedOn: state.askedOn }
  const request = await toMakersRequest(performer, state.act, approval, signal)
  const tried = await performer.tryOut(request, approval)
  if (isProblem(tried)) return tried
  const byProcess = performer.movedByProcess(request)
  return { legs: byProcess && [...legsOf(tried.wouldRecord), ...byProcess], givenBack: [] }
}
