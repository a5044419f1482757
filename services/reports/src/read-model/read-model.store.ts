import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Position } from '@welfare/event-store/port.ts'
import { keepToOwner } from '@welfare/process/private-file.ts'
import { projectionLimits } from '../limits.ts'
import { PROJECTION_VERSION, readModelSchema } from './read-model.schema.ts'

export interface Checkpoint {
  /** The last event whose rows are stored; 0 when there is none. */
  readonly sequence: number
  readonly position: Position | undefined
}

/** One generation of all read models in one SQLite file: rebuildable, written by one thread, rows and checkpoint in one transaction. */
export interface ReadModel {
  readonly file: string
  readonly ledger: string
  readonly epoch: number
  /** Raised only when what is made of events changed; the rows can still be asked. */
  readonly version: number
  /** Prepared once per text. */
  prepare(sql: string): StatementSync
  checkpoint(): Checkpoint
  saveCheckpoint(checkpoint: Checkpoint): void
  /** All or nothing. */
  transaction(work: () => void): void
  /** While it is filled: faster, and worth nothing after a power cut. `false` first makes all that was written durable. */
  setFilling(filling: boolean): void
  close(): void
}

export interface ReadModelOrigin {
  readonly ledger: string
  readonly epoch: number
  readonly version?: number
}

/** An empty read model in a file that does not exist yet. @param file a path, or `:memory:` */
export function createReadModel(
  file: string,
  { ledger, epoch, version = PROJECTION_VERSION }: ReadModelOrigin,
): ReadModel {
  const database = openDatabase(file)
  database.exec('BEGIN IMMEDIATE')
  database.exec(readModelSchema)
  database.prepare('INSERT INTO read_model VALUES (?, ?, ?, ?)').run(ledger, epoch, version, readModelSchema)
  database.exec('COMMIT')
  return wrap(file, database, { ledger, epoch, version })
}

/** `undefined` where the file cannot be asked by this program: unfinished, damaged, or of another layout. */
export function openReadModel(file: string): ReadModel | undefined {
  const database = openDatabase(file)
  try {
    const row = database.prepare('SELECT ledger, epoch, version, layout FROM read_model').get()
    if (row?.layout === readModelSchema) {
      const origin = { ledger: String(row.ledger), epoch: Number(row.epoch), version: Number(row.version) }
      return wrap(file, database, origin)
    }
  } catch (error) {
    if (!isUnreadable(error)) throw error
  }
  database.close()
  return undefined
}

function openDatabase(file: string): DatabaseSync {
  keepToOwner(file)
  const database = new DatabaseSync(file)
  try {
    // NORMAL: a power cut may take the last transactions, which are read again from the ledger, but never leaves half of one.
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;
      PRAGMA wal_autocheckpoint = ${projectionLimits.walPages}`)
  } catch (error) {
    if (!isUnreadable(error)) throw error
  }
  return database
}

function wrap(file: string, database: DatabaseSync, origin: Required<ReadModelOrigin>): ReadModel {
  const statements = new Map<string, StatementSync>()
  const readRow = database.prepare('SELECT sequence, position FROM checkpoint')
  const saveRow = database.prepare('UPDATE checkpoint SET sequence = ?, position = ?')
  return {
    file,
    ...origin,
    prepare(sql) {
      const known = statements.get(sql)
      if (known) return known
      const statement = database.prepare(sql)
      statements.set(sql, statement)
      return statement
    },
    checkpoint() {
      const row = readRow.get()
      const position = typeof row?.position === 'string' ? (row.position as Position) : undefined
      return { sequence: Number(row?.sequence ?? 0), position }
    },
    saveCheckpoint: ({ sequence, position }) => void saveRow.run(sequence, position ?? null),
    transaction(work) {
      database.exec('BEGIN IMMEDIATE')
      try {
        work()
        database.exec('COMMIT')
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    setFilling(filling) {
      if (!filling) database.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)')
      database.exec(`PRAGMA synchronous = ${filling ? 'OFF' : 'NORMAL'}`)
    },
    close: () => database.close(),
  }
}

const unreadableCodes: readonly unknown[] = [
  1, // no such table: the file was never finished
  11, // damaged
  26, // not a database
]

function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && unreadableCodes.includes(error.errcode)
}
