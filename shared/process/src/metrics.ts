import { statfsSync } from 'node:fs'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type ReadinessCheck, runChecks, type WatchedConsumer } from './readiness.ts'

/** Numbers for operators, in a registry of this process's own. No label carries an id, a name or a code of a voucher. */
export interface Metrics {
  readonly registry: Registry
  readonly requests: Counter<'operation' | 'status'>
  /** In seconds. */
  readonly durations: Histogram<'operation'>
  /** Problems that were answered. */
  readonly refusals: Counter<'code'>
  watchConsumers(consumers: readonly WatchedConsumer[]): void
  /** What `/readyz` asks, for readers of numbers alone. Again is harmless. */
  watchReadiness(checks: readonly ReadinessCheck[]): void
  /** Of the disk that `folder` lies on. */
  watchDisk(folder: string): void
  /** A gauge that is read when it is asked for; NaN while nobody can tell. */
  watchNumber(name: string, help: string, read: () => number | undefined): void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'welfare_' })
  const requests = new Counter<'operation' | 'status'>({
    name: 'welfare_http_requests_total',
    help: 'Requests answered',
    labelNames: ['operation', 'status'],
    registers: [registry],
  })
  const durations = new Histogram<'operation'>({
    name: 'welfare_http_request_duration_seconds',
    help: 'From the request line to the last byte of the answer',
    labelNames: ['operation'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  const refusals = new Counter<'code'>({
    name: 'welfare_refusals_total',
    help: 'Problem answers by code',
    labelNames: ['code'],
    registers: [registry],
  })
  return {
    registry,
    requests,
    durations,
    refusals,
    watchConsumers: (consumers) => watchConsumers(registry, consumers),
    watchReadiness: (checks) => watchReadiness(registry, checks),
    watchDisk(folder) {
      const help = 'Left for the ledger on the disk of its data folder'
      watchNumber('welfare_disk_free_bytes', help, () => diskOf(folder).freeBytes)
      watchNumber('welfare_disk_size_bytes', 'Of the disk of the data folder', () => diskOf(folder).sizeBytes)
    },
    watchNumber,
  }

  function watchNumber(name: string, help: string, read: () => number | undefined): void {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read() ?? Number.NaN)
      },
    })
  }
}

/** The disk that `folder` lies on: what is left for us, and all of it. */
export function diskOf(folder: string): { readonly freeBytes: number; readonly sizeBytes: number } {
  const { bavail, blocks, bsize } = statfsSync(folder)
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize }
}

function watchReadiness(registry: Registry, checks: readonly ReadinessCheck[]): void {
  const name = 'welfare_ready'
  if (registry.getSingleMetric(name)) return
  new Gauge({
    name,
    help: '1 where the readiness check holds, 0 where it fails',
    labelNames: ['check'],
    registers: [registry],
    async collect() {
      // What went wrong is told to the log by the caller for readiness itself.
      const { checks: found } = await runChecks(checks, () => {})
      for (const [check, state] of Object.entries(found)) this.set({ check }, state === 'ok' ? 1 : 0)
    },
  })
}

function watchConsumers(registry: Registry, consumers: readonly WatchedConsumer[]): void {
  gauge(
    registry,
    'welfare_consumer_healthy',
    '1 while the consumer follows, 0 from a failure until it is over',
    (consumer) => (consumer.healthy ? 1 : 0),
  )
  gauge(registry, 'welfare_consumer_failures', 'Failures since the start', (consumer) => consumer.failures)

  function gauge(register: Registry, name: string, help: string, read: (consumer: WatchedConsumer) => number): void {
    new Gauge({
      name,
      help,
      labelNames: ['consumer'],
      registers: [register],
      collect() {
        for (const consumer of consumers) this.set({ consumer: consumer.name }, read(consumer))
      },
    })
  }
}
