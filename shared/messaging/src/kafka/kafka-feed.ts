import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { InvalidPositionError, type Position } from '@welfare/event-store/port.ts'
import { comparePositionTokens, parsePosition } from '@welfare/event-store/position-token.ts'
import type { CompetingFeed, Feed } from '../port.ts'
import { createKafkaClient, type KafkaConnection, withAdmin } from './kafka-client.ts'
import { catchUp } from './kafka-feed-catch-up.ts'
import { followCompeting } from './kafka-feed-competing.ts'
import { createFollower, type Follower, startAfter } from './kafka-feed-follower.ts'
import { kafkaFeedLimits } from './kafka-feed-limits.ts'
import type { TopicIdentity } from './kafka-feed-records.ts'
import { type FeedTail, startTail } from './kafka-feed-tail.ts'
import { ledgerTopicName } from './topic-settings.ts'

export interface KafkaFeedOptions extends Omit<KafkaConnection, 'clientId'> {
  readonly ledger: string
  readonly epoch: number
  /** Names this process at the brokers: `<service>-<instance>`. */
  readonly instance: string
  readonly limits?: Partial<typeof kafkaFeedLimits>
}

export interface KafkaFeed {
  readonly feed: Feed
  /** Groups of instances that share work, by name; of this ledger and epoch. */
  readonly competing: CompetingFeed
  /** Events in the topic that the furthest behind in this process has not done; undefined while nobody follows or the end is not known. */
  lag(): number | undefined
  /** A broker answers within two seconds and has the topic, and the follower is connected. */
  ready(): Promise<boolean>
  /** A follower is rejected with FeedClosedError. Again is harmless. */
  close(): Promise<void>
}

/** The feed was closed under a follower. */
export class FeedClosedError extends Error {
  override readonly name = 'FeedClosedError'
}

type Following = Parameters<Feed['follow']>

/**
 * The ledger's events from its topic. Followers near the end share one reader; one that is far behind reads by itself until it is near. Brokers may
 * go and come: followers wait. A topic that is broken (TopicBrokenError) ends them, and does so again whenever they follow again.
 */
export function openKafkaFeed(options: KafkaFeedOptions): KafkaFeed {
  const { ledger, epoch, instance, logger } = options
  const identity: TopicIdentity = { topic: ledgerTopicName(ledger, epoch), ledger, epoch }
  const limits = { ...kafkaFeedLimits, ...options.limits }
  const kafka = createKafkaClient({ ...options, clientId: `welfare-${instance}` })
  const common = { ...identity, kafka, logger, limits }
  const closing = new AbortController()
  const followers = new Set<Follower>()
  const lags = new Map<symbol, number>()
  /** Readers that have done their work, and followers. */
  const ending = new Set<Promise<unknown>>()
  let tail: FeedTail | undefined

  return {
    feed: { follow: (...following) => until(follow(...following)), comparePositions },
    competing: (group) => ({
      follow: (...following) => until(compete(group, ...following)),
      comparePositions,
    }),
    lag() {
      const end = tail?.end
      const behind = end === undefined ? [] : [...followers].map(({ last }) => Math.max(0, end - last))
      const all = [...behind, ...lags.values()]
      return all.length === 0 ? undefined : Math.max(...all)
    },
    ready,
    async close() {
      closing.abort()
      while (ending.size > 0) await Promise.allSettled([...ending])
      await tail?.ended
    },
  }

  async function follow(...[{ after, signal, batchSize = limits.batchSize }, onBatch]: Following): Promise<void> {
    const follower = createFollower(identity, startAfter(identity, after), onBatch)
    const signals = [signal, closing.signal]
    const { window } = liveTail()
    followers.add(follower)
    try {
      while (!signals.some(({ aborted }) => aborted)) {
        const events = window.take(follower.last, batchSize)
        if (events === 'behind') {
          const ownReader = { ...common, groupId: privateGroup(), follower, batchSize, window }
          const { reached, letGo } = catchUp({ ...ownReader, signal: AbortSignal.any(signals) })
          void until(letGo).catch(() => undefined)
          await reached
        } else if (events.length > 0) await follower.give(events)
        else await window.changed(signals)
      }
    } finally {
      followers.delete(follower)
    }
    if (!signal.aborted) throw new FeedClosedError('the feed is closed')
  }

  async function compete(group: string, ...[following, onBatch]: Following): Promise<void> {
    const { after, signal, batchSize = limits.batchSize } = following
    const me = Symbol(group)
    const onLag = (lag: number | undefined) => void (lag === undefined ? lags.delete(me) : lags.set(me, lag))
    const groupId = `${identity.topic}.${group}`
    const either = AbortSignal.any([signal, closing.signal])
    await followCompeting({ ...common, groupId, after, batchSize, onBatch, onLag, signal: either })
    if (!signal.aborted) throw new FeedClosedError('the feed is closed')
  }

  /** One that is broken is started again for the next follower. */
  function liveTail(): FeedTail {
    if (tail === undefined || tail.window.failure !== undefined) {
      tail = startTail({ ...common, groupId: privateGroup(), signal: closing.signal })
    }
    return tail
  }

  /**
   * A group of one, which stores no offsets and leaves nothing behind. A name of its own each time: under the old one a process that comes back
   * after a kill would wait until its dead self is given up.
   */
  function privateGroup(): string {
    return `${identity.topic}.reader.${instance}.${randomUUID()}`
  }

  function until<Result>(promise: Promise<Result>): Promise<Result> {
    ending.add(promise)
    const forget = () => void ending.delete(promise)
    promise.then(forget, forget)
    return promise
  }

  async function ready(): Promise<boolean> {
    if (tail !== undefined && !tail.isConnected) return false
    const timeout = new AbortController()
    const late = delay(limits.readyWithinMs, false, { signal: timeout.signal }).catch(() => false)
    const asked = withAdmin(kafka, (admin) => admin.fetchTopicOffsets(identity.topic)).then(
      () => true,
      () => false,
    )
    const answer = await Promise.race([asked, late])
    timeout.abort()
    return answer
  }

  function comparePositions(a: Position, b: Position): number {
    for (const position of [a, b]) {
      if (parsePosition(position).ledger !== ledger) {
        throw new InvalidPositionError(`not a position of ledger ${ledger}: ${position}`)
      }
    }
    return comparePositionTokens(a, b)
  }
}
