import { misused } from '../failure.ts'

/** Each process that a ledger's services apart are made of, by name. */
const processes: Readonly<Record<string, () => Promise<unknown>>> = {
  relay: async () => (await import('../../apart/relay.ts')).runRelayProcess(),
  log: async () => (await import('../../apart/log.ts')).runLogProcess(),
  registry: () => import('@welfare/registry/main.ts'),
  programmes: () => import('@welfare/programmes/main.ts'),
  funds: () => import('@welfare/funds/main.ts'),
  vouchers: () => import('@welfare/vouchers/main.ts'),
  deliveries: () => import('@welfare/deliveries/main.ts'),
  projections: () => import('../../apart/reports.ts'),
  portal: () => import('../../apart/portal.ts'),
}
export const processNames: readonly string[] = Object.keys(processes)

/** Runs one process of the services apart until it is told to stop. */
export async function service(name: string): Promise<void> {
  if (name === 'store') {
    throw misused('store-not-served')
  }
  const run = Object.hasOwn(processes, name) ? processes[name] : undefined
  if (!run) throw misused('process-unknown', { given: name, possible: processNames })
  await run()
}
