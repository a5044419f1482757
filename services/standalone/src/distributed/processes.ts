import type { ProcessOptions } from '@welfare/service-host/process-options.ts'

/** Each process that a ledger's services apart are made of, by name; none is loaded before it is run. */
export const processes: Readonly<Record<string, (options?: ProcessOptions) => Promise<void>>> = {
  relay: async (options) => (await import('./relay.ts')).runRelay(options),
  log: async (options) => (await import('./log.ts')).runLog(options),
  registry: async (options) => (await import('@welfare/registry/main.ts')).runRegistry(options),
  programmes: async (options) => (await import('@welfare/programmes/main.ts')).runProgrammes(options),
  funds: async (options) => (await import('@welfare/funds/main.ts')).runFunds(options),
  vouchers: async (options) => (await import('@welfare/vouchers/main.ts')).runVouchers(options),
  deliveries: async (options) => (await import('@welfare/deliveries/main.ts')).runDeliveries(options),
  reports: async (options) => (await import('./reports.ts')).runReports(options),
  portal: async (options) => (await import('./portal.ts')).runPortal(options),
}
