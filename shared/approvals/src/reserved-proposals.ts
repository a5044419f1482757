import type { Leg } from '@welfare/contracts/legs.ts'
import type { Category } from '@welfare/contracts/primitives.ts'
import type { Accepted } from '@welfare/http/answer-command.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Route, RouteAnswer, RouteRequest } from '@welfare/http/route.ts'
import type { Proposal } from './proposal-answer.ts'

export type Decision =
  | { readonly type: 'approval'; readonly note: string | undefined }
  | { readonly type: 'refusal' | 'withdrawal'; readonly reason: string }

export interface DecisionRequest extends RouteRequest<unknown, unknown, object, string, number | undefined> {
  readonly proposal: Proposal
  readonly decision: Decision
}

/** How whatever was decided is answered. */
export interface DecisionAnswer extends Pick<Route, 'refusals'> {
  toAnswer(accepted: Accepted<{ readonly type: string }>, request: DecisionRequest): Promise<RouteAnswer>
}

/** Proposals that stand in the streams whose money they reserve: `<stream>.<version>` is the id of one. An approval is the act. */
export interface ReservedProposals {
  readonly category: Category
  /** Of decisions on them, beside those of every proposal. */
  readonly refusals: Readonly<Record<string, number>>
  /** What `toPerform` makes of the service's own decider. */
  decide(request: DecisionRequest, answer: DecisionAnswer): Promise<RouteAnswer | Problem>
  /** What approving it now would move: as its maker saw it, before the money was reserved. */
  preview(proposal: Proposal): Promise<ReservedMoves | Problem> | ReservedMoves | Problem
  /** What approving it has moved. */
  moved(proposal: Proposal): Promise<readonly Leg[]>
}

export interface ReservedMoves {
  readonly legs: readonly Leg[]
  /** The reservation itself, taken back. */
  readonly givenBack: readonly Leg[]
}
