import type { EventStore } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import { createCopyConsumer, type FollowedLog } from '@welfare/http/followed-log.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { logLimits } from './log-limits.ts'
import type { LogThread } from './log-thread.ts'
import type { LogThreadStatus } from './thread-messages.ts'

interface Dependencies {
  readonly store: EventStore
  readonly logger: Logger
  thread(): LogThread | undefined
}

/**
 * The thread in the shape of a consumer: started, stopped, waited for and watched like every other. It reads the events itself; this only
 * looks where the ledger ends, because following the feed would have every event parsed here once more.
 */
export function createLogConsumer({ store, logger, thread }: Dependencies): Consumer {
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()

  return {
    name: 'transparency-log',
    get position() {
      return thread()?.status().position
    },
    get healthy() {
      return isHealthy(thread())
    },
    get failures() {
      return thread()?.failures() ?? 0
    },
    async waitFor(position, options) {
      // Compared even with itself: a malformed token is refused, not waited for.
      store.comparePositions(position, position)
      const reaches = ({ position: reached }: LogThreadStatus): boolean =>
        reached !== undefined && store.comparePositions(position, reached) <= 0
      return (await thread()?.waitUntil(reaches, options)) ?? false
    },
    start() {
      timer ??= setInterval(() => {
        looking = look()
      }, logLimits.lookEveryMs)
    },
    async stop() {
      clearInterval(timer)
      await looking
    },
  }

  async function look(): Promise<void> {
    try {
      const head = await store.head()
      const { treeSize, diverged } = thread()?.status() ?? { treeSize: 0, diverged: undefined }
      if (head && head.sequence > treeSize && diverged === undefined) thread()?.poke()
    } catch (error) {
      // The thread still looks by itself every second.
      logger.error({ consumer: 'transparency-log', err: error }, 'ledger-end-unknown')
    }
  }
}

/** Where the thread reads a copy that is filled from the feed. */
export function createCopyLogConsumer(followed: FollowedLog, reader: () => LogThread | undefined): Consumer {
  return createCopyConsumer<LogThreadStatus>({
    name: 'transparency-log',
    followed,
    reader,
    isHealthy: ({ healthy, diverged }) => healthy && diverged === undefined,
    reflects: ({ treeSize }) => treeSize,
  })
}

function isHealthy(thread: LogThread | undefined): boolean {
  const { healthy, diverged } = thread?.status() ?? { healthy: false, diverged: undefined }
  return healthy && diverged === undefined
}
