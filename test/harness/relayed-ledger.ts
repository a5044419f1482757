import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NewEvent, SequencedEvent } from '@welfare/event-store/port.ts'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { fromCloudEventMessage } from '@welfare/messaging/cloud-event.ts'
import { createKafkaClient } from '@welfare/messaging/kafka/kafka-client.ts'
import { readRecords } from '@welfare/messaging/kafka/topic-reading.ts'
import { onTestFinished } from 'vitest'

const silent = () => undefined
export const silentLogger = { trace: silent, debug: silent, info: silent, warn: silent, error: silent }

export type KafkaClient = ReturnType<typeof createKafkaClient>

/** A client for tests: what goes wrong is seen by what they check. */
export function kafkaClientFor(brokers: readonly string[], clientId = 'test'): KafkaClient {
  return createKafkaClient({ brokers, clientId, logger: silentLogger })
}

/** A new ledger on the embedded store, gone with the test; its topics are of no other's name. */
export async function openTestLedger(): Promise<{ store: SqliteStore; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'relayed-'))
  const store = await openSqliteStore({ folder, clock: { now: () => new Date() } })
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  return { store, folder }
}

/** One append to a stream of its own. */
export async function recordThings(
  store: SqliteStore,
  count: number,
  stream = `thing-${randomUUID()}`,
): Promise<string> {
  const events = Array.from({ length: count }, (_, index): NewEvent => {
    const metadata = { commandId: randomUUID(), note: '一顿饭' }
    return { id: randomUUID(), type: 'ThingNoted', schemaVersion: 1, data: { index }, metadata }
  })
  const { outcome } = await store.append(stream, 'no-stream', events)
  if (outcome !== 'appended') throw new Error(`the append ended as ${outcome}`)
  return stream
}

/** Every record of the topic's partition 0, as it stands there, repeats and all. */
export async function readTopic(client: KafkaClient, topic: string): Promise<readonly SequencedEvent[]> {
  const admin = client.admin()
  await admin.connect()
  const [end] = await admin.fetchTopicOffsets(topic)
  await admin.disconnect()
  const events: SequencedEvent[] = []
  const scopeIndex = { topic, from: Number(end?.low), until: Number(end?.high) }
  await readRecords(client, scopeIndex, (record) => events.push(fromCloudEventMessage(record)))
  return events
}
