import { setTimeout as delay } from 'node:timers/promises'
import type { EventStore } from '@welfare/event-store/port.ts'
import type { Feed } from '@welfare/messaging/port.ts'
import type { Consumer } from '@welfare/service-kit/consumer.ts'
import type { Logger } from '@welfare/service-kit/logger.ts'
import { logLimits } from './log-limits.ts'
import type { LogThread } from './log-thread.ts'
import type { LogThreadStatus } from './thread-messages.ts'

interface Dependencies {
  readonly store: EventStore
  readonly feed: Feed
  readonly logger: Logger
  thread(): LogThread | undefined
}

/** The thread in the shape of a consumer: started, stopped, waited for and watched like every other. The events it reads itself. */
export function createLogConsumer({ store, feed, logger, thread }: Dependencies): Consumer {
  const stopping = new AbortController()
  let following: Promise<void> | undefined

  return {
    name: 'transparency-log',
    get position() {
      return thread()?.status().position
    },
    get healthy() {
      const { healthy, diverged } = thread()?.status() ?? { healthy: false, diverged: undefined }
      return healthy && diverged === undefined
    },
    get failures() {
      return thread()?.failures() ?? 0
    },
    async waitFor(position, options) {
      // Compared even with itself: a malformed token is refused, not waited for.
      feed.comparePositions(position, position)
      const reaches = ({ position: reached }: LogThreadStatus): boolean =>
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
        const after = (await store.head())?.position
        thread()?.poke()
        await feed.follow({ after, signal: stopping.signal }, async () => thread()?.poke())
      } catch (error) {
        if (stopping.signal.aborted) return
        // The thread still looks by itself every second.
        logger.error({ consumer: 'transparency-log', err: error }, 'feed-failed')
        await delay(logLimits.fallbackPollMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }
}
