import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { logFileName } from '@welfare/event-store/sqlite/log-file.ts'
import { openSqliteLog } from '@welfare/event-store/sqlite/sqlite-store.ts'

/** What a server has on its disk, in the embedded store's own file: it outlives the server that writes it. */
export interface StandInLog {
  /** Events that can be read. */
  readonly count: number
  /** Resolves when the events are durable, and readable. `expectedRevision` -1 is "no stream". */
  append(stream: string, expectedRevision: number, events: readonly ProposedEvent[]): Promise<Outcome>
  /** In the order of the log, from the so many-th event on (0 is the first). */
  readFrom(index: number, limit: number): readonly LogRecord[]
  /** From a revision on; undefined where there is no such stream. */
  readStream(stream: string, fromRevision?: number, limit?: number): readonly LogRecord[] | undefined
  /** Undefined where there is no such stream. */
  readLast(stream: string): LogRecord | undefined
  /** Called after each commit. Returns how to stop. */
  watch(onGrown: () => void): () => void
  close(): Promise<void>
}

export type Outcome =
  /** Now or before. */
  | { readonly kind: 'stored'; readonly revision: number; readonly place: bigint }
  | { readonly kind: 'wrong-version'; readonly currentRevision: number }
  | { readonly kind: 'busy' }

/** JSON, as text: the file holds nothing else. */
export interface ProposedEvent {
  readonly id: string
  readonly type: string
  readonly data: string
  readonly metadata: string
}

export interface LogRecord extends ProposedEvent {
  readonly stream: string
  readonly revision: number
  /** Commit and prepare position: an append is one with its commit. */
  readonly place: bigint
  readonly createdMs: number
}

/** Nobody who opens the file takes it for a ledger's. */
const LEDGER = 'eventstoredb-stand-in'
/** So that most places are none at which an event begins, as on a server, where they count bytes. */
const BETWEEN_PLACES = 100n

/** @throws StoreLockedError where another process has the folder; WrongLedgerError where it holds a ledger */
export async function openStandInLog(folder: string): Promise<StandInLog> {
  const written = openSqliteLog({ folder, clock: { now: () => new Date() }, ledger: LEDGER, wakeAfterMs: 0 })
  const database = new DatabaseSync(join(folder, logFileName), { readOnly: true })
  const select = `SELECT position, name, version, recorded_at, id, type, data, metadata FROM events JOIN streams ON ordinal = stream`
  const from = database.prepare(`${select} WHERE position > ? ORDER BY position LIMIT ?`)
  const at = database.prepare(`${select} WHERE position = ?`)

  const readAt = (position: number): LogRecord => toRecord(at.get(position) as Row)
  const log: StandInLog = {
    get count() {
      return written.getLastPosition()
    },
    append: async (stream, expectedRevision, events) => {
      const serialized = events.map((event) => ({ ...event, schemaVersion: 1 }))
      const result = await written.append(stream, expectedRevision + 1, serialized)
      if (result.outcome === 'overloaded') return { kind: 'busy' }
      if (result.outcome === 'conflict') return { kind: 'wrong-version', currentRevision: result.actualVersion - 1 }
      const position = written.positions.fromToken(result.position, written.getLastPosition())
      return { kind: 'stored', revision: result.version - 1, place: toPlace(position) }
    },
    readFrom: (index, limit) => from.all(index, limit).map((row) => toRecord(row as Row)),
    readStream: (stream, fromRevision = 0, limit = Number.POSITIVE_INFINITY) => {
      const head = written.findHead(stream)
      if (head === undefined || head.version <= fromRevision) return head && []
      const walked = written.reading.walkBack(head.position, fromRevision + 1).toReversed()
      return walked.slice(0, limit).map(({ position }) => readAt(position))
    },
    readLast: (stream) => {
      const head = written.findHead(stream)
      return head && readAt(head.position)
    },
    watch: (onGrown) => {
      written.watchers.add(onGrown)
      return () => void written.watchers.delete(onGrown)
    },
    close: async () => {
      if (database.isOpen) database.close()
      await written.close()
    },
  }
  // Every server's log begins with events of its own, and they come in between for ever.
  if (log.count === 0) await writeStatistics(log)
  return log
}

export async function writeStatistics(log: StandInLog): Promise<void> {
  const stream = '$stats-127.0.0.1:2113'
  const data = JSON.stringify({ 'proc-cpu': 1, padding: 'x'.repeat(100) })
  const event = { id: crypto.randomUUID(), type: '$statsCollected', data, metadata: '{}' }
  await log.append(stream, log.readLast(stream)?.revision ?? -1, [event])
}

/** How many events lie before a place; where the place lies within one, the server cannot read there. */
export function findIndex({ count }: StandInLog, place: bigint): number | 'no event begins there' {
  const index = place / BETWEEN_PLACES
  if (index >= count) return count
  return index * BETWEEN_PLACES === place ? Number(index) : 'no event begins there'
}

type Row = {
  readonly position: number
  readonly name: string
  readonly version: number
  readonly recorded_at: number
  readonly id: string
  readonly type: string
  readonly data: string
  readonly metadata: string
}

function toRecord({ position, name, version, recorded_at, ...event }: Row): LogRecord {
  return { ...event, stream: name, revision: version - 1, place: toPlace(position), createdMs: recorded_at }
}

function toPlace(position: number): bigint {
  return BigInt(position - 1) * BETWEEN_PLACES
}
