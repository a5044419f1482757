import { setTimeout as delay } from 'node:timers/promises'
import type { EventStore, Position, RecordedEvent, SequencedEvent } from '@welfare/event-store/port.ts'

/** Where a relay gets the ledger from. */
export interface RelaySource {
  readonly ledger: string
  readonly epoch: number
  head(): Promise<{ readonly position: Position; readonly sequence: number } | undefined>
  /** What the store has where `event` says that it stands; undefined where nothing stands there. */
  find(event: SequencedEvent): Promise<RecordedEvent | undefined>
  /** As `EventStore.subscribe`, after an event or from the first. */
  follow(
    options: { after: SequencedEvent | undefined; signal: AbortSignal; batchSize: number },
    onBatch: (events: readonly SequencedEvent[]) => Promise<void>,
  ): Promise<void>
}

export function createStoreSource(
  store: Pick<EventStore, 'ledger' | 'epoch' | 'head' | 'readStream' | 'subscribe'>,
): RelaySource {
  return {
    ledger: store.ledger,
    epoch: store.epoch,
    head: () => store.head(),
    async find({ stream, version }) {
      for await (const event of store.readStream(stream, { fromVersion: version })) return event
      return undefined
    },
    follow: ({ after, ...options }, onBatch) => store.subscribe({ ...options, after: after?.position }, onBatch),
  }
}

/** The log of an embedded store, read in a thread or process beside the one that writes it. */
export interface ReadableLog {
  readonly ledger: string
  readonly epoch: number
  readAfter(sequence: number, limit: number): readonly SequencedEvent[]
  head(): { readonly position: Position; readonly sequence: number } | undefined
}

/**
 * A read-only connection is not told when the log grows: it looks every `lookEveryMs` (default 5: an event waits half of that, and a look
 * at a log that has not grown takes some 10 microseconds).
 */
export function createLogSource(log: ReadableLog, lookEveryMs = 5): RelaySource {
  return {
    ledger: log.ledger,
    epoch: log.epoch,
    head: async () => log.head(),
    find: async ({ sequence }) => log.readAfter(sequence - 1, 1)[0],
    async follow({ after, signal, batchSize }, onBatch) {
      let sequence = after?.sequence ?? 0
      while (!signal.aborted) {
        const events = log.readAfter(sequence, batchSize)
        if (events.length === 0) await delay(lookEveryMs, undefined, { signal }).catch(() => undefined)
        else await onBatch(events)
        sequence = events.at(-1)?.sequence ?? sequence
      }
    },
  }
}
