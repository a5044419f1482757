import { type EventOf, type EventType, eventCodec } from '@welfare/contracts/catalogue.ts'
import type { Decider, JsonObject } from '@welfare/event-store/decider/decider.ts'
import { derivedUuid } from '@welfare/event-store/derived-id.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { CommandRunner, EventCodec } from '@welfare/event-store/runner.ts'
import type { CompetingFeed, Feed } from '@welfare/messaging/port.ts'
import { inParallel } from '@welfare/process/in-parallel.ts'
import { processLimits } from '@welfare/process/limits.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { type Consumer, createConsumer, type Delay, machineDelay } from './consumer.ts'
import type { RoomCopy } from './room-copy.store.ts'

export interface Reaction<Command> {
  readonly stream: string
  readonly command: Command
}

/** A named hop between rooms: other rooms' events become commands on an own stream. */
export interface ProcessDefinition<On extends EventType, State, Command, Event> {
  /** Part of the command ids: never changes. */
  readonly name: string
  readonly on: readonly On[]
  readonly decider: Decider<State, Command, Event>
  readonly codec: EventCodec<Event>
  /** The same event leads to the same reactions. */
  react(event: EventOf<On>, source: SequencedEvent): readonly Reaction<Command>[]
}

export interface BoundProcess {
  readonly name: string
  run(source: SequencedEvent, runner: CommandRunner, delay?: Delay): readonly (() => Promise<void>)[]
}

export function defineProcess<On extends EventType, State, Command, Event>(
  definition: ProcessDefinition<On, State, Command, Event>,
): BoundProcess {
  const { name, decider, codec } = definition
  const types = new Set<string>(definition.on)
  return {
    name,
    run(source, runner, delay = machineDelay) {
      if (!types.has(source.type)) return []
      const event = eventCodec.decode(source) as EventOf<On>
      return definition.react(event, source).map(
        ({ stream, command }) =>
          () =>
            executeStep(runner, {
              name,
              decider,
              codec,
              stream,
              command,
              commandId: processCommandId(name, source.id, stream),
              source,
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

/** What comes of a batch as a whole, with tables of its own beside the checkpoint. */
export interface BatchProcess {
  /**
   * Does what follows from the events, and returns what to keep of it: that is stored in one transaction with the checkpoint; undefined:
   * nothing. After a crash in between the events are given again, perhaps in other batches.
   */
  run(events: readonly SequencedEvent[], prepare: RoomCopy['prepare']): Promise<(() => void) | undefined>
}

/** One service's processes. */
export interface RoomProcesses {
  readonly room: string
  readonly runner: CommandRunner
  /** In the order in which their effects must stand. */
  readonly processes: readonly BoundProcess[]
  readonly batchProcesses?: readonly BatchProcess[]
}

export interface ProcessManagerOptions {
  readonly name: string
  /** All that this process runs; read at each batch. */
  readonly rooms: readonly RoomProcesses[]
  readonly feed: Feed
  /**
   * Given where several instances of the room run and one at a time is to do the work. Without it each of them does all of it: every command
   * is recognised as done, and whoever waits for the consumer's position does not wait for another instance.
   */
  readonly competing?: CompetingFeed | undefined
  /** The checkpoint and the tables of the batch processes. Losing it costs time only: every command is recognised as done. */
  readonly copy: RoomCopy
  readonly logger: Logger
  /** Where reactions look things up: they are awaited before each batch. */
  readonly facts?: Consumer
  /** How time passes; default: as the machine's does. */
  readonly delay?: Delay | undefined
}

/** Runs processes over the feed: at least once, each command with a deterministic id, the checkpoint after the effects. */
export function createProcessManager(options: ProcessManagerOptions): Consumer {
  const { name, copy } = options
  return createConsumer({
    name,
    feed: options.competing?.(name) ?? options.feed,
    isShared: options.competing !== undefined,
    logger: options.logger,
    delay: options.delay,
    readCheckpoint: () => copy.readCheckpoint(),
    handle: (events) => handleBatch(options, events),
  })
}

async function handleBatch(
  { name, facts, rooms, copy, delay }: ProcessManagerOptions,
  events: readonly SequencedEvent[],
): Promise<void> {
  const last = events.at(-1)
  if (!last) return
  if (facts && !(await facts.waitFor(last.position, { timeoutMs: processLimits.factsTimeoutMs }))) {
    throw new Error(`${name}: the facts do not keep up`)
  }
  const done = await Promise.allSettled(rooms.map((room) => runRoom(room, copy, events, delay)))
  const failed = done.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  const results = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (!results.some(({ hasActed }) => hasActed)) return copy.applyBatch(events, () => {})
  copy.transaction(() => {
    for (const keep of results.flatMap(({ keeps }) => keeps)) keep()
    copy.markRead(events)
  })
}

interface Done {
  readonly hasActed: boolean
  readonly keeps: readonly (() => void)[]
}

/** One process after the other: a service lists them in the order in which their effects must stand. */
async function runRoom(
  { processes, batchProcesses = [], runner }: RoomProcesses,
  copy: RoomCopy,
  events: readonly SequencedEvent[],
  delay?: Delay,
): Promise<Done> {
  let hasActed = false
  for (const process of processes) {
    const steps = events.flatMap((event) => process.run(event, runner, delay))
    hasActed ||= steps.length > 0
    // They touch streams independently; those of one stream keep their order in its mailbox.
    await inParallel(steps, processLimits.inFlight, (step) => step())
  }
  const keeps = await Promise.all(batchProcesses.map((process) => process.run(events, copy.prepare)))
  const kept = keeps.filter((keep) => keep !== undefined)
  return { hasActed: hasActed || kept.length > 0, keeps: kept }
}

interface Step<State, Command, Event> {
  readonly name: string
  readonly decider: Decider<State, Command, Event>
  readonly codec: EventCodec<Event>
  readonly stream: string
  readonly command: Command
  readonly commandId: string
  readonly source: SequencedEvent
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
      input: { causationId: step.source.id },
      metadata: processMetadata(step.name, step.source),
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
