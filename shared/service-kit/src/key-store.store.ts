import { randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { type Key, open, seal } from './key-wrap.ts'
import { MasterKeyWrongError, readOrGenerateMasterKey } from './master-key.ts'

/** Secrets of the whole ledger: 32 random bytes each, made on first use, never leaving the process. */
export type LedgerSecretName = 'identity-hash' | 'voucher-code' | 'voucher-qr' | 'input-hash'

/**
 * One AES-256-GCM data key per person and the ledger's own secrets, wrapped by a master key, in a file apart from the log.
 * Whoever destroys a person's key makes every ciphertext about that person, in every copy of the log, meaningless.
 */
export interface KeyStore {
  /** Makes the keys that are missing, in one transaction. They are on disk when it returns: a key is durable before anything sealed with it. */
  createPersonKeys(personIds: readonly string[]): void
  hasPersonKey(personId: string): boolean
  /**
   * Fields sealed together: `v1.<key id>.<field names>.<ciphertext>`, URL-safe, bound to the person and the set of fields.
   * @throws PersonKeyMissingError when `createPersonKeys` was not called
   */
  encryptFields(personId: string, fields: Readonly<Record<string, string>>): string
  /** `undefined` when the key that sealed it has been destroyed. @throws SealedFieldsAlteredError on what was not sealed for this person */
  decryptFields(personId: string, sealed: string): Record<string, string> | undefined
  /** @returns whether there was a key */
  destroyPersonKey(personId: string): boolean
  ledgerSecret(name: LedgerSecretName): Uint8Array
  /** A consistent copy of the wrapped keys; worthless without the master key, which is not in it. */
  exportForBackup(targetFile: string): void
  close(): void
}

export interface KeyStoreOptions {
  /** `keys.db`; outside the log's folder and its backup. */
  readonly file: string
  readonly masterKeyFile: string
  /** Called when there was no master key and one was made: whoever runs the ledger must keep a copy apart from it. */
  readonly onGenerated: (masterKeyFile: string) => void
}

export class PersonKeyMissingError extends Error {
  override readonly name = 'PersonKeyMissingError'
}

export class SealedFieldsAlteredError extends Error {
  override readonly name = 'SealedFieldsAlteredError'
}

/** @throws MasterKeyWrongError, MasterKeyMissingError */
export function openKeyStore(options: KeyStoreOptions): KeyStore {
  const database = openDatabase(options.file)
  try {
    const master = readOrGenerateMasterKey(options.masterKeyFile, isInitialised(database), options.onGenerated)
    checkMasterKey(database, master)
    return keyStoreOver(database, master)
  } catch (error) {
    database.close()
    throw error
  }
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS master_check (only INTEGER PRIMARY KEY CHECK (only = 1), sealed BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS person_keys (person TEXT PRIMARY KEY, key_id TEXT NOT NULL, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ledger_secrets (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
`
const CHECK_TEXT = Buffer.from('welfare-ledger key store v1')
const KEY_BYTES = 32
const KEY_ID_BYTES = 9

function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000',
  )
  database.exec(SCHEMA)
  return database
}

function isInitialised(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM master_check').get() !== undefined
}

function checkMasterKey(database: DatabaseSync, master: Key): void {
  database
    .prepare('INSERT INTO master_check (only, sealed) VALUES (1, ?) ON CONFLICT DO NOTHING')
    .run(seal(master, CHECK_TEXT, 'master-check'))
  const check = open(master, blob(database.prepare('SELECT sealed FROM master_check').get()?.sealed), 'master-check')
  if (check?.equals(CHECK_TEXT) !== true)
    throw new MasterKeyWrongError('the master key is not the one these keys were wrapped with')
}

function keyStoreOver(database: DatabaseSync, master: Key): KeyStore {
  const insertKey = database.prepare(
    'INSERT INTO person_keys (person, key_id, wrapped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const selectKey = database.prepare('SELECT key_id, wrapped FROM person_keys WHERE person = ?')
  const deleteKey = database.prepare('DELETE FROM person_keys WHERE person = ?')
  const insertSecret = database.prepare(
    'INSERT INTO ledger_secrets (name, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const selectSecret = database.prepare('SELECT wrapped FROM ledger_secrets WHERE name = ?')
  const secrets = new Map<LedgerSecretName, Uint8Array>()

  function findKey(personId: string): { keyId: string; key: Key } | undefined {
    const row = selectKey.get(personId)
    if (row === undefined) return undefined
    const keyId = String(row.key_id)
    return { keyId, key: unwrap(blob(row.wrapped), personKeyContext(personId, keyId)) }
  }

  function unwrap(wrapped: Uint8Array, context: string): Buffer {
    const key = open(master, wrapped, context)
    if (key === undefined) throw new SealedFieldsAlteredError('a wrapped key in the key store was altered')
    return key
  }

  return {
    createPersonKeys(personIds) {
      inTransaction(database, () => {
        for (const personId of personIds) {
          if (selectKey.get(personId) !== undefined) continue
          const keyId = randomBytes(KEY_ID_BYTES).toString('base64url')
          insertKey.run(personId, keyId, seal(master, randomBytes(KEY_BYTES), personKeyContext(personId, keyId)))
        }
      })
    },
    hasPersonKey: (personId) => selectKey.get(personId) !== undefined,
    encryptFields(personId, fields) {
      const found = findKey(personId)
      if (found === undefined) throw new PersonKeyMissingError('createPersonKeys comes before encryptFields')
      const names = Object.keys(fields).sort()
      const header = `v1.${found.keyId}.${Buffer.from(names.join(',')).toString('base64url')}`
      const plain = Buffer.from(JSON.stringify(names.map((name) => fields[name])))
      return `${header}.${seal(found.key, plain, fieldsContext(personId, header)).toString('base64url')}`
    },
    decryptFields(personId, sealed) {
      const [version, keyId, names, ciphertext, ...rest] = sealed.split('.')
      if (version !== 'v1' || names === undefined || ciphertext === undefined || rest.length > 0) {
        throw new SealedFieldsAlteredError('not sealed fields of version 1')
      }
      const found = findKey(personId)
      if (found === undefined || found.keyId !== keyId) return undefined
      const context = fieldsContext(personId, `v1.${keyId}.${names}`)
      const plain = open(found.key, Buffer.from(ciphertext, 'base64url'), context)
      if (plain === undefined)
        throw new SealedFieldsAlteredError('sealed fields were altered, or belong to someone else')
      const values: string[] = JSON.parse(plain.toString('utf8'))
      const fieldNames = Buffer.from(names, 'base64url').toString('utf8').split(',')
      return Object.fromEntries(values.map((value, index) => [fieldNames[index] ?? '', value]))
    },
    destroyPersonKey(personId) {
      const destroyed = deleteKey.run(personId).changes > 0
      // The write-ahead log still holds the page as it was; secure_delete alone does not reach it.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      return destroyed
    },
    ledgerSecret(name) {
      const known = secrets.get(name)
      if (known !== undefined) return known
      if (selectSecret.get(name) === undefined)
        insertSecret.run(name, seal(master, randomBytes(KEY_BYTES), secretContext(name)))
      const secret = unwrap(blob(selectSecret.get(name)?.wrapped), secretContext(name))
      secrets.set(name, secret)
      return secret
    },
    exportForBackup(targetFile) {
      database.prepare('VACUUM INTO ?').run(targetFile)
    },
    close() {
      database.close()
    },
  }
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    work()
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function personKeyContext(personId: string, keyId: string): string {
  return `person-key\n${personId}\n${keyId}`
}

function secretContext(name: LedgerSecretName): string {
  return `ledger-secret\n${name}`
}

function fieldsContext(personId: string, header: string): string {
  return `person-fields\n${personId}\n${header}`
}

function blob(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new SealedFieldsAlteredError('the key store lacks a value that it must have')
}
