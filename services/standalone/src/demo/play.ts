import { createSimulatedClock } from '@welfare/process/clock.ts'
import type { Config } from '@welfare/process/config.ts'
import { dataFolder } from '@welfare/process/data-folder.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { ProblemError } from '@welfare/process/problem-error.ts'
import { formatShanghai } from '@welfare/process/shanghai-days.ts'
import { announce, stopServing } from '../cli/serving.ts'
import { type Ledger, openLedger } from '../compose.ts'
import { keepDemoPrivate } from '../public-address.ts'
import { demoDoors } from './accounts.ts'
import { readDemoState, readLedgerClock, readLogStart, writeDemoState } from './demo-clock.ts'
import type { DemoPlan } from './plan.ts'
import { createPublicApi, type PublicApi } from './public-api.ts'
import { playScenario } from './scenario.ts'

export interface Demo {
  readonly ledger: Ledger
  readonly api: PublicApi
  /** False where the data were there already. */
  readonly played: boolean
}

export class NotADemoError extends ProblemError {
  override readonly name = 'NotADemoError'

  constructor(folder: string) {
    super('not-a-demo', { folder })
  }
}

export class DemoOfAnotherPlanError extends ProblemError {
  override readonly name = 'DemoOfAnotherPlanError'

  constructor(folder: string, scenario: string) {
    super('demo-of-another-plan', { folder, scenario })
  }
}

/**
 * Opens the ledger of the demonstration, serves it, and plays the scenario through its public API on a simulated clock, unless that was
 * done before. One that was cut off is played again: every request is recognised by its key.
 * @throws DemoOfAnotherPlanError where the folder holds another part of the scenario; NotADemoError where the folder holds a ledger of its own; DemoOfAnotherLedgerError, DemoOnPublicAddressError
 */
export async function openDemo({
  config,
  logger,
  print,
  plan,
}: {
  readonly config: Config
  readonly logger: Logger
  readonly print: (text: string) => void
  readonly plan: DemoPlan
}): Promise<Demo> {
  keepDemoPrivate(config)
  const folder = dataFolder(config.dataFolder)
  const state = readDemoState(folder)
  // Before it is opened: what its processes recorded then would be dated by the scenario.
  if (!state && readLogStart(folder)?.firstRecordedAt !== undefined) throw new NotADemoError(config.dataFolder)
  if (state && state.scenario !== plan.name) throw new DemoOfAnotherPlanError(config.dataFolder, state.scenario)
  const isFinished = state?.clockOffsetMs !== undefined
  const simulated = createSimulatedClock({ startAt: new Date(plan.startsAt) })
  const { clock, name } = isFinished ? readLedgerClock(folder) : { clock: simulated, name: `simulated (${plan.name})` }
  const ledger = await openLedger({
    dataFolder: config.dataFolder,
    masterKeyFile: config.masterKeyFile,
    transparencyKeyFile: config.transparencyKeyFile,
    witnessKeysFile: config.witnessKeysFile,
    clock,
    clockName: name,
    openDoors: demoDoors,
    logger,
  })
  try {
    const server = await ledger.serve(config)
    announce(ledger, server.url)
    print(`Clock: ${name}; it is ${formatShanghai(clock.now())} in this ledger.`)
    const operator = ledger.identity.localToken('auditor')
    if (isFinished) return { ledger, api: createPublicApi(server.url, () => operator), played: false }
    print(`Playing through the public API at ${server.url}; it can be looked at meanwhile.`)
    const { identity, vouchers, store } = ledger
    const demo = { scenario: plan.name, ledger: store.ledger }
    writeDemoState(folder, demo)
    const { sweepExpiredCredits } = vouchers
    const playedOn = {
      url: server.url,
      clock: simulated,
      accounts: identity,
      operatorToken: operator,
      sweepExpiredCredits,
    }
    const api = await playScenario(playedOn, print, plan)
    writeDemoState(folder, { ...demo, clockOffsetMs: Math.round(simulated.runOn().offsetMs) })
    return { ledger, api, played: true }
  } catch (error) {
    await stopServing(ledger)
    throw error
  }
}
