import { createApp } from '@welfare/http/edge/app.ts'
import { startServer } from '@welfare/http/edge/server.ts'
import type { Clock } from '@welfare/process/clock.ts'
import type { Config } from '@welfare/process/config.ts'
import type { Shutdown } from '@welfare/process/lifecycle.ts'
import type { Logger } from '@welfare/process/logger.ts'
import type { Metrics } from '@welfare/process/metrics.ts'
import type { ReadinessCheck } from '@welfare/process/readiness.ts'
import { version } from './version.ts'

/** Health, metrics and version of a process that has no routes of its own, until it is told to stop. @returns its address */
export async function serveHealth({
  name,
  config,
  clock,
  logger,
  metrics,
  ready,
  shutdown,
}: {
  readonly name: string
  readonly config: Config
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly ready: readonly ReadinessCheck[]
  readonly shutdown: Shutdown
}): Promise<string> {
  const app = createApp({
    routes: [],
    authority: {},
    authenticator: { authenticate: () => undefined },
    scopeIndex: { isWithin: () => undefined, isAdmitted: () => false, awaitFacts: async () => true },
    clock,
    logger,
    metrics,
    ready,
    version: { name: `welfare-${name}`, version, instance: config.instance },
    ...(config.allowedHosts && { allowedHosts: config.allowedHosts }),
  })
  const { host, port, isBehindTlsProxy } = config
  const server = await startServer({ app, host, port, isBehindTlsProxy })
  shutdown.add('server', () => server.stop())
  shutdown.onSignals()
  logger.info({ url: server.url }, 'listening')
  return server.url
}
