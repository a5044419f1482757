import type { EventStore } from '@welfare/event-store/port.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { openKafkaFeed } from '@welfare/messaging/kafka/kafka-feed.ts'
import type { CompetingFeed, Feed } from '@welfare/messaging/port.ts'
import type { Config } from '@welfare/process/config.ts'
import type { Logger } from '@welfare/process/logger.ts'
import type { ReadinessCheck } from '@welfare/process/readiness.ts'

export interface OpenFeed {
  readonly feed: Feed
  readonly competing: CompetingFeed | undefined
  lag(): number | undefined
  readonly ready: readonly ReadinessCheck[]
  close(): Promise<void>
}

/** Kafka where brokers are configured; else the store itself, which every process then reads. */
export function openFeed({
  config,
  service,
  store,
  logger,
}: {
  readonly config: Config
  readonly service: string
  readonly store: EventStore
  readonly logger: Logger
}): OpenFeed {
  if (config.kafka === undefined) {
    const nothing = async () => {}
    return { feed: createInProcessFeed(store), competing: undefined, lag: () => undefined, ready: [], close: nothing }
  }
  const kafka = openKafkaFeed({
    ...config.kafka,
    ledger: store.ledger,
    epoch: store.epoch,
    instance: `${service}-${config.instance}`,
    logger,
  })
  return {
    feed: kafka.feed,
    competing: kafka.competing,
    lag: () => kafka.lag(),
    ready: [{ name: 'broker', check: () => kafka.ready() }],
    close: () => kafka.close(),
  }
}
