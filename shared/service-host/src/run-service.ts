import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import { createActorStatements } from '@welfare/http/authority/actor-statement.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import type { ServiceWithJobs } from '@welfare/http/dependencies.ts'
import { createApp } from '@welfare/http/edge/app.ts'
import { startServer } from '@welfare/http/edge/server.ts'
import { followLedger, type ServiceDependencies } from '@welfare/http/follow-ledger.ts'
import { createJobsRoute } from '@welfare/http/jobs.ts'
import { startServices } from '@welfare/http/service.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { createMetrics, type Metrics } from '@welfare/process/metrics.ts'
import { consumerChecks, type ReadinessCheck } from '@welfare/process/readiness.ts'
import { dependenciesOn, openProcessContext, type ProcessContext } from './process-context.ts'
import type { ProcessOptions } from './process-options.ts'
import { version } from './version.ts'

export interface HostedService<Service> {
  readonly service: Service
  readonly ready?: readonly ReadinessCheck[]
}

/**
 * Serves one room in a process of its own until it is told to stop: the same service as in the application, on other adapters.
 * @param declarations of the facts that the room keeps
 */
export async function runService<Service extends ServiceWithJobs>(
  name: string,
  declarations: readonly FactsDeclaration[],
  create: (dependencies: ServiceDependencies, context: ProcessContext) => HostedService<Service>,
  options: ProcessOptions<Service> = {},
): Promise<void> {
  const context = await openProcessContext(name, options.clock)
  const { config, shutdown, logger, store } = context
  try {
    const followed = followLedger(dependenciesOn(context), declarations)
    const { service, ready = [] } = create(followed.dependencies, context)
    const services = [...followed.services, service]
    const consumers = services.flatMap((one) => one.consumers)
    const metrics = createMetrics()
    measureProcess(metrics, context)
    metrics.watchConsumers(consumers)
    await startServices(services, shutdown)
    const jobs = service.jobs === undefined ? [] : [createJobsRoute(service.jobs)]
    const app = createApp({
      routes: [...service.routes, ...jobs],
      authority: authorityTable,
      authenticator: createActorStatements(context.keyStore.ledgerSecret('gateway'), systemClock).authenticator,
      scopeIndex: followed.scopeIndex,
      clock: context.clock,
      logger,
      metrics,
      ready: [...context.ready, ...ready, ...consumerChecks(consumers)],
      version: {
        name: `welfare-${name}`,
        version,
        ledger: store.ledger,
        epoch: store.epoch,
        instance: config.instance,
      },
      ...(config.allowedHosts && { allowedHosts: config.allowedHosts }),
    })
    const server = await startServer({
      app,
      host: config.host,
      port: config.port,
      isBehindTlsProxy: config.isBehindTlsProxy,
    })
    shutdown.add('server', () => server.stop())
    shutdown.onSignals()
    logger.info({ url: server.url, ledger: store.ledger, epoch: store.epoch }, 'listening')
    options.onListening?.({ url: server.url, service, store, consumers, shutdown })
  } catch (error) {
    await shutdown.stop()
    throw error
  }
}

export function measureProcess(metrics: Metrics, { feedLag, folder }: ProcessContext): void {
  metrics.watchDisk(folder.root)
  metrics.watchNumber(
    'welfare_feed_lag_events',
    'Events in the feed that this process has not been handed yet',
    feedLag,
  )
}
