import { accountingDateOf, type Decider } from './decider/decider.ts'
import type { EventStore, Position, RecordedEvent, StreamName } from './port.ts'
import type { EventCodec } from './runner.ts'

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
