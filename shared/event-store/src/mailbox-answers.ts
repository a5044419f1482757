import type { Batch, Verdict, Waiting, WaitingCommand } from './decide-together.ts'
import type { EventStore, Position, UnknownOutcomeError } from './port.ts'
import type { CommandResult } from './runner.ts'
import type { CommandTrace, StreamKind, StreamState } from './stream-state.ts'

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
      const { version } = verdict
      return { outcome: 'accepted', events: [], repeated: false, wouldRecord: true, version, position }
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
