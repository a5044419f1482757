import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../clock.ts'
import { headLimits, storeLimits } from '../limits.ts'
import { type EventStore, type RecordedEvent, StoreClosedError, type StreamName } from '../port.ts'
import { requireStreamName, serializeAppend } from '../serialized-append.ts'
import { backupLog } from './backup.ts'
import { createGroupCommit } from './group-commit.ts'
import type { HeadLimits } from './heads.ts'
import { takeLock } from './lock.ts'
import { logFileName } from './log-file.ts'
import { prepareLogReading } from './log-reading.ts'
import { subscribeToLog } from './log-subscription.ts'
import { prepareLogWriter } from './log-writer.ts'
import { readPositions } from './positions.ts'
import { configureWriter, ensureLayout, explainDamage, readMeta } from './schema.ts'
import { createSharedTail } from './shared-tail.ts'

export interface SqliteStoreOptions {
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

export interface SqliteStore extends EventStore {
  /** A consistent copy of the log while it is in use. `targetFile` must not exist; it appears when it is complete. */
  backup(targetFile: string): Promise<void>
}

/** The folder holds another ledger than the one asked for. */
export class WrongLedgerError extends Error {
  override readonly name = 'WrongLedgerError'
}

/**
 * The embedded store: one process writes, others may read.
 * @throws StoreLockedError when another store has the folder open
 * @throws NotALedgerError, WrongLedgerError
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  mkdirSync(options.folder, { recursive: true })
  const lock = takeLock(options.folder)
  try {
    return openLog(options, lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

function openLog(options: SqliteStoreOptions, lock: { release(): void }): SqliteStore {
  const database = new DatabaseSync(join(options.folder, logFileName))
  try {
    configureWriter(database)
    ensureLayout(database, options.ledger ?? randomUUID())
    const ledger = readMeta(database, 'ledger')
    if (options.ledger !== undefined && options.ledger !== ledger) {
      throw new WrongLedgerError(`${options.folder} holds ledger ${ledger}, not ${options.ledger}`)
    }
    if (options.maxLogBytes !== undefined) limitSize(database, options.maxLogBytes)
    return buildStore(database, ledger, options, lock)
  } catch (error) {
    database.close()
    throw explainDamage(error)
  }
}

function limitSize(database: DatabaseSync, maxLogBytes: number): void {
  const { page_size } = database.prepare('PRAGMA page_size').get() as { page_size: number }
  database.exec(`PRAGMA max_page_count = ${Math.floor(maxLogBytes / page_size)}`)
}

function buildStore(
  database: DatabaseSync,
  ledger: string,
  options: SqliteStoreOptions,
  lock: { release(): void },
): SqliteStore {
  const positions = readPositions(database, ledger)
  const reading = prepareLogReading(database, positions)
  const writer = prepareLogWriter(database, reading, positions, options.clock, { ...headLimits, ...options.headLimits })
  const readForSubscribers = createSharedTail(reading.readAfter, writer.getLastPosition)
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
  const requireOpen = (): void => {
    if (closing.signal.aborted) throw new StoreClosedError('the event store is closed')
  }
  const backups = new Set<Promise<void>>()

  const closeFiles = async (): Promise<void> => {
    closing.abort(new StoreClosedError('the event store was closed'))
    queue.drain()
    await Promise.allSettled(backups)
    try {
      writer.saveHeads()
    } finally {
      database.close()
      lock.release()
    }
  }
  let closed: Promise<void> | undefined

  async function* readVersions(stream: StreamName, fromVersion: number): AsyncGenerator<RecordedEvent> {
    requireOpen()
    const head = writer.findHead(stream)
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
    ledger,
    epoch: positions.epoch,
    append: async (stream, expected, events) => {
      requireOpen()
      const serialized = serializeAppend(stream, expected, events)
      return queue.add(stream, expected === 'no-stream' ? 0 : expected, serialized)
    },
    readStream: (stream, { fromVersion = 1 } = {}) => {
      requireStreamName(stream)
      return readVersions(stream, fromVersion)
    },
    readAll: async ({ after, limit }) => {
      requireOpen()
      requireCount('limit', limit)
      return reading.readAfter(positions.fromToken(after, writer.getLastPosition()), limit)
    },
    subscribe: async ({ after, signal, batchSize = storeLimits.subscriptionBatchSize }, onBatch) => {
      requireOpen()
      requireCount('batchSize', batchSize)
      const start = positions.fromToken(after, writer.getLastPosition())
      await subscribeToLog(
        { start, signal, batchSize, closing: closing.signal, grown, readAfter: readForSubscribers },
        onBatch,
      )
    },
    head: async () => {
      requireOpen()
      const sequence = writer.getLastPosition()
      return sequence === 0 ? undefined : { position: positions.toToken(sequence), sequence }
    },
    comparePositions: (a, b) => {
      const last = writer.getLastPosition()
      return positions.fromToken(a, last) - positions.fromToken(b, last)
    },
    backup: (targetFile) => {
      requireOpen()
      const running = backupLog(options.folder, targetFile)
      backups.add(running)
      return running.finally(() => backups.delete(running))
    },
    close: () => {
      closed ??= closeFiles()
      return closed
    },
  }
}

function requireCount(name: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${name} counts from 1, not ${count}`)
}
