import { randomUUID } from 'node:crypto'
import type { Kafka, KafkaMessage } from 'kafkajs'
import { inTime } from './in-time.ts'

/**
 * Gives the records of partition 0 from offset `from` to before `until`, at least once each, in order. Returns when offset `until - 1` was
 * passed, whatever stood there: a record, a mark of a transaction, nothing because of compaction.
 */
export async function readRecords(
  client: Kafka,
  { topic, from, until }: { readonly topic: string; readonly from: number; readonly until: number },
  onRecord: (record: KafkaMessage) => void,
): Promise<void> {
  if (from >= until) return
  const consumer = client.consumer({
    // A group of its own that stores no offset: brokers forget it when nobody is in it.
    groupId: `welfare-read-${randomUUID()}`,
    maxWaitTimeInMs: 20,
    allowAutoTopicCreation: false,
    retry: { retries: 8, restartOnFailure: async () => false },
  })
  const passed = Promise.withResolvers<void>()
  passed.promise.catch(() => undefined)
  // Before the first fetch: nothing else is read.
  consumer.on(consumer.events.GROUP_JOIN, () => consumer.seek({ topic, partition: 0, offset: String(from) }))
  consumer.on(consumer.events.CRASH, ({ payload }) => passed.reject(payload.error))
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    if (Number(payload.lastOffset) >= until - 1) passed.resolve()
  })
  try {
    await inTime(consumer.connect(), READ_MS, `connecting to read ${topic}`)
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    const eachBatch = async ({ batch }: { batch: { messages: KafkaMessage[] } }): Promise<void> => {
      for (const record of batch.messages) {
        const offset = Number(record.offset)
        if (offset >= from && offset < until) onRecord(record)
      }
    }
    await inTime(consumer.run({ autoCommit: false, eachBatch }), READ_MS, `beginning to read ${topic}`)
    await inTime(passed.promise, READ_MS, `reading ${topic}`)
  } finally {
    await inTime(consumer.disconnect(), READ_MS, `ending to read ${topic}`).catch(() => undefined)
  }
}

/** For each step; a large topic takes seconds. */
const READ_MS = 30_000
