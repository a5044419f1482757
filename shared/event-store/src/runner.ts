import type { Decider, JsonObject, Refusal } from './decider/decider.ts'
import type { Position, StreamName } from './port.ts'

/** What a runner needs to know of events: how the service's types become stored ones and back (upcast to the newest version). */
export interface EventCodec<Event> {
  encode(event: Event): { readonly type: string; readonly schemaVersion: number; readonly data: JsonObject }
  decode(recorded: { readonly type: string; readonly schemaVersion: number; readonly data: JsonObject }): Event
}

export interface CommandRequest<Command> {
  readonly stream: StreamName
  readonly command: Command
  /** Idempotency key: the same id on the same stream is answered as the first time. */
  readonly commandId: string
  /**
   * What the caller's input was, for the keyed fingerprint: same command id with another input is refused as
   * `idempotency-key-reused`. Leave out fields that differ between honest repeats (time, facts looked up).
   */
  readonly input: JsonObject
  /** Goes into each event's metadata beside command id and input hash: actor, occurredAt, accountingDate, lateEntry, causation. */
  readonly metadata: JsonObject
  /** From `If-Match`: the version the caller saw. */
  readonly ifVersion?: number
  /** The command creates the stream: refused as `already-exists` when there is one made by another command. */
  readonly creates?: boolean
  /** The stream may or may not exist yet: where it does not, decide on the initial state. Without it a missing stream is `not-found`. */
  readonly mayCreate?: boolean
  /** What the caller found on facts of its own: the answer, unless the command was recorded before. */
  readonly refusal?: Refusal | undefined
  /** Decided as any other, and not recorded: to learn what would come of it. */
  readonly isTrial?: boolean
  /** It only leads to the act that is asked for: where that is tried out, the trial goes on from it. */
  readonly leadsOn?: boolean
}

/** Refusals the runner itself can give, before the decider is asked. */
export type RunnerRefusalCode = 'idempotency-key-reused' | 'version-mismatch' | 'not-found' | 'already-exists'

export type CommandResult<Event> =
  | {
      readonly outcome: 'accepted'
      /** The events this command led to, now or the first time. Empty: it was already so. */
      readonly events: readonly {
        /** As it stands in the log: what is caused by the event names it. */
        readonly id: string
        readonly event: Event
        readonly version: number
        readonly recordedAt: string
        readonly metadata: JsonObject
      }[]
      readonly repeated: boolean
      /** Only of a trial: the events that the command would lead to. */
      readonly wouldRecord?: readonly Event[]
      /** Of the stream after the command's own events. */
      readonly version: number
      /** For `after=`. Undefined only where nothing was ever appended to the stream. */
      readonly position: Position | undefined
    }
  | { readonly outcome: 'refused'; readonly refusal: Refusal; readonly version: number }
  | { readonly outcome: 'overloaded' }
  /** An append's outcome could not be settled: 503 `outcome-unknown`. The same command id finds out later. */
  | { readonly outcome: 'unknown' }

/**
 * No answer leaves before the state it rests on is durable. Rejects where there is none: an append failed (`AppendFailedError`: nothing
 * was stored), the store closed, or a decider threw.
 */
export interface CommandRunner {
  execute<State, Command, Event>(
    decider: Decider<State, Command, Event>,
    codec: EventCodec<Event>,
    request: CommandRequest<Command>,
  ): Promise<CommandResult<Event>>
  /** The stream's durable state, through the same mailbox; `undefined` where the stream does not exist. */
  read<State, Command, Event, Result>(
    decider: Decider<State, Command, Event>,
    codec: EventCodec<Event>,
    stream: StreamName,
    select: (state: State, version: number) => Result,
  ): Promise<Result | undefined>
}

/** A process's runner: what it decides counts on open days only. */
export interface LedgerRunner extends CommandRunner {
  /** From now on nothing that is decided counts before that day: what says so counts on it, and bears its own day beside it. */
  countFrom(firstOpenDay: () => string | undefined): void
  /** Resolves when whatever was begun before is stored, or never will be. @throws UnknownOutcomeError when that cannot be found out now */
  settled(): Promise<void>
}
