import { setTimeout as delay } from 'node:timers/promises'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage, Producer } from 'kafkajs'
import { fromCloudEventMessage } from '../cloud-event.ts'
import { inTime } from './in-time.ts'
import type { KafkaLogger } from './kafka-client.ts'
import {
  attemptsHeader,
  headerOf,
  retryForHeader,
  toParkingRecord,
  toSettledRecord,
  toStoredMessage,
} from './parking-message.ts'
import { ensureTopic, keyedTopicName, parkingTopicName } from './topic-settings.ts'

export interface KeyedConsumerOptions {
  readonly client: Kafka
  readonly ledger: string
  readonly epoch: number
  /** Members of one group share the partitions. */
  readonly group: string
  /** May be called again for an event that it handled before: after a crash, a rebalance, a repeat in the topic. `event.id` tells. */
  handle(event: SequencedEvent): Promise<void>
  /** Tries before a message is parked. Default 5. */
  readonly attempts?: number
  /** Before the second try; doubled each time, 5 seconds at most. Default 100. */
  readonly firstBackOffMs?: number
  readonly logger: KafkaLogger
}

export interface KeyedConsumer {
  /** Again is harmless. */
  start(): void
  /** Resolves when the message at hand is done. Again is harmless. */
  stop(): Promise<void>
  /** `parked`: by this one, since its start. */
  status(): { readonly healthy: boolean; readonly parked: number }
}

/**
 * For work outside of the ledger (a message to a phone, another system's copy): reads the keyed topic, and where a message cannot be
 * handled parks it and goes on. **What is promised**: every event is handled at least once or is parked, never neither. Events of one
 * stream come in order; but what follows a parked event of the same stream is handled before it, and a parked one that is tried again comes
 * late. Whoever needs more compares `event.version` with the last one it handled of that stream. The rooms of the ledger never park: they stop.
 */
export function createKeyedConsumer(options: KeyedConsumerOptions): KeyedConsumer {
  const { client, ledger, epoch, group, logger, attempts = 5, firstBackOffMs = 100 } = options
  const [topic, parking] = [keyedTopicName(ledger, epoch), parkingTopicName(ledger)]
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  let failedInARow = 0
  let parkedCount = 0

  return {
    start() {
      running ??= keepConsuming()
    },
    async stop() {
      stopping.abort()
      await running
    },
    status: () => ({ healthy: failedInARow === 0, parked: parkedCount }),
  }

  async function keepConsuming(): Promise<void> {
    while (!stopping.signal.aborted) {
      const producer = client.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 })
      try {
        await inTime(producer.connect(), CONNECT_MS, `connecting for ${parking}`)
        await ensureTopics(client, topic, parking)
        await consume({ client, topic, group, signal: stopping.signal }, (batch) => handleBatch(batch, producer))
      } catch (error) {
        failedInARow += 1
        const retryInMs = Math.min(LONGEST_BACK_OFF_MS, 100 * 2 ** Math.min(failedInARow - 1, 10))
        logger.error({ topic, group, err: error, failedInARow, retryInMs }, 'keyed-consumer-stopped')
        await delay(retryInMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      } finally {
        await inTime(producer.disconnect(), CONNECT_MS, `closing ${parking}`).catch(() => undefined)
      }
    }
  }

  async function handleBatch(payload: EachBatchPayload, producer: Producer): Promise<void> {
    const { batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, isRunning, isStale } = payload
    const commit = (offset: string) => {
      const partitions = [{ partition: batch.partition, offset: String(Number(offset) + 1) }]
      return commitOffsetsIfNecessary({ topics: [{ topic, partitions }] })
    }
    let handled = 0
    for (const message of batch.messages) {
      if (!isRunning() || isStale() || stopping.signal.aborted) break
      const isSettled = await handleMessage(message, batch.partition, producer, heartbeat)
      if (!isSettled) break
      resolveOffset(message.offset)
      handled += 1
      if (handled % COMMIT_EVERY === 0 || message === batch.messages.at(-1)) await commit(message.offset)
      await heartbeat()
      failedInARow = 0
    }
  }

  /** True when the message is handled, parked or for others; false when we are to stop. */
  async function handleMessage(
    message: KafkaMessage,
    partition: number,
    producer: Producer,
    heartbeat: () => Promise<void>,
  ): Promise<boolean> {
    const retryFor = headerOf(message, retryForHeader)
    if (retryFor !== undefined && retryFor !== group) return true
    for (let attempt = 1; ; attempt += 1) {
      try {
        const event = fromCloudEventMessage(message)
        await options.handle(event)
        if (retryFor !== undefined) await send(producer, parking, toSettledRecord(group, event.id))
        return true
      } catch (error) {
        if (error instanceof NotParkedError) throw error
        logger.warn({ topic, group, err: error, attempt, offset: message.offset }, 'keyed-message-failed')
        if (attempt >= attempts) return park(message, partition, error, producer)
        await waitAlive(Math.min(LONGEST_BACK_OFF_MS, firstBackOffMs * 2 ** (attempt - 1)), heartbeat)
        if (stopping.signal.aborted) return false
      }
    }
  }

  async function park(message: KafkaMessage, partition: number, error: unknown, producer: Producer): Promise<boolean> {
    const id = headerOf(message, 'ce_id') ?? `${topic}/${partition}/${message.offset}`
    const parked = {
      ...{ group, id, topic, partition, offset: message.offset },
      type: headerOf(message, 'ce_type') ?? '',
      stream: headerOf(message, 'ce_subject') ?? '',
      attempts: Number(headerOf(message, attemptsHeader) ?? 0) + attempts,
      error: String(error),
      parkedAt: new Date().toISOString(),
      message: toStoredMessage(message),
    }
    await send(producer, parking, toParkingRecord(parked))
    parkedCount += 1
    logger.error({ topic, group, id, err: error }, 'keyed-message-parked')
    return true
  }

  async function waitAlive(ms: number, heartbeat: () => Promise<void>): Promise<void> {
    for (let leftMs = ms; leftMs > 0 && !stopping.signal.aborted; leftMs -= HEARTBEAT_MS) {
      await delay(Math.min(leftMs, HEARTBEAT_MS), undefined, { signal: stopping.signal }).catch(() => undefined)
      await heartbeat()
    }
  }
}

