import type { SequencedEvent } from '@welfare/event-store/port.ts'

/** The last events of a topic, read and decoded once for everybody who is near its end. Filling it waits for nobody. */
export interface FeedWindow {
  /** The last event that came in; 0 for the empty topic, undefined before anything is known. */
  readonly last: number | undefined
  /** What will never come in any more, and why. */
  readonly failure: unknown
  /** Says that the topic is empty. */
  beginEmpty(): void
  /** The next events, in order, with their size together. The oldest make room. */
  add(events: readonly SequencedEvent[], bytes: number): void
  /** Nothing more will come. */
  fail(error: unknown): void
  /**
   * Up to `limit` events after sequence `after`, none where it has not come in yet; `behind` where it is no longer here.
   * @throws what `fail` was told, to a reader that has had all that came before
   */
  take(after: number, limit: number): readonly SequencedEvent[] | 'behind'
  /** Resolves when something came in or failed, or a signal aborts. Nothing is missed after a `take` in the same turn. */
  changed(signals: readonly AbortSignal[]): Promise<void>
}

export function createFeedWindow(bounds: { readonly events: number; readonly bytes: number }): FeedWindow {
  const waiting = new Set<() => void>()
  /** What lies before `start` has made room and is cut off now and then. */
  let kept: SequencedEvent[] = []
  let sizes: number[] = []
  let start = 0
  let bytesKept = 0
  let last: number | undefined
  let failure: unknown

  return {
    get last() {
      return last
    },
    get failure() {
      return failure
    },
    beginEmpty() {
      last ??= 0
      wake()
    },
    add(events, bytes) {
      const size = bytes / Math.max(1, events.length)
      for (const event of events) {
        kept.push(event)
        sizes.push(size)
        last = event.sequence
      }
      bytesKept += bytes
      makeRoom()
      wake()
    },
    fail(error) {
      failure = error
      wake()
    },
    take(after, limit) {
      const first = kept[start]?.sequence ?? (last ?? Number.POSITIVE_INFINITY) + 1
      if (last !== undefined && after < first - 1) return 'behind'
      if (last !== undefined && after < last) {
        const from = start + (after + 1 - first)
        return kept.slice(from, from + limit)
      }
      if (failure !== undefined) throw failure
      return []
    },
    changed: (signals) =>
      new Promise((resolve) => {
        const settle = (): void => {
          waiting.delete(settle)
          for (const signal of signals) signal.removeEventListener('abort', settle)
          resolve()
        }
        waiting.add(settle)
        for (const signal of signals) signal.addEventListener('abort', settle)
        if (signals.some((signal) => signal.aborted)) settle()
      }),
  }

  function makeRoom(): void {
    while (kept.length - start > 1 && (kept.length - start > bounds.events || bytesKept > bounds.bytes)) {
      bytesKept -= sizes[start] ?? 0
      start += 1
    }
    if (start < CUT_AT) return
    kept = kept.slice(start)
    sizes = sizes.slice(start)
    start = 0
  }

  function wake(): void {
    for (const settle of [...waiting]) settle()
  }
}

/** Events that have made room and are still held: cutting them off one by one would copy the window each time. */
const CUT_AT = 2_000
