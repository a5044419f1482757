import { readConfig } from '@welfare/service-kit/config.ts'
import { dataFolder } from '@welfare/service-kit/data-folder.ts'
import { CommanderError } from 'commander'
import type { CliContext } from './cli-context.ts'
import { exitCodes, failureOf } from './failure.ts'
import { type CommonOptions, createProgram } from './program.ts'
import { createTerminal, endQuietlyOnClosedPipe } from './terminal.ts'

endQuietlyOnClosedPipe()
process.exitCode = await runCommandLine(process.argv)

/** @returns the exit code; a command that goes on serving has returned, too */
async function runCommandLine(words: readonly string[]): Promise<number> {
  let json = false
  const program = createProgram(async (options, work) => {
    json = options.json ?? false
    await work(createContext(options))
  })
  try {
    await program.parseAsync(words)
    return exitCodes.ok
  } catch (error) {
    // Commander has said what is wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    return tell(error, json)
  }
}

function createContext({ json = false, key, asOperator = false, defaultFolder }: CommonOptions): CliContext {
  const config = readConfig(undefined, defaultFolder)
  return { config, folder: dataFolder(config.dataFolder), terminal: createTerminal({ json }), key, asOperator }
}

/** Says why it did not work: as a document where a machine reads, else in words. */
function tell(error: unknown, json: boolean): number {
  const failure = failureOf(error)
  if (!failure) {
    process.stderr.write(`Internal error: ${error instanceof Error ? error.stack : String(error)}\n`)
    return exitCodes.refused
  }
  const { code, facts, kind, message } = failure
  if (json) process.stdout.write(`${JSON.stringify({ ...facts, code, message })}\n`)
  else {
    const known = Object.keys(facts).length === 0 ? '' : ` ${JSON.stringify(facts)}`
    process.stderr.write(`${message} (${code})${known}\n`)
  }
  return exitCodes[kind]
}
