import type { JsonObject } from './decider/decider.ts'

/** Opaque place in the store's global order. Only the adapter that handed it out can read it; compare with `comparePositions`. */
export type Position = string & { readonly __brand: 'Position' }

/** `<category>-<uuid>`; carries nothing personal. */
export type StreamName = string

export interface NewEvent {
  /** Deterministic: uuidv5 over (stream, command id, index), so that a repeat is recognised. */
  readonly id: string
  readonly type: string
  readonly schemaVersion: number
  readonly data: JsonObject
  readonly metadata: JsonObject
}

export interface RecordedEvent extends NewEvent {
  readonly stream: StreamName
  /** 1 for the first event of its stream. */
  readonly version: number
  /** UTC, RFC 3339 with milliseconds; set once when the event is recorded. */
  readonly recordedAt: string
  readonly position: Position
}

/** An event seen in the global order. `sequence` is dense: 1, 2, 3 … */
export interface SequencedEvent extends RecordedEvent {
  readonly ledger: string
  /** Starts at 1; a restore from backup begins the next. */
  readonly epoch: number
  readonly sequence: number
}

/** `'no-stream'`, or the number of events the stream must have. There is no "any". */
export type ExpectedVersion = 'no-stream' | number

export type AppendResult =
  /** `position` of the last event; all events of one append are recorded at the same time, `recordedAt`. */
  | { readonly outcome: 'appended'; readonly version: number; readonly position: Position; readonly recordedAt: string }
  | { readonly outcome: 'conflict'; readonly actualVersion: number }
  /** Nothing was stored; try again later. */
  | { readonly outcome: 'overloaded' }

export interface SubscribeOptions {
  /** Exclusive; undefined: from the first event. */
  readonly after?: Position | undefined
  readonly signal: AbortSignal
  readonly batchSize?: number
  /**
   * Called each time the subscription rests at the end. A store may tell it a few milliseconds later what was recorded: `wake` makes it look at
   * once, for somebody who waits.
   */
  readonly onAsleep?: (wake: () => void) => void
}

/**
 * Durable streams of events with one global order.
 * Conflict and overload are values. A lost connection or corruption is thrown: `AppendFailedError` says that nothing was stored,
 * `UnknownOutcomeError` that the append may or may not have been: repeat it identically.
 */
export interface EventStore {
  readonly ledger: string
  readonly epoch: number
  /**
   * All or nothing. Resolves when the events are durable. A repeat at the same expected version with the same event ids is answered as
   * the first time.
   * @throws AppendFailedError when it could not be written (disk full): nothing was stored, the store goes on
   * @throws InvalidAppendError on an empty list, a malformed stream name or version, an event over the limits or one that JSON cannot hold exactly
   */
  append(stream: StreamName, expected: ExpectedVersion, events: readonly NewEvent[]): Promise<AppendResult>
  /** In version order from `fromVersion` (inclusive, default 1). A stream that does not exist yields nothing. */
  readStream(stream: StreamName, options?: { fromVersion?: number }): AsyncIterable<RecordedEvent>
  /** Up to `limit` events after `after` (exclusive; `undefined` = from the first), in global order; empty at the end. */
  readAll(options: { after?: Position | undefined; limit: number }): Promise<readonly SequencedEvent[]>
  /**
   * Catches up, then stays live, one batch at a time in global order, each event once. Resolves when `signal` aborts (never mid-batch) and
   * rejects when `onBatch` does or the store closes.
   */
  subscribe(options: SubscribeOptions, onBatch: (events: readonly SequencedEvent[]) => Promise<void>): Promise<void>
  /** The last durable event's position and sequence; `undefined` when the store is empty. */
  head(): Promise<{ readonly position: Position; readonly sequence: number } | undefined>
  /** Negative when `a` is before `b`. @throws InvalidPositionError on what this store never handed out */
  comparePositions(a: Position, b: Position): number
  /** Refuses new work, finishes what is in flight, then lets go of the files or connections. */
  close(): Promise<void>
}

/** The append may or may not have been stored. Repeat it identically, or answer 503 `outcome-unknown`. */
export class UnknownOutcomeError extends Error {
  override readonly name = 'UnknownOutcomeError'
}

/** The append could not be written (disk full, failing disk). Nothing of it was stored; it may be tried again. */
export class AppendFailedError extends Error {
  override readonly name = 'AppendFailedError'
}

/** A caller's bug: an append that no store could hold. Nothing was stored. */
export class InvalidAppendError extends Error {
  override readonly name = 'InvalidAppendError'
}

export class InvalidPositionError extends Error {
  override readonly name = 'InvalidPositionError'
}

/** The store is closing or closed. */
export class StoreClosedError extends Error {
  override readonly name = 'StoreClosedError'
}

/** The ledger is in another epoch than the one that it was opened in: what was made of it before is to be made again. */
export class LedgerChangedError extends Error {
  override readonly name = 'LedgerChangedError'
}

/** The holder of the store cannot be reached now. Nothing was changed by the call that this ends; it may be tried again. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError'
}
