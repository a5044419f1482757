import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { LogReplica } from '../ledger-import.ts'
import { type SequencedEvent, StoreClosedError } from '../port.ts'
import { takeLock } from './lock.ts'
import { configureWriter, ensureLayout, explainDamage, logFileName, readMeta, WrongLedgerError } from './log-file.ts'
import { prepareReplicaWriter, readPresentEpoch } from './replica-writer.ts'

export interface LogReplicaOptions {
  /** Made when it does not exist. */
  readonly folder: string
  readonly ledger: string
  /** The ledger's epoch now. */
  readonly epoch: number
  /**
   * Of an earlier epoch, it is dropped and filled again: for copies that follow a feed. Default: false, the file is to become a ledger's own
   * log. A file opened as the one is never taken for the other.
   */
  readonly isDisposable?: boolean
  /** Flushed to the disk before `apply` returns. Default: unless it is disposable, where a power cut costs the last batches, not the order. */
  readonly durable?: boolean
}

/** The folder holds a log that is nobody's copy, or a copy where a ledger's own log is wanted; or one of another epoch that is not to be dropped. */
export class NotThisReplicaError extends Error {
  override readonly name = 'NotThisReplicaError'
}

const disposableMark = 'disposable'

/**
 * A log in the embedded store's layout, filled from elsewhere: `openSqliteLogReader` reads it meanwhile, `openSqliteStore` goes on with it
 * afterwards. Holds the folder's lock like a store.
 * @throws StoreLockedError, NotALedgerError, WrongLedgerError, NotThisReplicaError
 */
export function openLogReplica(options: LogReplicaOptions): LogReplica {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const lock = takeLock(options.folder)
  try {
    const database = openOrDrop(options)
    try {
      return buildReplica(database, options.ledger, options.epoch, lock)
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    lock.release()
    throw explainDamage(error)
  }
}

function openOrDrop(options: LogReplicaOptions): DatabaseSync {
  const { folder, epoch, isDisposable = false } = options
  const database = openFile(options)
  try {
    const present = readPresentEpoch(database)
    if (present === epoch) return database
    if (present > epoch || !isDisposable) {
      throw new NotThisReplicaError(`${folder} holds epoch ${present} of the ledger, not ${epoch}`)
    }
  } catch (error) {
    database.close()
    throw error
  }
  database.close()
  for (const rest of ['-wal', '-shm', '']) rmSync(join(folder, `${logFileName}${rest}`), { force: true })
  return openFile(options)
}

function openFile({ folder, ledger, epoch, isDisposable = false, durable = !isDisposable }: LogReplicaOptions) {
  const database = new DatabaseSync(join(folder, logFileName))
  try {
    configureWriter(database)
    if (!durable) database.exec('PRAGMA synchronous = NORMAL')
    ensureLayout(database, ledger)
    const held = readMeta(database, 'ledger')
    if (held !== ledger) throw new WrongLedgerError(`${folder} holds ledger ${held}, not ${ledger}`)
    if (isEmpty(database)) beginReplica(database, epoch, isDisposable)
    if (hasMark(database) !== isDisposable) {
      throw new NotThisReplicaError(
        isDisposable ? `${folder} holds a log that is not a copy` : `${folder} holds a copy that may be dropped`,
      )
    }
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM events LIMIT 1').get() === undefined
}

function hasMark(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM meta WHERE key = ?').get(disposableMark) !== undefined
}

/** Again after a crash: whatever an empty log says about itself is still to be said. */
function beginReplica(database: DatabaseSync, epoch: number, isDisposable: boolean): void {
  database.exec('BEGIN IMMEDIATE')
  database.exec('DELETE FROM epochs')
  const insert = database.prepare('INSERT OR REPLACE INTO epochs VALUES (?, 1)')
  for (const one of [1, epoch]) insert.run(one)
  if (isDisposable) database.prepare("INSERT OR REPLACE INTO meta VALUES (?, '1')").run(disposableMark)
  else database.prepare('DELETE FROM meta WHERE key = ?').run(disposableMark)
  database.exec('COMMIT')
}

function buildReplica(database: DatabaseSync, ledger: string, epoch: number, lock: { release(): void }): LogReplica {
  const writer = prepareReplicaWriter(database, ledger, epoch)
  let isOpen = true
  const apply = (events: readonly SequencedEvent[]): void => {
    if (!isOpen) throw new StoreClosedError('the copy of the log is closed')
    writer.apply(events)
  }
  return {
    ledger,
    epoch,
    get lastSequence() {
      return writer.lastSequence()
    },
    get position() {
      return writer.position()
    },
    get overlap() {
      return writer.overlap()
    },
    apply,
    sequence: async () => writer.lastSequence(),
    append: async (events) => apply(events),
    async close() {
      if (!isOpen) return
      isOpen = false
      try {
        writer.saveHeads()
      } finally {
        database.close()
        lock.release()
      }
    },
  }
}
