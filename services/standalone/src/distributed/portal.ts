import { accountsFacts } from '@welfare/accounts/accounts.facts.ts'
import { type AccountsService, createAccountsService } from '@welfare/accounts/accounts.service.ts'
import { createActorStatements } from '@welfare/http/authority/actor-statement.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import { startServer } from '@welfare/http/edge/server.ts'
import { followLedger } from '@welfare/http/follow-ledger.ts'
import { startServices } from '@welfare/http/service.ts'
import { createGateway } from '@welfare/portal/gateway.service.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { ConfigError } from '@welfare/process/config.ts'
import { createMetrics } from '@welfare/process/metrics.ts'
import { consumerChecks } from '@welfare/process/readiness.ts'
import { readTls } from '@welfare/process/tls-files.ts'
import { dependenciesOn, openProcessContext } from '@welfare/service-host/process-context.ts'
import type { ProcessOptions } from '@welfare/service-host/process-options.ts'
import { measureProcess } from '@welfare/service-host/run-service.ts'
import { version } from '@welfare/service-host/version.ts'

/** The gateway and, in its process, identity: accounts, sessions and tokens are asked for with every request. */
export async function runPortal(options: ProcessOptions<AccountsService> = {}): Promise<void> {
  const context = await openProcessContext('portal', options.clock)
  const { config, shutdown, logger, store, clock, keyStore, folder } = context
  try {
    if (config.backends === undefined) throw new ConfigError([], ['WELFARE_SERVICE_URLS'])
    const followed = followLedger(dependenciesOn(context), [accountsFacts])
    const identity = createAccountsService({
      ...followed.dependencies,
      secretsFile: folder.accountsFile,
      isSecure: config.tls !== undefined || config.isBehindTlsProxy,
      signOn: config.signOn,
    })
    const services = [...followed.services, identity]
    const consumers = services.flatMap((service) => service.consumers)
    const metrics = createMetrics()
    measureProcess(metrics, context)
    metrics.watchConsumers(consumers)
    await startServices(services, shutdown)
    const gateway = createGateway({
      routes: identity.routes,
      backends: config.backends,
      statements: createActorStatements(keyStore.ledgerSecret('gateway'), systemClock),
      authority: authorityTable,
      authenticator: identity.authenticator,
      scopeIndex: followed.scopeIndex,
      clock,
      logger,
      metrics,
      ready: [...context.ready, ...consumerChecks(consumers)],
      version: { name: 'welfare-ledger', version, ledger: store.ledger, epoch: store.epoch },
      ...(config.allowedHosts && { allowedHosts: config.allowedHosts }),
    })
    shutdown.add('gateway', () => gateway.stop())
    await gateway.start()
    const { host, port, isBehindTlsProxy, tls } = config
    const server = await startServer({ app: gateway.app, host, port, isBehindTlsProxy, tls: tls && readTls(tls) })
    shutdown.add('server', () => server.stop())
    shutdown.onSignals()
    const setupCode = identity.setupCode()
    logger.info({ url: server.url, ledger: store.ledger, epoch: store.epoch }, 'listening')
    if (setupCode !== undefined) {
      // For the one who started it, as on the terminal of a ledger in one process; good until this process ends.
      logger.warn({ setupCode }, 'nobody-administers: POST /v1/setup opens the first administrator')
    }
    options.onListening?.({ url: server.url, service: identity, store, consumers, shutdown })
  } catch (error) {
    await shutdown.stop()
    throw error
  }
}
