import type { Clock } from '../clock.ts'
import { eventStoreDbLimits, storeLimits } from '../limits.ts'
import {
  type EventStore,
  LedgerChangedError,
  type Position,
  type RecordedEvent,
  type SequencedEvent,
  StoreClosedError,
  type StreamName,
} from '../port.ts'
import { comparePositionTokens, invalidPosition } from '../position-token.ts'
import { requireStreamName, serializeAppend } from '../serialized-append.ts'
import { type AppendTimeouts, createAppender } from './appender.ts'
import { within } from './connection.ts'
import { readHeaderVersion } from './ledger-header.ts'
import type { Anchor, CountedEvent } from './ledger-positions.ts'
import { AnchorMissingError } from './ledger-reader.ts'
import { createLiveTail } from './live-tail.ts'
import { type OpenLedger, openLedger } from './open-ledger.ts'
import { locate } from './sequencer.ts'
import { type StoredEvent, toStoredEvent } from './stored-event.ts'
import { readUntilReady, runSubscription } from './subscription.ts'

/** Events of one stream read at once. */
const STREAM_PAGE = 500

export interface EventStoreDbStoreOptions {
  /** `esdb://…`; user and password in it are percent-encoded. */
  readonly url: string
  readonly clock: Clock
  /** Of the ledger among those that share the cluster. Default `welfare`. */
  readonly namespace?: string
  /** For a new ledger; an existing one must have this id. Default: a new UUID. */
  readonly ledger?: string
  /** Appends accepted and not yet durable. */
  readonly maxInFlight?: number
  /** Default: see limits.ts. */
  readonly timeouts?: Partial<AppendTimeouts>
  /** For a new ledger: see `markEvery` in limits.ts. */
  readonly markEvery?: number
  /** Told whenever a subscription breaks or cannot be read on; it is tried again for ever. */
  readonly onTrouble?: (error: unknown) => void
}

export interface EventStoreDbStore extends EventStore {
  /** Whether the server answers now: the header's last event, within two seconds. @throws LedgerChangedError when another epoch was begun */
  ready(): Promise<boolean>
}

/**
 * A ledger on an EventStoreDB cluster, which any number of processes may have open. Where it does not exist yet it is made.
 * @throws UnsupportedServerError, WrongLedgerError; TransportError when no node was found in time
 */
export async function openEventStoreDbStore(options: EventStoreDbStoreOptions): Promise<EventStoreDbStore> {
  const ledger = await openLedger(options)
  try {
    return await buildStore(ledger, options)
  } catch (error) {
    await ledger.disconnect()
    throw error
  }
}

