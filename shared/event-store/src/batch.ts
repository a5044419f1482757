import {
  type CommandTrace,
  decideCommand,
  encodeEvents,
  foldDecided,
  type StreamKind,
  type StreamState,
  type Verdict,
  type WaitingCommand,
} from './decide-command.ts'
import { runnerLimits, storeLimits } from './limits.ts'
import type { EventStore, NewEvent, Position, UnknownOutcomeError } from './port.ts'
import type { CommandResult } from './runner.ts'
import { getEventBytes } from './serialized-append.ts'

export interface WaitingRead<State> {
  readonly kind: 'read'
  arrival: number
  /** `undefined`: the stream does not exist. */
  readonly answer: (durable: StreamState<State> | undefined) => void
  readonly reject: (error: unknown) => void
}

export type Waiting<State, Command, Event> = WaitingCommand<Command, Event> | WaitingRead<State>

export interface Batch<State, Command, Event> {
  readonly expectedVersion: number
  readonly decided: { readonly item: WaitingCommand<Command, Event>; readonly verdict: Verdict<Event> }[]
  readonly reads: WaitingRead<State>[]
  /** Of all commands, in order: one append. */
  readonly events: NewEvent[]
  /** Bytes of the first `measured` events. */
  bytes: number
  measured: number
  /** `evolve` threw on this command's events: the state is spoilt. */
  spoiltBy?: { readonly item: WaitingCommand<Command, Event>; readonly error: unknown }
}

/** Any this many events fit into one append: no need to measure them. */
const alwaysFitting = Math.floor(storeLimits.maxAppendBytes / storeLimits.maxEventBytes)

/**
 * Takes commands from the front of `waiting` and decides them one after another, each on what those before it lead to, as far as one
 * append can hold their events and as they arrived up to `lastArrival`. `current` becomes the tentative state.
 */
export function decideTogether<State, Command, Event>(
  kind: StreamKind<State, Command, Event>,
  current: StreamState<State>,
  waiting: Waiting<State, Command, Event>[],
  { lastArrival, firstOpenDay }: { readonly lastArrival: number; readonly firstOpenDay?: string | undefined },
): Batch<State, Command, Event> {
  const batch: Batch<State, Command, Event> = {
    expectedVersion: current.version,
    decided: [],
    reads: [],
    events: [],
    bytes: 0,
    measured: 0,
  }
  let taken = 0
  while (taken < waiting.length && batch.decided.length < runnerLimits.maxCommandsPerAppend) {
    const item = waiting[taken]
    if (item === undefined || item.arrival > lastArrival) break
    if (item.kind === 'read') {
      batch.reads.push(item)
    } else {
      if (item.alone && batch.events.length > 0) break
      if (!takeCommand(kind, current, batch, item, firstOpenDay)) break
    }
    taken++
    if (batch.spoiltBy !== undefined || (item.kind === 'command' && item.alone)) break
  }
  waiting.splice(0, taken)
  return batch
}

/** False when the command's events do not fit into this append any more: it is decided again in the next. */
function takeCommand<State, Command, Event>(
  kind: StreamKind<State, Command, Event>,
  current: StreamState<State>,
  batch: Batch<State, Command, Event>,
  item: WaitingCommand<Command, Event>,
  firstOpenDay: string | undefined,
): boolean {
  let verdict: Verdict<Event>
  let encoded: readonly NewEvent[]
  try {
    verdict = decideCommand(kind, current, item, firstOpenDay)
    encoded = verdict.kind === 'events' ? encodeEvents(kind, item, verdict.events, verdict.metadata) : []
    if (!fits(batch, encoded)) return false
    // What is told and folded is what a later reader of the stream will find, to the letter.
    if (verdict.kind === 'events') {
      const ids = encoded.map(({ id }) => id)
      verdict = { ...verdict, ids, events: encoded.map((event) => kind.codec.decode(event)) }
    }
  } catch (error) {
    batch.decided.push({ item, verdict: { kind: 'threw', error } })
    return true
  }
  if (verdict.kind === 'events') {
    try {
      foldDecided(kind, current, item, verdict)
    } catch (error) {
      batch.spoiltBy = { item, error }
      return true
    }
    for (const event of encoded) batch.events.push(event)
  }
  batch.decided.push({ item, verdict })
  return true
}

