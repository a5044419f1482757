import { createActorStatements } from '@welfare/http/authority/actor-statement.ts'
import { authorityTable } from '@welfare/http/authority/authority-table.ts'
import { createPlacesService } from '@welfare/http/authority/places.store.ts'
import { createApp } from '@welfare/http/edge/app.ts'
import { startServer } from '@welfare/http/edge/server.ts'
import { createJobsRoute } from '@welfare/http/jobs.ts'
import type { RoomDependencies, RoomService } from '@welfare/http/room.ts'
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

/** Serves one room in a process of its own until it is told to stop: the same service as in the house, on other adapters. */
export async function runService<Service extends RoomService>(
  name: string,
  create: (room: RoomDependencies, ground: Ground) => HostedService<Service>,
  stage: Stage<Service> = {},
): Promise<void> {
  const ground = await openGround(name, stage.clock)
  const { config, shutdown, logger, store } = ground
  try {
    const room = roomOn(ground)
    const places = createPlacesService(room)
    const { service, ready = [] } = create(room, ground)
    const services = [places, service]
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
      places: places.places,
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
