import type { Position } from '@welfare/event-store/port.ts'
import type { Kafka } from 'kafkajs'
import { type KafkaLogger, withAdmin } from './kafka-client.ts'
import { consumeTopic, type Records } from './kafka-consumer.ts'
import { createFollower, type Follower, type OnBatch, startAfter, whileBeating } from './kafka-feed-follower.ts'
import type { kafkaFeedLimits } from './kafka-feed-limits.ts'
import { readEvents, sequenceOf, type TopicIdentity } from './kafka-feed-records.ts'

export interface CompetingOptions extends TopicIdentity {
  readonly kafka: Kafka
  readonly groupId: string
  readonly logger: KafkaLogger
  readonly limits: typeof kafkaFeedLimits
  /** What this instance has done by itself: a lower bound. */
  readonly after: Position | undefined
  readonly batchSize: number
  readonly signal: AbortSignal
  readonly onBatch: OnBatch
  /** Events of the topic that are not done, told while the work is ours; undefined when it is not. */
  onLag(lag: number | undefined): void
}

/**
 * Follows while this instance is the one of its group that the partition is given to, and waits while it is not. What is done is stored
 * in the group – the offset, and beside it the sequence – only after the handler resolved; Kafka refuses it from a member that was
 * given up meanwhile: then it is done again by the instance that has the partition now. Each time the partition is given, the place is looked up again:
 * behind what the group has done, or behind `after` where that is further.
 */
export async function followCompeting(options: CompetingOptions): Promise<void> {
  const { topic, onLag } = options
  const own = sequenceOf(options, options.after)
  let follower: Follower | undefined
  let stored = 0

  await consumeTopic({
    ...options,
    startOffset: () => undefined,
    onHeld(isHeld) {
      follower = undefined
      onLag(isHeld ? 0 : undefined)
    },
    async onRecords(records) {
      if (follower === undefined) return findPlace(records)
      await handle(records, follower)
    },
  })

  async function handle(records: Records, follower: Follower): Promise<void> {
    const { events, offsets, broken } = readEvents(options, records.messages, follower.last)
    for (let from = 0; from < events.length; from += options.batchSize) {
      if (!records.isCurrent()) return
      const batch = events.slice(from, from + options.batchSize)
      await whileBeating(records.heartbeat, options.limits.heartbeatMs, () => follower.give(batch))
      const next = (offsets[from + batch.length - 1] ?? 0) + 1
      records.handledBelow(next)
      onLag(records.end - next)
      await store(records, next, follower)
      await records.heartbeat()
    }
    if (broken) throw broken
    const last = records.messages.at(-1)
    if (last === undefined) return
    records.handledBelow(Number(last.offset) + 1)
    if (stored < follower.last) await store(records, Number(last.offset) + 1, follower)
  }

  async function store(records: Records, offset: number, { last }: Follower): Promise<void> {
    await records.commit(offset, String(last))
    stored = last
  }

  /** Asked while the partition is ours: nobody else can store anything now. */
  async function findPlace(records: Records): Promise<void> {
    const group = await withAdmin(options.kafka, (admin) =>
      admin.fetchOffsets({ groupId: options.groupId, topics: [topic] }),
    )
    const [partition] = group[0]?.partitions ?? []
    // Without our note somebody else has moved the group: a place that skips events must not be believed.
    const done = /^\d{1,15}$/.test(partition?.metadata ?? '') ? Number(partition?.metadata) : 0
    const isGroupAhead = done >= own
    const start = isGroupAhead ? { last: done, unconfirmed: undefined } : startAfter(options, options.after)
    stored = done
    follower = createFollower(options, start, options.onBatch)
    records.seek(isGroupAhead && done > 0 ? Number(partition?.offset ?? 0) : start.last)
  }
}
