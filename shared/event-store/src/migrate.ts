import { ImportDivergedError, type LedgerImport } from './ledger-import.ts'
import { migrationLimits } from './limits.ts'
import type { EventStore, Position, SequencedEvent } from './port.ts'

/** A ledger that is read by sequence. */
export interface LedgerSource {
  readonly ledger: string
  /** Of the ledger now; events may be of earlier ones. */
  readonly epoch: number
  /** Of the last event; 0 when there is none. */
  sequence(): Promise<number>
  /** Pages of the events after a sequence, through another one, in order. */
  read(after: number, through: number): AsyncIterable<readonly SequencedEvent[]>
}

export interface SequenceReader {
  readonly ledger: string
  readonly epoch: number
  readAfter(sequence: number, limit: number): readonly SequencedEvent[]
  head(): { readonly sequence: number } | undefined
}

/** Begins anywhere at once. */
export function toSourceOfReader(reader: SequenceReader): LedgerSource {
  return {
    ledger: reader.ledger,
    epoch: reader.epoch,
    sequence: async () => reader.head()?.sequence ?? 0,
    read: async function* (after, through) {
      let last = after
      while (last < through) {
        const events = reader.readAfter(last, Math.min(migrationLimits.eventsPerPage, through - last))
        if (events.length === 0) throw new EventsMissingError(`the ledger ends at ${last}, before ${through}`)
        yield events
        last = events.at(-1)?.sequence ?? last
      }
    },
  }
}

/** Reads from the first event on, wherever it is to begin: a store knows places, not sequences. */
export function toSourceOfStore(store: Pick<EventStore, 'ledger' | 'epoch' | 'head' | 'readAll'>): LedgerSource {
  return {
    ledger: store.ledger,
    epoch: store.epoch,
    sequence: async () => (await store.head())?.sequence ?? 0,
    read: async function* (after, through) {
      let position: Position | undefined
      for (let last = 0; last < through; ) {
        const events = await store.readAll({ after: position, limit: migrationLimits.eventsPerPage })
        const newest = events.at(-1)
        if (newest === undefined) throw new EventsMissingError(`the ledger ends at ${last}, before ${through}`)
        const wanted = events.filter(({ sequence }) => sequence > after && sequence <= through)
        if (wanted.length > 0) yield wanted
        position = newest.position
        last = newest.sequence
      }
    },
  }
}

/** A source ends before what it said was its last event. */
export class EventsMissingError extends Error {
  override readonly name = 'EventsMissingError'
}

/** The target holds more than the source: it has gone on by itself. */
export class TargetAheadError extends Error {
  override readonly name = 'TargetAheadError'
}

export interface Epoch {
  readonly epoch: number
  /** Sequence of its first event, or of the one that would be. */
  readonly beginsAt: number
}

/** Where each epoch begins; reads every event unless there is only one. */
export async function findEpochs(source: LedgerSource, through: number): Promise<readonly Epoch[]> {
  if (source.epoch === 1) return [{ epoch: 1, beginsAt: 1 }]
  const epochs: Epoch[] = []
  for await (const events of source.read(0, through)) {
    for (const { epoch, sequence } of events) {
      if (epoch !== epochs.at(-1)?.epoch) epochs.push({ epoch, beginsAt: sequence })
    }
  }
  if (epochs.at(-1)?.epoch !== source.epoch) epochs.push({ epoch: source.epoch, beginsAt: through + 1 })
  return epochs
}

export interface Copied {
  /** How many events were there before. */
  readonly resumedAfter: number
  readonly through: number
}

/**
 * Copies every event through a sequence, in order. What the target holds already is not copied again; its last events are compared with the
 * source's first, so that only what goes on from the source is gone on with.
 * @param onProgress told how many events are there
 * @throws ImportDivergedError, TargetAheadError: nothing was copied
 */
export async function copyLedger(options: {
  readonly source: LedgerSource
  readonly target: LedgerImport
  readonly through: number
  readonly onProgress?: (sequence: number) => void
}): Promise<Copied> {
  const { source, target, through, onProgress } = options
  if (target.ledger !== source.ledger) {
    throw new ImportDivergedError(`the target holds ledger ${target.ledger}, not ${source.ledger}`)
  }
  const resumedAfter = await target.sequence()
  if (resumedAfter > through) {
    throw new TargetAheadError(`the target holds ${resumedAfter} events, the source ${through}`)
  }
  const from = Math.max(0, resumedAfter - migrationLimits.comparedAtResume)
  for await (const events of source.read(from, through)) {
    // What is there already is compared by the target, and dropped.
    await target.append(events)
    onProgress?.(events.at(-1)?.sequence ?? from)
  }
  return { resumedAfter, through }
}

/** An event of the target is not the source's, or one of the two has none. */
export class LedgersDifferError extends Error {
  override readonly name = 'LedgersDifferError'
  readonly sequence: number

  constructor(sequence: number, message: string) {
    super(message)
    this.sequence = sequence
  }
}

/** What is taken note of while a ledger is read. */
export type Witness = (event: SequencedEvent, bytes: Uint8Array) => void

/**
 * Compares two ledgers event by event: sequence, epoch, and the bytes that `toBytes` makes of each. Each side is shown to a witness of its
 * own, so that totals of the two are made apart.
 * @throws LedgersDifferError at the first difference
 */
export async function compareLedgers(options: {
  readonly source: LedgerSource
  readonly target: LedgerSource
  readonly through: number
  readonly toBytes: (event: SequencedEvent) => Uint8Array
  readonly witnesses: { readonly source: Witness; readonly target: Witness }
  readonly onProgress?: (sequence: number) => void
}): Promise<void> {
  const { source, target, through, toBytes, witnesses, onProgress } = options
  requireSameLedger(source, target)
  const present = await target.sequence()
  if (present !== through) {
    throw new LedgersDifferError(Math.min(present, through) + 1, `the target holds ${present} events, not ${through}`)
  }
  const theirs = eachEvent(target.read(0, through))
  let expected = 1
  for await (const events of source.read(0, through)) {
    for (const event of events) {
      const { value: other } = await theirs.next()
      const [bytes, otherBytes] = [toBytes(event), other === undefined ? undefined : toBytes(other)]
      if (event.sequence !== expected || other === undefined || otherBytes === undefined) {
        throw new LedgersDifferError(expected, `event ${expected} is missing`)
      }
      if (Buffer.compare(bytes, otherBytes) !== 0)
        throw new LedgersDifferError(expected, `event ${expected} is another`)
      if (event.epoch !== other.epoch) {
        throw new LedgersDifferError(expected, `event ${expected} is of epoch ${other.epoch}, not ${event.epoch}`)
      }
      witnesses.source(event, bytes)
      witnesses.target(other, otherBytes)
      expected++
    }
    onProgress?.(expected - 1)
  }
}

function requireSameLedger(source: LedgerSource, target: LedgerSource): void {
  if (source.ledger === target.ledger && source.epoch === target.epoch) return
  const [is, was] = [target, source].map(({ ledger, epoch }) => `ledger ${ledger}, epoch ${epoch}`)
  throw new LedgersDifferError(0, `the target holds ${is}, not ${was}`)
}

async function* eachEvent(
  pages: AsyncIterable<readonly SequencedEvent[]>,
): AsyncGenerator<SequencedEvent, undefined, undefined> {
  for await (const events of pages) yield* events
  return undefined
}
