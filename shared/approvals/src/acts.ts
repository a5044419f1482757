import { setTimeout as delay } from 'node:timers/promises'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Actor, Route } from '@welfare/http/route.ts'
import { waitLimits } from '@welfare/process/limits.ts'
import type { Act, WaitingReason } from './act.ts'
import type { ActsContext, ActsOptions } from './acts.context.ts'
import { reasonsOf } from './count-act.ts'
import { giveBackLost } from './give-back-lost.ts'
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
  const stopping = new AbortController()
  let reckoning = Promise.resolve()
  const context: ActsContext = { ...options, performers: new Map(), isReckoned: () => reckoning }
  const performing = createPerforming(context)
  return {
    context,
    limitsOf: options.copy.limitsOf,
    latePolicyOf: options.copy.latePolicyOf,
    reasonsOf: (act, actor) => reasonsOf(context, act, actor),
    routes: createProposalRoutes(context, performing),
    start() {
      performing.wake()
      const givenBack = giveBackLost(context, stopping.signal).catch((error: unknown) => {
        if (!stopping.signal.aborted)
          options.logger.error({ area: options.area, err: error }, 'counted-acts-not-given-back')
      })
      // Where others may still do what they counted nobody waits for that, nor for a copy that takes long to fill.
      const enough = delay(waitLimits.freshFactsMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
      if (options.isOnly) reckoning = Promise.race([givenBack, enough])
    },
    async stop() {
      stopping.abort()
      await performing.stop()
    },
    notice(events) {
      if (events.some(({ type }) => type === 'ActApproved')) performing.wake()
    },
  }
}
