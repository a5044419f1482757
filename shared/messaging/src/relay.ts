import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { RecordedEvent, SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventTopic } from './port.ts'
import { createReadAhead } from './read-ahead.ts'
import type { RelaySource } from './relay-source.ts'

export interface RelayOptions {
  readonly source: RelaySource
  /** The topic of the source's ledger and epoch; opened again after every failure. */
  openTopic(): Promise<EventTopic>
  /** Default: this relay is the only one. */
  readonly lease?: RelayLease
  readonly limits?: Partial<typeof relayLimits>
  /** How time passes until the next try: rejects when `signal` aborts before. Default: as the machine's does. */
  readonly delay?: (ms: number, signal: AbortSignal) => Promise<unknown>
  /** Told of each failure; the relay tries again after `retryInMs`. */
  onFailure?(error: unknown, facts: { readonly failedInARow: number; readonly retryInMs: number }): void
  /** Told after each batch that is durable in the topic. */
  onRelayed?(events: readonly SequencedEvent[]): void
}

/** Makes one of several relays the one that works. */
export interface RelayLease {
  /** Calls `onHeld` each time the lease is ours, with a signal that aborts when it is lost; resolves when `signal` aborts. */
  hold(signal: AbortSignal, onHeld: (held: AbortSignal) => Promise<void>): Promise<void>
}

export interface RelayStatus {
  /** The last sequence known to be in the topic; undefined before the topic was read. */
  readonly relayed: number | undefined
  /** The store's last sequence; undefined where the store does not answer. */
  readonly head: number | undefined
  /** Events recorded and not yet known to be in the topic. */
  readonly lag: number | undefined
  /** False from a failure until a batch is durable, or there is none to send. */
  readonly healthy: boolean
  /** This relay has the lease. */
  readonly active: boolean
}

export interface Relay {
  /** Again is harmless. */
  start(): void
  /** Resolves when the batch under way is settled. Again is harmless. */
  stop(): Promise<void>
  status(): Promise<RelayStatus>
}

export const relayLimits = {
  /** Events a send: kafkajs sends 35k events a second at 100, 54k at 500. */
  batchSize: 500,
  /** Read and not yet sent. */
  readAhead: 1_000,
  firstBackOffMs: 50,
  maxBackOffMs: 5_000,
}

/** The topic holds something else than the store. Nothing is sent: whichever of the two is wrong, more events would only hide it. */
export class TopicDivergedError extends Error {
  override readonly name = 'TopicDivergedError'
}

/**
 * Tails the store and writes every event to the topic, in sequence order, one batch at a time. **The topic's last record is the
 * checkpoint**: at the start, and after every failure, it is read, compared with the store, and the relay goes on behind it. A batch
 * whose outcome is unknown is there or is sent again; nothing is ever skipped.
 *
 * Two relays at once (one that lost its lease and does not know it yet) do no harm. Call m the highest sequence in the topic, and the topic
 * *good* when the first occurrences of 1 … m stand in order. An empty topic is good. Every relay appends runs of consecutive
 * sequences that begin at most at m + 1: it begins behind a record that it read from the topic or that the topic acknowledged, both at
 * most m, and m never falls. Such a run, whole, cut off or late, repeats what is there or adds m + 1, m + 2 … in order: the topic
 * stays good. Readers drop what they have seen.
 */
