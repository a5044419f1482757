import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { accountsFacts } from '@welfare/accounts/accounts.facts.ts'
import { createAccountsService } from '@welfare/accounts/accounts.service.ts'
import { deliveriesFacts } from '@welfare/deliveries/deliveries.facts.ts'
import { createDeliveriesService } from '@welfare/deliveries/deliveries.service.ts'
import { createCommandRunner } from '@welfare/event-store/command-runner.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { openSqliteStore } from '@welfare/event-store/sqlite/sqlite-store.ts'
import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import { followClosings } from '@welfare/facts/periods/close-period.ts'
import { fundsFacts } from '@welfare/funds/funds.facts.ts'
import { createFundsService } from '@welfare/funds/funds.service.ts'
import { type ActorStatements, createActorStatements } from '@welfare/http/authority/actor-statement.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import type { Dependencies, ServiceWithJobs } from '@welfare/http/dependencies.ts'
import { createApp } from '@welfare/http/edge/app.ts'
import { startServer } from '@welfare/http/edge/server.ts'
import { followLedger, type ServiceDependencies } from '@welfare/http/follow-ledger.ts'
import { createJobsRoute } from '@welfare/http/jobs.ts'
import type { Route } from '@welfare/http/route.ts'
import { startServices } from '@welfare/http/service.ts'
import { openKeyStore } from '@welfare/keys/key-store.store.ts'
import { createInProcessFeed } from '@welfare/messaging/in-process/in-process-feed.ts'
import { createSimulatedClock, type SimulatedClock, systemClock } from '@welfare/process/clock.ts'
import { createShutdown, type Shutdown } from '@welfare/process/lifecycle.ts'
import { createLogger } from '@welfare/process/logger.ts'
import { consumerChecks } from '@welfare/process/readiness.ts'
import { programmesFacts } from '@welfare/programmes/programmes.facts.ts'
import { createProgrammesService } from '@welfare/programmes/programmes.service.ts'
import { registryFacts } from '@welfare/registry/registry.facts.store.ts'
import { createRegistryService } from '@welfare/registry/registry.service.ts'
import { createReportsService } from '@welfare/reports/reports.service.ts'
import { createTransparencyLog } from '@welfare/transparency-log/transparency-log.service.ts'
import { vouchersFacts } from '@welfare/vouchers/vouchers.facts.ts'
import { createVouchersService } from '@welfare/vouchers/vouchers.service.ts'
import { expect, vi } from 'vitest'
import { createGateway } from '../../services/portal/src/gateway.service.ts'
import { createAccounts } from './accounts.ts'
import { type Api, createApi } from './api.ts'
import { temporaryFolder } from './test-ledger.ts'

export interface DistributedServices {
  /** Of the gateway. */
  readonly api: Api
  readonly clock: SimulatedClock
  readonly statements: ActorStatements
  /** All that are served, by the services and by the gateway. */
  readonly routes: readonly Route[]
  /** Of each service, in the order in which its instances were started; those that were stopped too. */
  readonly urls: Readonly<Record<string, readonly string[]>>
  /** As it stands in the store. */
  everything(): Promise<readonly SequencedEvent[]>
  /** Stops one instance: nobody answers at its address any more. */
  stop(url: string): Promise<void>
  close(): Promise<void>
}

interface Instance {
  readonly name: string
  readonly url: string
  readonly routes: readonly Route[]
  readonly shutdown: Shutdown
}

const version = { name: 'welfare-ledger', version: '0.0.0' }
const logger = createLogger({ level: 'silent' })

/**
 * Every service with its own app, copies, runner and address, and the gateway before them: as apart as one process allows. There are two instances
 * of vouchers. Strict about their own answers.
 */
