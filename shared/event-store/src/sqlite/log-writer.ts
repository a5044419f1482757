import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../clock.ts'
import { AppendFailedError, type AppendResult, type StreamName, UnknownOutcomeError } from '../port.ts'
import type { SequencePositions } from '../position-token.ts'
import type { SerializedEvent } from '../serialized-append.ts'
import { type Head, type HeadLimits, prepareHeads } from './heads.ts'
import { isSqliteError, sqliteCodes } from './log-file.ts'
import { type LogReading, toTimestamp } from './log-reading.ts'

export interface PendingAppend {
  readonly stream: StreamName
  /** 0 for a stream that must not exist. */
  readonly expectedVersion: number
  readonly events: readonly SerializedEvent[]
  readonly resolve: (result: AppendResult) => void
  readonly reject: (error: unknown) => void
}

export interface LogWriter {
  getLastPosition(): number
  findHead(stream: StreamName): Head | undefined
  /**
   * One commit for all of them, flushed to the disk before anybody is answered. What is refused stores nothing; when the commit fails,
   * everybody is rejected and nothing is stored.
   */
  commit(appends: readonly PendingAppend[]): void
  /** Brings the table of heads up to date where there is room for it, so that the next start replays nothing. */
  saveHeads(): void
}

/** The file does not agree with what this process wrote: somebody else wrote to it. The store stops writing. */
export class LogDivergedError extends Error {
  override readonly name = 'LogDivergedError'
}

export function prepareLogWriter(
  database: DatabaseSync,
  reading: LogReading,
  positions: SequencePositions,
  clock: Clock,
  headLimits: HeadLimits,
): LogWriter {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const end = database.prepare('COMMIT')
  const insertStream = database.prepare('INSERT INTO streams (name) VALUES (?)')
  const insertEvent = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const heads = prepareHeads(database, headLimits)
  let lastPosition = reading.getLastPosition()
  let lastRecordedAtMs = lastPosition === 0 ? 0 : Date.parse(reading.readAt(lastPosition).recordedAt)
  let diverged: LogDivergedError | undefined

  // Of the commit being made; the durable values above follow when it has succeeded.
  let tentative = new Map<StreamName, Head>()
  let nextPosition = 0
  let recordedAtMs = 0
  let recordedAt = ''

  const write = (append: PendingAppend): AppendResult => {
    const head = tentative.get(append.stream) ?? heads.find(append.stream)
    const actualVersion = head?.version ?? 0
    if (actualVersion !== append.expectedVersion) {
      return findRepeat(append, head) ?? { outcome: 'conflict', actualVersion }
    }
    const ordinal = head?.ordinal ?? Number(insertStream.run(append.stream).lastInsertRowid)
    let previous = head?.position ?? -ordinal
    let version = actualVersion
    for (const event of append.events) {
      const { id, type, schemaVersion, data, metadata } = event
      version++
      insertEvent.run(nextPosition, previous, ordinal, version, recordedAtMs, id, type, schemaVersion, data, metadata)
      previous = nextPosition++
    }
    tentative.set(append.stream, { ordinal, version, position: previous })
    return toAppended(version, previous, recordedAt)
  }

  /** The same ids where they would have gone: this append has been made before. */
  const findRepeat = (append: PendingAppend, head: Head | undefined): AppendResult | undefined => {
    const version = append.expectedVersion + append.events.length
    if (head === undefined || head.version < version) return undefined
    const walked = reading.walkBack(head.position, append.expectedVersion + 1)
    const recorded = walked.filter((event) => event.version <= version).reverse()
    const [first] = recorded
    const last = recorded.at(-1)
    if (first === undefined || last === undefined) return undefined
    const same = append.events.every((event, index) => event.id === recorded[index]?.id)
    return same ? toAppended(version, last.position, toTimestamp(last.recordedAtMs)) : undefined
  }

  const toAppended = (version: number, position: number, at: string): AppendResult => {
    return { outcome: 'appended', version, position: positions.toToken(position), recordedAt: at }
  }

  const rollBack = (): void => {
    // SQLite has rolled back by itself after some errors (disk full among them).
    if (database.isTransaction) database.exec('ROLLBACK')
  }

  const explain = (error: unknown, committing: boolean): Error => {
    if (!isSqliteError(error)) return new AppendFailedError('the append could not be written', { cause: error })
    const primary = error.errcode % 256
    if (primary === sqliteCodes.constraint || primary === sqliteCodes.corrupt) {
      diverged = new LogDivergedError(`the event log was written by somebody else or is damaged: ${error.message}`, {
        cause: error,
      })
      return diverged
    }
    // A failed flush may leave a whole commit record behind, which a later start would find; a failed write cannot.
    const unsettled = committing && primary === sqliteCodes.ioError && error.errcode !== sqliteCodes.ioErrorWrite
    if (unsettled) return new UnknownOutcomeError('the commit may or may not have reached the disk', { cause: error })
    return new AppendFailedError(`the append could not be written: ${error.message}`, { cause: error })
  }

  const rejectAll = (appends: readonly PendingAppend[], error: Error): void => {
    for (const append of appends) append.reject(error)
  }

  /** What each append is to be told, or what went wrong with all of them. */
  const writeDurably = (appends: readonly PendingAppend[]): readonly AppendResult[] | Error => {
    let committing = false
    try {
      begin.run()
      const results = appends.map(write)
      const afterCommit = heads.saveSome()
      committing = true
      end.run()
      afterCommit?.()
      return results
    } catch (error) {
      rollBack()
      return explain(error, committing)
    }
  }

  const commit = (appends: readonly PendingAppend[]): void => {
    if (diverged !== undefined) {
      rejectAll(appends, diverged)
      return
    }
    tentative = new Map()
    nextPosition = lastPosition + 1
    recordedAtMs = Math.max(lastRecordedAtMs, clock.now().getTime())
    recordedAt = new Date(recordedAtMs).toISOString()
    const results = writeDurably(appends)
    if (results instanceof Error) {
      rejectAll(appends, results)
      return
    }
    if (nextPosition > lastPosition + 1) {
      lastRecordedAtMs = recordedAtMs
      lastPosition = nextPosition - 1
      heads.keep(tentative, lastPosition)
    }
    for (const [index, result] of results.entries()) appends[index]?.resolve(result)
  }

  const saveHeads = (): void => {
    try {
      begin.run()
      heads.saveAll()
      end.run()
    } catch (error) {
      rollBack()
      // On a full disk the heads stay behind, and the next start replays what they lack.
      if (!isSqliteError(error) || error.errcode % 256 !== sqliteCodes.full) throw error
    }
  }

  return { getLastPosition: () => lastPosition, findHead: heads.find, commit, saveHeads }
}

