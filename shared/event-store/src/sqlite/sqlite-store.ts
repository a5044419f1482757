import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../clock.ts'
import { headLimits, storeLimits } from '../limits.ts'
import { type EventStore, type RecordedEvent, StoreClosedError, type StreamName } from '../port.ts'
import type { SequencePositions } from '../position-token.ts'
import { requireStreamName, serializeAppend } from '../serialized-append.ts'
import { backupLog } from './backup.ts'
import type { HeadLimits } from './heads.ts'
import { takeLock } from './lock.ts'
import { configureWriter, ensureLayout, explainDamage, logFileName, readMeta, WrongLedgerError } from './log-file.ts'
import { prepareLogReading, readPositions } from './log-reading.ts'
import { createLogSubscriptions, type GrowingLog } from './log-subscriptions.ts'
import { createGroupCommit, type GroupCommit, type LogWriter, prepareLogWriter } from './log-writer.ts'

export interface SqliteStore extends EventStore {
  /** A consistent copy of the log while it is in use. `targetFile` must not exist; it appears when it is complete. */
  backup(targetFile: string): Promise<void>
}

/**
 * The embedded store: one process writes, others may read.
 * @throws StoreLockedError when another store has the folder open
 * @throws NotALedgerError, WrongLedgerError
 */
export async function openSqliteStore(options: SqliteLogOptions): Promise<SqliteStore> {
  const log = openSqliteLog(options)
  const { positions, reading, requireOpen, getLastPosition } = log
  const subscribe = createLogSubscriptions(log)
  const backups = new Set<Promise<void>>()

  async function* readVersions(stream: StreamName, fromVersion: number): AsyncGenerator<RecordedEvent> {
    requireOpen()
    const head = log.findHead(stream)
    if (head === undefined || head.version < fromVersion) return
    // Events never change: where they are may be found at once, each is read when it is asked for.
    const walked = reading.walkBack(head.position, fromVersion)
    for (let index = walked.length - 1; index >= 0; index--) {
      requireOpen()
      const event = walked[index]
      if (event !== undefined) yield reading.readAt(event.position)
    }
  }

  return {
    ledger: positions.ledger,
    epoch: positions.epoch,
    append: async (stream, expected, events) => {
      requireOpen()
      const serialized = serializeAppend(stream, expected, events)
      return log.append(stream, expected === 'no-stream' ? 0 : expected, serialized)
    },
    readStream: (stream, { fromVersion = 1 } = {}) => {
      requireStreamName(stream)
      return readVersions(stream, fromVersion)
    },
    readAll: async ({ after, limit }) => {
      requireOpen()
      requireCount('limit', limit)
      return reading.readAfter(positions.fromToken(after, getLastPosition()), limit)
    },
    subscribe: async ({ after, batchSize = storeLimits.subscriptionBatchSize, ...options }, onBatch) => {
      requireOpen()
      requireCount('batchSize', batchSize)
      const start = positions.fromToken(after, getLastPosition())
      await subscribe({ ...options, start, batchSize }, onBatch)
    },
    head: async () => {
      requireOpen()
      const sequence = getLastPosition()
      return sequence === 0 ? undefined : { position: positions.toToken(sequence), sequence }
    },
    comparePositions: (a, b) => {
      const last = getLastPosition()
      return positions.fromToken(a, last) - positions.fromToken(b, last)
    },
    backup: (targetFile) => {
      requireOpen()
      const running = backupLog(options.folder, targetFile)
      backups.add(running)
      return running.finally(() => backups.delete(running))
    },
    close: () => log.close(() => Promise.allSettled(backups)),
  }
}

function requireCount(name: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${name} counts from 1, not ${count}`)
}

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
  /** How long subscribers may sleep after a commit. Default: see limits.ts. */
  readonly wakeAfterMs?: number
  /** When stream heads are saved and how many are kept. Default: see limits.ts. */
  readonly headLimits?: Partial<HeadLimits>
}

/** The log under a store, open for writing: it takes whatever is well serialised, under any stream name. */
export interface SqliteLog extends GrowingLog, Pick<LogWriter, 'findHead'> {
  readonly positions: SequencePositions
  /** Resolves when the events are durable. */
  append: GroupCommit['add']
  /** @throws StoreClosedError */
  requireOpen(): void
  /** Commits all that waits, lets `others` end, and lets go of the files. Again is harmless. */
  close(others?: () => Promise<unknown>): Promise<void>
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
  const watchers = new Set<() => void>()
  let waking: NodeJS.Timeout | undefined
  // The answers that a commit lets go leave first, and the commits of a burst wake everybody once.
  const wakeSoon = () => {
    waking ??= setTimeout(() => {
      waking = undefined
      for (const wake of watchers) wake()
    }, options.wakeAfterMs ?? storeLimits.wakeAfterMs)
  }
  const queue = createGroupCommit({
    maxInFlight: options.maxInFlight ?? storeLimits.maxAppendsInFlight,
    maxEventsPerCommit: storeLimits.maxEventsPerCommit,
    commit: (appends) => {
      const before = writer.getLastPosition()
      writer.commit(appends)
      if (writer.getLastPosition() > before) wakeSoon()
    },
  })

  const closeFiles = async (others: () => Promise<unknown>): Promise<void> => {
    closing.abort(new StoreClosedError('the event store was closed'))
    queue.drain()
    clearTimeout(waking)
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
    watchers,
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
