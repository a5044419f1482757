import type { EventStore } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import { waitLimits } from '@welfare/process/limits.ts'
import { awaitAfter } from './after.ts'
import { problem } from './problem.ts'
import type { Route } from './route.ts'

export interface AwaitedFacts {
  readonly store: Pick<EventStore, 'head'>
  /** Of the facts that the handlers look at, and of what they rely on being done. */
  readonly followers: readonly Pick<Consumer, 'waitFor'>[]
  /** A stale fact must neither refuse nor allow: too slow, and the request is refused. Default: it goes on with what is known. */
  readonly isRequired?: boolean
}

/**
 * The one place where requests wait for their facts, before the handler: for `after` where it was given; else, and always where something is
 * decided, bounded for everything that was durable when it was asked, so that who has just written is answered by it.
 */
export function afterFacts(routes: readonly Route[], { store, followers, isRequired }: AwaitedFacts): readonly Route[] {
  return routes.map((route) => ({
    ...route,
    async handle(request) {
      const after = afterOf(request.query)
      for (const follower of after === undefined ? [] : followers) {
        const late = await awaitAfter(follower, after, request)
        if (late) return late
      }
      // Who reads has said what the answer is to reflect: a store elsewhere is not asked once more.
      if (after !== undefined && route.method === 'get') return route.handle(request)
      const head = await store.head()
      const reached = await Promise.all(followers.map((follower) => caughtUp({ head: async () => head }, follower)))
      return isRequired && reached.includes(false) ? problem('after-not-reached') : route.handle(request)
    },
  }))
}

function afterOf(query: unknown): string | undefined {
  const isGiven = typeof query === 'object' && query !== null && 'after' in query && typeof query.after === 'string'
  return isGiven ? String(query.after) : undefined
}

/** Waits, bounded, until `consumer` reflects everything that was durable when it was asked. False when that takes too long. */
export async function caughtUp(
  store: Pick<EventStore, 'head'>,
  consumer: Pick<Consumer, 'waitFor'>,
  timeoutMs: number = waitLimits.freshFactsMs,
): Promise<boolean> {
  const head = await store.head()
  return head === undefined || consumer.waitFor(head.position, { timeoutMs })
}
