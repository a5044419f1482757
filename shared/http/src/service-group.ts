import type { Service } from './service.ts'

/** Several services as one, for a process that serves them together: started in order, stopped in the reverse order. */
export function createServiceGroup(name: string, services: readonly Service[]): Service {
  const started: Service[] = []
  const group: Service = {
    name,
    routes: services.flatMap(({ routes }) => routes),
    consumers: services.flatMap(({ consumers }) => consumers),
    async start() {
      for (const service of services) {
        started.unshift(service)
        await service.start()
      }
    },
    async stop() {
      const failures: unknown[] = []
      for (const service of started.splice(0)) await service.stop().catch((error) => failures.push(error))
      if (failures.length > 0) throw new AggregateError(failures, `${name} did not stop whole`)
    },
  }
  return group
}
