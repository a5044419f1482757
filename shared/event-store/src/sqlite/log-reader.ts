import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Position, SequencedEvent } from '../port.ts'
import { explainDamage, logFileName, readMeta, requireLayout } from './log-file.ts'
import { prepareLogReading, readPositions } from './log-reading.ts'

/** Synchronous, read-only: for worker threads and reports, beside a store that writes. Sees every event that was acknowledged before the call. */
export interface SqliteLogReader {
  readonly ledger: string
  readonly epoch: number
  /** Up to `limit` events after a sequence (0: from the first), in order; empty at the end. */
  readAfter(sequence: number, limit: number): readonly SequencedEvent[]
  /** The sequence that an opaque position stands for. @throws InvalidPositionError */
  toSequence(position: Position): number
  head(): { readonly position: Position; readonly sequence: number } | undefined
  close(): void
}

/** @throws NotALedgerError; SQLite's error where there is no log yet */
export function openSqliteLogReader(folder: string): SqliteLogReader {
  const database = new DatabaseSync(join(folder, logFileName), { readOnly: true })
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    requireLayout(database)
    const positions = readPositions(database, readMeta(database, 'ledger'))
    const reading = prepareLogReading(database, positions)
    let hasBegun = false
    /** Tokens and events of one look at the file, for as long as its last epoch may still move. */
    const look = <Seen>(read: () => Seen): Seen => {
      if (hasBegun) return read()
      database.exec('BEGIN')
      try {
        positions.refresh()
        hasBegun = positions.hasBegun(reading.getLastPosition())
        return read()
      } finally {
        database.exec('COMMIT')
      }
    }
    return {
      ledger: positions.ledger,
      epoch: positions.epoch,
      readAfter: (sequence, limit) => look(() => reading.readAfter(sequence, limit)),
      toSequence: (position) => look(() => positions.fromToken(position, reading.getLastPosition())),
      head: () =>
        look(() => {
          const sequence = reading.getLastPosition()
          return sequence === 0 ? undefined : { position: positions.toToken(sequence), sequence }
        }),
      close: () => database.close(),
    }
  } catch (error) {
    database.close()
    throw explainDamage(error)
  }
}
