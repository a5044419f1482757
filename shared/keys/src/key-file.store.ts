import { DatabaseSync } from 'node:sqlite'
import { keepToOwner } from '@welfare/process/private-file.ts'
import { type Key, open, SealedFieldsAlteredError, seal } from './key-wrap.ts'
import { MasterKeyWrongError } from './master-key.ts'
import { markForOverwriting, overwriteDeleted } from './overwrite-deleted.store.ts'

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS master_check (only INTEGER PRIMARY KEY CHECK (only = 1), sealed BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS person_keys (person TEXT PRIMARY KEY, key_id TEXT NOT NULL, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ledger_secrets (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS hash_rotation (version INTEGER PRIMARY KEY, command TEXT UNIQUE, due INTEGER NOT NULL) STRICT;
`
const CHECK_TEXT = Buffer.from('welfare-ledger key store v1')

/** The file of the key store: wrapped keys, and a text that tells whether a master key is theirs. */
export function openKeyDatabase(file: string): DatabaseSync {
  keepToOwner(file)
  const database = new DatabaseSync(file)
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000',
  )
  database.exec(SCHEMA)
  return database
}

export function isInitialised(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM master_check').get() !== undefined
}

/** @throws MasterKeyWrongError */
export function checkMasterKey(database: DatabaseSync, master: Key): void {
  database
    .prepare('INSERT INTO master_check (only, sealed) VALUES (1, ?) ON CONFLICT DO NOTHING')
    .run(seal(master, CHECK_TEXT, 'master-check'))
  const check = open(master, blob(database.prepare('SELECT sealed FROM master_check').get()?.sealed), 'master-check')
  if (check?.equals(CHECK_TEXT) !== true) throw new MasterKeyWrongError()
}

/** For good, and overwritten. @returns how many there were */
export function dropPersonKeys(database: DatabaseSync, persons: Iterable<string>): number {
  const drop = database.prepare('DELETE FROM person_keys WHERE person = ?')
  let dropped = 0
  inTransaction(database, () => {
    for (const person of persons) dropped += Number(drop.run(person).changes)
    if (dropped > 0) markForOverwriting(database)
  })
  overwriteDeleted(database)
  return dropped
}

export function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    work()
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

export function blob(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new SealedFieldsAlteredError('the key store lacks a value that it must have')
}
