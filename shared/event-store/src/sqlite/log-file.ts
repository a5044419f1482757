import type { DatabaseSync } from 'node:sqlite'

/** In a ledger's folder: the event log. */
export const logFileName = 'ledger.sqlite'

/** In a ledger's folder: what the one writer holds. See lock.ts. */
export const lockFileName = 'ledger.lock'

/** Marks the file as ours ("WLFR"); `user_version` is the layout's. */
const applicationId = 0x574c4652
const layoutVersion = 1

/**
 * `events` is an append-only log by position. Each event names its stream's previous position, the first one minus its stream's ordinal,
 * and `events_previous` is unique: a stream that forks cannot be written, whatever anybody believes its head to be.
 * `heads` may lag behind: it holds for events up to the meta entry `heads_through`, the rest is replayed at start.
 */
const layout = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE epochs (epoch INTEGER PRIMARY KEY, begins_at INTEGER NOT NULL) STRICT;
  CREATE TABLE streams (ordinal INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE heads (ordinal INTEGER PRIMARY KEY, version INTEGER NOT NULL, position INTEGER NOT NULL) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    previous INTEGER NOT NULL CHECK (previous < position),
    stream INTEGER NOT NULL,
    version INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_previous ON events (previous);
`

/** The file is not an event log of ours, or of a layout this version cannot read. */
export class NotALedgerError extends Error {
  override readonly name = 'NotALedgerError'
}

/** The folder holds another ledger than the one asked for. */
export class WrongLedgerError extends Error {
  override readonly name = 'WrongLedgerError'
}

/** Durable on every commit; readers and the writer do not block each other. */
export function configureWriter(database: DatabaseSync): void {
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 8000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -65536;
    PRAGMA busy_timeout = 5000;
  `)
}

/** Makes the tables in an empty file. @throws NotALedgerError when the file holds something else */
export function ensureLayout(database: DatabaseSync, newLedger: string): void {
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number }
  if (tables === 0) makeLayout(database, newLedger)
  else requireLayout(database)
}

function makeLayout(database: DatabaseSync, newLedger: string): void {
  database.exec(`BEGIN IMMEDIATE; ${layout}
    PRAGMA application_id = ${applicationId};
    PRAGMA user_version = ${layoutVersion};
    INSERT INTO epochs VALUES (1, 1);`)
  const insert = database.prepare('INSERT INTO meta VALUES (?, ?)')
  insert.run('ledger', newLedger)
  insert.run('heads_through', '0')
  database.exec('COMMIT')
}

/** @throws NotALedgerError */
export function requireLayout(database: DatabaseSync): void {
  const { application_id } = database.prepare('PRAGMA application_id').get() as { application_id: number }
  const { user_version } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (application_id !== applicationId) throw new NotALedgerError('the file is not an event log of the welfare ledger')
  if (user_version !== layoutVersion) {
    throw new NotALedgerError(`the event log has layout ${user_version}; this version reads layout ${layoutVersion}`)
  }
}

export function readMeta(database: DatabaseSync, key: string): string {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined
  if (row === undefined) throw new NotALedgerError(`the event log has no entry ${key}`)
  return row.value
}

/** SQLite's words for a damaged or foreign file, as ours. Any other error as it is. */
export function explainDamage(error: unknown): unknown {
  if (!isSqliteError(error)) return error
  const primary = error.errcode % 256
  if (primary !== sqliteCodes.notADatabase && primary !== sqliteCodes.corrupt) return error
  return new NotALedgerError(`not an event log, or a damaged one: ${error.message}`, { cause: error })
}

/** Primary result codes: the low byte of an extended one. https://sqlite.org/rescode.html */
export const sqliteCodes = {
  busy: 5,
  ioError: 10,
  corrupt: 11,
  full: 13,
  constraint: 19,
  notADatabase: 26,
  ioErrorWrite: 778,
} as const

export interface SqliteError extends Error {
  readonly code: 'ERR_SQLITE_ERROR'
  /** Extended result code. */
  readonly errcode: number
}

export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR' && 'errcode' in error
}
