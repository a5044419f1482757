import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { accountsFacts } from '@welfare/accounts/accounts.facts.ts'
import { type AccountsService, createAccountsService } from '@welfare/accounts/accounts.service.ts'
import { deliveriesFacts } from '@welfare/deliveries/deliveries.facts.ts'
import { createDeliveriesService } from '@welfare/deliveries/deliveries.service.ts'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import { openSqliteStore, type SqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import { followClosings } from '@welfare/facts/periods/close-period.ts'
import { ledgerWriters } from '@welfare/facts/periods/pass-period.ts'
import { fundsFacts } from '@welfare/funds/funds.facts.ts'
import { createFundsService } from '@welfare/funds/funds.service.ts'
import { withAuthorityRoute } from '@welfare/http/authority/authority.routes.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import type { ServiceWithJobs } from '@welfare/http/dependencies.ts'
import { createApp } from '@welfare/http/edge/app.ts'
import { type RunningServer, startServer } from '@welfare/http/edge/server.ts'
import { followLedger } from '@welfare/http/follow-ledger.ts'
import { createHealthRoute } from '@welfare/http/health.routes.ts'
import { createJobsRoute } from '@welfare/http/jobs.ts'
import type { Route } from '@welfare/http/route.ts'
import { startServices } from '@welfare/http/service.ts'
import { type KeyStore, openKeyStore } from '@welfare/keys/key-store.store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { createStoreSource } from '@welfare/messaging/relay-source.ts'
import { openPages } from '@welfare/portal/pages.ts'
import type { Clock } from '@welfare/process/clock.ts'
import type { Config } from '@welfare/process/config.ts'
import { type DataFolder, dataFolder } from '@welfare/process/data-folder.ts'
import type { KafkaConfig } from '@welfare/process/distributed-config.ts'
import { createShutdown } from '@welfare/process/lifecycle.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { createMetrics, type Metrics } from '@welfare/process/metrics.ts'
import { consumerChecks } from '@welfare/process/readiness.ts'
import type { SignOnConfig } from '@welfare/process/sign-on-config.ts'
import { readTls } from '@welfare/process/tls-files.ts'
import { programmesFacts } from '@welfare/programmes/programmes.facts.ts'
import { createProgrammesService } from '@welfare/programmes/programmes.service.ts'
import { registryFacts } from '@welfare/registry/registry.facts.store.ts'
import { createRegistryService } from '@welfare/registry/registry.service.ts'
import { createReportsService, type ReportsService } from '@welfare/reports/reports.service.ts'
import type { HostedRelay } from '@welfare/service-host/hosted-relay.ts'
import { version } from '@welfare/service-host/version.ts'
import { createTransparencyLog } from '@welfare/transparency-log/transparency-log.service.ts'
import type { TransparencyLog } from '@welfare/transparency-log/transparency-log.ts'
import { readWitnessKeys } from '@welfare/transparency-log/witness-keys.ts'
import { vouchersFacts } from '@welfare/vouchers/vouchers.facts.ts'
import { createVouchersService, type VouchersService } from '@welfare/vouchers/vouchers.service.ts'
import { createBackupRoute } from './backup.routes.ts'
import { createBundlesService } from './bundles/bundles.service.ts'
import { createRouteSource } from './bundles/route-source.ts'
import { readLedgerHealth } from './ledger-health.ts'
import { keepDemoPrivate } from './public-address.ts'

export interface LedgerOptions {
  readonly dataFolder: string
  /** Default: in the data folder, generated at first start. */
  readonly masterKeyFile?: string | undefined
  /** People that one roster may name. */
  readonly maxRosterRows?: number | undefined
  /** Signs the transparency log's checkpoints. Default: in the data folder, generated at first start. */
  readonly transparencyKeyFile?: string | undefined
  /** Default: no witness is known. */
  readonly witnessKeysFile?: string | undefined
  /** Signing on at an OpenID provider. Default: local accounts only. */
  readonly signOn?: SignOnConfig | undefined
  /** Served over TLS, by this process or by a proxy before it: then cookies never go over anything else. */
  readonly isSecure?: boolean
  readonly clock: Clock
  readonly logger: Logger
  /** Shown by `/version`: `simulated` where the clock is not the machine's. */
  readonly clockName?: string
  /** A demonstration's accounts, which anybody may enter without a password. Default: none, and then there is no such route. */
  readonly openDoors?: readonly string[] | undefined
  /** Brokers, a province's perhaps, that every event is published to. Default: nobody else is told. */
  readonly kafka?: KafkaConfig | undefined
  /** Tells this process from others at the brokers. */
  readonly instance?: string
}

/** One ledger in one process on the embedded store: every service, started. */
export interface Ledger {
  readonly folder: DataFolder
  readonly store: SqliteStore
  readonly routes: readonly Route[]
  readonly identity: AccountsService
  readonly vouchers: VouchersService
  readonly reports: ReportsService
  readonly transparencyLog: TransparencyLog
  /** Serves the API; ends with the ledger. @throws PublicWithoutTlsError, DemoOnPublicAddressError */
  serve(options: {
    readonly host: string
    readonly port: number
    readonly allowedHosts?: readonly string[] | undefined
    readonly tls?: Config['tls']
    readonly isBehindTlsProxy?: boolean
    /** For tests: every answer is checked against what its route declares, and bugs are told to the client. */
    readonly strict?: boolean
  }): Promise<RunningServer>
  /** Drains and lets go of the files, last opened first. Again is harmless. False when a step failed. */
  close(): Promise<boolean>
}

/**
 * The whole ledger, by plain calls: the only place of this process that constructs adapters.
 * @throws StoreLockedError when another process has the ledger open; MasterKeyWrongError, LogKeyWrongError, WitnessKeysWrongError
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { clock, logger } = options
  const folder = dataFolder(options.dataFolder)
  for (const path of [folder.log, folder.copies, folder.uploads, dirname(folder.keyFile)])
    mkdirSync(path, { recursive: true, mode: 0o700 })
  const shutdown = createShutdown(logger)
  try {
    const store = await openSqliteStore({ folder: folder.log, clock })
    shutdown.add('store', () => store.close())
    const keyStore = openKeys(folder, options)
    shutdown.add('keys', () => keyStore.close())
    const followed = followLedger(
      {
        runner: createCommandRunner({
          store,
          inputHashKey: keyStore.ledgerSecret('input-hash'),
        }),
        feed: createInProcessFeed(store),
        store,
        clock,
        logger,
        folder: folder.copies,
        keyStore,
      },
      [accountsFacts, registryFacts, programmesFacts, fundsFacts, vouchersFacts, deliveriesFacts],
      ledgerWriters,
    )
    const { dependencies } = followed
    const identity = createAccountsService({
      ...dependencies,
      secretsFile: folder.accountsFile,
      isSecure: options.isSecure ?? false,
      signOn: options.signOn,
      isClockSimulated: (options.clockName ?? 'system') !== 'system',
      openDoors: options.openDoors,
    })
    const vouchers = createVouchersService({ ...dependencies, attachmentsFolder: folder.attachments })
    const transparencyLog = createTransparencyLog({
      ...dependencies,
      folder: folder.transparency,
      logFolder: folder.log,
      keyFile: options.transparencyKeyFile ?? folder.transparencyKeyFile,
      witnesses: readWitnessKeys(options.witnessKeysFile),
    })
    followClosings({
      ...dependencies,
      rootAt: async (treeSize) => (await transparencyLog.stampAt(treeSize))?.rootHash,
    })
    const reports = createReportsService({
      ...{ ...dependencies, logFolder: folder.log, stamper: transparencyLog },
      receiptCodeKey: keyStore.ledgerSecret('receipt-code'),
    })
    const services: readonly ServiceWithJobs[] = [
      ...followed.services,
      identity,
      createRegistryService({
        ...dependencies,
        uploadsFolder: folder.uploads,
        stamper: transparencyLog,
        maxRosterRows: options.maxRosterRows,
      }),
      createProgrammesService(dependencies),
      createFundsService({ ...dependencies, attachmentsFolder: folder.attachments }),
      vouchers,
      createDeliveriesService({ ...dependencies, attachmentsFolder: folder.attachments }),
      transparencyLog,
      reports,
      createBundlesService({
        folder: folder.bundles,
        clock,
        logger,
        openSource: (actor, signal) => createRouteSource(routes, actor, signal),
      }),
    ]
    await startServices(services, shutdown)
    const metrics = createMetrics()
    const consumers = services.flatMap((service) => service.consumers)
    // A county goes on serving while a province's brokers are away: their lag is for the alarm, not for readiness.
    const ready = consumerChecks(consumers)
    metrics.watchConsumers(consumers)
    metrics.watchDisk(folder.root)
    const publishing = options.kafka && (await publish(store, options.kafka, options, metrics))
    if (publishing) shutdown.add('relay', () => publishing.stop())
    const routes = withAuthorityRoute(
      [
        ...services.flatMap((service) => service.routes),
        createJobsRoute(services.flatMap((service) => service.jobs ?? [])),
        createHealthRoute(ready, () => readLedgerHealth({ store, folder, consumers })),
        createBackupRoute({ store, keyStore, identity, transparencyLog, clock, folder }),
      ],
      authorityTable,
    )
    return {
      folder,
      store,
      routes,
      identity,
      vouchers,
      reports,
      transparencyLog,
      async serve({ host, port, allowedHosts, tls, isBehindTlsProxy = false, strict = false }) {
        if (options.openDoors || existsSync(folder.demoFile)) keepDemoPrivate({ host, allowedHosts, isBehindTlsProxy })
        const app = createApp({
          routes,
          authority: authorityTable,
          authenticator: identity.authenticator,
          scopeIndex: followed.scopeIndex,
          pages: openPages(),
          clock,
          logger,
          metrics,
          strict,
          ready,
          version: {
            name: 'welfare-ledger',
            version,
            ledger: store.ledger,
            epoch: store.epoch,
            clock: options.clockName ?? 'system',
          },
          ...(allowedHosts && { allowedHosts }),
        })
        const server = await startServer({ app, host, port, isBehindTlsProxy, tls: tls && readTls(tls) })
        shutdown.add('server', () => server.stop())
        return server
      },
      close: () => shutdown.stop(),
    }
  } catch (error) {
    await shutdown.stop()
    throw error
  }
}

/** Its client is loaded where it is used. */
async function publish(
  store: SqliteStore,
  kafka: KafkaConfig,
  { logger, instance = '1' }: LedgerOptions,
  metrics: Metrics,
): Promise<HostedRelay> {
  const { hostRelay } = await import('@welfare/service-host/hosted-relay.ts')
  const relay = hostRelay({ kafka, source: createStoreSource(store), instance: `ledger-${instance}`, logger, metrics })
  relay.start()
  return relay
}

function openKeys(folder: DataFolder, { masterKeyFile, logger }: LedgerOptions): KeyStore {
  return openKeyStore({
    file: folder.keyFile,
    masterKeyFile: masterKeyFile ?? folder.masterKeyFile,
    onGenerated: (file) =>
      logger.warn({ file }, 'master-key-generated: keep a copy apart from the ledger; without it names cannot be read'),
  })
}
