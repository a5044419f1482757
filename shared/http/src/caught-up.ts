import type { LedgerEnd } from '@welfare/process/ledger-end.ts'
import { replicaLimits } from '@welfare/process/limits.ts'
import type { ReadinessCheck } from '@welfare/process/readiness.ts'

export interface CaughtUpOptions {
  readonly name: string
  readonly end: LedgerEnd
  /** What is served reflects the ledger through here; undefined while nothing can be served. */
  reflects(): number | undefined
  /** Events. Default: see limits.ts. */
  readonly maxLag?: number
  /** How often the store is asked where the ledger ends, while somebody wants to know. */
  readonly askEveryMs?: number
}

/**
 * A copy is ready from when it has once reached the place where the ledger ended at the first question, and for as long as it is not too
 * far behind. A store that does not answer makes nobody unready who was ready: what there is says of itself how old it is.
 */
export function createCaughtUpCheck(options: CaughtUpOptions): ReadinessCheck {
  const { name, end, reflects, maxLag = replicaLimits.maxLag, askEveryMs = replicaLimits.askEveryMs } = options
  let askedAtMs = Number.NEGATIVE_INFINITY
  let startsAt: number | undefined
  let known = 0
  let hasCaughtUp = false

  return {
    name,
    async check() {
      await look()
      const sequence = reflects()
      if (startsAt === undefined || sequence === undefined) return false
      hasCaughtUp ||= sequence >= startsAt
      return hasCaughtUp && known - sequence <= maxLag
    },
  }

  async function look(): Promise<void> {
    const nowMs = performance.now()
    if (nowMs - askedAtMs < askEveryMs) return
    const sequence = await end.ask()
    if (sequence === undefined) return
    askedAtMs = nowMs
    known = Math.max(known, sequence)
    startsAt ??= sequence
  }
}
