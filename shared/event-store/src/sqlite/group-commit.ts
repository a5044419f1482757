import type { AppendResult, StreamName } from '../port.ts'
import type { SerializedEvent } from '../serialized-append.ts'
import type { PendingAppend } from './log-writer.ts'

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
