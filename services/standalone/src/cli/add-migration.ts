import type { Command } from 'commander'
import type { MigrateOptions } from './commands/migrate.ts'
import type { CommonOptions, RunCommand } from './run-command.ts'

/** Moves a ledger. Its stores are loaded by this command alone. */
export function addMigration(program: Command, run: RunCommand): void {
  program
    .command('migrate')
    .description(
      'Copy the events of a ledger to another store, and prove that the copy is the same; goes on where it broke off',
    )
    .requiredOption('--from <place>', 'a data folder or esdb://…[#namespace], or @file that says it')
    .requiredOption('--to <place>', 'a data folder or esdb://…[#namespace], or @file that says it')
    .option('--json', 'print machine output, alone, on standard output')
    .action(({ json, ...options }: CommonOptions & MigrateOptions) =>
      run({ ...(json && { json }) }, async (context) =>
        (await import('./commands/migrate.ts')).migrate(context, options),
      ),
    )
}
