import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { Leg } from '@welfare/contracts/legs.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { BudgetBalances } from '@welfare/facts/budget-balance.facts.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { Approval } from '@welfare/http/command-route.ts'
import type { ServiceDependencies } from '@welfare/http/follow-ledger.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { RouteAnswer, RouteRequest } from '@welfare/http/route.ts'
import type { Area } from './act.ts'
import type { MakerEvent } from './maker.decider.ts'
import type { ProposalEvent } from './proposal.decider.ts'
import type { ActsLookUps } from './proposals.store.ts'
import type { ReservedProposals } from './reserved-proposals.ts'
import type { Tried } from './try-act.ts'

export const proposalCodec = codecFor<ProposalEvent['type']>()
export const makerCodec = codecFor<MakerEvent['type']>()
/** The actor of what is recorded about an act, beside the act. */
export const PERFORMING = 'process/perform-acts'

export interface ActsOptions {
  readonly area: Area
  /** What the service's processes must have done before an approved act is performed; default: nothing. */
  readonly processes?: Consumer | undefined
  /** Proposals that hold their money in streams of the service's own. */
  readonly reserved?: ReservedProposals | undefined
  /** For previews: what stands in the budget book now. */
  readonly balances?: BudgetBalances | undefined
}

/** An act of a route, performed again for its maker once it is approved. */
export interface Performer {
  perform(request: RouteRequest, approval: Approval): Promise<RouteAnswer | Problem> | RouteAnswer | Problem
  /** What it would record. */
  tryOut(request: RouteRequest, approval: Approval): Promise<Tried | Problem>
  /** What processes move once it is recorded; undefined: only they find out. */
  movedByProcess(request: RouteRequest): readonly Leg[] | undefined
  restore?(recorded: Recorded): Promise<Recorded> | Recorded
}

/** What an act is recorded as: the parsed request. */
export interface Recorded {
  readonly params: JsonObject
  readonly query: JsonObject
  readonly body: JsonObject
}

export interface ActsContext extends ActsOptions, Pick<ServiceDependencies, 'runner' | 'store' | 'clock' | 'logger'> {
  /** Limits and proposals. */
  readonly facts: ActsLookUps
  readonly follower: Consumer
  /** No other instance of the service runs. */
  readonly isOnly: boolean
  /** By `operationId`. */
  readonly performers: Map<string, Performer>
  /** Resolves once each maker's sum is right again after the last end; at once where nothing can tell that yet. */
  readonly reckoned: Promise<void>
}
