import type { Position, SequencedEvent } from './port.ts'

/**
 * A copy of a ledger that is filled from another one, in sequence order. The events stay what they are: same sequence, stream, version,
 * id, `recordedAt` and epoch.
 */
export interface LedgerImport {
  readonly ledger: string
  /** Of the last event that is there; 0 when there is none. */
  sequence(): Promise<number>
  /**
   * Resolves when all are there, as durably as the copy was opened for; all or nothing where the adapter can. What is there already is
   * dropped, so that the same events may be given again.
   * @throws ImportGapError, ImportDivergedError: nothing of the batch was stored
   */
  append(events: readonly SequencedEvent[]): Promise<void>
  close(): Promise<void>
}

/** A copy in the embedded store's own layout, which `openSqliteLogReader` reads while it is being filled. */
export interface LogReplica extends LedgerImport {
  /** Of the ledger now; events may be of earlier ones. */
  readonly epoch: number
  /** Of the last event applied; 0 when there is none. */
  readonly lastSequence: number
  /** Of the last event applied, as its giver named it: where to go on following. Stored in the same transaction as the event. */
  readonly position: Position | undefined
  /** Of the event before that: a follower that goes on after it is given the last event again, so that a fork is seen at once. */
  readonly overlap: Position | undefined
  /** One transaction. @throws ImportGapError, ImportDivergedError: nothing was stored */
  apply(events: readonly SequencedEvent[]): void
}

/** An event is missing before the one that was given. */
export class ImportGapError extends Error {
  override readonly name = 'ImportGapError'
}

/** What was given does not go on from what is there: another event of the same sequence, another ledger, another epoch. */
export class ImportDivergedError extends Error {
  override readonly name = 'ImportDivergedError'
}