export interface GroupCommit {
  add(stream: StreamName, expectedVersion: number, events: readonly SerializedEvent[]): Promise<AppendResult>
  /** Commits all that waits, now. */
  drain(): void
}

interface GroupCommitOptions {
  readonly maxInFlight: number
  readonly maxEventsPerCommit: number
  /** Answers every append it is given; must not throw. */
  readonly commit: (appends: readonly PendingAppend[]) => void
}

/**
 * Appends that arrive in one turn of the event loop share a commit. A commit blocks the loop while the disk is flushed, and what arrived
 * meanwhile is read in the next turn: the more there is to do, the more goes into one flush.
 */
export function createGroupCommit({ maxInFlight, maxEventsPerCommit, commit }: GroupCommitOptions): GroupCommit {
  let waiting: PendingAppend[] = []
  let scheduled = false

  const schedule = (): void => {
    if (scheduled) return
    scheduled = true
    setImmediate(commitNext)
  }

  const commitNext = (): void => {
    scheduled = false
    const appends = takeGroup()
    if (appends.length > 0) commit(appends)
    if (waiting.length > 0) schedule()
  }

  const takeGroup = (): readonly PendingAppend[] => {
    let events = 0
    const end = waiting.findIndex((append) => {
      events += append.events.length
      return events > maxEventsPerCommit
    })
    const count = end === -1 ? waiting.length : Math.max(end, 1)
    const group = waiting
    waiting = group.splice(count)
    return group
  }

  return {
    add: (stream, expectedVersion, events) => {
      if (waiting.length >= maxInFlight) return Promise.resolve({ outcome: 'overloaded' })
      return new Promise((resolve, reject) => {
        waiting.push({ stream, expectedVersion, events, resolve, reject })
        schedule()
      })
    },
    drain: () => {
      while (waiting.length > 0) commit(takeGroup())
    },
  }
}
