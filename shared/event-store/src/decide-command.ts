import { hash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { accountingDateOf, type Decider, type JsonObject, type Refusal } from './decider/decider.ts'
import { createPrefixedHash, createUuid5 } from './derived-id.ts'
import type { EventStore, NewEvent, Position, RecordedEvent, StreamName } from './port.ts'
import type { CommandRequest, CommandResult, EventCodec, RunnerRefusalCode } from './runner.ts'

/** Where a command's events are, and what its input was. */
export interface CommandTrace {
  readonly inputHash: string
  readonly firstVersion: number
  count: number
}

/** A stream folded up to `version`, with the commands that made it. Changes in place; dropped and loaded again when an append fails. */
export interface StreamState<State> {
  state: State
  version: number
  /** Of the last event known to be durable. */
  position: Position | undefined
  readonly commands: Map<string, CommandTrace>
}

export interface StreamKind<State, Command, Event> {
  readonly decider: Decider<State, Command, Event>
  readonly codec: EventCodec<Event>
}

export function getEmptyState<State>(decider: Pick<Decider<State, never, never>, 'initialState'>): StreamState<State> {
  // `evolve` may update in place, and the initial state is everybody's.
  return { state: structuredClone(decider.initialState), version: 0, position: undefined, commands: new Map() }
}

/** Folds the events after `known.version` into it. Returns how many there were. */
export async function foldNewEvents<State, Command, Event>(
  store: Pick<EventStore, 'readStream'>,
  stream: StreamName,
  { decider, codec }: StreamKind<State, Command, Event>,
  known: StreamState<State>,
): Promise<number> {
  const before = known.version
  for await (const recorded of store.readStream(stream, { fromVersion: before + 1 })) {
    if (recorded.version !== known.version + 1) {
      throw new Error(`${stream} goes on with version ${recorded.version} after ${known.version}`)
    }
    known.state = decider.evolve(known.state, codec.decode(recorded), recorded.version, accountingDateOf(recorded))
    known.version = recorded.version
    known.position = recorded.position
    rememberCommand(known, recorded)
  }
  return known.version - before
}

function rememberCommand(known: StreamState<unknown>, { metadata, version }: RecordedEvent): void {
  const { commandId, inputHash } = metadata
  if (typeof commandId !== 'string' || typeof inputHash !== 'string') return
  const trace = known.commands.get(commandId)
  if (trace === undefined) known.commands.set(commandId, { inputHash, firstVersion: version, count: 1 })
  else trace.count++
}

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
  | { readonly kind: 'already-so'; readonly version: number }
  | { readonly kind: 'would-record'; readonly events: readonly Event[]; readonly version: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly version: number }
  | { readonly kind: 'repeated'; readonly trace: CommandTrace }
  | { readonly kind: 'threw'; readonly error: unknown }

/** Whether it was done before and whether the stream is as it presumes, then the decider. Changes nothing. */
export function decideCommand<State, Command, Event>(
  { decider }: StreamKind<State, Command, Event>,
  current: StreamState<State>,
  { request, inputHash }: WaitingCommand<Command, Event>,
  firstOpenDay?: string,
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
  if (request.isTrial) return { kind: 'would-record', events: decision.events, version }
  const counted = countOnOpenDay(request.metadata, firstOpenDay)
  const metadata = { ...counted, commandId: request.commandId, inputHash }
  return { kind: 'events', events: decision.events, ids: [], firstVersion: version + 1, metadata }
}

/** Nothing counts in what is closed: it counts on the first open day, and bears its own beside it. */
function countOnOpenDay(metadata: JsonObject, firstOpenDay: string | undefined): JsonObject {
  const { accountingDate, paperDay = accountingDate } = metadata
  if (firstOpenDay === undefined || typeof accountingDate !== 'string' || accountingDate >= firstOpenDay)
    return metadata
  return { ...metadata, accountingDate: firstOpenDay, ...(paperDay !== undefined && { paperDay }) }
}

function refused(code: RunnerRefusalCode, version: number, facts: JsonObject = {}): Verdict<never> {
  return { kind: 'refused', refusal: { code, facts }, version }
}

/** As they are appended; each names the command in its id and metadata. */
export function encodeEvents<State, Command, Event>(
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

/** `current` becomes tentative: the events are not stored yet. */
export function foldDecided<State, Command, Event>(
  { decider }: StreamKind<State, Command, Event>,
  current: StreamState<State>,
  { request, inputHash }: WaitingCommand<Command, Event>,
  { events, metadata }: Pick<Extract<Verdict<Event>, { kind: 'events' }>, 'events' | 'metadata'>,
): void {
  const firstVersion = current.version + 1
  // A command without a day is one of no books: it counts on no day.
  const accountingDate = accountingDateOf({ metadata, recordedAt: '' })
  for (const event of events) {
    current.state = decider.evolve(current.state, event, current.version + 1, accountingDate)
    current.version++
  }
  current.commands.set(request.commandId, { inputHash, firstVersion, count: events.length })
}

/** RFC 9562 version 5 ids of events are made in this namespace. Changing it makes every repeat look new. */
export const eventIdNamespace = '7b1c2f7e-5f0e-5d2a-9a43-3f6f0e6b8c11'

const toEventUuid = createUuid5(eventIdNamespace)

/**
 * The id of a command's event at `index`: the same for every repeat of the command. Where several runners write, each execution has ids of
 * its own by `writer`: one command may be decided twice on different facts, and the store must not take the second append for a repeat of
 * the first, which may have been under way all the time. What was done already is found in the stream by its command id.
 */
export function toEventId(stream: StreamName, commandId: string, index: number, writer?: string): string {
  const name = `${stream}/${commandId}/${index}`
  return toEventUuid(writer === undefined ? name : `${name}/${writer}`)
}

/** Keyed, because an input may hold what a bare hash would let somebody guess. 128 bits in hex of HMAC-SHA256 over RFC 8785. */
export function createInputHash(key: Uint8Array): (input: JsonObject) => string {
  if (key.length < 16) throw new Error('the key of the input hash has fewer than 16 bytes')
  const sign = createHmacSha256(key)
  return (input) => {
    const text = canonicalize(input)
    if (text === undefined) throw new TypeError('the input of a command must be JSON')
    return sign(text).slice(0, 32)
  }
}

const blockBytes = 64
const digestBytes = 32

/** RFC 2104 on the one-shot hash: an object of `createHmac` for each command costs more, in garbage above all, than the rest of the command. */
function createHmacSha256(key: Uint8Array): (text: string) => string {
  const block = Buffer.alloc(blockBytes)
  block.set(key.length > blockBytes ? Buffer.from(hash('sha256', key, 'hex'), 'hex') : key)
  const hashInner = createPrefixedHash(
    'sha256',
    block.map((byte) => byte ^ 0x36),
  )
  const outer = Buffer.alloc(blockBytes + digestBytes)
  outer.set(block.map((byte) => byte ^ 0x5c))
  return (text) => {
    outer.write(hashInner(text), blockBytes, 'hex')
    return hash('sha256', outer, 'hex')
  }
}
