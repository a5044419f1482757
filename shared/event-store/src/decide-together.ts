import { toEventId } from './command-identity.ts'
import { accountingDateOf, type JsonObject, type Refusal } from './decider/decider.ts'
import { runnerLimits, storeLimits } from './limits.ts'
import type { NewEvent } from './port.ts'
import type { CommandRequest, CommandResult, RunnerRefusalCode } from './runner.ts'
import { getEventBytes } from './serialized-append.ts'
import type { CommandTrace, StreamKind, StreamState } from './stream-state.ts'

export interface WaitingCommand<Command, Event> {
  readonly kind: 'command'
  readonly request: CommandRequest<Command>
  readonly inputHash: string
  /** This execution among all of all runners, where there are several: its events' ids are its own. */
  readonly writer: string | undefined
  arrival: number
  readonly resolve: (result: CommandResult<Event>) => void
  readonly reject: (error: unknown) => void
  conflicts: number
  /** Its append is to hold nothing else: together with others it was refused by the store as invalid. */
  alone: boolean
}

export interface WaitingRead<State> {
  readonly kind: 'read'
  arrival: number
  /** `undefined`: the stream does not exist. */
  readonly answer: (durable: StreamState<State> | undefined) => void
  readonly reject: (error: unknown) => void
}

export type Waiting<State, Command, Event> = WaitingCommand<Command, Event> | WaitingRead<State>

/** What a command led to; told when the batch is durable. */
export type Verdict<Event> =
  | {
      readonly kind: 'events'
      readonly events: readonly Event[]
      /** Of the events, in order; none before they are encoded. */
      readonly ids: readonly string[]
      readonly firstVersion: number
      readonly metadata: JsonObject
    }
  | { readonly kind: 'already-so' | 'would-record'; readonly version: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly version: number }
  | { readonly kind: 'repeated'; readonly trace: CommandTrace }
  | { readonly kind: 'threw'; readonly error: unknown }

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
  lastArrival: number,
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
      if (!takeCommand(kind, current, batch, item)) break
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
): boolean {
  let verdict: Verdict<Event>
  let encoded: readonly NewEvent[]
  try {
    verdict = judge(kind, current, item)
    encoded = verdict.kind === 'events' ? encode(kind, item, verdict.events, verdict.metadata) : []
    if (!fits(batch, encoded)) return false
    // What is told and folded is what whoever reads the stream later will find, to the letter.
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
      fold(kind, current, item, verdict.events)
    } catch (error) {
      batch.spoiltBy = { item, error }
      return true
    }
    for (const event of encoded) batch.events.push(event)
  }
  batch.decided.push({ item, verdict })
  return true
}

function judge<State, Command, Event>(
  { decider }: StreamKind<State, Command, Event>,
  current: StreamState<State>,
  { request, inputHash }: WaitingCommand<Command, Event>,
): Verdict<Event> {
  const { version } = current
  const trace = current.commands.get(request.commandId)
  if (trace !== undefined) {
    return trace.inputHash === inputHash ? { kind: 'repeated', trace } : refused('idempotency-key-reused', version)
  }
  if (request.creates && version > 0) return refused('already-exists', version)
  if (!request.creates && !request.mayCreate && version === 0) return refused('not-found', version)
  if (request.ifVersion !== undefined && request.ifVersion !== version) {
    return refused('version-mismatch', version, { expected: request.ifVersion, actual: version })
  }
  if (request.refusal) return { kind: 'refused', refusal: request.refusal, version }
  const decision = decider.decide(current.state, request.command)
  if (!decision.accepted) return { kind: 'refused', refusal: decision.refusal, version }
  if (decision.events.length === 0) return { kind: 'already-so', version }
  if (request.isTrial) return { kind: 'would-record', version }
  const metadata = { ...request.metadata, commandId: request.commandId, inputHash }
  return { kind: 'events', events: decision.events, ids: [], firstVersion: version + 1, metadata }
}

function refused(code: RunnerRefusalCode, version: number, facts: JsonObject = {}): Verdict<never> {
  return { kind: 'refused', refusal: { code, facts }, version }
}

function encode<State, Command, Event>(
  { codec }: StreamKind<State, Command, Event>,
  { request, writer }: WaitingCommand<Command, Event>,
  events: readonly Event[],
  metadata: JsonObject,
): readonly NewEvent[] {
  return events.map((event, index) => {
    const { type, schemaVersion, data } = codec.encode(event)
    return { id: toEventId(request.stream, request.commandId, index, writer), type, schemaVersion, data, metadata }
  })
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

function fold<State, Command, Event>(
  { decider }: StreamKind<State, Command, Event>,
  current: StreamState<State>,
  { request, inputHash }: WaitingCommand<Command, Event>,
  events: readonly Event[],
): void {
  const firstVersion = current.version + 1
  // A command without a day is one of no books: it counts on no day.
  const accountingDate = accountingDateOf({ metadata: request.metadata, recordedAt: '' })
  for (const event of events) {
    current.state = decider.evolve(current.state, event, current.version + 1, accountingDate)
    current.version++
  }
  current.commands.set(request.commandId, { inputHash, firstVersion, count: events.length })
}
