import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import { createActorStatements } from '@welfare/http/authority/actor-statement.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import type { ServiceWithJobs } from '@welfare/http/dependencies.ts'
import { type AppOptions, createApp } from '@welfare/http/edge/app.ts'
import { type ServerOptions, startServer } from '@welfare/http/edge/server.ts'
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
  /** What answers, made when the service has started. Default: the service's own routes, to requests that the gateway has signed. */
  createApp?(parts: AppParts): Promise<ServerOptions['app']> | ServerOptions['app']
  readonly tls?: ServerOptions['tls']
}

/** What a process has for the app that answers. */
export type AppParts = Pick<AppOptions, 'scopeIndex' | 'metrics' | 'ready' | 'clock' | 'logger' | 'allowedHosts'>

/**
 * Serves one service in a process of its own until it is told to stop: the same service as in one process, on other adapters.
 * @param declarations of the facts that the service keeps
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
    const followed = followLedger(dependenciesOn(context), declarations, [name, ...declarations.map((one) => one.name)])
    const hosted = create(followed.dependencies, context)
    const { service, ready = [] } = hosted
    const services = [...followed.services, service]
    const consumers = services.flatMap((one) => one.consumers)
    const metrics = createMetrics()
    measureProcess(metrics, context)
    metrics.watchConsumers(consumers)
    await startServices(services, shutdown)
    const parts: AppParts = {
      scopeIndex: followed.scopeIndex,
      clock: context.clock,
      logger,
      metrics,
      ready: [...context.ready, ...ready, ...consumerChecks(consumers)],
      ...(config.allowedHosts && { allowedHosts: config.allowedHosts }),
    }
    const app = await (hosted.createApp ?? ((given) => appOf(name, service, context, given)))(parts)
    const { host, port, isBehindTlsProxy } = config
    const server = await startServer({ app, host, port, isBehindTlsProxy, tls: hosted.tls })
    shutdown.add('server', () => server.stop())
    shutdown.onSignals()
    logger.info({ url: server.url, ledger: store.ledger, epoch: store.epoch }, 'listening')
    options.onListening?.({ url: server.url, service, store, consumers, shutdown })
  } catch (error) {
    await shutdown.stop()
    throw error
  }
}

function appOf(name: string, service: ServiceWithJobs, { config, keyStore, store }: ProcessContext, parts: AppParts) {
  const jobs = service.jobs === undefined ? [] : [createJobsRoute(service.jobs)]
  return createApp({
    ...parts,
    routes: [...service.routes, ...jobs],
    authority: authorityTable,
    authenticator: createActorStatements(keyStore.ledgerSecret('gateway'), systemClock).authenticator,
    version: { name: `welfare-${name}`, version, ledger: store.ledger, epoch: store.epoch, instance: config.instance },
  })
}

function measureProcess(metrics: Metrics, { feedLag, folder }: ProcessContext): void {
  metrics.watchDisk(folder.root)
  metrics.watchNumber(
    'welfare_feed_lag_events',
    'Events in the feed that this process has not been handed yet',
    feedLag,
  )
}
