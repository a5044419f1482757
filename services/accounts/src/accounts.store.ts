import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Scope } from '@welfare/contracts/authority.ts'
import { scope as scopeSchema } from '@welfare/contracts/authority.ts'
import { secretsSchema } from './accounts.schema.ts'
import type { PasswordHash } from './sign-in/passwords.ts'

export interface StoredPassword extends PasswordHash {
  /** Good for nothing but choosing another one, until then. */
  readonly oneTimeUntilMs: number | undefined
  /** Version of the account's event that says it was set; an older one never replaces it. */
  readonly version: number
  /** The command that set it. */
  readonly commandId: string
}

export interface StoredSession {
  readonly account: string
  readonly startedAtMs: number
  readonly seenAtMs: number
}

export interface StoredPairing {
  readonly pairing: string
  readonly merchant: string
  readonly label: string
  readonly scope: Scope
  /** `<role>/<name>` that asked for the code, and its scope. */
  readonly maker: string
  readonly makerScope: Scope
  readonly endsAtMs: number
}

export interface StoredAttempts {
  readonly failures: number
  readonly lastAtMs: number
}

/** What signing in rests on and no event may hold: hashes of passwords, sessions, tokens and codes. No secret itself is here. */
export interface SecretsStore {
  findPassword(account: string): StoredPassword | undefined
  putPassword(account: string, password: StoredPassword): void
  findSession(hash: string): StoredSession | undefined
  putSession(hash: string, session: StoredSession): void
  dropSession(hash: string): void
  dropSessionsOf(account: string, exceptHash?: string): void
  /** Those that began, or were last seen, before. */
  dropSessionsBefore(startedAtMs: number, seenAtMs: number): void
  findToken(hash: string): { readonly token: string; readonly account: string } | undefined
  putToken(hash: string, token: string, account: string): void
  dropToken(token: string): void
  findPairing(codeHash: string): StoredPairing | undefined
  /** A code that is there already stays as it is, taken or not. */
  putPairing(codeHash: string, pairing: StoredPairing): void
  /** @returns whether it was there: of two who come with one code, one takes it */
  takePairing(codeHash: string): boolean
  /** What came of it failed: the code is good again. */
  giveBackPairing(codeHash: string): void
  countPairings(merchant: string): number
  dropPairingsBefore(endsAtMs: number): void
  findAttempts(key: string): StoredAttempts | undefined
  putAttempts(key: string, attempts: StoredAttempts, maxKeys: number): void
  /** Those whose keys begin so. */
  listAttempts(prefix: string): readonly { readonly key: string; readonly failures: number }[]
  dropAttempts(key: string): void
  /** A consistent copy of what outlives a restore: passwords and tokens; no session, no code. */
  exportForBackup(targetFile: string): void
  close(): void
}

