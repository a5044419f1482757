import type { Admin } from 'kafkajs'
import topics from '../../../../infra/kafka/topics.json' with { type: 'json' }

/** `ledger`: one partition, in sequence order. `keyed`: for outside consumers, by stream. `parking`: what these could not take. */
export type TopicKind = keyof typeof topics

export function ledgerTopicName(ledger: string, epoch: number): string {
  return `welfare.${ledger}.${epoch}`
}

export function keyedTopicName(ledger: string, epoch: number): string {
  return `${ledgerTopicName(ledger, epoch)}.keyed`
}

export function parkingTopicName(ledger: string): string {
  return `welfare.${ledger}.parking`
}

/** The settings that `topics.json` gives to topics of `kind`. */
export function topicPartitions(kind: TopicKind): number {
  return topics[kind].partitions
}

/**
 * Makes the topic with the settings of `topics.json` where it is not there yet, and waits until it has leaders. Three copies, two of which must
 * have what is acknowledged, where the cluster has three brokers; else one. A topic that is there keeps its settings.
 */
export async function ensureTopic(admin: Admin, topic: string, kind: TopicKind): Promise<void> {
  const { brokers } = await admin.describeCluster()
  const isReplicated = brokers.length >= COPIES
  const { partitions, config } = topics[kind]
  const settings = { ...config, 'min.insync.replicas': isReplicated ? '2' : '1' }
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic,
        numPartitions: partitions,
        replicationFactor: isReplicated ? COPIES : 1,
        configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
      },
    ],
  })
}

const COPIES = 3
