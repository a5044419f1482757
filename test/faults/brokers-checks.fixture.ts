import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'
import type { EventStore } from '@welfare/event-store/port.ts'
import { fromCloudEventMessage } from '@welfare/messaging/cloud-event.ts'
import { readRecords } from '@welfare/messaging/kafka/topic-reading.ts'
import type { KafkaClient } from '../harness/relayed-ledger.ts'
import { programme } from './brokers-history.fixture.ts'
import type { Restartable } from './brokers-processes.fixture.ts'

export interface Recorded {
  /** Of each event, in sequence order. */
  readonly ids: readonly string[]
  readonly byType: ReadonlyMap<string, number>
  /** Command ids of redemptions, in sequence order. */
  readonly redemptions: readonly string[]
}

const PAGE = 1_000

export async function readRecorded(store: EventStore): Promise<Recorded> {
  const [ids, redemptions, byType] = [[] as string[], [] as string[], new Map<string, number>()]
  for (let page = await store.readAll({ limit: PAGE }); page.length > 0; ) {
    for (const { id, type, metadata } of page) {
      ids.push(id)
      byType.set(type, (byType.get(type) ?? 0) + 1)
      if (type === 'MealRedeemed') redemptions.push(String(metadata.commandId))
    }
    const last = page.at(-1)
    page = last === undefined ? [] : await store.readAll({ after: last.position, limit: PAGE })
  }
  return { ids, byType, redemptions }
}

export interface TopicRecords {
  readonly records: number
  /** Records of events that already stood before them. */
  readonly repeats: number
  /** What is not as it should be, by offset; at most ten. */
  readonly wrong: readonly string[]
}

/** Every record of the topic: the first of each event in order, without a gap, and each with the event that the store has there. */
export async function readTopicRecords(
  client: KafkaClient,
  topic: string,
  ids: readonly string[],
): Promise<TopicRecords> {
  const admin = client.admin()
  await admin.connect()
  const [end] = await admin.fetchTopicOffsets(topic)
  await admin.disconnect()
  let [records, repeats, last] = [0, 0, 0]
  const wrong: string[] = []
  const places = { topic, from: Number(end?.low), until: Number(end?.high) }
  await readRecords(client, places, (record) => {
    const { sequence, id } = fromCloudEventMessage(record)
    records += 1
    if (sequence <= last) repeats += 1
    const isInOrder = sequence <= last + 1 && ids[sequence - 1] === id && Number(record.offset) >= sequence - 1
    if (!isInOrder && wrong.length < 10) wrong.push(`offset ${record.offset}: event ${sequence} after ${last}`)
    last = Math.max(last, sequence)
  })
  if (last !== ids.length) wrong.push(`the topic ends with event ${last} of ${ids.length}`)
  return { records, repeats, wrong }
}

/** The first place where two logs are not the same, row by row; undefined where they are. */
export function differenceOfLogs(folder: string, other: string): string | undefined {
  const [one, two] = [folder, other].map((at) => new DatabaseSync(join(at, 'ledger.sqlite'), { readOnly: true }))
  try {
    const rows = [one, two].map((log) => log?.prepare('SELECT * FROM events ORDER BY position').iterate())
    for (let row = 1; ; row += 1) {
      const [left, right] = rows.map((of) => of?.next())
      if (left?.done && right?.done) return row > 1 ? undefined : 'both are empty'
      if (!isDeepStrictEqual(left, right)) return `row ${row}: ${JSON.stringify(left)} is not ${JSON.stringify(right)}`
    }
  } finally {
    one?.close()
    two?.close()
  }
}

const reports = [
  ...['fund', 'programme', 'funder', 'division'].map((by) => `/v1/budget?by=${by}`),
  `/v1/coverage?programme=${programme}`,
  `/v1/gaps?programme=${programme}&limit=1000`,
  '/v1/findings?limit=1000',
]

/** What the read models answer, by path; the whole journal as the SHA-256 of its table. */
export async function readAnswers(from: Restartable): Promise<Readonly<Record<string, unknown>>> {
  const answers: Record<string, unknown> = {}
  for (const path of reports) answers[path] = JSON.parse(await from.get(path))
  const journal = await from.get('/v1/journal.csv')
  const lines = journal.split('\r\n').length - 2
  return { ...answers, journal: { lines, sha256: createHash('sha256').update(journal).digest('hex') } }
}

/** How far the read models are; 0 while they do not answer. */
export async function readSequence(from: Restartable): Promise<number> {
  const text = await from.get('/v1/budget?by=fund').catch(() => undefined)
  return text === undefined ? 0 : Number(JSON.parse(text).sequence)
}
