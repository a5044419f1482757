import type { FactsDeclaration } from '@welfare/facts/facts-declaration.ts'
import { createActorStatements } from '@welfare/http/authority/actor-statement.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import { createApp } from '@welfare/http/edge/app.ts'
import { startServer } from '@welfare/http/edge/server.ts'
import { type FactsRoom, followLedger } from '@welfare/http/follow-ledger.ts'
import { createJobsRoute } from '@welfare/http/jobs.ts'
import type { RoomService } from '@welfare/http/room.ts'
import { startServices } from '@welfare/http/service.ts'
import { systemClock } from '@welfare/process/clock.ts'
import { createMetrics, type Metrics } from '@welfare/process/metrics.ts'
import { consumerChecks, type ReadinessCheck } from '@welfare/process/readiness.ts'
import { type Ground, openGround, roomOn } from './ground.ts'
import type { Stage } from './stage.ts'
import { version } from './version.ts'

export interface HostedService<Service> {
  readonly service: Service
  readonly ready?: readonly ReadinessCheck[]
}

/**
 * Serves one room in a process of its own until it is told to stop: the same service as in the house, on other adapters.
 * @param declarations of the facts that the room keeps
 */
export async function runService<Service extends RoomService>(
  name: string,
  declarations: readonly FactsDeclaration[],
  create: (room: FactsRoom, ground: Ground) => HostedService<Service>,
  stage: Stage<Service> = {},
): Promise<void> {
  const ground = await openGround(name, stage.clock)
  const { config, shutdown, logger, store } = ground
  try {
    const followed = followLedger(roomOn(ground), declarations)
    const { service, ready = [] } = create(followed.room, ground)
    const services = [...followed.services, service]
    const consumers = services.flatMap((one) => one.consumers)
    const metrics = createMetrics()
    watchGround(metrics, ground)
    metrics.watchConsumers(consumers)
    await startServices(services, shutdown)
    const jobs = service.jobs === undefined ? [] : [createJobsRoute(service.jobs)]
    const app = createApp({
      routes: [...service.routes, ...jobs],
      authority: authorityTable,
      authenticator: createActorStatements(ground.keyStore.ledgerSecret('gateway'), systemClock).authenticator,
      places: followed.places,
      clock: ground.clock,
      logger,
      metrics,
      ready: [...ground.ready, ...ready, ...consumerChecks(consumers)],
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
    stage.onListening?.({ url: server.url, service, store, consumers, shutdown })
  } catch (error) {
    await shutdown.stop()
    throw error
  }
}

export function watchGround(metrics: Metrics, { feedLag, folder }: Ground): void {
  metrics.watchDisk(folder.root)
  metrics.watchNumber(
    'welfare_feed_lag_events',
    'Events in the feed that this process has not been handed yet',
    feedLag,
  )
}
