import { setTimeout as wait } from 'node:timers/promises'
import { eventStoreDbLimits } from '../limits.ts'
import type { SequencedEvent } from '../port.ts'
import { compareStorePlaces } from '../position-token.ts'
import { type Connection, getRetryDelay, TransportError } from './connection.ts'
import type { Anchor, CountedEvent } from './ledger-positions.ts'
import { requestSubscription } from './read-requests.ts'
import { type StoredEvent, toStoredEvent } from './stored-event.ts'

/**
 * The one subscription of a store, for everybody who lives at the end of the log: the newest events, counted, read and parsed once. It begins
 * when somebody first waits. The server's subscriptions end with their connection: a broken one begins again after the last event handled,
 * never at a checkpoint, which may be ahead of it.
 */
export interface LiveTail {
  /** Up to `limit` events after a sequence; empty at the end; `undefined` where the tail does not reach so far back, or not so far yet. */
  take(after: number, limit: number): readonly CountedEvent[] | undefined
  /**
   * Begins at `at` where nothing runs yet. Resolves when there may be something after it, when the signal aborts, or when it is time to
   * look oneself.
   */
  wait(at: Anchor, signal: AbortSignal): Promise<'look-at-tail' | 'look-at-log'>
  close(): void
}

export interface LiveTailOptions {
  readonly connection: Connection
  readonly prefix: string
  readonly toSequenced: (event: StoredEvent, sequence: number) => SequencedEvent
  readonly onCounted: (counted: readonly Anchor[]) => void
  /** Told of each break; the tail goes on by itself. */
  readonly onTrouble: (error: unknown) => void
}

export function createLiveTail(options: LiveTailOptions): LiveTail {
  const waiting = new Set<() => void>()
  let running: { readonly stop: AbortController } | undefined
  /** Everything after `from` up to `to`, without a gap. */
  let kept: CountedEvent[] = []
  let [from, to] = [0, 0]

  const push = (counted: CountedEvent): void => {
    kept.push(counted)
    to = counted.at.sequence
    if (kept.length > 2 * eventStoreDbLimits.maxTailEvents) {
      kept = kept.slice(-eventStoreDbLimits.maxTailEvents)
      from = to - kept.length
    }
    for (const wake of waiting) wake()
  }
  const begin = (at: Anchor): void => {
    const stop = new AbortController()
    running = { stop }
    kept = []
    from = at.sequence
    to = at.sequence
    follow(options, at, push, stop.signal).catch(() => {
      // What it cannot read, a waiter meets in the log, and says so.
      if (running?.stop === stop) end()
      for (const wake of waiting) wake()
    })
  }
  const end = (): void => {
    running?.stop.abort()
    running = undefined
    kept = []
  }

  return {
    take: (after, limit) => {
      if (running === undefined || after < from || after > to) return undefined
      return kept.slice(after - from, after - from + limit)
    },
    wait: (at, signal) =>
      new Promise((resolve) => {
        if (running === undefined) begin(at)
        const finish = (next: 'look-at-tail' | 'look-at-log'): void => {
          clearTimeout(timer)
          waiting.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve(next)
        }
        const wake = (): void => finish(running === undefined ? 'look-at-log' : 'look-at-tail')
        const timer = setTimeout(() => finish('look-at-log'), eventStoreDbLimits.lookAgainMs)
        waiting.add(wake)
        signal.addEventListener('abort', wake)
        if (to > at.sequence || signal.aborted) wake()
      }),
    close: end,
  }
}

/** Until it is stopped. @throws UnreadableEventError */
async function follow(
  { connection, prefix, toSequenced, onCounted, onTrouble }: LiveTailOptions,
  start: Anchor,
  onEvent: (counted: CountedEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let handled = start
  let failures = 0
  while (!signal.aborted) {
    try {
      await connection.read(
        requestSubscription(prefix, handled.place),
        (response) => {
          failures = 0
          const read = response.getEvent()
          if (read === undefined) return
          const stored = toStoredEvent(read, prefix)
          if (compareStorePlaces(stored.place, handled.place) <= 0) return
          handled = { sequence: handled.sequence + 1, place: stored.place }
          onCounted([handled])
          onEvent({ event: toSequenced(stored, handled.sequence), at: handled })
        },
        { signal },
      )
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof TransportError)) throw error
      onTrouble(error)
    }
    await wait(getRetryDelay(failures++), undefined, { signal }).catch(() => undefined)
  }
}
