import type { Stage } from '@welfare/service-host/stage.ts'

/** Each process that a ledger's services apart are made of, by name; none is loaded before it is run. */
export const processes: Readonly<Record<string, (stage?: Stage) => Promise<void>>> = {
  relay: async (stage) => (await import('./relay.ts')).runRelay(stage),
  log: async (stage) => (await import('./log.ts')).runLog(stage),
  registry: async (stage) => (await import('@welfare/registry/main.ts')).runRegistry(stage),
  programmes: async (stage) => (await import('@welfare/programmes/main.ts')).runProgrammes(stage),
  funds: async (stage) => (await import('@welfare/funds/main.ts')).runFunds(stage),
  vouchers: async (stage) => (await import('@welfare/vouchers/main.ts')).runVouchers(stage),
  deliveries: async (stage) => (await import('@welfare/deliveries/main.ts')).runDeliveries(stage),
  projections: async (stage) => (await import('./reports.ts')).runReports(stage),
  portal: async (stage) => (await import('./portal.ts')).runPortal(stage),
}
