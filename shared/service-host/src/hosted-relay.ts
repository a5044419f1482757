import { createKafkaClient } from '@welfare/messaging/kafka/kafka-client.ts'
import { createKafkaRelay } from '@welfare/messaging/kafka/kafka-relay.ts'
import { TopicDivergedError } from '@welfare/messaging/relay.ts'
import type { RelaySource } from '@welfare/messaging/relay-source.ts'
import type { KafkaConfig } from '@welfare/process/distributed-config.ts'
import type { Logger } from '@welfare/process/logger.ts'
import type { Metrics } from '@welfare/process/metrics.ts'
import type { ReadinessCheck } from '@welfare/process/readiness.ts'

export interface HostedRelay {
  readonly ready: readonly ReadinessCheck[]
  start(): void
  stop(): Promise<void>
}

export interface HostedRelayOptions {
  readonly kafka: KafkaConfig
  readonly source: RelaySource
  /** Names this process at the brokers. */
  readonly instance: string
  readonly logger: Logger
  readonly metrics: Metrics
}

const LOOK_EVERY_MS = 1_000

/** The relay of a ledger to its topic, one of several at a time, with what operators see of it. */
export function hostRelay({ kafka, source, instance, logger, metrics }: HostedRelayOptions): HostedRelay {
  const client = createKafkaClient({ ...kafka, clientId: `welfare-${instance}`, logger })
  let hasDiverged = false
  let lag: number | undefined
  let timer: NodeJS.Timeout | undefined
  const relay = createKafkaRelay({
    client,
    source,
    onFailure(error, facts) {
      hasDiverged = error instanceof TopicDivergedError
      logger.error({ err: error, ...facts }, hasDiverged ? 'topic-diverged' : 'relay-stopped')
    },
    onRelayed() {
      hasDiverged = false
    },
  })
  metrics.watchNumber(
    'welfare_relay_lag_events',
    'Events recorded and not yet in the topic, where this relay is the active one',
    () => lag,
  )
  metrics.watchNumber('welfare_relay_diverged', '1 where topic and store are not the same ledger', () =>
    Number(hasDiverged),
  )
  return {
    ready: [{ name: 'relay', check: async () => (await relay.status()).healthy }],
    start() {
      relay.start()
      timer = setInterval(() => void look(), LOOK_EVERY_MS)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      await relay.stop()
    },
  }

  async function look(): Promise<void> {
    const status = await relay.status()
    lag = status.active ? status.lag : undefined
  }
}
