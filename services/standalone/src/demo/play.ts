import { createSimulatedClock, type SimulatedClock } from '@welfare/service-kit/clock.ts'
import type { Config } from '@welfare/service-kit/config.ts'
import type { Logger } from '@welfare/service-kit/logger.ts'
import { formatShanghai, shanghaiDay } from '@welfare/service-kit/shanghai-days.ts'
import {
  approvalLimit,
  scenarioEnd,
  scenarioName,
  scenarioStart,
  unions,
} from '../../../../infra/scenarios/summer-2025.ts'
import { announce, stopServing } from '../cli/serving.ts'
import { type Ledger, openLedger } from '../compose.ts'
import { dataFolder } from '../data-folder.ts'
import { keepDemoPrivate } from '../public-address.ts'
import { type DemoAccounts, openDemoAccounts } from './accounts.ts'
import { breakfastScenes } from './breakfasts.ts'
import { coolingScenes } from './cooling.ts'
import { readDemoState, readLedgerClock, writeDemoState } from './demo-clock.ts'
import { festivalMealScenes } from './festival-meals.ts'
import { createPublicApi, OPERATOR, type PublicApi } from './public-api.ts'
import { createSeededRandom } from './seeded-random.ts'
import type { Scene } from './stage.ts'

const SEED = 20_250_603

export interface Demo {
  readonly ledger: Ledger
  readonly api: PublicApi
  /** False where the data were there already. */
  readonly played: boolean
}

export class NotADemoError extends Error {
  override readonly name = 'NotADemoError'

  constructor(folder: string) {
    super(`${folder} holds a ledger that is not the demonstration's: choose another WELFARE_DATA_DIR`)
  }
}

/**
 * Opens the ledger of the demonstration, serves it, and plays the scenario through its public API on a simulated clock, unless that was
 * done before. One that was cut off is played again: every request is recognised by its key.
 * @throws NotADemoError where the folder holds a ledger of its own
 */
export async function openDemo({
  config,
  logger,
  print,
}: {
  readonly config: Config
  readonly logger: Logger
  readonly print: (text: string) => void
}): Promise<Demo> {
  keepDemoPrivate(config.host)
  const folder = dataFolder(config.dataFolder)
  const state = readDemoState(folder)
  const isFinished = state?.clockOffsetMs !== undefined
  const simulated = createSimulatedClock({ startAt: new Date(scenarioStart) })
  const { clock, name } = isFinished
    ? readLedgerClock(folder)
    : { clock: simulated, name: `simulated (${scenarioName})` }
  const ledger = await openLedger({
    dataFolder: config.dataFolder,
    masterKeyFile: config.masterKeyFile,
    logKeyFile: config.logKeyFile,
    witnessKeysFile: config.witnessKeysFile,
    clock,
    clockName: name,
    logger,
  })
  try {
    if (!state && (await ledger.store.head())) throw new NotADemoError(config.dataFolder)
    const server = await ledger.serve(config)
    announce(ledger, server.url)
    print(`Clock: ${name}; it is ${formatShanghai(clock.now())} in this ledger.`)
    const operator = ledger.identity.localToken('auditor')
    if (isFinished) return { ledger, api: createPublicApi(server.url, () => operator), played: false }
    print(`Playing through the public API at ${server.url}; it can be looked at meanwhile.`)
    writeDemoState(folder, { scenario: scenarioName })
    const accounts = await openDemoAccounts(ledger.identity)
    const tokenOf = (account: string) => (account === OPERATOR ? operator : accounts.tokenOf(account))
    const api = createPublicApi(server.url, tokenOf)
    await play({ ledger, api, accounts, clock: simulated, print })
    writeDemoState(folder, { scenario: scenarioName, clockOffsetMs: Math.round(simulated.runOn().offsetMs) })
    return { ledger, api, played: true }
  } catch (error) {
    await stopServing(ledger)
    throw error
  }
}

async function play({
  ledger,
  api,
  accounts,
  clock,
  print,
}: {
  readonly ledger: Ledger
  readonly api: PublicApi
  readonly accounts: DemoAccounts
  readonly clock: SimulatedClock
  readonly print: (text: string) => void
}): Promise<void> {
  const startedAt = performance.now()
  const pass = (seconds: number) => clock.advanceTo(new Date(clock.now().getTime() + seconds * 1_000))
  const stage = { api, accounts, pass, random: createSeededRandom(SEED) }
  const scenes = [...festivalMealScenes(stage), ...breakfastScenes(stage), ...coolingScenes(stage)]
  await registerUnions(api)
  await setApprovalLimit(api)
  for (const scene of inOrder(scenes)) {
    await moveClock(clock, ledger, scene.at)
    await scene.play()
  }
  await moveClock(clock, ledger, scenarioEnd)
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  print(
    `Played ${shanghaiDay(new Date(scenarioStart))} to ${shanghaiDay(new Date(scenarioEnd))} in ${seconds} s: ${api.requests} requests to the public API.`,
  )
}

async function registerUnions(api: PublicApi): Promise<void> {
  for (const union of unions) await api.post('/v1/unions', union)
}

/** Large sums of Yushu take two people. */
async function setApprovalLimit(api: PublicApi): Promise<void> {
  const { division, ...limits } = approvalLimit
  await api.put(`/v1/approval-limits/${division}`, limits, { account: 'administrator' })
}

function inOrder(scenes: readonly Scene[]): Scene[] {
  return scenes.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** What the hourly sweep would have done on the days in between is done on the new day. */
async function moveClock(clock: SimulatedClock, ledger: Ledger, at: string): Promise<void> {
  const before = shanghaiDay(clock.now())
  // Two counties breakfast at the same hour, one after the other.
  clock.advanceTo(new Date(Math.max(Date.parse(at), clock.now().getTime())))
  if (shanghaiDay(clock.now()) !== before) await ledger.vouchers.sweepExpiredCredits()
}
