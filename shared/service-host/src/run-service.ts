import type { EventStore } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
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
import { answerParent, type CaughtUp, type ParentAnswers, tellListening } from './parent.ts'
import { version } from './version.ts'

export interface HostedService {
  readonly service: RoomService
  readonly ready?: readonly ReadinessCheck[]
  /** For the stage of a demonstration, which is played from another process. */
  readonly answers?: ParentAnswers
}

/** Serves one room in a process of its own until it is told to stop: the same service as in the house, on other adapters. */
export async function runService(
  name: string,
  create: (room: RoomDependencies, ground: Ground) => Promise<HostedService> | HostedService,
): Promise<void> {
  const ground = await openGround(name)
  const { config, shutdown, logger, store } = ground
  try {
    const room = roomOn(ground)
    const places = createPlacesService(room)
    const { service, ready = [], answers } = await create(room, ground)
    const services = [places, service]
    const metrics = createMetrics()
    watchGround(metrics, ground)
    metrics.watchConsumers(services.flatMap(({ consumers }) => consumers))
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
      ready: [...ground.ready, ...ready, ...consumerChecks(services.flatMap(({ consumers }) => consumers))],
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
    if (config.clockFile !== undefined) {
      const consumers = services.flatMap((one) => one.consumers)
      answerParent({ 'caught-up': () => tellCaughtUp(store, consumers), ...answers })
    }
    logger.info({ url: server.url, ledger: store.ledger, epoch: store.epoch }, 'listening')
    tellListening(server.url, shutdown)
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

const CAUGHT_UP_LIMIT_MS = 2_000

/** Of everything that was recorded when it was asked. */
export async function tellCaughtUp(store: EventStore, consumers: readonly Consumer[]): Promise<CaughtUp> {
  const head = await store.head()
  if (!head) return { sequence: 0, consumers: {} }
  const { position, sequence } = head
  const reached = consumers.map(
    async (consumer) => [consumer.name, await consumer.waitFor(position, { timeoutMs: CAUGHT_UP_LIMIT_MS })] as const,
  )
  return { sequence, consumers: Object.fromEntries(await Promise.all(reached)) }
}
