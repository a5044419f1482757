import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { type ErasureRegister, erasureRegisterFile, openErasureRegister } from './erasure-register.ts'
import { type IdentityHashKeys, openIdentityHashKeys } from './identity-hash-keys.store.ts'
import {
  blob,
  checkMasterKey,
  dropPersonKeys,
  inTransaction,
  isInitialised,
  openKeyDatabase,
} from './key-file.store.ts'
import { beginSealing, type Key, open, openSealing, SealedFieldsAlteredError, type Sealing, seal } from './key-wrap.ts'
import { readOrGenerateMasterKey } from './master-key.ts'

/** Secrets of the whole ledger: 32 random bytes each, made on first use, never leaving the process. */
export type LedgerSecretName = 'voucher-code' | 'voucher-qr' | 'input-hash' | 'sign-in' | 'gateway' | 'receipt-code'

/**
 * One AES-256-GCM data key for each person and for each attachment, and the ledger's own secrets, wrapped by a master key, in a file apart from the
 * log. An attachment's key goes by its id, and what is said here of persons holds of it.
 * Destroying a person's key makes every ciphertext about that person, in every copy of the log, meaningless.
 */
export interface KeyStore {
  /**
   * Makes the keys that are missing, in one transaction. They are on disk when it returns: a key is durable before anything sealed with it.
   * Whose key was destroyed gets none again.
   */
  createPersonKeys(personIds: readonly string[]): void
  hasPersonKey(personId: string): boolean
  /** Names of keys that begin so. */
  listKeys(prefix: string): readonly string[]
  /**
   * Fields sealed together: `v1.<key id>.<field names>.<ciphertext>`, URL-safe, bound to the person and the set of fields.
   * @throws PersonKeyMissingError when `createPersonKeys` was not called
   */
  encryptFields(personId: string, fields: Readonly<Record<string, string>>): string
  /** `undefined` when the key that sealed it has been destroyed. @throws SealedFieldsAlteredError on what was not sealed for this person */
  decryptFields(personId: string, sealed: string): Record<string, string> | undefined
  /** For a file, piece by piece, bound to the key's name. @throws PersonKeyMissingError */
  sealFile(keyName: string): Sealing
  /** The whole file. `undefined` when its key has been destroyed. @throws SealedFieldsAlteredError on what was not sealed under that name */
  openFile(keyName: string, sealed: Uint8Array): Buffer | undefined
  /** Of what nothing recorded names: gone without a word in the register, and may be made again. */
  dropKeys(keyNames: readonly string[]): void
  /**
   * For good: the register beside the master key names them first, on disk, so that no backup of the keys brings them back. Then the keys are
   * overwritten. Again is harmless. @returns how many keys there were
   */
  destroyPersonKeys(personIds: readonly string[]): number
  /** False where the register cannot be written: then no key can be destroyed for good. */
  canDestroy(): boolean
  /** Whether the person's key was destroyed, here or in what a backup was made of. */
  isErased(personId: string): boolean
  ledgerSecret(name: LedgerSecretName): Uint8Array
  readonly identityHash: IdentityHashKeys
  /** A consistent copy of the wrapped keys; worthless without the master key, which is not in it. */
  exportForBackup(targetFile: string): void
  close(): void
}

export interface KeyStoreOptions {
  /** `keys.db`; outside the log's folder and its backup. */
  readonly file: string
  /** The register of erasures lies beside it: `<master key file>.erased`. */
  readonly masterKeyFile: string
  /** Called when there was no master key and one was made: the operator must keep a copy apart from it. */
  readonly onGenerated: (masterKeyFile: string) => void
}

export class PersonKeyMissingError extends Error {
  override readonly name = 'PersonKeyMissingError'
}

/** Keys that the register of erasures names are gone when it returns. @throws MasterKeyWrongError, MasterKeyMissingError, ErasureRegisterBrokenError */
export function openKeyStore(options: KeyStoreOptions): KeyStore {
  const database = openKeyDatabase(options.file)
  try {
    const master = readOrGenerateMasterKey(options.masterKeyFile, isInitialised(database), options.onGenerated)
    checkMasterKey(database, master)
    const register = openErasureRegister(erasureRegisterFile(options.masterKeyFile))
    dropPersonKeys(database, register.list())
    return keyStoreOver(database, master, register)
  } catch (error) {
    database.close()
    throw error
  }
}

const KEY_BYTES = 32
const KEY_ID_BYTES = 9

function keyStoreOver(database: DatabaseSync, master: Key, register: ErasureRegister): KeyStore {
  const insertKey = database.prepare(
    'INSERT INTO person_keys (person, key_id, wrapped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const selectKey = database.prepare('SELECT key_id, wrapped FROM person_keys WHERE person = ?')
  const selectNames = database.prepare('SELECT person FROM person_keys WHERE substr(person, 1, length(?1)) = ?1')
  const insertSecret = database.prepare(
    'INSERT INTO ledger_secrets (name, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const selectSecret = database.prepare('SELECT wrapped FROM ledger_secrets WHERE name = ?')
  const secrets = new Map<string, Uint8Array>()

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

  function secret(name: string): Uint8Array {
    const known = secrets.get(name)
    if (known !== undefined) return known
    if (selectSecret.get(name) === undefined)
      insertSecret.run(name, seal(master, randomBytes(KEY_BYTES), secretContext(name)))
    const found = unwrap(blob(selectSecret.get(name)?.wrapped), secretContext(name))
    secrets.set(name, found)
    return found
  }

  return {
    createPersonKeys(personIds) {
      inTransaction(database, () => {
        for (const personId of personIds) {
          if (register.has(personId) || selectKey.get(personId) !== undefined) continue
          const keyId = randomBytes(KEY_ID_BYTES).toString('base64url')
          insertKey.run(personId, keyId, seal(master, randomBytes(KEY_BYTES), personKeyContext(personId, keyId)))
        }
      })
    },
    hasPersonKey: (personId) => selectKey.get(personId) !== undefined,
    listKeys: (prefix) => selectNames.all(prefix).map(({ person }) => String(person)),
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
    sealFile(keyName) {
      const found = findKey(keyName)
      if (found === undefined) throw new PersonKeyMissingError('createPersonKeys comes before sealFile')
      return beginSealing(found.key, fileContext(keyName))
    },
    openFile(keyName, sealed) {
      const found = findKey(keyName)
      if (found === undefined) return undefined
      const plain = openSealing(found.key, sealed, fileContext(keyName))
      if (plain === undefined) throw new SealedFieldsAlteredError('a sealed file was altered, or belongs elsewhere')
      return plain
    },
    dropKeys(keyNames) {
      dropPersonKeys(database, keyNames)
    },
    destroyPersonKeys(personIds) {
      register.append(personIds)
      return dropPersonKeys(database, personIds)
    },
    canDestroy: () => register.isWritable(),
    isErased: (personId) => register.has(personId),
    ledgerSecret: secret,
    identityHash: openIdentityHashKeys({ database, register, secret, forget: (name) => void secrets.delete(name) }),
    exportForBackup(targetFile) {
      database.prepare('VACUUM INTO ?').run(targetFile)
    },
    close() {
      database.close()
    },
  }
}

function personKeyContext(personId: string, keyId: string): string {
  return `person-key\n${personId}\n${keyId}`
}

function secretContext(name: string): string {
  return `ledger-secret\n${name}`
}

function fileContext(keyName: string): string {
  return `sealed-file\n${keyName}`
}

function fieldsContext(personId: string, header: string): string {
  return `person-fields\n${personId}\n${header}`
}
