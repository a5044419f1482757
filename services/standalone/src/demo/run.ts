import type { Config } from '@welfare/process/config.ts'
import type { Logger } from '@welfare/process/logger.ts'
import { keepServing, stopServing } from '../cli/serving.ts'
import { signInText } from './accounts.ts'
import type { DemoPlan } from './plan.ts'
import { openDemo } from './play.ts'
import { summarise } from './summary.ts'

/** Plays the scenario where that was not done before, prints what came of it, and goes on serving unless `exit`. */
export async function runDemo({
  config,
  logger,
  exit,
  print,
  plan,
}: {
  readonly config: Config
  readonly logger: Logger
  readonly exit: boolean
  readonly print: (text: string) => void
  readonly plan: DemoPlan
}): Promise<void> {
  const { ledger, api, played } = await openDemo({ config, logger, print, plan })
  try {
    if (!played) print('The scenario is in the data folder already and is not played again.')
    print(`\n${await summarise(api, plan)}\n`)
    print(`${signInText()}\n`)
  } catch (error) {
    await stopServing(ledger)
    throw error
  }
  if (exit) return stopServing(ledger)
  keepServing({ ledger, url: api.url, logger })
  print(
    `Serving on ${api.url}; open it in a browser to enter as any of them with one click. Its API is described at ${api.url}/docs. Stop with Ctrl+C.`,
  )
}
