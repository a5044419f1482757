import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import type { CompetingFeed, Feed } from '@welfare/messaging/port.ts'
import { backOffMs } from '@welfare/process/back-off.ts'
import { inParallel } from '@welfare/process/in-parallel.ts'
import { consumerLimits, processLimits } from '@welfare/process/limits.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { type Consumer, createConsumer, createWaiters, type Delay, machineDelay, type Waiters } from './consumer.ts'
import { eventsAfter, type FactsService } from './facts.service.ts'
import type { FollowingService } from './following-service.ts'
import type { ServiceProcesses } from './process-manager.ts'
import type { ProjectionFile } from './projection-file.store.ts'

/** Where services have their processes run. */
export interface Processes {
  /**
   * With `competes`, where several instances of the service run, one of them is given the work; else each does all of it. Returns what runs
   * them, to be waited for; what composes the process starts it.
   */
  run(service: ServiceProcesses, options?: { readonly competes?: boolean }): Consumer
}

export type ProcessesOptions = Pick<ProcessManagerOptions, 'feed' | 'competing' | 'logger'>

export interface ProcessesService extends FollowingService, Processes {}

/**
 * All processes of this process in one follower; those that compete with other instances in one for each service. Where each service's are stands
 * in the file of the facts, in a section of its own: facts that are made again leave it as it is.
 */
export function createProcesses(options: ProcessesOptions, facts: FactsService): ProcessesService {
  const { feed, competing, logger } = options
  const common = { feed, logger, facts: facts.consumer }
  const consumers: Consumer[] = []
  let together: ProcessManager | undefined

  const start = (one: Pick<ProcessManagerOptions, 'name' | 'competing'>): ProcessManager => {
    const manager = createProcessManager({ ...common, ...one })
    consumers.push(manager.consumer)
    return manager
  }
  return {
    name: 'processes',
    routes: [],
    consumers,
    run(processes, { competes = false } = {}) {
      const { service, tables: schema = '' } = processes
      const copy = facts.section(`processes_${service}`, { schema, version: 1 })
      // By the service's name: the brokers know the group by it.
      if (competes && competing) return start({ name: `${service}-processes`, competing }).add(processes, copy)
      together ??= start({ name: 'processes' })
      return together.add(processes, copy)
    },
    async start() {},
    async stop() {},
  }
}

export interface ProcessManagerOptions {
  readonly name: string
  readonly feed: Feed
  /**
   * Given where several instances of the service run and one at a time is to do the work. Without it each of them does all of it: every command
   * is recognised as done, and a waiter for the consumer's position does not wait for another instance.
   */
  readonly competing?: CompetingFeed | undefined
  readonly logger: Logger
  /** Where reactions look things up: they are awaited before each batch. */
  readonly facts?: Consumer
  /** How time passes; default: as the machine's does. */
  readonly delay?: Delay | undefined
}

export interface ProcessManager {
  /** All services' processes together: where the one is that is furthest behind, healthy when all are. */
  readonly consumer: Consumer
  /**
   * Before the start only.
   * @param copy the checkpoint and the tables of the batch processes. Losing it costs time: what recorded something is recognised as done, the rest is decided again
   * @returns this service's processes alone: another's that stand do not hold them up
   */
  add(processes: ServiceProcesses, copy: ProjectionFile): Consumer
}

/** A service's processes, and how they are. */
interface Member {
  readonly processes: ServiceProcesses
  readonly copy: ProjectionFile
  readonly waiters: Waiters
  /** Of the last event whose effects are stored. */
  position: Position | undefined
  sequence: number
  failures: number
  failedInARow: number
  /** Backs off: what comes meanwhile is read again from its checkpoint. */
  stands: boolean
}

/**
 * Runs processes over the feed: at least once, each command with a deterministic id, the checkpoint after the effects. One follower for all
 * services; where a step fails, the processes of its service stand, and those of the others go on.
 */
