import { setTimeout as delay } from 'node:timers/promises'
import type { EventStore, Position } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import { createCopyConsumer, type FollowedLog } from '@welfare/http/followed-log.ts'
import type { Feed } from '@welfare/messaging/port.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { projectionLimits } from '../limits.ts'
import type { ProjectionThread } from './projection-thread.ts'
import type { ThreadStatus } from './thread-messages.ts'

interface Dependencies {
  readonly store: EventStore
  readonly feed: Feed
  readonly logger: Logger
  thread(): ProjectionThread | undefined
}

/** The thread in the shape of a consumer: started, stopped, waited for and watched like every other. The events it reads itself. */
export function createThreadConsumer({ store, feed, logger, thread }: Dependencies): Consumer {
  const stopping = new AbortController()
  let following: Promise<void> | undefined

  return {
    name: 'projections',
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
      feed.comparePositions(position, position)
      const reaches = ({ position: reached }: ThreadStatus): boolean =>
        reached !== undefined && feed.comparePositions(position, reached) <= 0
      return (await thread()?.waitUntil(reaches, options)) ?? false
    },
    start() {
      following ??= keepPoking()
    },
    async stop() {
      stopping.abort()
      await following
    },
  }

  async function keepPoking(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const after: Position | undefined = (await store.head())?.position
        thread()?.poke()
        await feed.follow({ after, signal: stopping.signal }, async () => thread()?.poke())
      } catch (error) {
        if (stopping.signal.aborted) return
        // The thread still looks by itself every second.
        logger.error({ consumer: 'projections', err: error }, 'feed-failed')
        await delay(projectionLimits.fallbackPollMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }
}

/** Where the thread reads a copy that is filled from the feed. */
export function createCopyThreadConsumer(followed: FollowedLog, reader: () => ProjectionThread | undefined): Consumer {
  return createCopyConsumer<ThreadStatus>({
    name: 'projections',
    followed,
    reader,
    isHealthy: ({ healthy, serving }) => healthy && serving,
    reflects: ({ serving, sequence }) => (serving ? sequence : undefined),
  })
}

function isHealthy(thread: ProjectionThread | undefined): boolean {
  const { healthy, serving } = thread?.status() ?? { healthy: false, serving: false }
  return healthy && serving
}
