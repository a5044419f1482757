import { setTimeout as delay } from 'node:timers/promises'
import kafkajs, { type Consumer, type EachBatchPayload, type Kafka, type KafkaMessage } from 'kafkajs'
import { inTime } from './in-time.ts'
import { isUnknownTopic, type KafkaLogger, kafkaCauseOf, kafkaTimes } from './kafka-client.ts'
import { kafkaFeedLimits } from './kafka-feed-limits.ts'

// A name that Node does not find among a CommonJS module's exports.
const { KafkaJSError } = kafkajs

export interface ConsumingOptions {
  readonly kafka: Kafka
  readonly groupId: string
  /** Has one partition. */
  readonly topic: string
  readonly logger: KafkaLogger
  /** Default: the feed's. */
  readonly limits?: typeof kafkaFeedLimits
  /** Ends it, after the records at hand. */
  readonly signal: AbortSignal
  /** Done before each connecting; what it throws is tried again like everything else. */
  prepare?(): Promise<void>
  /** Where to read from, asked each time the partition is given; undefined: where the group stands. */
  startOffset(): number | undefined
  /** Told each time the partition is given or taken away, and when the connection is lost. */
  onHeld?(isHeld: boolean): void
  /** One call at a time. What it throws beside Kafka's own errors ends the consuming. */
  onRecords(records: Records): Promise<void>
}

export interface Records {
  readonly messages: readonly KafkaMessage[]
  /** The offset that the next record of the topic will have. */
  readonly end: number
  /** False when these records are no longer ours to handle: stop between two of them. */
  isCurrent(): boolean
  /** Records below `offset` are handled: what comes next begins there. */
  handledBelow(offset: number): void
  /** Says that we live, while the handling takes long. Throws Kafka's error where the partition is to be given to another. */
  heartbeat(): Promise<void>
  /** `note` is kept with the offset. Throws Kafka's error where the partition was taken away: then nothing is stored. */
  commit(offset: number, note: string): Promise<void>
  /** From the next call on, records come from `offset`. */
  seek(offset: number): void
}

/**
 * Reads the one partition of a topic as a member of a group. The client stops for good at some errors, and with its retries at others: each
 * time a new one is made, later and later, until it works; a topic that is not there yet is waited for. Resolves when `signal` aborts and
 * rejects with what `onRecords` threw; both after the client has let go.
 */
