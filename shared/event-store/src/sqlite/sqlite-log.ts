import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../clock.ts'
import { headLimits, storeLimits } from '../limits.ts'
import { StoreClosedError } from '../port.ts'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import type { HeadLimits } from './heads.ts'
import { takeLock } from './lock.ts'
import { logFileName } from './log-file.ts'
import { type LogReading, prepareLogReading } from './log-reading.ts'
import { type LogWriter, prepareLogWriter } from './log-writer.ts'
import { type Positions, readPositions } from './positions.ts'
import { configureWriter, ensureLayout, explainDamage, readMeta } from './schema.ts'

export interface SqliteLogOptions {
  /** Made when it does not exist. */
  readonly folder: string
  readonly clock: Clock
  /** For a new ledger; an existing one must have this id. Default: a new UUID. */
  readonly ledger?: string
  /** Appends accepted and not yet durable. */
  readonly maxInFlight?: number
  /** The log never grows beyond this; an append that would is rejected as when the disk is full. */
  readonly maxLogBytes?: number
  /** When stream heads are saved and how many are kept. Default: see limits.ts. */
  readonly headLimits?: Partial<HeadLimits>
}

/** The log under a store, open for writing: it takes whatever is well serialised, under any stream name. */
export interface SqliteLog extends Pick<LogWriter, 'getLastPosition' | 'findHead'> {
  readonly positions: Positions
  readonly reading: LogReading
  /** Resolves when the events are durable. */
  append: GroupCommit['add']
  /** Called after each commit that stored something. */
  readonly grown: Set<() => void>
  /** Aborts when the log is closed. */
  readonly closing: AbortSignal
  /** @throws StoreClosedError */
  requireOpen(): void
  /** Commits all that waits, lets `others` end, and lets go of the files. Again is harmless. */
  close(others?: () => Promise<unknown>): Promise<void>
}

/** The folder holds another ledger than the one asked for. */
export class WrongLedgerError extends Error {
  override readonly name = 'WrongLedgerError'
}

/**
 * @throws StoreLockedError when somebody else has the folder open for writing
 * @throws NotALedgerError, WrongLedgerError
 */
export function openSqliteLog(options: SqliteLogOptions): SqliteLog {
  mkdirSync(options.folder, { recursive: true })
  const lock = takeLock(options.folder)
  try {
    return openLog(options, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

function openLog(options: SqliteLogOptions, lock: { release(): void }): SqliteLog {
  const file = join(options.folder, logFileName)
  const database = new DatabaseSync(file)
  try {
    // Before its write-ahead log is made, which takes after it.
    chmodSync(file, 0o600)
    configureWriter(database)
    ensureLayout(database, options.ledger ?? randomUUID())
    const ledger = readMeta(database, 'ledger')
    if (options.ledger !== undefined && options.ledger !== ledger) {
      throw new WrongLedgerError(`${options.folder} holds ledger ${ledger}, not ${options.ledger}`)
    }
    if (options.maxLogBytes !== undefined) limitSize(database, options.maxLogBytes)
    return buildLog(database, ledger, options, lock)
  } catch (error) {
    database.close()
    throw explainDamage(error)
  }
}

function limitSize(database: DatabaseSync, maxLogBytes: number): void {
  const { page_size } = database.prepare('PRAGMA page_size').get() as { page_size: number }
  database.exec(`PRAGMA max_page_count = ${Math.floor(maxLogBytes / page_size)}`)
}

function buildLog(
  database: DatabaseSync,
  ledger: string,
  options: SqliteLogOptions,
  lock: { release(): void },
): SqliteLog {
  const positions = readPositions(database, ledger)
  const reading = prepareLogReading(database, positions)
  const writer = prepareLogWriter(database, reading, positions, options.clock, { ...headLimits, ...options.headLimits })
  const closing = new AbortController()
  const grown = new Set<() => void>()
  const queue = createGroupCommit({
    maxInFlight: options.maxInFlight ?? storeLimits.maxAppendsInFlight,
    maxEventsPerCommit: storeLimits.maxEventsPerCommit,
    commit: (appends) => {
      const before = writer.getLastPosition()
      writer.commit(appends)
      if (writer.getLastPosition() > before) for (const wake of grown) wake()
    },
  })

  const closeFiles = async (others: () => Promise<unknown>): Promise<void> => {
    closing.abort(new StoreClosedError('the event store was closed'))
    queue.drain()
    await others()
    try {
      writer.saveHeads()
    } finally {
      database.close()
      lock.release()
    }
  }
  let closed: Promise<void> | undefined

  return {
    positions,
    reading,
    getLastPosition: writer.getLastPosition,
    findHead: writer.findHead,
    append: queue.add,
    grown,
    closing: closing.signal,
    requireOpen: () => {
      if (closing.signal.aborted) throw new StoreClosedError('the event store is closed')
    },
    close: (others = async () => undefined) => {
      closed ??= closeFiles(others)
      return closed
    },
  }
}
