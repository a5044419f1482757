import { setTimeout as wait } from 'node:timers/promises'
import { ImportDivergedError, ImportGapError, type LedgerImport } from '../ledger-import.ts'
import { eventStoreDbLimits, storeLimits } from '../limits.ts'
import { type SequencedEvent, UnknownOutcomeError } from '../port.ts'
import { compareStorePlaces, type StorePlace } from '../position-token.ts'
import { getEventBytes, type SerializedEvent, serializeAppend } from '../serialized-append.ts'
import type { AppendAnswer, AppendLane, AppendRequest } from './append-lane.ts'
import { getRetryDelay, messageOf, TransportError } from './connection.ts'
import type { Anchor, Epoch } from './ledger-positions.ts'
import { type OpenLedger, openLedger } from './open-ledger.ts'
import { type StoredEvent, toEnvelope, toStoredEvent } from './stored-event.ts'

export interface EventStoreDbImportOptions {
  readonly url: string
  /** Default `welfare`. Made where it does not exist; what is there must be of the same ledger and epochs. */
  readonly namespace?: string
  readonly ledger: string
  readonly epochs: readonly Epoch[]
  readonly markEvery?: number
}

/**
 * A ledger that is copied onto a cluster, event by event in its own order: an append begins when the one before it is durable, because
 * only the place in the log says what came first. Nobody else may write to it meanwhile; a write is found out. After a break it goes
 * on behind what is there.
 * @throws WrongLedgerError, ImportDivergedError when the namespace holds another ledger or other epochs
 */
export async function openEventStoreDbImport(options: EventStoreDbImportOptions): Promise<LedgerImport> {
  const ledger = await openLedger(options)
  try {
    requireSameEpochs(ledger, options.epochs)
    const { at, read } = await ledger.sequencer.findHead()
    const last = read === undefined ? undefined : toStoredEvent(read, ledger.names.prefix)
    return buildImport(ledger, { at, last })
  } catch (error) {
    await ledger.disconnect()
    throw error
  }
}

function buildImport(
  { header, names, reader, lane, sequencer, positions, marks, disconnect }: OpenLedger,
  head: { readonly at: Anchor; readonly last: StoredEvent | undefined },
): LedgerImport {
  let reached = head.at
  /** One after the other, in the order in which they were asked for. */
  let importing: Promise<void> = Promise.resolve()

  const requireWhatIsThere = async (given: readonly SequencedEvent[]): Promise<void> => {
    const first = given[0]
    if (first === undefined) return
    const before = first.sequence === 1 ? header.start : await sequencer.find(first.sequence - 1)
    const stored = before === undefined ? [] : await reader.readAfter(before, given.length)
    for (const [index, event] of given.entries()) {
      const there = stored[index]
      const isSame = there?.id === event.id && there.stream === event.stream && there.version === event.version
      if (!isSame) throw new ImportDivergedError(`another event is there as ${event.sequence}`)
    }
  }

  const importAll = async (events: readonly SequencedEvent[]): Promise<void> => {
    requireInLedger(events, header.ledger, positions.epochOf)
    await requireWhatIsThere(events.filter(({ sequence }) => sequence <= reached.sequence))
    const missing = events.filter(({ sequence }) => sequence > reached.sequence)
    requireNoGap(missing, reached.sequence)
    let last = reached.place
    for (const run of splitIntoRuns(missing)) {
      const place = await store(lane, toRequest(names.prefix, run))
      if (compareStorePlaces(place, last) <= 0)
        throw new ImportDivergedError(`${run.stream} has been written to before`)
      last = place
    }
    await requireOnlyThese(missing)
  }

  /** What lies after the events that were there before is exactly what was appended: nobody else has written meanwhile. */
  const requireOnlyThese = async (given: readonly SequencedEvent[]): Promise<void> => {
    const stored = await reader.readAfter(reached, given.length + 1)
    const isExact = stored.length === given.length && stored.every(({ id }, index) => id === given[index]?.id)
    if (!isExact) throw new ImportDivergedError(`somebody else writes to the ledger after event ${reached.sequence}`)
    const from = reached.sequence
    const counted = stored.map(({ place }, index) => ({ sequence: from + index + 1, place }))
    sequencer.note(counted)
    reached = counted.at(-1) ?? reached
  }

  return {
    ledger: header.ledger,
    sequence: async () => reached.sequence,
    append: (events) => {
      const asked = importing.then(() => importAll(events))
      importing = asked.catch(() => undefined)
      return asked
    },
    close: async () => {
      await importing
      await marks.settled()
      await disconnect()
    },
  }
}