/** Neither handled nor parked: the message is given again. */
class NotParkedError extends Error {
  override readonly name = 'NotParkedError'
}

const CONNECT_MS = 10_000
const SEND_MS = 60_000
const HEARTBEAT_MS = 1_000
const LONGEST_BACK_OFF_MS = 5_000
/** Messages that a crash gives again, at most, beside those of other partitions. */
const COMMIT_EVERY = 50

async function send(producer: Producer, topic: string, message: ReturnType<typeof toParkingRecord>): Promise<void> {
  try {
    await inTime(producer.send({ topic, acks: -1, messages: [message] }), SEND_MS, `sending to ${topic}`)
  } catch (error) {
    throw new NotParkedError(`not known to be in ${topic}`, { cause: error })
  }
}

async function consume(
  { client, topic, group, signal }: { client: Kafka; topic: string; group: string; signal: AbortSignal },
  onBatch: (batch: EachBatchPayload) => Promise<void>,
): Promise<void> {
  const consumer: Consumer = client.consumer({
    groupId: group,
    allowAutoTopicCreation: false,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: 100,
    retry: { retries: 8, restartOnFailure: async () => false },
  })
  const ended = Promise.withResolvers<void>()
  ended.promise.catch(() => undefined)
  const stop = () => ended.resolve()
  signal.addEventListener('abort', stop, { once: true })
  consumer.on(consumer.events.CRASH, ({ payload }) => ended.reject(payload.error))
  try {
    await inTime(consumer.connect(), CONNECT_MS, `connecting for ${topic}`)
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: (payload) =>
        onBatch(payload).catch((error) => {
          if (error instanceof NotParkedError) ended.reject(error)
          throw error
        }),
    })
    if (signal.aborted) stop()
    await ended.promise
  } finally {
    signal.removeEventListener('abort', stop)
    await inTime(consumer.disconnect(), CONNECT_MS, `closing ${topic}`).catch(() => undefined)
  }
}

async function ensureTopics(client: Kafka, keyed: string, parking: string): Promise<void> {
  const admin = client.admin()
  try {
    await inTime(admin.connect(), CONNECT_MS, `connecting to make ${keyed}`)
    await ensureTopic(admin, keyed, 'keyed')
    await ensureTopic(admin, parking, 'parking')
  } finally {
    await inTime(admin.disconnect(), CONNECT_MS, `closing after making ${keyed}`).catch(() => undefined)
  }
}
