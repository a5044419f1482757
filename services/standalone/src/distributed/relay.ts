import { createStoreSource } from '@welfare/messaging/relay-source.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { ConfigError, readConfig } from '@welfare/process/config.ts'
import { createShutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { createMetrics } from '@welfare/process/metrics.ts'
import { hostRelay } from '@welfare/service-host/hosted-relay.ts'
import { openStore } from '@welfare/service-host/open-store.ts'
import type { ProcessOptions } from '@welfare/service-host/process-options.ts'
import { serveHealth } from '@welfare/service-host/serve-health.ts'

/** Writes what the store records to the ledger's topics. Any number may run: one at a time works. */
export async function runRelay({ onListening }: ProcessOptions = {}): Promise<void> {
  const config = readConfig()
  const { kafka, instance } = config
  if (kafka === undefined) throw new ConfigError([], ['WELFARE_KAFKA_BROKERS'])
  const logger = createLogger({ level: config.logLevel ?? 'info' }).child({ service: 'relay', instance })
  const metrics = createMetrics()
  const shutdown = createShutdown(logger)
  const { store, ready } = await openStore(config, { clock: systemClock, logger })
  shutdown.add('store', () => store.close())
  const source = createStoreSource(store)
  const relay = hostRelay({ kafka, source, instance: `relay-${instance}`, logger, metrics })
  shutdown.add('relay', () => relay.stop())
  relay.start()
  try {
    const url = await serveHealth({
      name: 'relay',
      config,
      clock: systemClock,
      logger,
      metrics,
      ready: [{ name: 'store', check: ready }, ...relay.ready],
      shutdown,
    })
    onListening?.({ url, service: relay, store, consumers: [], shutdown })
  } catch (error) {
    await shutdown.stop()
    throw error
  }
}
