import { setTimeout } from 'node:timers/promises'
import type { Position, SequencedEvent } from '@welfare/event-store/port.ts'
import type { Feed } from '@welfare/messaging/port.ts'
import { type BackOff, backOffMs } from '@welfare/process/back-off.ts'
import { consumerLimits } from '@welfare/process/limits.ts'
import type { Logger } from '@welfare/process/logger.ts'
import type { WatchedConsumer } from '@welfare/process/readiness.ts'

/** Resolves after `ms`, by whatever clock; rejects when `signal` aborts before. */
export type Delay = (ms: number, signal?: AbortSignal) => Promise<unknown>

export const machineDelay: Delay = (ms, signal) => setTimeout(ms, undefined, { ...(signal && { signal }) })

export interface ConsumerOptions {
  readonly name: string
  readonly feed: Feed
  /** The feed is a competing one: between two batches others may have done the work, and only the feed knows what they did. */
  readonly isShared?: boolean
  /** Where the service's own store stands; read again at each start and after each failure. */
  readCheckpoint(): Position | undefined
  /** Where to follow from, if earlier than the checkpoint: `handle` is then given again what it has, to compare. */
  readStart?(): Position | undefined
  /** Stores effects and checkpoint in one transaction, or throws and stores neither. */
  handle(events: readonly SequencedEvent[]): Promise<void> | void
  readonly logger: Logger
  readonly batchSize?: number
  readonly backOff?: BackOff
  /** How time passes; default: as the machine's does. */
  readonly delay?: Delay | undefined
  /** Told of each failure, for the metrics. */
  onFailure?(error: unknown): void
}

/**
 * Follows the feed and never skips an event: when `handle` fails it stops, is unhealthy, says so, and tries again from its
 * checkpoint, later each time. Waiting for a position waits through that.
 */
export interface Consumer extends WatchedConsumer {
  readonly name: string
  /** The last event whose effects are stored. */
  readonly position: Position | undefined
  /**
   * False from a failure until the batch that failed has been handled; where it was the feed that failed, until it has been followed for as
   * long as was waited before, though nothing may have come.
   */
  readonly healthy: boolean
  /** Failures since the start. */
  readonly failures: number
  /**
   * True as soon as the effects of everything up to `position` are stored; false when that takes too long, `signal` aborts or the
   * consumer stops.
   * @throws InvalidPositionError on what the ledger never handed out
   */
  waitFor(position: Position, options: { timeoutMs: number; signal?: AbortSignal }): Promise<boolean>
  /** Again is harmless. */
  start(): void
  /** Resolves when the batch at hand is done. Again is harmless. */
  stop(): Promise<void>
}

/** A consumer as its maker sees it. */
export interface OwnConsumer extends Consumer {
  /** Looks at once where it sleeps: somebody waits. */
  look(): void
  /** Follows again from the checkpoint when the batch at hand is done. */
  restart(): void
}