export function createRelay(options: RelayOptions): Relay {
  const { source, lease = ours, delay = machineDelay } = options
  const limits = { ...relayLimits, ...options.limits }
  const stopping = new AbortController()
  let relayed: number | undefined
  let failedInARow = 0
  let active = false
  let running: Promise<void> | undefined

  return {
    start() {
      running ??= lease.hold(stopping.signal, keepRelaying)
      running.catch((error: unknown) => options.onFailure?.(error, { failedInARow: ++failedInARow, retryInMs: 0 }))
    },
    async stop() {
      stopping.abort()
      await running?.catch(() => undefined)
    },
    async status() {
      const head = await source.head().then(
        (last) => last?.sequence ?? 0,
        () => undefined,
      )
      const lag = head === undefined || relayed === undefined ? undefined : Math.max(0, head - relayed)
      return { relayed, head, lag, healthy: failedInARow === 0, active }
    },
  }

  async function keepRelaying(held: AbortSignal): Promise<void> {
    active = true
    while (!held.aborted) {
      try {
        await relayOn(held)
      } catch (error) {
        await alarm(error, held)
      }
    }
    active = false
  }

  async function relayOn(held: AbortSignal): Promise<void> {
    const topic = await options.openTopic()
    try {
      const tail = await topic.tail()
      const head = await requireSameHistory(source, tail)
      relayed = tail?.sequence ?? 0
      if (relayed === head) failedInARow = 0
      await pump(topic, tail, held)
    } finally {
      await topic.close()
    }
  }

  async function pump(topic: EventTopic, tail: SequencedEvent | undefined, held: AbortSignal): Promise<void> {
    const ahead = createReadAhead(limits.readAhead)
    const ending = new AbortController()
    const signal = AbortSignal.any([held, ending.signal])
    const reading = source.follow({ after: tail, signal, batchSize: limits.batchSize }, ahead.put).then(
      () =>
        ahead.end(held.aborted ? undefined : new Error('the store ended a subscription that promises to stay live')),
      (error) => ahead.end(error),
    )
    const letGo = () => ahead.end()
    held.addEventListener('abort', letGo)
    try {
      for (let last = tail; !held.aborted; ) {
        const events = await ahead.take(limits.batchSize)
        if (events.length === 0) break
        last = requireNext(source, last, events)
        await topic.append(events)
        relayed = last?.sequence
        failedInARow = 0
        options.onRelayed?.(events)
      }
    } finally {
      held.removeEventListener('abort', letGo)
      ending.abort()
      ahead.end()
      await reading
    }
  }

  async function alarm(error: unknown, held: AbortSignal): Promise<void> {
    failedInARow += 1
    const retryInMs = Math.min(limits.maxBackOffMs, limits.firstBackOffMs * 2 ** Math.min(failedInARow - 1, 20))
    options.onFailure?.(error, { failedInARow, retryInMs })
    await delay(retryInMs, held).catch(() => undefined)
  }
}

const ours: RelayLease = { hold: (signal, onHeld) => onHeld(signal) }
const machineDelay = (ms: number, signal: AbortSignal) => setTimeout(ms, undefined, { signal })

/**
 * The store's last sequence.
 * @throws TopicDivergedError unless the topic's last event is one of the store's
 */
async function requireSameHistory(source: RelaySource, tail: SequencedEvent | undefined): Promise<number> {
  const head = (await source.head())?.sequence ?? 0
  if (tail === undefined) return head
  const place = `event ${tail.sequence} of ledger ${source.ledger}, epoch ${source.epoch}`
  if (tail.ledger !== source.ledger || tail.epoch > source.epoch) {
    throw new TopicDivergedError(`the topic ends with ledger ${tail.ledger}, epoch ${tail.epoch}, instead of ${place}`)
  }
  if (tail.sequence > head) throw new TopicDivergedError(`the topic ends with ${place}; the store ends at ${head}`)
  const stored = await source.find(tail)
  if (stored === undefined) throw new TopicDivergedError(`${place} (${tail.id}) is in the topic, not in the store`)
  const differing = comparedMembers.filter((member) => !isDeepStrictEqual(stored[member], tail[member]))
  if (differing.length > 0) throw new TopicDivergedError(`${place} differs between topic and store: ${differing}`)
  return head
}

/** What makes an event the same one; where it stands in the order is seen by the sequence of what follows it. */
const comparedMembers = [
  ...(['id', 'stream', 'version', 'type', 'schemaVersion', 'recordedAt', 'data', 'metadata'] as const),
] satisfies readonly (keyof RecordedEvent)[]

/** @throws TopicDivergedError where the store goes on with another event than the one after `last` */
function requireNext(
  source: RelaySource,
  last: SequencedEvent | undefined,
  events: readonly SequencedEvent[],
): SequencedEvent | undefined {
  let previous = last
  for (const event of events) {
    if (event.sequence !== (previous?.sequence ?? 0) + 1 || event.ledger !== source.ledger) {
      throw new TopicDivergedError(
        `the store goes on with event ${event.sequence} of ledger ${event.ledger} after ${previous?.sequence ?? 0}`,
      )
    }
    previous = event
  }
  return previous
}
