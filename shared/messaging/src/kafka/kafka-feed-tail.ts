import type { Kafka, KafkaMessage } from 'kafkajs'
import { type KafkaLogger, withAdmin } from './kafka-client.ts'
import { consumeTopic } from './kafka-consumer.ts'
import type { kafkaFeedLimits } from './kafka-feed-limits.ts'
import { readEvents, type TopicIdentity } from './kafka-feed-records.ts'
import { createFeedWindow, type FeedWindow } from './kafka-feed-window.ts'

export interface FeedTail {
  readonly window: FeedWindow
  readonly isConnected: boolean
  /** The sequence of the topic's last event, as far as the broker has told; undefined before. */
  readonly end: number | undefined
  /** Resolves when the reader has let go. */
  readonly ended: Promise<void>
}

export interface TailOptions extends TopicIdentity {
  readonly kafka: Kafka
  readonly groupId: string
  readonly logger: KafkaLogger
  readonly limits: typeof kafkaFeedLimits
  readonly signal: AbortSignal
}

/** Reads the end of the topic into a window until `signal` aborts or the topic is broken: then the window says how. */
export function startTail(options: TailOptions): FeedTail {
  const { limits, signal, logger } = options
  const window = createFeedWindow({ events: limits.windowEvents, bytes: limits.windowBytes })
  let isConnected = false
  /** The next record to read; undefined before the topic's end was asked for. */
  let next: number | undefined
  let unread = 0
  const ended = read().catch((error: unknown) => {
    logger.error({ topic: options.topic, err: error }, 'kafka-feed-broken')
    window.fail(error)
  })
  return {
    window,
    ended,
    get isConnected() {
      return isConnected
    },
    get end() {
      return window.last === undefined ? undefined : window.last + unread
    },
  }

  function read(): Promise<void> {
    return consumeTopic({
      ...options,
      signal,
      prepare: async () => {
        next ??= await findStart()
        if (next === 0) window.beginEmpty()
      },
      startOffset: () => next,
      onHeld: (isHeld) => {
        isConnected = isHeld
      },
      async onRecords({ messages, end, handledBelow }) {
        const last = messages.at(-1)
        if (last === undefined) return
        const { events, broken } = readEvents(options, messages, window.last)
        next = Number(last.offset) + 1
        unread = Math.max(0, end - next)
        if (events.length > 0) window.add(events, sizeOf(messages))
        if (broken) throw broken
        handledBelow(next)
      },
    })
  }

  async function findStart(): Promise<number> {
    const [partition] = await withAdmin(options.kafka, (admin) => admin.fetchTopicOffsets(options.topic))
    return Math.max(0, Number(partition?.high ?? 0) - limits.windowEvents)
  }
}

/** About what the events take in memory: the text of each, and as much again for being an object. */
function sizeOf(messages: readonly KafkaMessage[]): number {
  return messages.reduce((sum, { value }) => sum + 2 * (value?.length ?? 0) + EVENT_BYTES, 0)
}

/** Names, ids, position and metadata of an event. */
const EVENT_BYTES = 1_500
