import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider } from '@welfare/event-store/decider/decider.ts'

/*
 * Stream `limit-<uuid of the division>`: above which limits a second person must agree, in one division and below it.
 * Invariant: there is one word on it at a time, the last.
 */
export type LimitEvent = EventOf<'ApprovalLimitSet'>
export type ApprovalLimit = DataOf<'ApprovalLimitSet'>
export type LimitCommand = { readonly type: 'SetApprovalLimit' } & ApprovalLimit

export interface LimitState {
  readonly limit: ApprovalLimit | undefined
}

export const limitDecider: Decider<LimitState, LimitCommand, LimitEvent, never> = {
  category: 'limit',
  initialState: { limit: undefined },
  decide({ limit }, { type: _, ...data }) {
    const isSo = limit !== undefined && wordOf(limit) === wordOf(data)
    return accept(isSo ? [] : [{ type: 'ApprovalLimitSet', data }])
  },
  evolve: (_state, event) => ({ limit: event.data }),
}

/** Everything that is said, in one order, so that two words can be compared. */
function wordOf({ limits, lateEntry }: ApprovalLimit): string {
  const kinds = Object.entries(limits)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, said]) => [kind, said && [said.perAct, said.within24Hours, said.sinceApproval]])
  return JSON.stringify([kinds, lateEntry?.days, lateEntry?.secondPersonAboveDays])
}
