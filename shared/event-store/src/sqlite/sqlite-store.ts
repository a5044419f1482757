import { storeLimits } from '../limits.ts'
import type { EventStore, RecordedEvent, StreamName } from '../port.ts'
import { requireStreamName, serializeAppend } from '../serialized-append.ts'
import { backupLog } from './backup.ts'
import { createLogSubscriptions } from './log-subscriptions.ts'
import { openSqliteLog, type SqliteLogOptions } from './sqlite-log.ts'

export interface SqliteStoreOptions extends SqliteLogOptions {
  /** How long subscribers may sleep after a commit. Default: see limits.ts. */
  readonly wakeAfterMs?: number
}

export interface SqliteStore extends EventStore {
  /** A consistent copy of the log while it is in use. `targetFile` must not exist; it appears when it is complete. */
  backup(targetFile: string): Promise<void>
}

/**
 * The embedded store: one process writes, others may read.
 * @throws StoreLockedError when another store has the folder open
 * @throws NotALedgerError, WrongLedgerError
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const log = openSqliteLog(options)
  const { positions, reading, requireOpen, getLastPosition } = log
  const subscribe = createLogSubscriptions(log, options.wakeAfterMs ?? storeLimits.wakeAfterMs)
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
