import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import type { Dependencies } from '@welfare/http/dependencies.ts'
import { type KeyStore, openKeyStore } from '@welfare/keys/key-store.store.ts'
import type { CompetingFeed, Feed } from '@welfare/messaging/port.ts'
import { type Clock, systemClock } from '@welfare/process/clock.ts'
import { type Config, readConfig } from '@welfare/process/config.ts'
import { type DataFolder, dataFolder } from '@welfare/process/data-folder.ts'
import { createShutdown, type Shutdown } from '@welfare/process/lifecycle.ts'
import { createLogger, type Logger } from '@welfare/process/logger.ts'
import type { ReadinessCheck } from '@welfare/process/readiness.ts'
import { openFeed } from './open-feed.ts'
import { openStore } from './open-store.ts'

/** What a service apart stands on: the ledger's store and feed, which are elsewhere, and this machine's keys, clock and folder. */
export interface ProcessContext {
  readonly config: Config
  readonly folder: DataFolder
  readonly clock: Clock
  readonly logger: Logger
  readonly keyStore: KeyStore
  readonly store: EventStore
  readonly feed: Feed
  readonly competing: CompetingFeed | undefined
  /** Events in the feed that this process has not been handed yet; undefined where the feed cannot tell. */
  feedLag(): number | undefined
  /** Whether store and brokers answer. */
  readonly ready: readonly ReadinessCheck[]
  readonly shutdown: Shutdown
}

/** @param service in log lines, consumer groups and copies' names */
export async function openProcessContext(service: string, clock: Clock = systemClock): Promise<ProcessContext> {
  const config = readConfig()
  const logger: Logger = createLogger({ level: config.logLevel ?? 'info' }).child({
    service,
    instance: config.instance,
  })
  const folder = dataFolder(config.dataFolder, config.keysFolder, config.attachmentsFolder)
  for (const path of [folder.copies, folder.uploads, dirname(folder.keyFile)])
    mkdirSync(path, { recursive: true, mode: 0o700 })
  const shutdown = createShutdown(logger)
  try {
    const { store, ready: isStoreReady } = await openStore(config, {
      clock,
      logger,
      onLedgerChanged: () => endForAnotherEpoch(shutdown, logger),
    })
    shutdown.add('store', () => store.close())
    const keyStore = openKeyStore({
      file: folder.keyFile,
      masterKeyFile: config.masterKeyFile ?? folder.masterKeyFile,
      onGenerated: (file) =>
        logger.warn(
          { file },
          'master-key-generated: keep a copy apart from the ledger; without it names cannot be read',
        ),
    })
    shutdown.add('keys', () => keyStore.close())
    const opened = openFeed({ config, service, store, logger })
    shutdown.add('feed', () => opened.close())
    return {
      config,
      folder,
      clock,
      logger,
      keyStore,
      store,
      feed: opened.feed,
      competing: opened.competing,
      feedLag: opened.lag,
      ready: [{ name: 'store', check: isStoreReady }, ...opened.ready],
      shutdown,
    }
  } catch (error) {
    await shutdown.stop()
    throw error
  }
}

/** A supervisor starts the process again, and it makes its copies again. */
function endForAnotherEpoch(shutdown: Shutdown, logger: Logger): void {
  logger.fatal(
    'ledger-changed: the store is in another epoch; this process ends, to begin anew when it is started again',
  )
  void shutdown.stop().finally(() => process.exit(1))
}

/** What a service is handed. Others may write to its streams: more instances of it, or one that is still draining. */
export function dependenciesOn({
  store,
  keyStore,
  feed,
  competing,
  clock,
  logger,
  folder,
}: ProcessContext): Dependencies {
  return {
    runner: createCommandRunner({
      store,
      inputHashKey: keyStore.ledgerSecret('input-hash'),
      sharedWriters: true,
    }),
    store,
    feed,
    competing,
    clock,
    logger,
    folder: folder.copies,
    keyStore,
  }
}
