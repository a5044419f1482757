import type { DatabaseSync } from 'node:sqlite'
import { ImportDivergedError, ImportGapError } from '../ledger-import.ts'
import { headLimits } from '../limits.ts'
import type { Position, SequencedEvent, StreamName } from '../port.ts'
import { serializeAppend } from '../serialized-append.ts'
import { type Head, prepareHeads } from './heads.ts'
import { toTimestamp } from './log-reading.ts'

export interface ReplicaWriter {
  lastSequence(): number
  position(): Position | undefined
  overlap(): Position | undefined
  /** One transaction. @throws ImportGapError, ImportDivergedError, InvalidAppendError: nothing was stored */
  apply(events: readonly SequencedEvent[]): void
  saveHeads(): void
}

const positionKey = 'feed_position'
const overlapKey = 'feed_overlap'

/** Writes events that were recorded elsewhere, as the store that recorded them wrote them: the same rows. */
export function prepareReplicaWriter(database: DatabaseSync, ledger: string, epoch: number): ReplicaWriter {
  const insertStream = database.prepare('INSERT INTO streams (name) VALUES (?)')
  const insertEvent = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const idAt = database.prepare('SELECT id FROM events WHERE position = ?')
  const saveMeta = database.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)')
  const heads = prepareHeads(database, headLimits)
  const epochs = prepareReplicaEpochs(database, epoch)
  let last = readLast(database)
  // Of the transaction under way; what is above follows when it has succeeded.
  let tentative = new Map<StreamName, Head>()

  return {
    lastSequence: () => last.sequence,
    position: () => last.position,
    overlap: () => last.overlap,
    apply(events) {
      const fresh = events.filter(isFresh)
      const newest = fresh.at(-1)
      if (newest === undefined) return
      const overlap = fresh.at(-2)?.position ?? last.position
      tentative = new Map()
      let afterCommit: (() => void) | undefined
      inTransaction(database, () => {
        epochs.begin()
        for (const [index, event] of fresh.entries()) write(event, last.sequence + index + 1)
        epochs.settle(newest.sequence)
        saveMeta.run(positionKey, newest.position)
        if (overlap !== undefined) saveMeta.run(overlapKey, overlap)
        afterCommit = heads.saveSome()
      })
      afterCommit?.()
      heads.keep(tentative, newest.sequence)
      last = { sequence: newest.sequence, position: newest.position, overlap }
    },
    saveHeads: () => inTransaction(database, () => heads.saveAll()),
  }

  /** @throws ImportDivergedError when another event has its place */
  function isFresh(event: SequencedEvent): boolean {
    if (event.ledger !== ledger) throw new ImportDivergedError(`an event of ledger ${event.ledger}, not of ${ledger}`)
    if (event.sequence > last.sequence) return true
    const held = idAt.get(event.sequence)?.id
    if (held === event.id) return false
    throw new ImportDivergedError(`event ${event.sequence} is ${event.id} there, and ${held} here`)
  }

  function write(event: SequencedEvent, sequence: number): void {
    const { stream, version, recordedAt } = event
    if (event.sequence !== sequence) throw new ImportGapError(`event ${event.sequence} came where ${sequence} was due`)
    epochs.record(event)
    const head = tentative.get(stream) ?? heads.find(stream)
    if (version !== (head?.version ?? 0) + 1) {
      throw new ImportDivergedError(`event ${sequence} is version ${version} of ${stream}, after ${head?.version ?? 0}`)
    }
    const [serialized] = serializeAppend(stream, version === 1 ? 'no-stream' : version - 1, [event])
    const recordedAtMs = Date.parse(recordedAt)
    if (serialized === undefined || !(recordedAtMs >= 0) || toTimestamp(recordedAtMs) !== recordedAt) {
      throw new ImportDivergedError(`event ${sequence} was recorded at ${recordedAt}, which no store writes`)
    }
    const { id, type, schemaVersion, data, metadata } = serialized
    const ordinal = head?.ordinal ?? Number(insertStream.run(stream).lastInsertRowid)
    const previous = head?.position ?? -ordinal
    insertEvent.run(sequence, previous, ordinal, version, recordedAtMs, id, type, schemaVersion, data, metadata)
    tentative.set(stream, { ordinal, version, position: sequence })
  }
}

interface Last {
  readonly sequence: number
  readonly position: Position | undefined
  readonly overlap: Position | undefined
}

function readLast(database: DatabaseSync): Last {
  const row = database.prepare('SELECT coalesce(max(position), 0) AS sequence FROM events').get()
  const select = database.prepare('SELECT value FROM meta WHERE key = ?')
  const positionIn = (key: string): Position | undefined => {
    const value = select.get(key)?.value
    return typeof value === 'string' ? (value as Position) : undefined
  }
  return { sequence: Number(row?.sequence), position: positionIn(positionKey), overlap: positionIn(overlapKey) }
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    work()
    database.exec('COMMIT')
  } catch (error) {
    // SQLite has rolled back by itself after some errors (disk full among them).
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/**
 * The epochs of a ledger, learned from its events. The present one stands in the table from the first, and begins after the last event
 * until one of its own has come: at every commit the file is right for the events in it, and for what a store would append next.
 */
export interface ReplicaEpochs {
  /** Inside a transaction, before the events of the batch are written. */
  begin(): void
  /** @throws ImportDivergedError when the event's epoch does not follow */
  record(event: Pick<SequencedEvent, 'epoch' | 'sequence'>): void
  /** At the end of the transaction. */
  settle(lastSequence: number): void
}

export function prepareReplicaEpochs(database: DatabaseSync, present: number): ReplicaEpochs {
  const write = database.prepare(
    'INSERT INTO epochs VALUES (?, ?) ON CONFLICT (epoch) DO UPDATE SET begins_at = excluded.begins_at',
  )
  const newest = database.prepare(`
    SELECT coalesce(max(epoch), 0) AS epoch FROM epochs
    WHERE begins_at <= (SELECT coalesce(max(position), 0) FROM events)`)
  let begun = 0

  return {
    begin() {
      begun = Number((newest.get() as { epoch: number }).epoch)
    },
    record({ epoch, sequence }) {
      if (epoch === begun) return
      if (!(epoch > begun && epoch <= present)) {
        throw new ImportDivergedError(
          `event ${sequence} is of epoch ${epoch}, after one of ${begun}; the present epoch is ${present}`,
        )
      }
      write.run(epoch, sequence)
      begun = epoch
    },
    settle(lastSequence) {
      if (begun < present) write.run(present, lastSequence + 1)
    },
  }
}

export function readPresentEpoch(database: DatabaseSync): number {
  return Number((database.prepare('SELECT max(epoch) AS epoch FROM epochs').get() as { epoch: number }).epoch)
}
