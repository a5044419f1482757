import { join } from 'node:path'
import type { SystemAccounts } from '@welfare/accounts/system-accounts.ts'
import { summerPlan } from '../../services/standalone/src/demo/plan.ts'
import type { PublicApi } from '../../services/standalone/src/demo/public-api.ts'
import { playScenario } from '../../services/standalone/src/demo/scenario.ts'
import { scenarioStart } from '../../services/standalone/src/demo/summer-2025.ts'
import { type Cluster, type ClusterOptions, startCluster } from './cluster.ts'
import { createFileClock } from './file-clock.ts'

export interface PlayedOnCluster {
  readonly cluster: Cluster
  readonly api: PublicApi
  /** Of the last event. */
  readonly sequence: number
}

/** Starts a cluster in an empty folder and plays the demonstration through its gateway. */
export async function playOnCluster({
  print,
  onStarted,
  until,
  ...options
}: Omit<ClusterOptions, 'clockFile'> & {
  readonly print: (text: string) => void
  /** RFC 3339; default: to the end of the scenario. */
  readonly until?: string
  /** For stopping it, whatever comes after. */
  readonly onStarted: (cluster: Cluster) => void
}): Promise<PlayedOnCluster> {
  const clockFile = join(options.folder, 'clock')
  const clock = createFileClock(clockFile, new Date(scenarioStart))
  const startedAt = performance.now()
  const cluster = await startCluster({ ...options, clockFile })
  onStarted(cluster)
  const { portal } = cluster
  print(`Started in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s; playing through ${cluster.url}.`)
  const accounts: SystemAccounts = {
    openAccount: (account) => portal.ask('open-account', account),
    issueToken: (account) => portal.ask('issue-token', account),
  }
  const operatorToken = await portal.ask<string>('local-token', 'auditor')
  const [vouchers] = cluster.instancesOf('vouchers')
  const sweepExpiredCredits = async () => vouchers?.ask('sweep-expired-credits')
  const playedOn = { url: cluster.url, clock, accounts, operatorToken, sweepExpiredCredits }
  const api = await playScenario(playedOn, print, summerPlan, until)
  clock.runOn()
  const { sequence } = await cluster.settle()
  return { cluster, api, sequence }
}
