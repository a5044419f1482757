import type { DatabaseSync } from 'node:sqlite'
import type { ErasureRegister } from './erasure-register.ts'
import { inTransaction } from './key-file.store.ts'
import { markForOverwriting, overwriteDeleted } from './overwrite-deleted.store.ts'

/**
 * The keys of the keyed hash under which identity numbers are reserved. There are few numbers, so a holder of the key can try them all: the names of
 * the erased mean nothing only once their key is destroyed. A rotation makes a newer key, the living are reserved again under it, and the older one
 * goes, named in the register of erasures like a person's.
 */
export interface IdentityHashKeys {
  /** The newest key; its version is 1 for the first. Made where there is none. */
  current(): { readonly version: number; readonly key: Uint8Array }
  /** A newer key, of a version above the given one too. The same command again makes none. @returns the version that it made */
  begin(commandId: string, above?: number): number
  /** Whether the current key was made because a backup had brought back a destroyed one: the log may know its version from a key that is lost. */
  isReplacement(): boolean
  /** Whether the living are still to be reserved under the current key: after `begin`, and after a backup brought back a destroyed key. */
  isRotationDue(): boolean
  /** The living are reserved: older keys are destroyed, for good. */
  finish(): void
}

export interface IdentityHashKeysOptions {
  readonly database: DatabaseSync
  readonly register: ErasureRegister
  /** The ledger's secret of that name, made on first use. */
  secret(name: string): Uint8Array
  forget(name: string): void
}

export function openIdentityHashKeys({
  database,
  register,
  secret,
  forget,
}: IdentityHashKeysOptions): IdentityHashKeys {
  const insert = database.prepare('INSERT INTO hash_rotation VALUES (?, ?, 1)')
  const selectByCommand = database.prepare('SELECT version FROM hash_rotation WHERE command = ?')
  const selectNewest = database.prepare('SELECT max(version) AS version FROM hash_rotation')
  const selectNewestCommand = database.prepare('SELECT command FROM hash_rotation ORDER BY version DESC LIMIT 1')
  const newest = () => Number(selectNewest.get()?.version ?? 1)

  const destroyed = Math.max(0, ...destroyedVersions(register))
  if (destroyed >= newest()) insert.run(destroyed + 1, null)
  drop(destroyed)

  return {
    current: () => ({ version: newest(), key: secret(secretName(newest())) }),
    begin(commandId, above = 0) {
      const begun = selectByCommand.get(commandId)
      if (begun !== undefined) return Number(begun.version)
      const version = Math.max(newest(), above) + 1
      insert.run(version, commandId)
      return version
    },
    isReplacement: () => selectNewestCommand.get()?.command === null,
    isRotationDue: () => database.prepare('SELECT 1 FROM hash_rotation WHERE due = 1').get() !== undefined,
    finish() {
      const older = newest() - 1
      register.append(Array.from({ length: older }, (_, index) => registerName(index + 1)))
      drop(older)
      database.exec('UPDATE hash_rotation SET due = 0')
    },
  }

  function drop(through: number): void {
    const names = Array.from({ length: through }, (_, index) => secretName(index + 1))
    const remove = database.prepare('DELETE FROM ledger_secrets WHERE name = ?')
    inTransaction(database, () => {
      let dropped = 0
      for (const name of names) dropped += Number(remove.run(name).changes)
      if (dropped > 0) markForOverwriting(database)
    })
    overwriteDeleted(database)
    for (const name of names) forget(name)
  }
}

function destroyedVersions(register: ErasureRegister): number[] {
  return [...register.list()].flatMap((name) => {
    const [, version] = /^identity-hash-(\d+)$/.exec(name) ?? []
    return version === undefined ? [] : [Number(version)]
  })
}

function registerName(version: number): string {
  return `identity-hash-${version}`
}

/** The first had no number. */
function secretName(version: number): string {
  return version === 1 ? 'identity-hash' : registerName(version)
}
