import type { LogReplica } from '@welfare/event-store/ledger-import.ts'
import type { Position } from '@welfare/event-store/port.ts'
import { type Consumer, createConsumer } from '@welfare/facts/consumer.ts'
import type { Feed } from '@welfare/messaging/port.ts'
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
  /** Opened by whoever composes the process. */
  readonly replica: LogReplica
  readonly feed: Feed
  readonly logger: Logger
  readonly backOff?: { readonly firstMs: number; readonly maxMs: number }
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

/** A thread that reads the copy, as far as it is poked, watched and waited for. */
export interface CopyReader<Status extends { readonly position: Position | undefined }> {
  poke(): void
  status(): Status
  failures(): number
  waitUntil(fits: (status: Status) => boolean, options: WaitOptions): Promise<boolean>
}

export interface CopyConsumerOptions<Status extends { readonly position: Position | undefined }> {
  readonly name: string
  readonly followed: FollowedLog
  /** Undefined before it is started. */
  reader(): CopyReader<Status> | undefined
  isHealthy(status: Status): boolean
  /** Through which sequence it answers; undefined while it answers nothing. */
  reflects(status: Status): number | undefined
}

/** What reads the copy in the shape of a consumer: poked when the copy has grown, waited for behind it, healthy when both are. */
export function createCopyConsumer<Status extends { readonly position: Position | undefined }>(
  options: CopyConsumerOptions<Status>,
): Consumer {
  const { name, followed, reader, isHealthy, reflects } = options
  followed.onGrown(() => reader()?.poke())
  return {
    name,
    get position() {
      return reader()?.status().position
    },
    get healthy() {
      const status = reader()?.status()
      return status !== undefined && isHealthy(status) && followed.consumer.healthy
    },
    get failures() {
      return reader()?.failures() ?? 0
    },
    waitFor: (position, wait) =>
      waitBehind(followed, position, wait, async (sequence, rest) => {
        const reaches = (status: Status): boolean => (reflects(status) ?? -1) >= sequence
        return (await reader()?.waitUntil(reaches, rest)) ?? false
      }),
    start() {},
    async stop() {},
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
  reach: (sequence: number, options: WaitOptions) => Promise<boolean>,
): Promise<boolean> {
  const startedAt = performance.now()
  if (!(await followed.consumer.waitFor(position, { timeoutMs, ...(signal && { signal }) }))) return false
  const leftMs = Math.max(0, timeoutMs - (performance.now() - startedAt))
  return reach(followed.sequence, { timeoutMs: leftMs, signal })
}
