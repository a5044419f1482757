import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { JsonObject } from '../decider/decider.ts'
import { storeLimits } from '../limits.ts'
import type { RecordedEvent, SequencedEvent, StreamName } from '../port.ts'
import { createSequencePositions, type Epoch, type SequencePositions } from '../position-token.ts'

/** Synchronous reads of the log, the same ones for the writer's connection and for read-only ones. */
export interface LogReading {
  /** 0 when the log is empty. */
  getLastPosition(): number
  /** Up to `limit` events after a position, in order. */
  readAfter(position: number, limit: number): SequencedEvent[]
  readAt(position: number): RecordedEvent
  /** Walks a stream backwards from the event at `position`; newest first, down to and with version `downTo`. */
  walkBack(position: number, downTo: number): readonly WalkedEvent[]
}

export type WalkedEvent = {
  readonly position: number
  readonly version: number
  readonly id: string
  readonly recordedAtMs: number
}

type EventRow = {
  readonly position: number
  readonly stream: number
  readonly version: number
  readonly recorded_at: number
  readonly id: string
  readonly type: string
  readonly schema_version: number
  readonly data: string
  readonly metadata: string
}

const columns = 'position, stream, version, recorded_at, id, type, schema_version, data, metadata'

export function prepareLogReading(database: DatabaseSync, positions: SequencePositions): LogReading {
  const names = prepareNames(database)
  const last = database.prepare('SELECT max(position) AS position FROM events')
  const after = database.prepare(`SELECT ${columns} FROM events WHERE position > ? ORDER BY position LIMIT ?`)
  const at = database.prepare(`SELECT ${columns} FROM events WHERE position = ?`)
  const walk = database.prepare(`
    WITH RECURSIVE walked (position, previous, version, id, recorded_at) AS (
      SELECT position, previous, version, id, recorded_at FROM events WHERE position = :from
      UNION ALL
      SELECT events.position, events.previous, events.version, events.id, events.recorded_at
      FROM walked CROSS JOIN events ON events.position = walked.previous WHERE walked.version > :downTo
    )
    SELECT position, version, id, recorded_at AS recordedAtMs FROM walked`)

  return {
    getLastPosition: () => (last.get() as { position: number | null }).position ?? 0,
    readAfter: (position, limit) => {
      const rows = after.all(position, limit) as EventRow[]
      return rows.map((row) => toSequencedEvent(row, names.get(row.stream), positions))
    },
    readAt: (position) => {
      const row = at.get(position)
      if (row === undefined) throw new Error(`the event log has a hole at ${position}`)
      const event = row as EventRow
      return toRecordedEvent(event, names.get(event.stream), positions)
    },
    walkBack: (position, downTo) => walk.all({ from: position, downTo }) as WalkedEvent[],
  }
}

/** A look-up beside the log costs less than a join within it: few streams have most of the events of a page. */
function prepareNames(database: DatabaseSync): { get(ordinal: number): StreamName } {
  const select = database.prepare('SELECT name FROM streams WHERE ordinal = ?')
  const kept = new Map<number, StreamName>()
  const find = (ordinal: number): StreamName => {
    const row = select.get(ordinal)
    if (row === undefined) throw new Error(`the event log has no stream ${ordinal}`)
    if (kept.size >= storeLimits.maxNamesKept) kept.clear()
    const name = String(row.name)
    kept.set(ordinal, name)
    return name
  }
  return { get: (ordinal) => kept.get(ordinal) ?? find(ordinal) }
}

function toSequencedEvent(row: EventRow, stream: StreamName, positions: SequencePositions): SequencedEvent {
  return {
    ...toRecordedEvent(row, stream, positions),
    ledger: positions.ledger,
    epoch: positions.epochOf(row.position),
    sequence: row.position,
  }
}

function toRecordedEvent(row: EventRow, stream: StreamName, positions: SequencePositions): RecordedEvent {
  return {
    id: row.id,
    stream,
    version: row.version,
    type: row.type,
    schemaVersion: row.schema_version,
    data: JSON.parse(row.data) as JsonObject,
    metadata: JSON.parse(row.metadata) as JsonObject,
    recordedAt: toTimestamp(row.recorded_at),
    position: positions.toToken(row.position),
  }
}

let lastMs = Number.NaN
let lastTimestamp = ''

/** RFC 3339 with milliseconds. Events of one commit share their time, so the last answer is kept. */
export function toTimestamp(ms: number): string {
  if (ms !== lastMs) {
    lastTimestamp = new Date(ms).toISOString()
    lastMs = ms
  }
  return lastTimestamp
}

export function readPositions(database: DatabaseSync, ledger: string): SequencePositions {
  const select = database.prepare('SELECT epoch, begins_at AS beginsAt FROM epochs ORDER BY epoch DESC')
  return createSequencePositions(ledger, () => readEpochs(select))
}

/** The present one first. */
function readEpochs(select: StatementSync): [Epoch, ...Epoch[]] {
  const rows = select.all()
  const epochs = rows.map((row) => ({ epoch: Number(row.epoch), beginsAt: Number(row.beginsAt) }) satisfies Epoch)
  const [current, ...earlier] = epochs
  if (current === undefined) throw new Error('the event log has no epoch')
  return [current, ...earlier]
}
