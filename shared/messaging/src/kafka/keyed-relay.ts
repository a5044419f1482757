import { setTimeout as delay } from 'node:timers/promises'
import type { Admin, Kafka, KafkaMessage, Producer } from 'kafkajs'
import { fromCloudEventMessage } from '../cloud-event.ts'
import { inTime } from './in-time.ts'
import type { KafkaLogger } from './kafka-client.ts'
import { consumeTopic, type Records } from './kafka-consumer.ts'
import { ensureTopic, keyedTopicName, ledgerTopicName } from './topic-settings.ts'

export interface KeyedRelayOptions {
  readonly client: Kafka
  readonly ledger: string
  readonly epoch: number
  readonly logger: KafkaLogger
}

export interface KeyedRelay {
  /** Again is harmless. */
  start(): void
  /** Resolves when the batch under way is settled. Again is harmless. */
  stop(): Promise<void>
  /** `active`: this one of several has the ledger's topic. `healthy`: false from a failure until a batch is durable. */
  status(): { readonly healthy: boolean; readonly active: boolean; readonly relayed: number | undefined }
}

/**
 * Copies the ledger's topic into the keyed topic, message by message, for consumers outside: key = stream, spread over partitions
 * whose number never changes. At least once: the place in the ledger's topic is stored after what was read up to it is durable in the
 * keyed topic, so a crash in between repeats a batch, and `ce_id` tells repeats. Of a stream the first occurrences stand in order.
 * One of several works at a time, by its consumer group. It stops at a gap or at what is no event, says so, and tries again.
 */
export function createKeyedRelay({ client, ledger, epoch, logger }: KeyedRelayOptions): KeyedRelay {
  const [from, to] = [ledgerTopicName(ledger, epoch), keyedTopicName(ledger, epoch)]
  const groupId = `${to}-relay`
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  let relayed: number | undefined
  let failedInARow = 0
  let active = false

  return {
    start() {
      running ??= keepRelaying()
    },
    async stop() {
      stopping.abort()
      await running
    },
    status: () => ({ healthy: failedInARow === 0, active, relayed }),
  }

  async function keepRelaying(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await relayOn()
      } catch (error) {
        failedInARow += 1
        const retryInMs = Math.min(LONGEST_BACK_OFF_MS, 100 * 2 ** Math.min(failedInARow - 1, 10))
        logger.error({ topic: to, err: error, failedInARow, retryInMs }, 'keyed-relay-stopped')
        await delay(retryInMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }

  async function relayOn(): Promise<void> {
    const producer = client.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 })
    const admin = client.admin()
    try {
      await inTime(Promise.all([producer.connect(), admin.connect()]), CONNECT_MS, `connecting for ${to}`)
      await consumeTopic({
        kafka: client,
        groupId,
        topic: from,
        logger,
        signal: stopping.signal,
        prepare: () => ensureKeyedTopic(client, to),
        startOffset: () => undefined,
        onHeld(isHeld) {
          active = isHeld
          relayed = undefined
        },
        onRecords: (records) => copy(records, producer, admin),
      })
    } finally {
      const ends = Promise.allSettled([producer.disconnect(), admin.disconnect()])
      await inTime(ends, CONNECT_MS, `closing ${to}`).catch(() => undefined)
    }
  }

  async function copy({ messages, ...records }: Records, producer: Producer, admin: Admin): Promise<void> {
    relayed ??= await findRelayed(admin, from, groupId)
    for (const batch of splitIntoSends(messages)) {
      if (!records.isCurrent()) return
      const fresh = takeFresh(batch, relayed)
      if (fresh.messages.length > 0) await send(producer, to, fresh.messages)
      relayed = fresh.last
      const next = Number(batch.at(-1)?.offset) + 1
      records.handledBelow(next)
      await records.commit(next, String(relayed))
      await records.heartbeat()
      failedInARow = 0
    }
  }

  /** What was not copied yet. @throws Error on a gap, NotAnEventError */
  function takeFresh(batch: readonly KafkaMessage[], copied: number) {
    const messages: KafkaMessage[] = []
    let last = copied
    for (const message of batch) {
      const { sequence } = fromCloudEventMessage(message)
      if (sequence <= last) continue
      if (sequence > last + 1) throw new Error(`gap in ${from}: ${sequence} came after ${last}`)
      messages.push(message)
      last = sequence
    }
    return { messages, last }
  }
}

/**
 * The highest sequence that was copied, which is kept beside the place in the topic: the record before that place may be a late repeat, behind which
 * the topic goes on with a much later event. 0 where nothing was copied yet.
 */
async function findRelayed(admin: Admin, topic: string, groupId: string): Promise<number> {
  const asked = admin.fetchOffsets({ groupId, topics: [topic] })
  const [found] = await inTime(asked, CONNECT_MS, `asking how far ${groupId} is`)
  return Number(found?.partitions.find(({ partition }) => partition === 0)?.metadata ?? 0)
}

/** @throws Error that is none of the consumer's own: the client must not take it for one */
async function send(producer: Producer, topic: string, fresh: readonly KafkaMessage[]): Promise<void> {
  const messages = fresh.map(({ key, value, headers }) => ({ key, value, headers: headers ?? {} }))
  try {
    await inTime(producer.send({ topic, acks: -1, messages }), SEND_MS, `sending to ${topic}`)
  } catch (error) {
    throw new Error(`not all of a batch is known to be in ${topic}`, { cause: error })
  }
}

const BATCH_SIZE = 250
/** Half of what `topics.json` lets a record batch have: all of a send may be of one stream. */
const BATCH_BYTES = 2 * 1024 * 1024
const LONGEST_BACK_OFF_MS = 5_000
const CONNECT_MS = 10_000
const SEND_MS = 60_000

function splitIntoSends(messages: readonly KafkaMessage[]): readonly (readonly KafkaMessage[])[] {
  const sends: KafkaMessage[][] = []
  let room = 0
  for (const message of messages) {
    const bytes = (message.value?.length ?? 0) + Buffer.byteLength(String(message.headers?.ce_eventmetadata)) + 1_024
    if (bytes > room || sends.at(-1)?.length === BATCH_SIZE) {
      sends.push([])
      room = BATCH_BYTES
    }
    sends.at(-1)?.push(message)
    room -= bytes
  }
  return sends
}

async function ensureKeyedTopic(client: Kafka, topic: string): Promise<void> {
  const admin = client.admin()
  try {
    await inTime(admin.connect(), CONNECT_MS, `connecting to make ${topic}`)
    await ensureTopic(admin, topic, 'keyed')
  } finally {
    await inTime(admin.disconnect(), CONNECT_MS, `closing after making ${topic}`).catch(() => undefined)
  }
}
