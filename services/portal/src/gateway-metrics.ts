import { Gauge, type Registry } from 'prom-client'
import type { Backend, InstanceState } from './backend.ts'

const states: readonly InstanceState[] = ['ready', 'alive', 'down']

/** How many instances of each service the gateway knows in which state. */
export function watchBackends(registry: Registry, backends: readonly Backend[]): void {
  new Gauge({
    name: 'welfare_gateway_instances',
    help: 'Instances of a service, by what the last look at them found',
    labelNames: ['service', 'state'],
    registers: [registry],
    collect() {
      for (const { service, instances } of backends) {
        for (const state of states)
          this.set({ service, state }, instances.filter((instance) => instance.state === state).length)
      }
    },
  })
}
