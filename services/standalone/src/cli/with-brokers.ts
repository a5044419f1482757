import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteLogReader } from '@welfare/event-store/sqlite/log-reader.ts'
import { createKafkaClient } from '@welfare/messaging/kafka/kafka-client.ts'
import { createLogSource, createStoreSource, type RelaySource } from '@welfare/messaging/relay-source.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { ConfigError } from '@welfare/process/config.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { openStore } from '@welfare/service-host/open-store.ts'
import type { CliContext } from './cli-context.ts'
import { refused } from './failure.ts'

/**
 * A client of the configured brokers, for one command.
 * @throws ConfigError where none are configured; a refusal where they do not answer
 */
export async function withBrokers<T>(
  { config }: CliContext,
  work: (client: ReturnType<typeof createKafkaClient>) => Promise<T>,
): Promise<T> {
  const { kafka } = config
  if (kafka === undefined) throw new ConfigError([], ['WELFARE_KAFKA_BROKERS'])
  const logger = createLogger({ level: config.logLevel ?? 'error' })
  try {
    return await work(createKafkaClient({ ...kafka, clientId: `welfare-cli-${config.instance}`, logger }))
  } catch (error) {
    if (!(error instanceof Error && /^KafkaJS|^NoAnswerError$/.test(error.name))) throw error
    const brokers = kafka.brokers.join(', ')
    throw refused('brokers-failing', { brokers, reason: error.message })
  }
}

/** The ledger to relay, read only: the configured store, or the log in the data folder, whether it is served or not. */
export interface OpenedSource {
  readonly source: RelaySource
  close(): Promise<void>
}

/** Undefined where no store is configured and the data folder has no ledger. */
export async function openSource({ config, folder }: CliContext): Promise<OpenedSource | undefined> {
  if (config.store !== undefined) {
    const { store } = await openStore(config, {
      clock: systemClock,
      logger: createLogger({ level: config.logLevel ?? 'warn' }),
    })
    return { source: createStoreSource(store), close: () => store.close() }
  }
  if (!existsSync(join(folder.log, 'ledger.sqlite'))) return undefined
  const log = openSqliteLogReader(folder.log)
  return { source: createLogSource(log), close: async () => log.close() }
}
