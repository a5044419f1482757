import type { EventStore, SequencedEvent, SubscribeOptions } from '../port.ts'

/** A subscription that remembers what it was given, and can be waited for. */
export interface Subscriber {
  readonly events: SequencedEvent[]
  readonly batchSizes: number[]
  readonly ended: Promise<void>
  /** Resolves when `count` events have come; rejects when the subscription ends before. */
  hasSeen(count: number): Promise<void>
  stop(): void
}

export function startSubscriber(
  store: EventStore,
  options: Omit<SubscribeOptions, 'signal'> = {},
  onBatch: (events: readonly SequencedEvent[]) => Promise<void> = async () => undefined,
): Subscriber {
  const stopping = new AbortController()
  const events: SequencedEvent[] = []
  const batchSizes: number[] = []
  const watchers = new Set<() => void>()
  const ended = store.subscribe({ ...options, signal: stopping.signal }, async (batch) => {
    await onBatch(batch)
    events.push(...batch)
    batchSizes.push(batch.length)
    for (const look of watchers) look()
  })
  // A waiter for `ended` still sees the failure.
  ended.catch(() => undefined)

  const hasSeen = (count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (events.length >= count) resolve()
      }
      watchers.add(look)
      ended.then(() => reject(new Error(`ended after ${events.length} of ${count} events`)), reject)
      look()
    })

  return { events, batchSizes, ended, hasSeen, stop: () => stopping.abort() }
}
