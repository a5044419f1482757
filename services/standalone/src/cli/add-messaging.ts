import type { Command } from 'commander'
import { misused } from './failure.ts'
import type { CommonOptions, RunCommand } from './run-command.ts'

/** What goes to Kafka. The client of Kafka is loaded by these commands alone. */
export function addMessaging(program: Command, run: RunCommand): void {
  const relay = program.command('relay').description('Bring the ledger to Kafka (WELFARE_KAFKA_BROKERS)')
  common(relay.command('list').description('Every ledger at the brokers: how far, who writes it'))
    .option('--ledger <id>', 'of one ledger', ledgerOf)
    .action((options: CommonOptions & { ledger?: string }) =>
      run(options, async (context) => (await import('./commands/relay.ts')).listRelays(context, options)),
    )
  common(
    relay.command('run').description('Write this ledger to its topic until told to stop; one of several works'),
  ).action((options: CommonOptions) =>
    run(options, async (context) => (await import('./commands/relay.ts')).runRelay(context)),
  )
}

function common(command: Command): Command {
  return command.option('--json', 'print machine output, alone, on standard output')
}

function ledgerOf(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw misused('ledger-id-malformed', { given: text })
  return text
}
