import type { LogReplica } from '@welfare/event-store/ledger-import.ts'
import type { EventStore, Position } from '@welfare/event-store/port.ts'
import { type Consumer, createConsumer } from '@welfare/facts/consumer.ts'
import type { Feed } from '@welfare/messaging/port.ts'
import type { BackOff } from '@welfare/process/back-off.ts'
import { threadLimits } from '@welfare/process/limits.ts'
import type { Logger } from '@welfare/process/logger.ts'
import type { Service } from './service.ts'

/** A copy of the ledger's log on this machine's disk, kept up from the feed, for threads that read it. */
export interface FollowedLog {
  /** The feed into the copy: it never skips, refuses what does not go on from what is there, and alarms. */
  readonly consumer: Consumer
  /** Of the last event in the copy; 0 when it is empty. */
  readonly sequence: number
  /** Calls `listener` after each batch that is in the copy. */
  onGrown(listener: () => void): void
}

/** Follows the feed into `replica`, and closes that at its end. */
export interface FollowedLogService extends Service {
  readonly followed: FollowedLog
}

export interface FollowedLogOptions {
  /** Opened by what composes the process. */
  readonly replica: LogReplica
  readonly feed: Feed
  readonly logger: Logger
  readonly backOff?: BackOff
}

export function createFollowedLog({ replica, ...options }: FollowedLogOptions): FollowedLogService {
  const listeners = new Set<() => void>()
  const consumer = createConsumer({
    ...options,
    name: 'log-copy',
    readCheckpoint: () => replica.position,
    readStart: () => replica.overlap,
    handle(events) {
      replica.apply(events)
      for (const tell of listeners) tell()
    },
  })
  const followed: FollowedLog = {
    consumer,
    get sequence() {
      return replica.lastSequence
    },
    onGrown: (listener) => void listeners.add(listener),
  }
  return {
    name: 'log-copy',
    routes: [],
    consumers: [consumer],
    followed,
    async start() {},
    stop: () => replica.close(),
  }
}

interface WaitOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** A thread that reads the log, or a copy of it, as far as it is poked, watched and waited for. */
export interface LogThread<Status extends { readonly position: Position | undefined }> {
  wake(): void
  status(): Status
  failures(): number
  waitUntil(fits: (status: Status) => boolean, options: WaitOptions): Promise<boolean>
}

export interface ThreadConsumerOptions<Status extends { readonly position: Position | undefined }> {
  readonly name: string
  readonly store: Pick<EventStore, 'head' | 'comparePositions'>
  /** Where the thread reads a copy, what fills it. */
  readonly followed?: FollowedLog | undefined
  readonly logger: Logger
  /** Undefined before it is started. */
  thread(): LogThread<Status> | undefined
  isHealthy(status: Status): boolean
  /** Through which sequence it answers; undefined while it answers nothing. */
  reflects(status: Status): number | undefined
}

/**
 * A thread in the shape of a consumer: started, stopped, waited for and watched like every other. It reads the events itself. On a copy it is poked
 * when that has grown, waited for behind it, and healthy when both are; else where the ledger ends is looked at now and then, so that a commit
 * costs nothing here.
 */
export function createThreadConsumer<Status extends { readonly position: Position | undefined }>(
  options: ThreadConsumerOptions<Status>,
): Consumer {
  const { name, store, followed, logger, thread, isHealthy, reflects } = options
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()
  followed?.onGrown(() => thread()?.wake())

  return {
    name,
    get position() {
      return thread()?.status().position
    },
    get healthy() {
      const status = thread()?.status()
      return status !== undefined && isHealthy(status) && (followed?.consumer.healthy ?? true)
    },
    get failures() {
      return thread()?.failures() ?? 0
    },
    async waitFor(position, wait) {
      if (followed)
        return waitBehind(followed, position, wait, async (sequence, rest) => {
          const reaches = (status: Status): boolean => (reflects(status) ?? -1) >= sequence
          return (await thread()?.waitUntil(reaches, rest)) ?? false
        })
      // Compared even with itself: a malformed token is refused, not waited for.
      store.comparePositions(position, position)
      const reaches = ({ position: reached }: Status): boolean =>
        reached !== undefined && store.comparePositions(position, reached) <= 0
      return (await thread()?.waitUntil(reaches, wait)) ?? false
    },
    start() {
      if (followed) return
      timer ??= setInterval(() => {
        looking = look()
      }, threadLimits.lookEveryMs)
    },
    async stop() {
      clearInterval(timer)
      await looking
    },
  }

  async function look(): Promise<void> {
    try {
      const head = await store.head()
      const status = thread()?.status()
      if (head && status && isHealthy(status) && head.sequence > (reflects(status) ?? 0)) thread()?.wake()
    } catch (error) {
      // The thread still looks by itself every second.
      logger.error({ consumer: name, err: error }, 'ledger-end-unknown')
    }
  }
}

/**
 * What reads the copy has reached a position when the copy has, and it has read as much as the copy held then. Positions are the feed's,
 * whatever they are made of. False when both together take too long.
 * @throws InvalidPositionError
 */
async function waitBehind(
  followed: FollowedLog,
  position: Position,
  { timeoutMs, signal }: WaitOptions,
  scope: (sequence: number, options: WaitOptions) => Promise<boolean>,
): Promise<boolean> {
  const startedAt = performance.now()
  if (!(await followed.consumer.waitFor(position, { timeoutMs, ...(signal && { signal }) }))) return false
  const leftMs = Math.max(0, timeoutMs - (performance.now() - startedAt))
  return scope(followed.sequence, { timeoutMs: leftMs, signal })
}
