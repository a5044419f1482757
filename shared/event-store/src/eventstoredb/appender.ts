import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { eventStoreDbLimits, storeLimits } from '../limits.ts'
import { AppendFailedError, type AppendResult, type StreamName, UnknownOutcomeError } from '../port.ts'
import { compareStorePlaces, type StorePlace } from '../position-token.ts'
import { getEventBytes, type SerializedEvent } from '../serialized-append.ts'
import type { AppendAnswer, AppendLane } from './append-lane.ts'
import { getRetryDelay, messageOf } from './connection.ts'
import type { LedgerPositions } from './ledger-positions.ts'
import type { LedgerReader } from './ledger-reader.ts'
import { toEnvelope } from './stored-event.ts'

export interface Appender {
  append(stream: StreamName, expectedVersion: number, events: readonly SerializedEvent[]): Promise<AppendResult>
  /** A place that was seen in the log: what lies up to it was stored before. */
  noteSeen(place: StorePlace): void
  /** Resolves when nothing is in flight. */
  drained(): Promise<void>
}

export interface AppenderOptions {
  readonly lane: AppendLane
  readonly reader: LedgerReader
  readonly prefix: string
  readonly positions: LedgerPositions
  readonly clock: Clock
  /** When the ledger's last event was recorded; 0 where it has none. */
  readonly lastRecordedAtMs: number
  readonly maxInFlight?: number | undefined
  readonly timeouts?: Partial<AppendTimeouts> | undefined
}

export interface AppendTimeouts {
  readonly attemptMs: number
  readonly appendMs: number
}

interface Sent {
  readonly recordedAt: string
  readonly settled: Promise<{ readonly sent: Sent; readonly answer: AppendAnswer }>
}

interface Attempt {
  readonly stream: StreamName
  readonly expectedVersion: number
  readonly events: readonly SerializedEvent[]
}

/**
 * Appends, and what is to be known of their outcome. The server recognises a repeat by its ids at an exact version and answers it with the
 * place of the first time, but not with what was stored then: wherever an answer might be a repeat's, the stored event is read. One repeat
 * escapes it: of ids that another process stored since this one last looked; a runner whose streams are shared makes ids that are its own.
 */
