import type { DatabaseSync } from 'node:sqlite'

const OVERWRITE_DUE = 1

/** In the transaction that deletes: what it deletes is to be overwritten wherever the file still shows it. Survives a crash. */
export function markForOverwriting(database: DatabaseSync): void {
  database.exec(`PRAGMA user_version = ${OVERWRITE_DUE}`)
}

/**
 * After that transaction, and at opening: writes the file again from what it still says, and empties the write-ahead log. `secure_delete` alone
 * reaches neither the log nor the copies of a row that a page split left in unused space. Does nothing where nothing is due.
 */
export function overwriteDeleted(database: DatabaseSync): void {
  if (database.prepare('PRAGMA user_version').get()?.user_version !== OVERWRITE_DUE) return
  // In memory: the copy that VACUUM works on must not pass through a temporary file.
  database.exec('PRAGMA temp_store = MEMORY; VACUUM')
  database.exec('PRAGMA user_version = 0')
  const checkpoint = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
  // A reader of another connection may hold it back for a moment: it is tried again at the next erasure and at opening.
  if (checkpoint?.busy !== 0) markForOverwriting(database)
}
