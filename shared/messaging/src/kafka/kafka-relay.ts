import type { Kafka } from 'kafkajs'
import { createRelay, type Relay, type RelayOptions } from '../relay.ts'
import { openLedgerTopic } from './ledger-topic.ts'
import { createRelayLease } from './relay-lease.ts'
import { ledgerTopicName } from './topic-settings.ts'

export interface KafkaRelayOptions extends Omit<RelayOptions, 'openTopic' | 'lease'> {
  readonly client: Kafka
  readonly gzip?: boolean
}

/** The relay of a store to its topic: one of as many as are started works, the others wait for its lease. */
export function createKafkaRelay({ client, gzip = false, ...options }: KafkaRelayOptions): Relay {
  const { ledger, epoch } = options.source
  const lease = createRelayLease({
    client,
    topic: ledgerTopicName(ledger, epoch),
    onFailure: (error) => options.onFailure?.(error, { failedInARow: 1, retryInMs: 1_000 }),
  })
  return createRelay({ ...options, lease, openTopic: () => openLedgerTopic({ client, ledger, epoch, gzip }) })
}
