import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import { formatSequencePosition } from '@welfare/event-store/position-token.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import type { Feed } from '../port.ts'
import { createRelay } from '../relay.ts'
import { createStoreSource } from '../relay-source.ts'
import { createKafkaClient, type KafkaLogger } from './kafka-client.ts'
import { type KafkaFeedOptions, openKafkaFeed } from './kafka-feed.ts'
import { openLedgerTopic } from './ledger-topic.ts'

const nothing = (): void => undefined
export const silent: KafkaLogger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }

/** A new ledger's feed, without anything in the topic yet. */
export function openFeed(brokers: readonly string[], options: Partial<KafkaFeedOptions> = {}) {
  return openKafkaFeed({ brokers, ledger: randomUUID(), epoch: 1, instance: 'test-1', logger: silent, ...options })
}

/** An embedded store, a relay to its topic, and the topic's feed. */
export async function openRelayedStore(brokers: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-feed-'))
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  const client = createKafkaClient({ brokers, clientId: 'test-relay', logger: silent })
  const { ledger, epoch } = store
  const relay = createRelay({
    source: createStoreSource(store),
    openTopic: () => openLedgerTopic({ client, ledger, epoch }),
  })
  relay.start()
  const feed = openFeed(brokers, { ledger, epoch })
  return {
    store,
    feed: feed.feed,
    async close() {
      await feed.close()
      await relay.stop()
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Events as a store would have recorded them. */
export function madeEvents(ledger: string, first: number, count: number, epoch = 1): SequencedEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const sequence = first + index
    return {
      id: `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`,
      type: 'ThingNoted',
      schemaVersion: 1,
      data: { index: sequence, note: 'n'.repeat(200) },
      metadata: { actor: 'officer/1', accountingDate: '2025-07-25', commandId: `command-${sequence}` },
      stream: `thing-${sequence % 100}`,
      version: 1 + Math.floor(sequence / 100),
      recordedAt: '2025-07-25T04:00:00.000Z',
      position: positionOf(ledger, sequence, epoch),
      ledger,
      epoch,
      sequence,
    }
  })
}

export function positionOf(ledger: string, sequence: number, epoch = 1): Position {
  return formatSequencePosition(`${ledger}.${epoch}.`, sequence)
}

/** Writes to the ledger's topic, which is made at the first call. */
export function writeTo(brokers: readonly string[], ledger: string, epoch = 1) {
  const client = createKafkaClient({ brokers, clientId: 'test-writer', logger: silent })
  return openLedgerTopic({ client, ledger, epoch })
}

/** Follows, and keeps what it is given. */
export function startFollower(
  feed: Feed,
  options: { after?: Position | undefined; batchSize?: number } = {},
  onBatch: (events: readonly SequencedEvent[]) => Promise<void> = async () => undefined,
) {
  const stopping = new AbortController()
  const sequences: number[] = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const look of waiting) look()
  }
  const ended = feed.follow({ ...options, signal: stopping.signal }, async (events) => {
    sequences.push(...events.map(({ sequence }) => sequence))
    wake()
    await onBatch(events)
  })
  ended.catch(() => undefined)
  return {
    sequences,
    ended,
    /** Resolves when `sequence` was given; rejects when the following ended before. */
    given(sequence: number): Promise<void> {
      return new Promise((resolve, reject) => {
        const look = () => {
          if (!sequences.includes(sequence)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        ended.then(() => reject(new Error(`ended before ${sequence}`)), reject)
        look()
      })
    },
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** A door that a handler waits at. */
export function createDoor() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}
