import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Actor, Route } from '../route.ts'
import type { Act, WaitingReason } from './act.ts'
import type { ActsContext, ActsOptions } from './acts.context.ts'
import { reasonsOf } from './count-act.ts'
import type { Limits } from './limits.store.ts'
import { createPerforming } from './perform-approved.ts'
import { createProposalRoutes } from './proposals.routes.ts'

/** Four eyes of one service: which acts wait, what waits, and what becomes of it. */
export interface Acts extends Limits {
  readonly context: ActsContext
  readonly routes: readonly Route[]
  /** For dry runs: why the act would wait if it were sent now. */
  reasonsOf(act: Act, actor: Actor): Promise<readonly WaitingReason[]>
  /** Performs what was approved before the last end, and not performed. */
  start(): void
  stop(): Promise<void>
  /** To be told of every batch once the copy reflects it: what another instance approved, and did not come to perform. */
  notice(events: readonly SequencedEvent[]): void
}

export function createActs(options: ActsOptions): Acts {
  const context: ActsContext = { ...options, performers: new Map() }
  const performing = createPerforming(context)
  return {
    context,
    limitsOf: options.copy.limitsOf,
    latePolicyOf: options.copy.latePolicyOf,
    reasonsOf: (act, actor) => reasonsOf(context, act, actor),
    routes: createProposalRoutes(context, performing),
    start: performing.wake,
    stop: performing.stop,
    notice(events) {
      if (events.some(({ type }) => type === 'ActApproved')) performing.wake()
    },
  }
}
