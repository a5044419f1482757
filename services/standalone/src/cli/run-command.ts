import type { Command } from 'commander'
import type { CliContext } from './cli-context.ts'

export interface CommonOptions {
  readonly asOperator?: boolean
  /** Where no WELFARE_DATA_DIR says which. */
  readonly defaultFolder?: string
  readonly json?: boolean
  readonly key?: string
}

/** Runs a command's work in the context that its options ask for. */
export type RunCommand = (options: CommonOptions, work: (context: CliContext) => Promise<void>) => Promise<void>

/** Every command has it. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print machine output, alone, on standard output')
}