function fits(
  batch: Pick<Batch<never, never, never>, 'events' | 'bytes' | 'measured'>,
  events: readonly NewEvent[],
): boolean {
  const count = batch.events.length + events.length
  // A command alone is for the store to judge.
  if (batch.events.length === 0 || count <= alwaysFitting) return true
  if (count > storeLimits.maxEventsPerAppend) return false
  for (; batch.measured < batch.events.length; batch.measured++) {
    batch.bytes += measure(batch.events[batch.measured])
  }
  return events.reduce((bytes, event) => bytes + measure(event), batch.bytes) <= storeLimits.maxAppendBytes
}

function measure(event: NewEvent | undefined): number {
  return event === undefined
    ? 0
    : getEventBytes({ data: JSON.stringify(event.data), metadata: JSON.stringify(event.metadata) })
}

type Decided<Command, Event> = Batch<never, Command, Event>['decided'][number]

/** The batch is durable: everybody is told. `recordedAt` is that of the append, where there was one. */
export function answerBatch<State, Command, Event>(
  store: Pick<EventStore, 'readStream'>,
  kind: StreamKind<State, Command, Event>,
  batch: Batch<State, Command, Event>,
  durable: StreamState<State>,
  recordedAt: string | undefined,
): void {
  for (const { item, verdict } of batch.decided) {
    if (verdict.kind === 'threw') item.reject(verdict.error)
    else if (verdict.kind === 'repeated') {
      readRepeated(store, kind, item, verdict.trace).then(item.resolve, item.reject)
    } else item.resolve(toResult(verdict, durable.position, recordedAt))
  }
  for (const read of batch.reads) read.answer(durable.version === 0 ? undefined : durable)
}

/** Nobody knows what is durable, so nothing can be said that rests on it. */
export function answerUnknown<State, Command, Event>(
  items: readonly Waiting<State, Command, Event>[],
  error: UnknownOutcomeError,
): void {
  for (const item of items) {
    if (item.kind === 'command') item.resolve({ outcome: 'unknown' })
    else item.reject(error)
  }
}

/** Answers those whom `isOver` names; returns the batch without them. */
export function answerOverloaded<State, Command, Event>(
  batch: Batch<State, Command, Event>,
  isOver: (decided: Decided<Command, Event>) => boolean,
): Batch<State, Command, Event> {
  for (const decided of batch.decided) if (isOver(decided)) decided.item.resolve({ outcome: 'overloaded' })
  return { ...batch, decided: batch.decided.filter((decided) => !isOver(decided)) }
}

/** Rejects those whose events were not stored; returns the batch without them. */
export function answerFailed<State, Command, Event>(
  batch: Batch<State, Command, Event>,
  error: unknown,
): Batch<State, Command, Event> {
  for (const { item, verdict } of batch.decided) if (verdict.kind === 'events') item.reject(error)
  return { ...batch, decided: batch.decided.filter(({ verdict }) => verdict.kind !== 'events') }
}

function toResult<Event>(
  verdict: Exclude<Verdict<Event>, { kind: 'threw' | 'repeated' }>,
  position: Position | undefined,
  recordedAt: string | undefined,
): CommandResult<Event> {
  switch (verdict.kind) {
    case 'refused':
      return { outcome: 'refused', refusal: verdict.refusal, version: verdict.version }
    case 'already-so':
      return { outcome: 'accepted', events: [], repeated: false, version: verdict.version, position }
    case 'would-record': {
      const { events: wouldRecord, version } = verdict
      return { outcome: 'accepted', events: [], repeated: false, wouldRecord, version, position }
    }
    case 'events': {
      if (recordedAt === undefined) throw new Error('a batch with events was answered without an append')
      const { firstVersion, ids, metadata } = verdict
      const events = verdict.events.map((event, index) => ({
        id: ids[index] ?? '',
        event,
        version: firstVersion + index,
        recordedAt,
        metadata,
      }))
      return { outcome: 'accepted', events, repeated: false, version: firstVersion + events.length - 1, position }
    }
  }
}

/** The first answer again, from what was recorded. */
async function readRepeated<State, Command, Event>(
  store: Pick<EventStore, 'readStream'>,
  { codec }: StreamKind<State, Command, Event>,
  { request }: WaitingCommand<Command, Event>,
  { firstVersion, count }: CommandTrace,
): Promise<CommandResult<Event>> {
  const events = []
  let position: Position | undefined
  for await (const recorded of store.readStream(request.stream, { fromVersion: firstVersion })) {
    const { id, version, recordedAt, metadata } = recorded
    events.push({ id, event: codec.decode(recorded), version, recordedAt, metadata })
    position = recorded.position
    if (events.length === count) break
  }
  if (events.length < count) throw new Error(`${request.stream} has lost events of command ${request.commandId}`)
  return { outcome: 'accepted', events, repeated: true, version: firstVersion + count - 1, position }
}
