import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import type { Config } from '@welfare/process/config.ts'
import type { DataFolder } from '@welfare/process/data-folder.ts'
import type { Terminal } from './terminal.ts'

/** What every command is handed. */
export interface CliContext {
  readonly config: Config
  readonly folder: DataFolder
  readonly terminal: Terminal
  /** `--key`: for a write that is tried again. */
  readonly key: string | undefined
  /** `--as-operator`: in the name of who has the machine. */
  readonly asOperator: boolean
  /** Of failures, and of what is said of a roster's rows. */
  readonly language: Language
}