interface Run {
  readonly stream: string
  readonly expectedVersion: number
  readonly events: readonly SequencedEvent[]
}

/** Neighbours of one stream share an append. */
function splitIntoRuns(events: readonly SequencedEvent[]): readonly Run[] {
  const runs: { stream: string; expectedVersion: number; events: SequencedEvent[]; bytes: number }[] = []
  for (const event of events) {
    const run = runs.at(-1)
    const bytes = getEventBytes({ data: JSON.stringify(event.data), metadata: JSON.stringify(event.metadata) })
    const isFull =
      run === undefined ||
      run.events.length >= storeLimits.maxEventsPerAppend ||
      run.bytes + bytes > storeLimits.maxAppendBytes
    if (isFull || run.stream !== event.stream || run.events.at(-1)?.version !== event.version - 1) {
      runs.push({ stream: event.stream, expectedVersion: event.version - 1, events: [event], bytes })
    } else {
      run.events.push(event)
      run.bytes += bytes
    }
  }
  return runs
}

function toRequest(prefix: string, { stream, expectedVersion, events }: Run): AppendRequest {
  const serialized = serializeAppend(stream, expectedVersion === 0 ? 'no-stream' : expectedVersion, events)
  const toStored = (event: SerializedEvent, index: number) => ({
    id: event.id,
    type: event.type,
    data: event.data,
    envelope: toEnvelope(event, events[index]?.recordedAt ?? ''),
  })
  return { stream: `${prefix}${stream}`, expectedVersion, events: serialized.map(toStored) }
}

/** Repeats until the outcome is known; by its ids and version the server knows a repeat. */
async function store(lane: AppendLane, request: AppendRequest): Promise<StorePlace> {
  const end = performance.now() + eventStoreDbLimits.appendMs
  for (let failures = 0; ; failures++) {
    const answer = await send(lane, request)
    if (answer.kind === 'stored' && answer.place !== undefined) return answer.place
    if (answer.kind === 'conflict') {
      throw new ImportDivergedError(
        `${request.stream} has ${answer.actualVersion} events, not ${request.expectedVersion}`,
      )
    }
    const reason = answer.kind === 'stored' ? 'it does not say where' : answer.reason
    if (answer.kind === 'refused') throw new Error(`the server refused an append to ${request.stream}: ${reason}`)
    if (performance.now() > end) throw new UnknownOutcomeError(`an append to ${request.stream}: ${reason}`)
    await wait(getRetryDelay(failures))
  }
}

async function send(lane: AppendLane, request: AppendRequest): Promise<AppendAnswer> {
  try {
    return await lane.send(request, eventStoreDbLimits.attemptMs)
  } catch (error) {
    if (error instanceof TransportError) return { kind: 'no-answer', reason: messageOf(error) }
    throw error
  }
}

function requireInLedger(
  events: readonly SequencedEvent[],
  ledger: string,
  epochOf: (sequence: number) => number,
): void {
  const other = events.find((event) => event.ledger !== ledger || event.epoch !== epochOf(event.sequence))
  if (other === undefined) return
  throw new ImportDivergedError(`event ${other.sequence} is of ledger ${other.ledger}, epoch ${other.epoch}`)
}

function requireNoGap(events: readonly SequencedEvent[], reached: number): void {
  for (const [index, { sequence }] of events.entries()) {
    const expected = reached + index + 1
    if (sequence !== expected) throw new ImportGapError(`event ${expected} is missing before ${sequence}`)
  }
}

function requireSameEpochs({ header }: OpenLedger, epochs: readonly Epoch[]): void {
  const isSame =
    header.epochs.length === epochs.length &&
    header.epochs.every(({ epoch, beginsAt }, index) => {
      const other = epochs[index]
      return other?.epoch === epoch && other.beginsAt === beginsAt
    })
  if (!isSame) throw new ImportDivergedError(`the copy has epochs ${JSON.stringify(header.epochs)}`)
}
