import type { SequencedEvent } from '@welfare/event-store/port.ts'

/**
 * Where the read models get their events: the ledger in sequence order, read synchronously in the worker thread. The embedded store's log
 * is one; a local copy filled from Kafka can be another.
 */
export interface EventSource {
  readonly ledger: string
  readonly epoch: number
  /** Sequence of the last durable event; 0 when there is none. */
  head(): number
  /** Up to `limit` events after `sequence`, dense and in order; empty at the end. */
  readAfter(sequence: number, limit: number): readonly SequencedEvent[]
  close(): void
}

/** @throws Error when the ledger has no such event: the caller has just learned of it from the ledger */
export function readEventAt(source: EventSource, sequence: number): SequencedEvent {
  const [event] = source.readAfter(sequence - 1, 1)
  if (event?.sequence !== sequence) throw new Error(`the ledger has no event ${sequence}`)
  return event
}
