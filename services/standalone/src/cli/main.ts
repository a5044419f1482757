import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import { readConfig, readLanguage } from '@welfare/process/config.ts'
import { dataFolder } from '@welfare/process/data-folder.ts'
import { CommanderError } from 'commander'
import type { CliContext } from './cli-context.ts'
import { exitCodes, failureOf } from './failure.ts'
import { createProgram } from './program.ts'
import type { CommonOptions } from './run-command.ts'
import { createTerminal, endQuietlyOnClosedPipe } from './terminal.ts'

endQuietlyOnClosedPipe()
process.exitCode = await runCommandLine(process.argv)

/** @returns the exit code; a command that goes on serving has returned, too */
async function runCommandLine(words: readonly string[]): Promise<number> {
  const program = createProgram(async (options, work) => await work(createContext(options, languageOf())))
  const languageOf = (): Language => program.opts<{ language?: Language }>().language ?? readLanguage()
  try {
    await program.parseAsync(words)
    return exitCodes.ok
  } catch (error) {
    // Help or the version that was asked for.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok
    // A group of commands that was named without one has printed its help.
    if (error instanceof CommanderError && error.code === 'commander.help') return exitCodes.usage
    return tell(error, words.includes('--json'), languageOf())
  }
}

function createContext(options: CommonOptions, language: Language): CliContext {
  const { json = false, key, asOperator = false, defaultFolder } = options
  const config = readConfig(undefined, defaultFolder)
  return {
    config,
    folder: dataFolder(config.dataFolder),
    terminal: createTerminal({ json }),
    key,
    asOperator,
    language,
  }
}

/** Says why it did not work: as a document where a machine reads, else in words. */
function tell(error: unknown, json: boolean, language: Language): number {
  const failure = failureOf(error)
  if (!failure) {
    process.stderr.write(`Internal error: ${error instanceof Error ? error.stack : String(error)}\n`)
    return exitCodes.refused
  }
  const { code, facts, kind, said } = failure
  const message = failure.say(language)
  if (json) process.stdout.write(`${JSON.stringify({ ...facts, code, message })}\n`)
  else {
    // The catalogue's own sentences have all facts in them.
    const more = said === undefined || Object.keys(facts).length === 0 ? '' : ` ${JSON.stringify(facts)}`
    process.stderr.write(`${message} (${code})${more}\n`)
  }
  return exitCodes[kind]
}
