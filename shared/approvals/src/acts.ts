import { setTimeout as delay } from 'node:timers/promises'
import type { ServiceDependencies } from '@welfare/http/follow-ledger.ts'
import type { Actor, Route } from '@welfare/http/route.ts'
import { waitLimits } from '@welfare/process/limits.ts'
import type { Act, WaitingReason } from './act.ts'
import type { ActsContext, ActsOptions } from './acts.context.ts'
import { reasonsOf } from './count-act.ts'
import { giveBackLost } from './give-back-lost.ts'
import type { Limits } from './limits.store.ts'
import { createPerforming } from './perform-approved.ts'
import { createProposalRoutes } from './proposals.routes.ts'
import { createActsLookUps } from './proposals.store.ts'

/** Four eyes of one service: which acts wait, what waits, and what becomes of it. */
export interface Acts extends Limits {
  readonly context: ActsContext
  readonly routes: readonly Route[]
  /** For dry runs: why the act would wait if it were sent now. */
  reasonsOf(act: Act, actor: Actor): Promise<readonly WaitingReason[]>
  /** Performs what was approved before the last end, and not performed. */
  start(): void
  stop(): Promise<void>
}

export function createActs(service: ServiceDependencies, options: ActsOptions): Acts {
  const { runner, store, clock, logger } = service
  const { area } = options
  const facts = createActsLookUps(service.facts.prepare, area)
  const isOnly = service.competing === undefined
  const stopping = new AbortController()
  const context: ActsContext & { reckoned: Promise<void> } = {
    ...options,
    ...{ runner, store, clock, logger, facts, isOnly },
    follower: service.facts.consumer,
    performers: new Map(),
    reckoned: Promise.resolve(),
  }
  const performing = createPerforming(context)
  // What another instance approved, and did not come to perform.
  service.facts.onApplied((events) => {
    if (events.some(({ type }) => type === 'ActApproved')) performing.wake()
  })
  return {
    context,
    limitsOf: facts.limitsOf,
    latePolicyOf: facts.latePolicyOf,
    reasonsOf: (act, actor) => reasonsOf(context, act, actor),
    routes: createProposalRoutes(context, performing),
    start() {
      performing.wake()
      const givenBack = giveBackLost(context, stopping.signal).catch((error: unknown) => {
        if (!stopping.signal.aborted) logger.error({ area, err: error }, 'counted-acts-not-given-back')
      })
      // Where others may still do what they counted nobody waits for that, nor for facts that take long to fill.
      const enough = delay(waitLimits.freshFactsMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
      if (isOnly) context.reckoned = Promise.race([givenBack, enough])
    },
    async stop() {
      stopping.abort()
      await performing.stop()
    },
  }
}
