import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { copyFile, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import type { JsonObject } from '../decider/decider.ts'
import { takeLock } from './lock.ts'
import { configureWriter, explainDamage, logFileName, NotALedgerError, readMeta, requireLayout } from './log-file.ts'

/** All pages in one step. */
const allPages = 2 ** 31 - 1

/** The target or the folder is not empty: nothing was touched. */
export class TargetInUseError extends Error {
  override readonly name = 'TargetInUseError'
}

/**
 * Copies the log on a connection of its own, on another thread, in one step: one look at the log as it is now, which writers neither see nor
 * wait for. In several steps the copy would begin again after each commit; on the writer's connection a step fails, or waits for
 * ever, whenever it meets a transaction.
 * @throws TargetInUseError
 */
export async function backupLog(folder: string, targetFile: string): Promise<void> {
  if (existsSync(targetFile)) throw new TargetInUseError(`${targetFile} exists already`)
  const unfinished = `${targetFile}.unfinished`
  await rm(unfinished, { force: true })
  const database = new DatabaseSync(join(folder, logFileName), { readOnly: true })
  try {
    await backup(database, unfinished, { rate: allPages })
  } finally {
    database.close()
  }
  await flushFile(unfinished)
  await rename(unfinished, targetFile)
  await flushFile(dirname(targetFile))
}

export interface Restored {
  readonly ledger: string
  /** The epoch that begins. */
  readonly epoch: number
  /** The sequence at which it begins. */
  readonly beginsAt: number
}

/**
 * Puts a backup in place of an empty or absent folder's log and begins a new epoch: what was recorded after the backup may be known
 * elsewhere, and must not be taken for what comes now.
 * @throws TargetInUseError, NotALedgerError, StoreLockedError
 */
export async function restoreSqliteStore(options: { backupFile: string; folder: string }): Promise<Restored> {
  const { backupFile, folder } = options
  mkdirSync(folder, { recursive: true })
  const lock = takeLock(folder)
  try {
    const log = join(folder, logFileName)
    if (readdirSync(folder).some((name) => name.startsWith(logFileName) && !name.includes('.unfinished'))) {
      throw new TargetInUseError(`${folder} holds a ledger already`)
    }
    const unfinished = `${log}.unfinished`
    for (const rest of ['', '-wal', '-shm']) await rm(`${unfinished}${rest}`, { force: true })
    await copyFile(backupFile, unfinished)
    const restored = beginEpoch(unfinished)
    await flushFile(unfinished)
    await rename(unfinished, log)
    await flushFile(folder)
    return restored
  } finally {
    lock.release()
  }
}

/** Whether an event of that type was ever recorded in the log that was backed up. */
export function holdsEventOf(backupFile: string, type: string): boolean {
  const database = new DatabaseSync(backupFile, { readOnly: true })
  try {
    return database.prepare('SELECT 1 FROM events WHERE type = ? LIMIT 1').get(type) !== undefined
  } finally {
    database.close()
  }
}

/** Of that type, in their order, as they are stored in the log that was backed up. */
export function eventsOf(
  backupFile: string,
  type: string,
): { readonly type: string; readonly schemaVersion: number; readonly data: JsonObject }[] {
  const database = new DatabaseSync(backupFile, { readOnly: true })
  try {
    const rows = database.prepare('SELECT schema_version, data FROM events WHERE type = ? ORDER BY position').all(type)
    return rows.map((row) => ({ type, schemaVersion: Number(row.schema_version), data: JSON.parse(String(row.data)) }))
  } finally {
    database.close()
  }
}

function beginEpoch(file: string): Restored {
  const database = new DatabaseSync(file)
  try {
    requireSound(database)
    configureWriter(database)
    const { epoch } = database.prepare('SELECT max(epoch) + 1 AS epoch FROM epochs').get() as { epoch: number }
    const last = database.prepare('SELECT coalesce(max(position), 0) AS position FROM events').get() as {
      position: number
    }
    const beginsAt = last.position + 1
    database.prepare('INSERT INTO epochs VALUES (?, ?)').run(epoch, beginsAt)
    return { ledger: readMeta(database, 'ledger'), epoch, beginsAt }
  } catch (error) {
    throw explainDamage(error)
  } finally {
    database.close()
  }
}

function requireSound(database: DatabaseSync): void {
  requireLayout(database)
  const { quick_check } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
  if (quick_check !== 'ok') throw new NotALedgerError(`the backup is damaged: ${quick_check}`)
}

async function flushFile(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
