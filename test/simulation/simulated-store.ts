import { storeLimits } from '@welfare/event-store/limits.ts'
import {
  AppendFailedError,
  type AppendResult,
  type EventStore,
  type ExpectedVersion,
  type NewEvent,
  type Position,
  type SequencedEvent,
  UnknownOutcomeError,
} from '@welfare/event-store/port.ts'
import { comparePositionTokens, formatSequencePosition, parsePosition } from '@welfare/event-store/position-token.ts'
import { type SerializedEvent, serializeAppend } from '@welfare/event-store/serialized-append.ts'
import type { SimulatedLedger } from './simulated-ledger.ts'
import { callOver, LostCallError, whenAborted } from './simulated-network.ts'
import type { SimulatedProcess } from './simulated-process.ts'

export const ledger = 'simulated'
export const epoch = 1
const startsAt = Date.parse('2025-07-06T00:00:00.000Z')

/** The store itself: durable, one global order. It never forgets; what goes wrong goes wrong on the way to it and back. */
export interface SimulatedStore {
  readonly log: readonly SequencedEvent[]
  append(stream: string, expected: ExpectedVersion, events: readonly NewEvent[]): AppendResult
  versionOf(stream: string): number
  readStream(stream: string, fromVersion: number): readonly SequencedEvent[]
  readAfter(position: Position | undefined, limit: number): readonly SequencedEvent[]
  /** Resolves when there is an event after `position`. */
  growthAfter(position: Position | undefined): Promise<void>
}

/** Where `mayForget`, an append is sometimes answered and not kept: for the test that such a thing is noticed. */
export function createSimulatedStore(simulated: SimulatedLedger, { mayForget = false } = {}): SimulatedStore {
  const log: SequencedEvent[] = []
  const streams = new Map<string, SequencedEvent[]>()
  let waiting: (() => void)[] = []

  const record = (stream: string, serialized: readonly SerializedEvent[]): SequencedEvent[] => {
    const known = streams.get(stream) ?? []
    const recordedAt = new Date(startsAt + Math.floor(simulated.time.nowMs)).toISOString()
    return serialized.map((event, index) => {
      const sequence = log.length + index + 1
      return deepFreeze({
        ...event,
        data: JSON.parse(event.data),
        metadata: JSON.parse(event.metadata),
        ...{ ledger, epoch, sequence, stream, version: known.length + index + 1, recordedAt },
        position: formatSequencePosition(`${ledger}.${epoch}.`, sequence),
      })
    })
  }
  return {
    log,
    append(stream, expected, events) {
      const serialized = serializeAppend(stream, expected, events)
      const known = streams.get(stream) ?? []
      const from = expected === 'no-stream' ? 0 : expected
      if (from !== known.length) {
        const there = known.slice(from, from + serialized.length)
        const isRepeat =
          there.length === serialized.length && there.every(({ id }, index) => id === serialized[index]?.id)
        const last = there.at(-1)
        if (!isRepeat || !last) return { outcome: 'conflict', actualVersion: known.length }
        return appendedAt(last)
      }
      const recorded = record(stream, serialized)
      const last = recorded.at(-1)
      if (!last) throw new Error('an append without events')
      if (mayForget && simulated.random.chance(0.01)) return appendedAt(last)
      log.push(...recorded)
      streams.set(stream, [...known, ...recorded])
      simulated.trace('store', `${stream} ${serialized.map(({ type }) => type)}`, last.sequence)
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
      return appendedAt(last)
    },
    versionOf: (stream) => streams.get(stream)?.length ?? 0,
    readStream: (stream, fromVersion) => streams.get(stream)?.slice(fromVersion - 1) ?? [],
    readAfter: (position, limit) => log.slice(sequenceOf(position), sequenceOf(position) + limit),
    growthAfter: (position) =>
      new Promise((resolve) => {
        if (log.length > sequenceOf(position)) resolve()
        else waiting.push(resolve)
      }),
  }
}

/** The store's port as one process has it: every call is on its way for a while, and may be lost. */
export function connectToStore(
  simulated: SimulatedLedger,
  store: SimulatedStore,
  process: SimulatedProcess,
): EventStore {
  const call = <Answer>(what: string, serve: () => Answer | Promise<Answer>, isPatient = false): Promise<Answer> =>
    callOver(simulated, process, { what, serve, timeoutMs: 200, isPatient })

  return {
    ledger,
    epoch,
    async append(stream, expected, events) {
      try {
        return await call(`appends to ${stream} at ${expected}`, () => {
          if (simulated.strikes('overloaded')) return { outcome: 'overloaded' }
          if (simulated.strikes('failed')) throw new AppendFailedError('the disk is full')
          return store.append(stream, expected, events)
        })
      } catch (error) {
        if (error instanceof LostCallError) throw new UnknownOutcomeError(error.message, { cause: error })
        throw error
      }
    },
    async *readStream(stream, { fromVersion = 1 } = {}) {
      yield* await call(`reads ${stream} from ${fromVersion}`, () => store.readStream(stream, fromVersion))
    },
    readAll: ({ after, limit }) => call('reads all', () => store.readAfter(after, limit)),
    async subscribe({ after, signal, batchSize = storeLimits.subscriptionBatchSize }, onBatch) {
      const aborted = whenAborted(signal)
      for (let position = after; !signal.aborted; ) {
        const read = async () => {
          await store.growthAfter(position)
          return store.readAfter(position, batchSize)
        }
        const events = (await Promise.race([call('subscribes', read, true), aborted])) ?? []
        if (events.length > 0) await onBatch(events)
        position = events.at(-1)?.position ?? position
      }
    },
    head: () =>
      call('asks for the head', () => {
        const last = store.log.at(-1)
        return last && { position: last.position, sequence: last.sequence }
      }),
    comparePositions: comparePositionTokens,
    close: async () => undefined,
  }
}

function appendedAt({ version, position, recordedAt }: SequencedEvent): AppendResult {
  return { outcome: 'appended', version, position, recordedAt }
}

function sequenceOf(position: Position | undefined): number {
  return position === undefined ? 0 : (parsePosition(position).sequence ?? 0)
}

/** A change of what all share is found out at once. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}
