import { setTimeout as delay } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import { isUnknownTopic, kafkaCauseOf } from './kafka-client.ts'

/** Of every ledger's topic: whole and in one order, for ever. */
export const ledgerTopicSettings = {
  partitions: 1,
  config: {
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'max.message.bytes': String(4 * 1024 * 1024),
  },
} as const

export function ledgerTopicName(ledger: string, epoch: number): string {
  return `welfare.${ledger}.${epoch}`
}

/**
 * Makes the topic with these settings where it is not there yet, and waits until it has leaders. Three copies, two of which must
 * have what is acknowledged, where the cluster has three brokers; else one. A topic that is there keeps its settings, and is not asked for:
 * only the controller can answer that, and it may be stopped.
 */
export async function ensureTopic(admin: Admin, topic: string): Promise<void> {
  if (!(await isThere(admin, topic))) await makeTopic(admin, topic)
  await hasLeaders(admin, topic)
}

async function isThere(admin: Admin, topic: string): Promise<boolean> {
  try {
    await admin.fetchTopicMetadata({ topics: [topic] })
    return true
  } catch (error) {
    if (isUnknownTopic(error)) return false
    if (isWithoutLeader(error)) return true
    throw error
  }
}

async function makeTopic(admin: Admin, topic: string): Promise<void> {
  const { brokers } = await admin.describeCluster()
  const isReplicated = brokers.length >= COPIES
  const { partitions, config } = ledgerTopicSettings
  const settings = { ...config, 'min.insync.replicas': isReplicated ? '2' : '1' }
  await admin.createTopics({
    topics: [
      {
        topic,
        numPartitions: partitions,
        replicationFactor: isReplicated ? COPIES : 1,
        configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
      },
    ],
    waitForLeaders: false,
  })
}

const COPIES = 3
/** Between looks, and how many: 10 seconds. */
const [LOOK_MS, MAX_LOOKS] = [50, 200]

/** The client waits for leaders only of what it made itself, and takes a broker that has not heard of the topic yet for an error. */
async function hasLeaders(admin: Admin, topic: string): Promise<void> {
  for (let looks = 1; ; looks += 1) {
    try {
      const { topics: found } = await admin.fetchTopicMetadata({ topics: [topic] })
      const partitions = found.flatMap(({ partitions: of }) => of)
      if (partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)) return
      if (looks >= MAX_LOOKS) throw new Error(`${topic} has partitions without a leader`)
    } catch (error) {
      if (!(isUnknownTopic(error) || isWithoutLeader(error)) || looks >= MAX_LOOKS) throw error
    }
    await delay(LOOK_MS)
  }
}

function isWithoutLeader(error: unknown): boolean {
  const cause = kafkaCauseOf(error)
  return typeof cause === 'object' && cause !== null && 'type' in cause && cause.type === 'LEADER_NOT_AVAILABLE'
}