export function createProcessManager(options: ProcessManagerOptions): ProcessManager {
  const { name, facts, logger, delay = machineDelay } = options
  const feed = options.competing?.(name) ?? options.feed
  const stopping = new AbortController()
  const members: Member[] = []
  const parts: Consumer[] = []
  const furthestBehind = (): Position | undefined =>
    members.toSorted((one, other) => one.sequence - other.sequence)[0]?.position
  const follower = createConsumer({
    name,
    feed,
    isShared: options.competing !== undefined,
    logger,
    delay,
    readCheckpoint: furthestBehind,
    handle,
  })
  const stop = async (): Promise<void> => {
    stopping.abort()
    await follower.stop()
  }
  const consumer: Consumer = {
    name,
    get position() {
      return furthestBehind()
    },
    get healthy() {
      return follower.healthy && members.every(({ failedInARow }) => failedInARow === 0)
    },
    get failures() {
      return members.reduce((sum, { failures }) => sum + failures, follower.failures)
    },
    async waitFor(position, wait) {
      const reached = await Promise.all(members.map(({ waiters }) => waiters.waitFor(position, wait)))
      return !reached.includes(false)
    },
    // Of a follower of one, there is nothing more to say.
    ...(!options.competing && { parts }),
    start: follower.start,
    stop,
  }
  return { consumer, add }

  function add(processes: ServiceProcesses, copy: ProjectionFile): Consumer {
    const waiters = createWaiters({
      comparePositions: (a, b) => feed.comparePositions(a, b),
      position: () => member.position,
      look: follower.look,
      delay,
      stopping: stopping.signal,
    })
    const member: Member = {
      ...{ processes, copy, waiters, position: copy.readCheckpoint(), sequence: copy.sequence() },
      ...{ failures: 0, failedInARow: 0, stands: false },
    }
    const part: Consumer = {
      name: `${processes.service}-processes`,
      get position() {
        return member.position
      },
      get healthy() {
        return follower.healthy && member.failedInARow === 0
      },
      get failures() {
        return member.failures
      },
      waitFor: waiters.waitFor,
      start: follower.start,
      stop,
    }
    members.push(member)
    parts.push(part)
    return part
  }

  async function handle(events: readonly SequencedEvent[]): Promise<void> {
    const last = events.at(-1)
    if (!last) return
    if (facts && !(await facts.waitFor(last.position, { timeoutMs: processLimits.factsTimeoutMs }))) {
      throw new Error(`${name}: the facts do not keep up`)
    }
    await Promise.all(members.map((member) => advance(member, events)))
  }

  async function advance(member: Member, events: readonly SequencedEvent[]): Promise<void> {
    const fresh = eventsAfter(member.sequence, events)
    const [next] = fresh
    // Who stood in between is behind, and is given what it missed when it is followed from its checkpoint.
    const misses = !options.competing && next !== undefined && next.sequence > member.sequence + 1
    if (next === undefined || misses || member.stands) return
    try {
      await runBatch(member, fresh, delay)
      member.position = fresh.at(-1)?.position
      member.sequence = fresh.at(-1)?.sequence ?? 0
      member.failedInARow = 0
    } catch (error) {
      // The broker that hands out work among instances is to know that it was not done.
      if (options.competing) throw error
      stand(member, error)
    }
    member.waiters.tell()
  }

  function stand(member: Member, error: unknown): void {
    member.stands = true
    member.failures += 1
    member.failedInARow += 1
    const { failedInARow } = member
    const retryInMs = backOffMs(failedInARow, consumerLimits.backOff)
    logger.error(
      { consumer: `${member.processes.service}-processes`, err: error, failedInARow, retryInMs },
      'consumer-stopped',
    )
    const goOn = (): void => {
      member.stands = false
      follower.restart()
    }
    void delay(retryInMs, stopping.signal).then(goOn, () => undefined)
  }
}

/** Effects first, then the checkpoint with what is kept of them. */
async function runBatch({ processes, copy }: Member, events: readonly SequencedEvent[], delay: Delay): Promise<void> {
  const { isDecided, keeps } = await runService(processes, copy, events, delay)
  if (!isDecided) return copy.passOver(events)
  copy.transaction(() => {
    for (const keep of keeps) keep()
    copy.markRead(events)
  })
}

interface Done {
  /** Something came of the events, or might have: they are not to be decided again on facts that have gone on. */
  readonly isDecided: boolean
  readonly keeps: readonly (() => void)[]
}

/** One process after the other: a service lists them in the order in which their effects must stand. */
async function runService(
  { processes, batchProcesses = [], runner }: ServiceProcesses,
  copy: ProjectionFile,
  events: readonly SequencedEvent[],
  delay?: Delay,
): Promise<Done> {
  const isMinded = events.some(({ type }) => processes.some((process) => process.minds(type)))
  for (const process of processes) {
    const steps = events.flatMap((event) => process.run(event, runner, delay))
    // They touch streams independently; those of one stream keep their order in its mailbox.
    await inParallel(steps, processLimits.inFlight, (step) => step())
  }
  const keeps = await Promise.all(batchProcesses.map((process) => process.run(events, copy.prepare)))
  const kept = keeps.filter((keep) => keep !== undefined)
  return { isDecided: isMinded || kept.length > 0, keeps: kept }
}
