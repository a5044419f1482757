import { accountingDateOf, type Decider, type JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { CommandRequest, CommandResult, CommandRunner, EventCodec } from '@welfare/event-store/runner.ts'

type Accepted<Event> = Extract<CommandResult<Event>, { outcome: 'accepted' }>

/** An event of a trial, of the decider of its stream. */
interface Imagined {
  readonly event: unknown
  readonly metadata: JsonObject
}

export interface ImaginedStreams {
  /** What the command would lead to, with what was imagined of its stream before. */
  decide<State, Command, Event>(
    decider: Decider<State, Command, Event>,
    codec: EventCodec<Event>,
    request: CommandRequest<Command>,
  ): Promise<CommandResult<Event>>
  /** From here on it is as if the command were recorded. */
  add<Event>(request: Pick<CommandRequest<unknown>, 'stream' | 'metadata'>, decided: Accepted<Event>): Accepted<Event>
}

/** Streams as they would be after the steps that lead to an act. */
export function createImaginedStreams(runner: CommandRunner): ImaginedStreams {
  const streams = new Map<string, Imagined[]>()
  return {
    async decide(decider, codec, request) {
      const { stream, command } = request
      const asRecorded = await runner.execute(decider, codec, { ...request, isTrial: true })
      const imagined = streams.get(stream)
      if (!imagined || isOfRunner(asRecorded)) return asRecorded
      const decided = await runner.read(decider, codec, stream, (recorded, version) => {
        const state = imagined.reduce(
          (before, { event, metadata }, index) =>
            // A stream has one decider: these are its events.
            decider.evolve(
              before,
              event as Parameters<typeof decider.evolve>[1],
              version + index + 1,
              accountingDateOf({ metadata, recordedAt: String(metadata.occurredAt) }),
            ),
          // Deciders evolve in place, and the stream's own state is not to be touched.
          structuredClone(recorded),
        )
        return { version, decision: decider.decide(state, command) }
      })
      if (!decided) return asRecorded
      const { version, decision } = decided
      if (!decision.accepted) return { outcome: 'refused', refusal: decision.refusal, version }
      const wouldRecord = decision.events.length > 0 && { wouldRecord: decision.events }
      return { outcome: 'accepted', events: [], repeated: false, ...wouldRecord, version, position: undefined }
    },
    add({ stream, metadata }, decided) {
      const known = streams.get(stream) ?? []
      const firstVersion = decided.version + known.length + 1
      const wouldRecord = decided.wouldRecord ?? []
      streams.set(stream, [...known, ...wouldRecord.map((event) => ({ event, metadata }))])
      const recordedAt = String(metadata.occurredAt)
      const events = wouldRecord.map((event, index) => ({
        ...{ id: crypto.randomUUID(), event, version: firstVersion + index, recordedAt, metadata },
      }))
      return { ...decided, events }
    },
  }
}

const ofRunner: readonly string[] = ['idempotency-key-reused', 'version-mismatch', 'not-found', 'already-exists']

/** The decider was not asked. */
function isOfRunner(result: CommandResult<unknown>): boolean {
  if (result.outcome === 'accepted') return result.repeated
  return result.outcome !== 'refused' || ofRunner.includes(result.refusal.code)
}