export function createConsumer(options: ConsumerOptions): OwnConsumer {
  const { feed, logger, name, delay = machineDelay } = options
  const stopping = new AbortController()
  let position = options.readCheckpoint()
  let failures = 0
  let failedInARow = 0
  /** A batch was given that is not handled yet: what failed, if anything did, is not the feed. */
  let hasOpenBatch = false
  /** After a failure of the feed alone: from when it is followed again without one for that long. */
  let mendsAtMs = Number.POSITIVE_INFINITY
  let look = () => {}
  let restart = () => {}
  let running: Promise<void> | undefined
  const waiters = createWaiters({
    comparePositions: (a, b) => feed.comparePositions(a, b),
    delay,
    stopping: stopping.signal,
    position: () => position,
    look: () => look(),
  })

  return {
    name,
    get position() {
      return position
    },
    get healthy() {
      return failedInARow === 0 || performance.now() >= mendsAtMs
    },
    get failures() {
      return failures
    },
    waitFor: waiters.waitFor,
    look: () => look(),
    restart: () => restart(),
    start() {
      running ??= keepFollowing()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }

  async function keepFollowing(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await follow()
      } catch (error) {
        await alarm(error)
      }
    }
  }

  async function follow(): Promise<void> {
    position = options.readCheckpoint()
    let last: SequencedEvent | undefined
    const ending = new AbortController()
    restart = () => ending.abort()
    const following = {
      after: options.readStart ? options.readStart() : position,
      signal: AbortSignal.any([stopping.signal, ending.signal]),
      batchSize: options.batchSize ?? consumerLimits.batchSize,
      onAsleep: (wakeUp: () => void) => {
        look = wakeUp
      },
    }
    await feed.follow(following, async (events) => {
      hasOpenBatch = true
      mendsAtMs = Number.POSITIVE_INFINITY
      last = assertContinuous(options.isShared ? undefined : last, events)
      await options.handle(events)
      position = last?.position ?? position
      failedInARow = 0
      hasOpenBatch = false
      waiters.tell()
    })
    if (!following.signal.aborted) throw new Error('feed-ended: it promises to stay live until it is aborted')
  }

  async function alarm(error: unknown): Promise<void> {
    if (stopping.signal.aborted) return
    failures += 1
    failedInARow += 1
    options.onFailure?.(error)
    const retryInMs = backOffMs(failedInARow, options.backOff ?? consumerLimits.backOff)
    logger.error({ consumer: name, err: error, failedInARow, retryInMs }, 'consumer-stopped')
    const isFeeds = !hasOpenBatch
    mendsAtMs = Number.POSITIVE_INFINITY
    await delay(retryInMs, stopping.signal).catch(() => undefined)
    if (isFeeds) mendsAtMs = performance.now() + retryInMs
  }
}

export interface Waiters {
  readonly waitFor: Consumer['waitFor']
  /** Everybody whose position is reached now is told. */
  tell(): void
}

export interface WaitersOptions extends Pick<Feed, 'comparePositions'> {
  position(): Position | undefined
  /** Somebody begins to wait. */
  look(): void
  readonly delay: Delay
  readonly stopping: AbortSignal
}

/** Those who wait until a position is reached. */
export function createWaiters({ comparePositions, position, look, delay, stopping }: WaitersOptions): Waiters {
  const waiters = new Set<{ position: Position; reached: () => void }>()

  function isReached(wanted: Position): boolean {
    const reached = position()
    if (wanted === reached) return true
    // Compared even with itself where nothing was read yet: a malformed token is refused, not waited for.
    const order = comparePositions(wanted, reached ?? wanted)
    return reached !== undefined && order <= 0
  }

  return {
    waitFor(wanted, wait) {
      return new Promise((resolve, reject) => {
        try {
          if (isReached(wanted)) return resolve(true)
        } catch (error) {
          return reject(error)
        }
        const waiter = { position: wanted, reached: () => settle(true) }
        const signals = wait.signal ? [wait.signal, stopping] : [stopping]
        const settled = new AbortController()
        const giveUp = () => settle(false)
        const settle = (reached: boolean) => {
          waiters.delete(waiter)
          settled.abort('settled')
          for (const signal of signals) signal.removeEventListener('abort', giveUp)
          resolve(reached)
        }
        waiters.add(waiter)
        for (const signal of signals) signal.addEventListener('abort', giveUp)
        void delay(wait.timeoutMs, settled.signal).then(giveUp, () => undefined)
        if (signals.some((signal) => signal.aborted)) giveUp()
        else look()
      })
    },
    tell() {
      for (const waiter of waiters) if (isReached(waiter.position)) waiter.reached()
    },
  }
}

/** Starts at once and stops when `signal` aborts. */
export function runConsumer(options: ConsumerOptions & { readonly signal: AbortSignal }): Consumer {
  const consumer = createConsumer(options)
  options.signal.addEventListener('abort', () => void consumer.stop(), { once: true })
  if (!options.signal.aborted) consumer.start()
  return consumer
}

/** @throws Error when an event is missing: the consumer stops rather than go on with a hole. */
function assertContinuous(
  last: SequencedEvent | undefined,
  events: readonly SequencedEvent[],
): SequencedEvent | undefined {
  let previous = last
  for (const event of events) {
    if (previous && (event.sequence !== previous.sequence + 1 || event.ledger !== previous.ledger)) {
      throw new Error(
        `feed-not-continuous: ${event.ledger} ${event.sequence} came after ${previous.ledger} ${previous.sequence}`,
      )
    }
    previous = event
  }
  return previous
}
