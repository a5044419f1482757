import { mkdirSync } from 'node:fs'
import { serveStore } from '@welfare/event-store/remote/store-server.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { tellListening } from '@welfare/service-host/parent.ts'
import { systemClock } from '@welfare/service-kit/clock.ts'
import { ConfigError, readConfig } from '@welfare/service-kit/config.ts'
import { dataFolder } from '@welfare/service-kit/data-folder.ts'
import { openFileClock } from '@welfare/service-kit/file-clock.ts'
import { createShutdown } from '@welfare/service-kit/lifecycle.ts'
import { createLogger } from '@welfare/service-kit/logger.ts'

/** Owns the embedded store of a ledger whose services run apart: the one process that has its log open for writing. */
export async function runStoreOwner(): Promise<void> {
  const config = readConfig()
  const { storeToken: token } = config
  if (token === undefined) throw new ConfigError([], ['WELFARE_STORE_TOKEN_FILE'])
  const logger = createLogger({ level: config.logLevel ?? 'info' }).child({ service: 'store' })
  const clock = config.clockFile === undefined ? systemClock : openFileClock(config.clockFile)
  const { log } = dataFolder(config.dataFolder)
  mkdirSync(log, { recursive: true, mode: 0o700 })
  const shutdown = createShutdown(logger)
  const store = await openSqliteStore({ folder: log, clock })
  shutdown.add('store', () => store.close())
  try {
    const served = await serveStore({ store, token, listen: { host: config.host, port: config.port } })
    shutdown.add('server', () => served.close())
    shutdown.onSignals()
    logger.info({ url: served.url, ledger: store.ledger, epoch: store.epoch }, 'listening')
    tellListening(served.url, shutdown)
  } catch (error) {
    await shutdown.stop()
    throw error
  }
}
