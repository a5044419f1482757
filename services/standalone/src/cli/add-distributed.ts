import type { Command } from 'commander'
import { beginEpoch } from './commands/begin-epoch.ts'
import type { MigrateOptions } from './commands/migrate.ts'
import { processNames, service } from './commands/service.ts'
import { misused } from './failure.ts'
import { type CommonOptions, type RunCommand, withJson } from './run-command.ts'

/** Commands of the distributed mode. */
export function addServices(program: Command, run: RunCommand): void {
  program
    .command('service')
    .description('Run one process of a ledger whose services run apart, until told to stop')
    .argument('<name>', `which one: ${processNames.join(', ')}`)
    .action((name: string) => run({}, () => service(name)))
  withJson(program.command('begin-epoch'))
    .description(
      'After an EventStoreDB cluster was restored, and before its services start: begin the ledger’s next epoch',
    )
    .argument('<ledger>', 'its id, so that no other is meant')
    .action((ledger: string, options: CommonOptions) => run(options, (context) => beginEpoch(context, ledger)))
}

/** What goes to Kafka. The client of Kafka is loaded by these commands alone. */
export function addMessaging(program: Command, run: RunCommand): void {
  const relay = program.command('relay').description('Bring the ledger to Kafka (WELFARE_KAFKA_BROKERS)')
  withJson(relay.command('list').description('Every ledger at the brokers: how far, who writes it'))
    .option('--ledger <id>', 'of one ledger', ledgerOf)
    .action((options: CommonOptions & { ledger?: string }) =>
      run(options, async (context) => (await import('./commands/relay.ts')).listRelays(context, options)),
    )
  withJson(
    relay.command('run').description('Write this ledger to its topic until told to stop; one of several works'),
  ).action((options: CommonOptions) =>
    run(options, async (context) => (await import('./commands/relay.ts')).runRelay(context)),
  )
}

function ledgerOf(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw misused('ledger-id-malformed', { given: text })
  return text
}

/** Moves a ledger. Its stores are loaded by this command alone. */
export function addMigration(program: Command, run: RunCommand): void {
  withJson(program.command('migrate'))
    .description(
      'Copy the events of a ledger to another store, and prove that the copy is the same; goes on where it broke off',
    )
    .requiredOption('--from <place>', 'a data folder or esdb://…[#namespace], or @file that says it')
    .requiredOption('--to <place>', 'a data folder or esdb://…[#namespace], or @file that says it')
    .action(({ json, ...options }: CommonOptions & MigrateOptions) =>
      run({ ...(json && { json }) }, async (context) =>
        (await import('./commands/migrate.ts')).migrate(context, options),
      ),
    )
}