async function buildStore(ledger: OpenLedger, options: EventStoreDbStoreOptions): Promise<EventStoreDbStore> {
  const { reading, reader, sequencer, positions, marks, names, header } = ledger
  const head = await sequencer.findHead()
  const newest = head.read === undefined ? undefined : toStoredEvent(head.read, names.prefix)
  const appender = createAppender({
    ...ledger,
    prefix: names.prefix,
    clock: options.clock,
    lastRecordedAtMs: newest === undefined ? 0 : Date.parse(newest.recordedAt),
    maxInFlight: options.maxInFlight,
    timeouts: options.timeouts,
  })
  if (newest !== undefined) appender.noteSeen(newest.place)

  const onTrouble = options.onTrouble ?? (() => undefined)
  const toRecorded = (stored: StoredEvent, sequence?: number): RecordedEvent => {
    const { place, ...event } = stored
    return { ...event, position: positions.toPosition(place, sequence) }
  }
  const toSequenced = (stored: StoredEvent, sequence: number): SequencedEvent => ({
    ...toRecorded(stored, sequence),
    ledger: positions.ledger,
    epoch: positions.epochOf(sequence),
    sequence,
  })
  const onCounted = (counted: readonly Anchor[]): void => {
    sequencer.note(counted)
    const last = counted.at(-1)
    if (last !== undefined) appender.noteSeen(last.place)
  }
  const tail = createLiveTail({ connection: reading, prefix: names.prefix, toSequenced, onCounted, onTrouble })

  const closing = new AbortController()
  const requireOpen = (): void => {
    if (closing.signal.aborted) throw new StoreClosedError('the event store is closed')
  }
  const reads = new Set<Promise<unknown>>()
  /** What was begun is finished before the connections go. */
  const track = <Result>(read: Promise<Result>): Promise<Result> => {
    reads.add(read)
    return read.finally(() => reads.delete(read))
  }

  const readAfter = async (anchor: Anchor, limit: number, signal?: AbortSignal): Promise<readonly CountedEvent[]> => {
    const stored = await track(reader.readAfter(anchor, limit, signal))
    const counted = stored.map((event, index) => {
      const at = { sequence: anchor.sequence + index + 1, place: event.place }
      return { at, event: toSequenced(event, at.sequence) }
    })
    onCounted(counted.map(({ at }) => at))
    return counted
  }
  const from = (after: Position | undefined): Promise<Anchor> =>
    track(locate(positions, sequencer, header.start, after))

  async function* readVersions(stream: StreamName, fromVersion: number): AsyncGenerator<RecordedEvent> {
    for (let next = Math.max(fromVersion, 1); ; ) {
      requireOpen()
      const page = await track(reader.readStream(stream, next, STREAM_PAGE))
      for (const stored of page) {
        requireOpen()
        yield toRecorded(stored)
      }
      if (page.length < STREAM_PAGE) return
      next += page.length
    }
  }

  const closeAll = async (): Promise<void> => {
    closing.abort(new StoreClosedError('the event store was closed'))
    tail.close()
    await Promise.allSettled([appender.drained(), ...reads])
    await marks.settled()
    await ledger.disconnect()
  }
  let closed: Promise<void> | undefined

  return {
    ledger: positions.ledger,
    epoch: positions.epoch,
    append: async (stream, expected, events) => {
      requireOpen()
      const serialized = serializeAppend(stream, expected, events)
      return appender.append(stream, expected === 'no-stream' ? 0 : expected, serialized)
    },
    readStream: (stream, { fromVersion = 1 } = {}) => {
      requireStreamName(stream)
      return readVersions(stream, fromVersion)
    },
    readAll: async ({ after, limit }) => {
      requireOpen()
      requireCount('limit', limit)
      const start = await from(after)
      const counted = await refusing(after, start, readAfter(start, limit))
      return counted.map(({ event }) => event)
    },
    subscribe: async ({ after, signal, batchSize = storeLimits.subscriptionBatchSize }, onBatch) => {
      requireOpen()
      requireCount('batchSize', batchSize)
      if (after !== undefined) positions.parse(after)
      const stopped = AbortSignal.any([signal, closing.signal])
      const start = await readUntilReady(() => from(after), onTrouble, stopped)
      if (start === undefined) return closing.signal.throwIfAborted()
      const subscription = { start, batchSize, signal, closing: closing.signal, tail, readAfter, onTrouble }
      await refusing(after, start, runSubscription(subscription, onBatch))
    },
    head: async () => {
      requireOpen()
      const { at } = await track(sequencer.findHead())
      if (at.sequence === 0) return undefined
      appender.noteSeen(at.place)
      return { position: positions.toPosition(at.place, at.sequence), sequence: at.sequence }
    },
    comparePositions: (a, b) => {
      positions.parse(a)
      positions.parse(b)
      return comparePositionTokens(a, b)
    },
    ready: async () => {
      if (closing.signal.aborted) return false
      const idleMs = eventStoreDbLimits.readyMs
      const asked = within(readHeaderVersion(reading, names, idleMs), idleMs, 'no answer')
      const version = await asked.catch(() => undefined)
      if (version === undefined || version === header.version) return version !== undefined
      throw new LedgerChangedError(
        `${names.header} has ${version} events, and had ${header.version} when it was opened`,
      )
    },
    close: () => {
      closed ??= closeAll()
      return closed
    },
  }
}

/** Where the first read does not find the event that a position names, it is none of this ledger's. */
async function refusing<Result>(after: Position | undefined, start: Anchor, read: Promise<Result>): Promise<Result> {
  try {
    return await read
  } catch (error) {
    const isMissing = error instanceof AnchorMissingError && error.sequence === start.sequence
    throw isMissing && after !== undefined ? invalidPosition(after) : error
  }
}

function requireCount(name: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${name} counts from 1, not ${count}`)
}
