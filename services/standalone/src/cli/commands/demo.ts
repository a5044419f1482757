import { createLogger } from '@welfare/process/logger.ts'
import type { CliContext } from '../cli-context.ts'
import { findServer } from '../server-file.ts'

/** Plays the demonstration, unless that was done before, and prints its reports; goes on serving it unless `exit`. */
export async function demo(
  { config, folder, terminal }: CliContext,
  { exit = false, wholeYear = false }: { readonly exit?: boolean; readonly wholeYear?: boolean },
): Promise<void> {
  const { runDemo } = await import('../../demo/run.ts')
  const { summerPlan, wholeYearPlan } = await import('../../demo/plan.ts')
  const plan = wholeYear ? wholeYearPlan : summerPlan
  // Its story is for people; a program asks the reports for theirs.
  const { stderr, stdout } = process
  const print = (text: string) => void (terminal.json ? stderr : stdout).write(`${text}\n`)
  // One line a request would drown the story.
  await runDemo({ config, logger: createLogger({ level: config.logLevel ?? 'warn' }), exit, print, plan })
  if (!terminal.json) return
  const url = exit ? undefined : (await findServer(folder))?.url
  terminal.answer({ dataFolder: folder.root, ...(url !== undefined && { url }) }, () => '')
}
