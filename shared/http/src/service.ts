import type { Consumer } from '@welfare/facts/consumer.ts'
import type { Shutdown } from '@welfare/process/lifecycle.ts'
import type { Route } from './route.ts'

/** What a service offers to what composes a process of several. */
export interface Service {
  readonly name: string
  readonly routes: readonly Route[]
  /** Started after every service's `start`, stopped before its `stop`, by `startServices`. */
  readonly consumers: readonly Consumer[]
  start(): Promise<void>
  /** Finishes or hands back what runs. Again is harmless. */
  stop(): Promise<void>
}

/** Starts the services in order, then their consumers; what was started is stopped by `shutdown`, also when a later start fails. */
export async function startServices(services: readonly Service[], shutdown: Shutdown): Promise<void> {
  for (const service of services) {
    shutdown.add(service.name, () => service.stop())
    await service.start()
  }
  const consumers = services.flatMap((service) => service.consumers)
  shutdown.add('consumers', async () => {
    await Promise.all(consumers.map((consumer) => consumer.stop()))
  })
  for (const consumer of consumers) consumer.start()
}