export async function consumeTopic(options: ConsumingOptions): Promise<void> {
  const { signal, logger, topic, groupId, limits = kafkaFeedLimits } = options
  const { firstMs, maxMs } = limits.backOff
  let failedInARow = 0
  const onHeld = (isHeld: boolean) => {
    if (isHeld) failedInARow = 0
    options.onHeld?.(isHeld)
  }
  while (!signal.aborted) {
    try {
      await options.prepare?.()
      await consumeOnce({ ...options, onHeld })
    } catch (error) {
      if (error instanceof HandlingFailedError) throw error.cause
      const retryInMs = Math.min(maxMs, firstMs * 2 ** Math.min(failedInARow, 20))
      failedInARow += 1
      const facts = { topic, groupId, failedInARow, retryInMs, err: kafkaCauseOf(error) }
      if (isUnknownTopic(error)) logger.debug(facts, 'kafka-topic-awaited')
      else logger.warn(facts, 'kafka-consumer-stopped')
      await delay(isUnknownTopic(error) ? limits.topicLookMs : retryInMs, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** Tells what the handling threw from what the client throws. */
class HandlingFailedError extends Error {
  override readonly name = 'HandlingFailedError'
}

async function consumeOnce(options: ConsumingOptions & { onHeld(isHeld: boolean): void }): Promise<void> {
  const { topic, signal, onHeld } = options
  const consumer = createConsumer(options)
  const { promise: ended, resolve: stop, reject: fail } = Promise.withResolvers<void>()
  ended.catch(() => undefined)
  let isOver = false
  let handling: Promise<void> = Promise.resolve()
  let isHandling = false
  const watch = watchForSigns(options, consumer, () => isHandling, fail)
  const onAbort = () => stop()
  signal.addEventListener('abort', onAbort, { once: true })
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!isOver) onHeld(false)
    fail(payload.error)
  })
  consumer.on(consumer.events.REBALANCING, () => {
    if (!isOver) onHeld(false)
  })
  // Before the first fetch: whatever the client would begin with is never read.
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    if (isOver) return
    const isMine = payload.memberAssignment[topic]?.includes(0) ?? false
    const offset = isMine ? options.startOffset() : undefined
    if (offset !== undefined) consumer.seek({ topic, partition: 0, offset: String(offset) })
    onHeld(isMine)
  })
  try {
    await inTime(consumer.connect(), kafkaTimes.questionMs, 'connecting')
    await inTime(consumer.subscribe({ topic, fromBeginning: true }), kafkaTimes.questionMs, 'subscribing')
    const running = consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => {
        handling = handle(payload)
        return handling
      },
    })
    if (signal.aborted) stop()
    await Promise.race([running.then(() => ended), ended])
  } finally {
    isOver = true
    clearInterval(watch)
    signal.removeEventListener('abort', onAbort)
    const lettingGo = consumer.disconnect()
    lettingGo.catch(() => undefined)
    // A batch under way is never left alone; the client may be, where it waits for a broker that does not come back.
    await handling.catch(() => undefined)
    await inTime(lettingGo, kafkaTimes.letGoMs, 'letting go').catch(() => undefined)
    onHeld(false)
  }

  async function handle(payload: EachBatchPayload): Promise<void> {
    if (isOver || signal.aborted || payload.isStale()) return
    isHandling = true
    try {
      await options.onRecords(toRecords(payload, consumer, () => isOver || signal.aborted))
    } catch (error) {
      if (error instanceof KafkaJSError) throw error
      isOver = true
      fail(new HandlingFailedError('the records could not be handled', { cause: error }))
    } finally {
      isHandling = false
    }
  }
}

/** A request that waits for a broker that never comes back may wait for ever: a client that gives no sign is given up. */
function watchForSigns(
  { limits = kafkaFeedLimits }: ConsumingOptions,
  consumer: Consumer,
  isHandling: () => boolean,
  fail: (error: Error) => void,
): NodeJS.Timeout {
  let lastSign = performance.now()
  const sign = () => {
    lastSign = performance.now()
  }
  for (const event of [consumer.events.FETCH, consumer.events.GROUP_JOIN, consumer.events.END_BATCH_PROCESS]) {
    consumer.on(event, sign)
  }
  return setInterval(() => {
    const silentMs = performance.now() - lastSign
    if (!isHandling() && silentMs > limits.silentMs) fail(new Error(`no sign of life for ${silentMs} ms`))
  }, limits.heartbeatMs)
}

function createConsumer({ kafka, groupId, limits = kafkaFeedLimits }: ConsumingOptions): Consumer {
  return kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    sessionTimeout: limits.sessionMs,
    heartbeatInterval: limits.heartbeatMs,
    rebalanceTimeout: limits.rebalanceMs,
    minBytes: 1,
    maxWaitTimeInMs: limits.fetchWaitMs,
    maxBytesPerPartition: limits.fetchBytes,
    // Started again by us alone: the client does it at some crashes and not at others.
    retry: {
      retries: kafkaTimes.retries,
      initialRetryTime: kafkaTimes.firstRetryMs,
      maxRetryTime: kafkaTimes.longestRetryMs,
      restartOnFailure: async () => false,
    },
  })
}

function toRecords(payload: EachBatchPayload, consumer: Consumer, isOver: () => boolean): Records {
  const { topic, highWatermark, messages } = payload.batch
  return {
    messages,
    end: Number(highWatermark),
    isCurrent: () => payload.isRunning() && !payload.isStale() && !isOver(),
    handledBelow: (offset) => payload.resolveOffset(String(offset - 1)),
    heartbeat: () => payload.heartbeat(),
    commit: (offset, note) => {
      const partitions = [{ partition: 0, offset: String(offset), metadata: note }]
      return payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] })
    },
    seek: (offset) => consumer.seek({ topic, partition: 0, offset: String(offset) }),
  }
}
