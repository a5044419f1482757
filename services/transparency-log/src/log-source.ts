import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'

/** Where the tree gets its events: the ledger in sequence order, read synchronously in the worker thread. */
export interface LogSource {
  readonly ledger: string
  readonly epoch: number
  /** The last durable event; undefined when there is none. */
  head(): { readonly position: Position; readonly sequence: number } | undefined
  /** Up to `limit` events after `sequence`, dense and in order; empty at the end. */
  readAfter(sequence: number, limit: number): readonly SequencedEvent[]
  close(): void
}

/** How many events were recorded before the epoch that the ledger is in now. */
export function countBeforeEpoch(source: LogSource): number {
  let [low, high] = [0, source.head()?.sequence ?? 0]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const [event] = source.readAfter(middle - 1, 1)
    if (event && event.epoch < source.epoch) low = middle
    else high = middle - 1
  }
  return low
}
