import { type EventOf, type EventType, eventCodec } from '@welfare/contracts/catalogue.ts'
import type { Decider, JsonObject } from '@welfare/event-store/decider/decider.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { CommandRunner, EventCodec } from '@welfare/event-store/runner.ts'
import { processLimits } from '@welfare/process/limits.ts'
import { type Delay, machineDelay } from './consumer.ts'
import type { ProjectionFile } from './projection-file.store.ts'

export interface Reaction<Command> {
  readonly stream: string
  readonly command: Command
  /** The day on which it counts. Default: that of its cause. */
  readonly accountingDate?: string
}

/** A named hop between services: other services' events become commands on an own stream. */
export interface ProcessDefinition<On extends EventType, State, Command, Event> {
  /** Part of the command ids: never changes. */
  readonly name: string
  readonly on: readonly On[]
  readonly decider: Decider<State, Command, Event>
  readonly codec: EventCodec<Event>
  /**
   * May be asked again of an event, with facts that have gone on: what it names is bounded by the event, or goes by what is so now. A step that
   * recorded something is recognised; one that came to nothing is decided again.
   */
  react(event: EventOf<On>, source: SequencedEvent): readonly Reaction<Command>[]
  /** It ends what somebody began: what it records bears who did, and by which paper and approval. */
  readonly onBehalf?: true
}

export interface BoundProcess {
  readonly name: string
  /** Whether anything may come of an event of that type. */
  minds(type: string): boolean
  run(source: SequencedEvent, runner: CommandRunner, delay?: Delay): readonly (() => Promise<void>)[]
}

export function defineProcess<On extends EventType, State, Command, Event>(
  definition: ProcessDefinition<On, State, Command, Event>,
): BoundProcess {
  const { name, decider, codec } = definition
  const types = new Set<string>(definition.on)
  return {
    name,
    minds: (type) => types.has(type),
    run(source, runner, delay = machineDelay) {
      if (!types.has(source.type)) return []
      const event = eventCodec.decode(source) as EventOf<On>
      return definition.react(event, source).map(
        ({ stream, command, accountingDate }) =>
          () =>
            executeStep(runner, {
              decider,
              codec,
              stream,
              command,
              accountingDate,
              ...processRequest(definition, source, stream),
              name,
              delay,
            }),
      )
    },
  }
}

/** What a process uses as command id, so that a route may do the same step inline and the process then finds it done. */
export function processCommandId(processName: string, eventId: string, stream: string): string {
  return derivedUuid('process', processName, eventId, stream)
}

export function processMetadata(
  name: string,
  source: { readonly id: string; readonly recordedAt: string; readonly metadata: JsonObject },
): JsonObject {
  const { occurredAt, accountingDate, paperDay } = source.metadata
  return {
    actor: `process/${name}`,
    occurredAt: occurredAt ?? source.recordedAt,
    accountingDate: accountingDate ?? source.recordedAt.slice(0, 10),
    ...(paperDay !== undefined && { paperDay }),
    causationId: source.id,
  }
}

/** What tells a process's step from every other: a route that does the same step inline asks for it so, and the process then finds it done. */
export function processRequest(
  { name, onBehalf }: { readonly name: string; readonly onBehalf?: true },
  source: { readonly id: string; readonly recordedAt: string; readonly metadata: JsonObject },
  stream: string,
) {
  return {
    commandId: processCommandId(name, source.id, stream),
    input: { causationId: source.id },
    metadata: onBehalf ? metadataOnBehalf(source) : processMetadata(name, source),
  }
}

function metadataOnBehalf(source: { readonly id: string; readonly metadata: JsonObject }): JsonObject {
  const { actor, occurredAt, accountingDate, paperDay, document, approval } = source.metadata
  const said = { actor, occurredAt, accountingDate, paperDay, document, approval }
  const known = Object.entries(said).filter(([, value]) => value !== undefined)
  return { ...(Object.fromEntries(known) as JsonObject), causationId: source.id }
}

/** What comes of a batch as a whole, with tables of its own beside the checkpoint. */
export interface BatchProcess {
  /**
   * Does what follows from the events, and returns what to keep of it: that is stored in one transaction with the checkpoint; undefined:
   * nothing. After a crash in between the events are given again, perhaps in other batches.
   */
  run(events: readonly SequencedEvent[], prepare: ProjectionFile['prepare']): Promise<(() => void) | undefined>
}

/** One service's processes. */
export interface ServiceProcesses {
  readonly service: string
  readonly runner: CommandRunner
  /** In the order in which their effects must stand. */
  readonly processes: readonly BoundProcess[]
  readonly batchProcesses?: readonly BatchProcess[]
  /** `CREATE TABLE …` statements of the batch processes. */
  readonly tables?: string
}

interface Step<State, Command, Event> {
  readonly name: string
  readonly decider: Decider<State, Command, Event>
  readonly codec: EventCodec<Event>
  readonly stream: string
  readonly command: Command
  readonly accountingDate: string | undefined
  readonly commandId: string
  readonly input: JsonObject
  readonly metadata: JsonObject
  readonly delay: Delay
}

/** @throws Error on a refusal (the process's rules are broken: alarm, never skip) and when the store does not answer in time */
async function executeStep<State, Command, Event>(
  runner: CommandRunner,
  step: Step<State, Command, Event>,
): Promise<void> {
  for (let attempt = 1; attempt <= processLimits.attempts; attempt += 1) {
    const result = await runner.execute(step.decider, step.codec, {
      stream: step.stream,
      command: step.command,
      commandId: step.commandId,
      input: step.input,
      metadata: {
        ...step.metadata,
        ...(step.accountingDate !== undefined && { accountingDate: step.accountingDate }),
      },
      mayCreate: true,
    })
    if (result.outcome === 'accepted') return
    if (result.outcome === 'refused') {
      throw new Error(
        `process ${step.name} was refused by ${step.stream}: ${result.refusal.code} ${JSON.stringify(result.refusal.facts)}`,
      )
    }
    await step.delay(processLimits.retryAfterMs * attempt)
  }
  throw new Error(`process ${step.name}: the store did not take a command on ${step.stream}`)
}
