import type { EventStore } from '@welfare/event-store/port.ts'
import { replicaLimits } from './limits.ts'
import type { Logger } from './logger.ts'

/** Where the ledger ends, for processes that have to ask a store elsewhere. */
export interface LedgerEnd {
  /**
   * Sequence of an event that was durable when this was called, or of a later one; 0 when there is none. The caller while an earlier
   * question is on its way shares the next one. Undefined, and logged, when the store does not say in time.
   */
  ask(options?: { readonly timeoutMs?: number }): Promise<number | undefined>
}

export function createLedgerEnd(store: Pick<EventStore, 'head'>, logger: Logger): LedgerEnd {
  let running: Promise<number | undefined> | undefined
  let next: Promise<number | undefined> | undefined

  return { ask: ({ timeoutMs = replicaLimits.askTimeoutMs } = {}) => within(timeoutMs, share()) }

  function share(): Promise<number | undefined> {
    if (running === undefined) {
      running = fetchHead().finally(() => {
        running = undefined
      })
      return running
    }
    next ??= running.then(() => {
      next = undefined
      return share()
    })
    return next
  }

  async function fetchHead(): Promise<number | undefined> {
    try {
      return (await store.head())?.sequence ?? 0
    } catch (error) {
      logger.warn({ err: error }, 'ledger-end-unknown')
      return undefined
    }
  }
}

function within<Answer>(timeoutMs: number, asked: Promise<Answer>): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), timeoutMs)
    void asked.then((answer) => {
      clearTimeout(timer)
      resolve(answer)
    })
  })
}