/** @param file in the folder of the keys, apart from the log; made readable for its owner alone */
export function openSecretsStore(file: string): SecretsStore {
  const database = openDatabase(file, 'FULL')
  // Survives the end of the process, not a power cut: trying passwords in numbers must not make the disk busy with it.
  const hasty = openDatabase(file, 'NORMAL')
  const prepare = (sql: string) => database.prepare(sql)
  const sql = {
    findPassword: prepare('SELECT * FROM password WHERE account = ?'),
    putPassword: prepare('INSERT OR REPLACE INTO password VALUES (?, ?, ?, ?, ?, ?, ?)'),
    findSession: prepare('SELECT * FROM session WHERE hash = ?'),
    putSession: hasty.prepare('INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?)'),
    dropSession: prepare('DELETE FROM session WHERE hash = ?'),
    dropSessionsOf: prepare('DELETE FROM session WHERE account = ? AND hash <> ?'),
    dropSessionsBefore: prepare('DELETE FROM session WHERE started_at < ? OR seen_at < ?'),
    findToken: prepare('SELECT token, account FROM token WHERE hash = ?'),
    putToken: prepare('INSERT OR IGNORE INTO token VALUES (?, ?, ?)'),
    dropToken: prepare('DELETE FROM token WHERE token = ?'),
    findPairing: prepare('SELECT pairing FROM pairing WHERE hash = ? AND taken = 0'),
    putPairing: prepare('INSERT OR IGNORE INTO pairing VALUES (?, ?, ?, ?, 0)'),
    takePairing: prepare('UPDATE pairing SET taken = 1 WHERE hash = ? AND taken = 0'),
    giveBackPairing: prepare('UPDATE pairing SET taken = 0 WHERE hash = ?'),
    countPairings: prepare('SELECT count(*) AS count FROM pairing WHERE merchant = ? AND taken = 0'),
    dropPairingsBefore: prepare('DELETE FROM pairing WHERE ends_at < ?'),
    findAttempts: hasty.prepare('SELECT failures, last_at FROM attempts WHERE key = ?'),
    putAttempts: hasty.prepare('INSERT OR REPLACE INTO attempts VALUES (?, ?, ?)'),
    boundAttempts: hasty.prepare(
      'DELETE FROM attempts WHERE key IN (SELECT key FROM attempts ORDER BY last_at DESC LIMIT -1 OFFSET ?)',
    ),
    listAttempts: hasty.prepare('SELECT key, failures FROM attempts WHERE substr(key, 1, length(?1)) = ?1'),
    dropAttempts: hasty.prepare('DELETE FROM attempts WHERE key = ?'),
  }

  return {
    findPassword(account) {
      const row = sql.findPassword.get(account)
      return row && passwordOf(row)
    },
    putPassword(account, { salt, hash, cost, oneTimeUntilMs, version, commandId }) {
      sql.putPassword.run(account, salt, hash, JSON.stringify(cost), oneTimeUntilMs ?? null, version, commandId)
    },
    findSession(hash) {
      const row = sql.findSession.get(hash)
      if (!row) return undefined
      return { account: String(row.account), startedAtMs: Number(row.started_at), seenAtMs: Number(row.seen_at) }
    },
    putSession: (hash, { account, startedAtMs, seenAtMs }) =>
      void sql.putSession.run(hash, account, startedAtMs, seenAtMs),
    dropSession: (hash) => void sql.dropSession.run(hash),
    dropSessionsOf: (account, exceptHash = '') => void sql.dropSessionsOf.run(account, exceptHash),
    dropSessionsBefore: (startedAtMs, seenAtMs) => void sql.dropSessionsBefore.run(startedAtMs, seenAtMs),
    findToken(hash) {
      const row = sql.findToken.get(hash)
      return row && { token: String(row.token), account: String(row.account) }
    },
    putToken: (hash, token, account) => void sql.putToken.run(hash, token, account),
    dropToken: (token) => void sql.dropToken.run(token),
    findPairing(codeHash) {
      const row = sql.findPairing.get(codeHash)
      return row && pairingOf(String(row.pairing))
    },
    putPairing: (codeHash, pairing) =>
      void sql.putPairing.run(codeHash, pairing.merchant, pairing.endsAtMs, toStored(pairing)),
    takePairing: (codeHash) => sql.takePairing.run(codeHash).changes > 0,
    giveBackPairing: (codeHash) => void sql.giveBackPairing.run(codeHash),
    countPairings: (merchant) => Number(sql.countPairings.get(merchant)?.count),
    dropPairingsBefore: (endsAtMs) => void sql.dropPairingsBefore.run(endsAtMs),
    findAttempts(key) {
      const row = sql.findAttempts.get(key)
      return row && { failures: Number(row.failures), lastAtMs: Number(row.last_at) }
    },
    listAttempts: (prefix) =>
      sql.listAttempts.all(prefix).map(({ key, failures }) => ({ key: String(key), failures: Number(failures) })),
    putAttempts(key, { failures, lastAtMs }, maxKeys) {
      sql.putAttempts.run(key, failures, lastAtMs)
      sql.boundAttempts.run(maxKeys)
    },
    dropAttempts: (key) => void sql.dropAttempts.run(key),
    exportForBackup: (targetFile) => exportLasting(database, targetFile),
    close() {
      hasty.close()
      database.close()
    },
  }
}

function openDatabase(file: string, synchronous: 'FULL' | 'NORMAL'): DatabaseSync {
  const database = new DatabaseSync(file)
  chmodSync(file, 0o600)
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000`,
  )
  database.exec(secretsSchema)
  return database
}

function exportLasting(database: DatabaseSync, targetFile: string): void {
  database.prepare('VACUUM INTO ?').run(targetFile)
  const copy = new DatabaseSync(targetFile)
  try {
    chmodSync(targetFile, 0o600)
    copy.exec('PRAGMA secure_delete = ON; DELETE FROM session; DELETE FROM pairing; DELETE FROM attempts; VACUUM')
  } finally {
    copy.close()
  }
}

type Row = Readonly<Record<string, unknown>>

function passwordOf(row: Row): StoredPassword {
  const { salt, hash, one_time_until: oneTimeUntil } = row
  if (!(salt instanceof Uint8Array) || !(hash instanceof Uint8Array)) throw new TypeError('a password without its hash')
  return {
    salt,
    hash,
    cost: JSON.parse(String(row.cost)),
    oneTimeUntilMs: oneTimeUntil === null ? undefined : Number(oneTimeUntil),
    version: Number(row.version),
    commandId: String(row.command),
  }
}

function pairingOf(text: string): StoredPairing {
  const { reach, makerReach, ...pairing } = JSON.parse(text)
  return { ...pairing, scope: scopeSchema.parse(reach), makerScope: scopeSchema.parse(makerReach) }
}

/** Under the keys under which codes that are good today were stored. */
function toStored({ scope: reach, makerScope: makerReach, ...pairing }: StoredPairing): string {
  return JSON.stringify({ ...pairing, reach, makerReach })
}
