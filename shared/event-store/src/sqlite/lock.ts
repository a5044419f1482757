import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isSqliteError, lockFileName, sqliteCodes } from './log-file.ts'

/** Another process, or another store in this one, has the folder open for writing. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError'
}

/**
 * Holds the folder's lock until `release`; a killed process lets go of it. The lock is a small SQLite file of its own, so that readers may
 * open the log meanwhile. Nothing else may open that file by other means: closing it would drop the lock (POSIX).
 * @throws StoreLockedError
 */
export function takeLock(folder: string): { release(): void } {
  const database = new DatabaseSync(join(folder, lockFileName))
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (isSqliteError(error) && error.errcode % 256 === sqliteCodes.busy) {
      throw new StoreLockedError(`the ledger in ${folder} is open for writing elsewhere`, { cause: error })
    }
    throw error
  }
  return { release: () => database.close() }
}
