import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { type Admin, CompressionTypes, type Kafka, type Producer } from 'kafkajs'
import { type CloudEventMessage, fromCloudEventMessage, toCloudEventMessage } from '../cloud-event.ts'
import type { EventTopic } from '../port.ts'
import { inTime } from './in-time.ts'
import { readRecords } from './topic-reading.ts'
import { ensureTopic, ledgerTopicName, ledgerTopicSettings } from './topic-settings.ts'

export interface LedgerTopicOptions {
  readonly client: Kafka
  readonly ledger: string
  readonly epoch: number
  /** Default false: for lines that are slower than the processor. */
  readonly gzip?: boolean
}

/** Records are missing that the topic once had, or its brokers acknowledged. It must be filled again, under a new epoch or after it was deleted. */
export class TopicIncompleteError extends Error {
  override readonly name = 'TopicIncompleteError'
}

/**
 * The topic of one epoch of a ledger, for its writer. Made where it is not there yet. One partition; one send in flight; a send is
 * done when all brokers that must have it have it. Not an idempotent producer: its sequence numbers are kept by the client, which gives
 * up on them after an error that it does not understand, and readers drop repeats anyway.
 */
export async function openLedgerTopic({ client, ledger, epoch, gzip }: LedgerTopicOptions): Promise<EventTopic> {
  const topic = ledgerTopicName(ledger, epoch)
  const admin = client.admin()
  const producer = client.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 })
  const close = async (): Promise<void> => {
    const ends = [producer.disconnect(), admin.disconnect()]
    await inTime(Promise.allSettled(ends), CLOSE_MS, `closing ${topic}`).catch(() => undefined)
  }
  try {
    await inTime(Promise.all([admin.connect(), producer.connect()]), OPEN_MS, `connecting for ${topic}`)
    await inTime(ensureTopic(admin, topic), OPEN_MS, `making ${topic}`)
  } catch (error) {
    await close()
    throw error
  }
  return {
    tail: () => readTail(client, admin, topic),
    async append(events) {
      for (const messages of splitByBytes(events.map(toCloudEventMessage))) {
        await send(producer, topic, messages, gzip === true ? CompressionTypes.GZIP : CompressionTypes.None)
      }
    },
    close,
  }
}

/** Half of what the topic lets a record batch have. A send is one record batch: stored wholly or not at all. */
const MAX_SEND_BYTES = Number(ledgerTopicSettings.config['max.message.bytes']) / 2
/** Headers without metadata, key and framing of a record: 700 bytes in our events. */
const HEADER_BYTES = 1_024

/** Longer than the client's own retries take. */
const SEND_MS = 60_000
const OPEN_MS = 30_000
const CLOSE_MS = 5_000

async function send(
  producer: Producer,
  topic: string,
  messages: readonly CloudEventMessage[],
  compression: CompressionTypes,
): Promise<void> {
  const records = messages.map((message) => ({ ...message, partition: 0 }))
  const sent = producer.send({ topic, acks: -1, compression, messages: records })
  const [answer] = await inTime(sent, SEND_MS, `sending to ${topic}`)
  const first = Number(messages[0]?.headers.ce_sequence)
  requireRoom(topic, Number(answer?.baseOffset), first)
}

/** Every sequence before this one has a record before this one's. @throws TopicIncompleteError */
function requireRoom(topic: string, offset: number, sequence: number): void {
  if (!(offset >= sequence - 1)) {
    throw new TopicIncompleteError(
      `event ${sequence} stands at offset ${offset} of ${topic}: records before it are gone`,
    )
  }
}

function splitByBytes(messages: readonly CloudEventMessage[]): readonly (readonly CloudEventMessage[])[] {
  const runs: CloudEventMessage[][] = []
  let service = 0
  for (const message of messages) {
    const bytes = HEADER_BYTES + Buffer.byteLength(message.value) + Buffer.byteLength(message.headers.ce_eventmetadata)
    if (bytes > service) {
      runs.push([])
      service = MAX_SEND_BYTES
    }
    runs.at(-1)?.push(message)
    service -= bytes
  }
  return runs
}

/** The topic's last event. @throws TopicIncompleteError, NotAnEventError */
export async function readTail(client: Kafka, admin: Admin, topic: string): Promise<SequencedEvent | undefined> {
  const [end] = await inTime(admin.fetchTopicOffsets(topic), OPEN_MS, `asking where ${topic} ends`)
  if (end === undefined) throw new Error(`${topic} has no partition`)
  const [low, high] = [Number(end.low), Number(end.high)]
  if (low > 0) throw new TopicIncompleteError(`${topic} begins at offset ${low}`)
  // The last offset may hold a mark that is no record: then the last record stands further back.
  for (let back = 1, from = high; from > 0; back *= 32) {
    from = Math.max(0, high - back)
    let tail: { readonly event: SequencedEvent; readonly offset: number } | undefined
    await readRecords(client, { topic, from, until: high }, (record) => {
      tail = { event: fromCloudEventMessage(record), offset: Number(record.offset) }
    })
    if (tail === undefined) continue
    const { event, offset } = tail as { readonly event: SequencedEvent; readonly offset: number }
    requireRoom(topic, offset, event.sequence)
    return event
  }
  return undefined
}
