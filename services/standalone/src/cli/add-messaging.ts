import { type Command, InvalidArgumentError } from 'commander'
import type { ParkOptions } from './commands/park.ts'
import type { CommonOptions, RunCommand } from './program.ts'

/** What goes to Kafka, and what comes to nothing there. The client of Kafka is loaded by these commands alone. */
export function addMessaging(program: Command, run: RunCommand): void {
  const relay = program.command('relay').description('Bring the ledger to Kafka (WELFARE_KAFKA_BROKERS)')
  common(relay.command('list').description('Every ledger at the brokers: how far, who writes it'))
    .option('--ledger <id>', 'of one ledger', ledgerOf)
    .action((options: CommonOptions & { ledger?: string }) =>
      run(options, async (context) => (await import('./commands/relay.ts')).listRelays(context, options)),
    )
  common(
    relay.command('run').description('Write this ledger to its topics until told to stop; one of several works'),
  ).action((options: CommonOptions) =>
    run(options, async (context) => (await import('./commands/relay.ts')).runRelay(context)),
  )
  const park = program.command('park').description('What consumers outside could not handle')
  ofLedger(park.command('list').description('What is parked'))
    .option('--group <group>', 'of one consumer group')
    .action((options: CommonOptions & ParkOptions & { group?: string }) =>
      run(options, async (context) => (await import('./commands/park.ts')).listParked(context, options)),
    )
  ofLedger(park.command('retry').description('Give a message to its group again'))
    .argument('<group>', 'consumer group')
    .argument('<event>', 'id of the event')
    .action((group: string, id: string, options: CommonOptions & ParkOptions) =>
      run(options, async (context) => (await import('./commands/park.ts')).retryParked(context, group, id, options)),
    )
  ofLedger(park.command('drop').description('Give a message up, for one group'))
    .argument('<group>', 'consumer group')
    .argument('<event>', 'id of the event')
    .action((group: string, id: string, options: CommonOptions & ParkOptions) =>
      run(options, async (context) => (await import('./commands/park.ts')).dropParked(context, group, id, options)),
    )
}

function common(command: Command): Command {
  return command.option('--json', 'print machine output, alone, on standard output')
}

function ofLedger(command: Command): Command {
  return common(command).option('--ledger <id>', 'default: the one of the data folder or store', ledgerOf)
}

function ledgerOf(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text))
    throw new InvalidArgumentError('Not the id of a ledger.')
  return text
}