export function createAppender(options: AppenderOptions): Appender {
  const { lane, reader, prefix, positions, clock } = options
  const timeouts = { ...eventStoreDbLimits, ...options.timeouts }
  const maxInFlight = options.maxInFlight ?? storeLimits.maxAppendsInFlight
  const inFlight = new Map<string, Promise<AppendResult>>()
  const unsettled = createUnsettled()
  let bytesInFlight = 0
  let lastMs = options.lastRecordedAtMs
  let newest: StorePlace | undefined

  const noteSeen = (place: StorePlace): void => {
    if (newest === undefined || compareStorePlaces(place, newest) > 0) newest = place
  }

  const sendOnce = ({ stream, expectedVersion, events }: Attempt, timeoutMs: number): Sent => {
    // Sent later, recorded later: a repeat has its own time, and what is answered is read from what was stored.
    lastMs = Math.max(lastMs, clock.now().getTime())
    const recordedAt = new Date(lastMs).toISOString()
    const toProposed = (event: SerializedEvent) => ({
      id: event.id,
      type: event.type,
      data: event.data,
      envelope: toEnvelope(event, recordedAt),
    })
    const request = { stream: `${prefix}${stream}`, expectedVersion, events: events.map(toProposed) }
    const sent: Sent = {
      recordedAt,
      settled: lane.send(request, timeoutMs).then((answer) => ({ sent, answer })),
    }
    // Settling the append otherwise does not wait for it.
    sent.settled.catch(() => undefined)
    return sent
  }

  /** Sends, and sends again while there is no answer; the first answer of any of them counts. */
  const settle = async (attempt: Attempt): Promise<AppendResult> => {
    const { stream, expectedVersion, events } = attempt
    const end = performance.now() + timeouts.appendMs
    const seenBefore = newest
    const waiting = new Set<Sent>()
    const unknown = (reason: string, cause?: unknown): UnknownOutcomeError => {
      unsettled.add(stream)
      return new UnknownOutcomeError(`an append to ${stream} has no known outcome: ${reason}`, { cause })
    }
    for (let count = 1; ; count++) {
      const remainingMs = end - performance.now()
      if (remainingMs <= 0) throw unknown('no answer in time')
      waiting.add(sendOnce(attempt, remainingMs))
      const first = await firstOf(waiting, Math.min(timeouts.attemptMs, remainingMs)).catch((error: unknown) => {
        throw unknown(messageOf(error), error)
      })
      if (first === undefined) continue
      const { answer, sent } = first
      const isOnly = count === 1
      switch (answer.kind) {
        case 'stored': {
          const { version, place } = answer
          if (place !== undefined) noteSeen(place)
          const isNew = place !== undefined && (seenBefore === undefined || compareStorePlaces(place, seenBefore) > 0)
          const isSure = isNew && isOnly && !unsettled.has(stream) && version === expectedVersion + events.length
          if (!isSure) return readBack(attempt)
          return { outcome: 'appended', version, position: positions.toPosition(place), recordedAt: sent.recordedAt }
        }
        case 'conflict':
          // Another try may still come, and find then the version that it wants.
          if (!isOnly && answer.actualVersion < expectedVersion) throw unknown('the stream is not so long yet')
          return { outcome: 'conflict', actualVersion: answer.actualVersion }
        case 'busy':
          if (!isOnly) throw unknown(answer.reason)
          return { outcome: 'overloaded' }
        case 'refused':
          if (!isOnly) throw unknown(answer.reason)
          throw new AppendFailedError(`the server refused an append to ${stream}: ${answer.reason}`)
        case 'no-answer':
          waiting.delete(sent)
          await wait(Math.min(getRetryDelay(count), Math.max(end - performance.now(), 0)))
      }
    }
  }

  const readBack = async ({ stream, expectedVersion, events }: Attempt): Promise<AppendResult> => {
    const version = expectedVersion + events.length
    const [stored] = await reader.readStream(stream, version, 1).catch((error: unknown) => {
      unsettled.add(stream)
      throw new UnknownOutcomeError(`an append to ${stream} could not be read back`, { cause: error })
    })
    if (stored === undefined || stored.id !== events.at(-1)?.id) {
      throw new UnknownOutcomeError(`${stream} does not hold at ${version} what the server says it stored`)
    }
    unsettled.delete(stream)
    noteSeen(stored.place)
    return { outcome: 'appended', version, position: positions.toPosition(stored.place), recordedAt: stored.recordedAt }
  }

  return {
    append: (stream, expectedVersion, events) => {
      const key = `${stream} ${expectedVersion} ${events.map(({ id }) => id).join()}`
      // The server drops a repeat that comes while the first is being written: it shares the first one's answer.
      const same = inFlight.get(key)
      if (same !== undefined) return same
      const bytes = events.reduce((sum, event) => sum + getEventBytes(event), 0)
      const isOver = inFlight.size >= maxInFlight || bytesInFlight + bytes > eventStoreDbLimits.maxBytesInFlight
      if (isOver) return Promise.resolve({ outcome: 'overloaded' })
      bytesInFlight += bytes
      const appending = settle({ stream, expectedVersion, events }).finally(() => {
        inFlight.delete(key)
        bytesInFlight -= bytes
      })
      inFlight.set(key, appending)
      return appending
    },
    noteSeen,
    drained: async () => {
      await Promise.allSettled(inFlight.values())
    },
  }
}

/** `undefined` when none of them was answered in time. */
async function firstOf(
  waiting: ReadonlySet<Sent>,
  ms: number,
): Promise<{ readonly sent: Sent; readonly answer: AppendAnswer } | undefined> {
  const answered = new AbortController()
  const late = wait(ms, undefined, { signal: answered.signal }).catch(() => undefined)
  try {
    return await Promise.race([...[...waiting].map(({ settled }) => settled), late])
  } finally {
    answered.abort()
  }
}

/** Streams on which an append’s outcome is not known; when there are too many to remember, all of them. */
function createUnsettled(): {
  add(stream: StreamName): void
  has(stream: StreamName): boolean
  delete(stream: StreamName): void
} {
  const streams = new Set<StreamName>()
  let isFull = false
  return {
    add: (stream) => {
      isFull ||= streams.size >= eventStoreDbLimits.maxUnsettledStreams
      if (!isFull) streams.add(stream)
    },
    has: (stream) => isFull || streams.has(stream),
    delete: (stream) => {
      streams.delete(stream)
    },
  }
}