export async function openDistributedServices(startAt: string): Promise<DistributedServices> {
  const folder = temporaryFolder('welfare-apart-')
  const clock = createSimulatedClock({ startAt: new Date(startAt) })
  const [logFolder, uploadsFolder, attachmentsFolder] = ['log', 'uploads', 'attachments'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  const vouchersOf = (dependencies: ServiceDependencies) =>
    createVouchersService({ ...dependencies, attachmentsFolder })
  const store = await openSqliteStore({ folder: logFolder, clock })
  const keyStore = openKeyStore({
    file: join(folder, 'keys.db'),
    masterKeyFile: join(folder, 'master.key'),
    onGenerated: () => {},
  })
  const statements = createActorStatements(keyStore.ledgerSecret('gateway'), systemClock)

  const logDependencies = dependenciesIn('log')
  const stamper = createTransparencyLog({
    ...logDependencies,
    logFolder,
    keyFile: join(folder, 'log-key.pem'),
    witnesses: [],
  })
  const instances = [
    await serve('log', logDependencies, [], (dependencies) => {
      followClosings({ ...dependencies, rootAt: async (treeSize) => (await stamper.stampAt(treeSize))?.rootHash })
      return stamper
    }),
    await serve('registry', dependenciesIn('registry'), [registryFacts], (dependencies) =>
      createRegistryService({ ...dependencies, uploadsFolder, stamper }),
    ),
    await serve('programmes', dependenciesIn('programmes'), [programmesFacts], createProgrammesService),
    await serve('funds', dependenciesIn('funds'), [fundsFacts], (dependencies) =>
      createFundsService({ ...dependencies, attachmentsFolder }),
    ),
    await serve('vouchers', dependenciesIn('vouchers-1'), [vouchersFacts], vouchersOf),
    await serve('vouchers', dependenciesIn('vouchers-2'), [vouchersFacts], vouchersOf),
    await serve('deliveries', dependenciesIn('deliveries'), [deliveriesFacts], (dependencies) =>
      createDeliveriesService({ ...dependencies, attachmentsFolder }),
    ),
    await serve('reports', dependenciesIn('reports'), [], (dependencies) =>
      createReportsService({
        ...{ ...dependencies, logFolder, stamper },
        receiptCodeKey: dependencies.keyStore.ledgerSecret('receipt-code'),
      }),
    ),
  ]
  const urls = Object.fromEntries(
    [...Map.groupBy(instances, ({ name }) => name)].map(([name, of]) => [name, of.map(({ url }) => url)]),
  )
  const portal = await servePortal()
  // Where the machine is busy the first look may not have met everybody.
  await vi.waitFor(async () => expect((await fetch(`${portal.url}/readyz`)).status).toBe(200), { timeout: 30_000 })
  const accounts = createAccounts((account) => portal.identity.issueToken(account))
  return {
    api: createApi(portal.url, accounts),
    clock,
    statements,
    routes: [...instances.flatMap(({ routes }) => routes), ...portal.identity.routes],
    urls,
    everything: () => store.readAll({ limit: 100_000 }),
    async stop(url) {
      await instances.find((instance) => instance.url === url)?.shutdown.stop()
    },
    async close() {
      await portal.shutdown.stop()
      for (const { shutdown } of instances.toReversed()) await shutdown.stop()
      await store.close()
      keyStore.close()
      rmSync(folder, { recursive: true })
    },
  }

  function dependenciesIn(name: string): Dependencies {
    const copies = join(folder, 'copies', name)
    mkdirSync(copies, { recursive: true })
    return {
      runner: createCommandRunner({ store, inputHashKey: keyStore.ledgerSecret('input-hash'), sharedWriters: true }),
      feed: createInProcessFeed(store),
      store,
      clock,
      logger,
      folder: copies,
      keyStore,
    }
  }

  async function serve(
    name: string,
    dependencies: Dependencies,
    declarations: readonly FactsDeclaration[],
    create: (dependencies: ServiceDependencies) => ServiceWithJobs,
  ): Promise<Instance> {
    const shutdown = createShutdown(logger)
    const followed = followLedger(dependencies, declarations, [name])
    const service = create(followed.dependencies)
    const services = [...followed.services, service]
    await startServices(services, shutdown)
    const routes = [...service.routes, ...(service.jobs ? [createJobsRoute(service.jobs)] : [])]
    const app = createApp({
      routes,
      authority: authorityTable,
      authenticator: statements.authenticator,
      scopeIndex: followed.scopeIndex,
      clock,
      logger,
      strict: true,
      ready: consumerChecks(services.flatMap(({ consumers }) => consumers)),
      version,
    })
    const server = await startServer({ app, host: '127.0.0.1', port: 0 })
    shutdown.add('server', () => server.stop())
    return { name, url: server.url, routes, shutdown }
  }

  async function servePortal() {
    const shutdown = createShutdown(logger)
    const dependencies = dependenciesIn('portal')
    const followed = followLedger(dependencies, [accountsFacts])
    const secretsFile = join(folder, 'identity.db')
    const identity = createAccountsService({ ...followed.dependencies, secretsFile, isSecure: false })
    const services = [...followed.services, identity]
    await startServices(services, shutdown)
    const gateway = createGateway({
      backends: urls,
      routes: identity.routes,
      statements,
      authority: authorityTable,
      authenticator: identity.authenticator,
      scopeIndex: followed.scopeIndex,
      clock,
      logger,
      strict: true,
      ready: consumerChecks(services.flatMap(({ consumers }) => consumers)),
      version,
    })
    shutdown.add('gateway', () => gateway.stop())
    await gateway.start()
    const server = await startServer({ app: gateway.app, host: '127.0.0.1', port: 0 })
    shutdown.add('server', () => server.stop())
    return { identity, url: server.url, shutdown }
  }
}
