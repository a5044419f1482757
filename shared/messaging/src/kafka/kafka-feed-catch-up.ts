import type { Kafka } from 'kafkajs'
import type { KafkaLogger } from './kafka-client.ts'
import { consumeTopic, type Records } from './kafka-consumer.ts'
import { type Follower, whileBeating } from './kafka-feed-follower.ts'
import type { kafkaFeedLimits } from './kafka-feed-limits.ts'
import { readEvents, type TopicIdentity } from './kafka-feed-records.ts'
import type { FeedWindow } from './kafka-feed-window.ts'

export interface CatchUpOptions extends TopicIdentity {
  readonly kafka: Kafka
  readonly groupId: string
  readonly logger: KafkaLogger
  readonly limits: typeof kafkaFeedLimits
  readonly follower: Follower
  readonly batchSize: number
  /** Of those near the end: as soon as the next event is there, it is taken from there. */
  readonly window: FeedWindow
  readonly signal: AbortSignal
}

/**
 * A reader of its own for a follower that is far behind: it fetches as fast as that one handles. `reached` resolves when the window has the
 * next event, or `signal` has aborted; it rejects with the handler's error, or TopicBrokenError. No batch is under way any more then;
 * `letGo` resolves when the reader has let go too.
 */
export function catchUp(options: CatchUpOptions): { readonly reached: Promise<void>; readonly letGo: Promise<void> } {
  const { follower, window } = options
  const near = new AbortController()
  const { promise: isNear, resolve: arrive } = Promise.withResolvers<void>()
  const letGo = consumeTopic({
    ...options,
    signal: AbortSignal.any([options.signal, near.signal]),
    // A record's offset is at least its sequence - 1: the event after `last` is not before this one.
    startOffset: () => follower.last,
    onRecords: handle,
  })
  return { reached: Promise.race([isNear, letGo]), letGo }

  async function handle(records: Records): Promise<void> {
    const { events, offsets, broken } = readEvents(options, records.messages, follower.last)
    for (let from = 0; from < events.length; from += options.batchSize) {
      if (!records.isCurrent()) return
      const batch = events.slice(from, from + options.batchSize)
      await whileBeating(records.heartbeat, options.limits.heartbeatMs, () => follower.give(batch))
      records.handledBelow((offsets[from + batch.length - 1] ?? 0) + 1)
      if (window.take(follower.last, 1) !== 'behind') {
        near.abort()
        return arrive()
      }
      await records.heartbeat()
    }
    if (broken) throw broken
    const last = records.messages.at(-1)
    if (last) records.handledBelow(Number(last.offset) + 1)
  }
}
