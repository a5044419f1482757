import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Position, SequencedEvent } from '../port.ts'
import { logFileName } from './log-file.ts'
import { prepareLogReading } from './log-reading.ts'
import { readPositions } from './positions.ts'
import { explainDamage, readMeta, requireLayout } from './schema.ts'

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
    return {
      ledger: positions.ledger,
      epoch: positions.epoch,
      readAfter: reading.readAfter,
      toSequence: (position) => positions.fromToken(position, reading.getLastPosition()),
      head: () => {
        const sequence = reading.getLastPosition()
        return sequence === 0 ? undefined : { position: positions.toToken(sequence), sequence }
      },
      close: () => database.close(),
    }
  } catch (error) {
    database.close()
    throw explainDamage(error)
  }
}
