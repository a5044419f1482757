import type { Command } from 'commander'
import { beginEpoch } from './commands/begin-epoch.ts'
import { processNames, service } from './commands/service.ts'
import type { CommonOptions, RunCommand } from './run-command.ts'

/** Commands of the distributed mode. */
export function addServices(program: Command, run: RunCommand): void {
  program
    .command('service')
    .description('Run one process of a ledger whose services run apart, until told to stop')
    .argument('<name>', `which one: ${processNames.join(', ')}`)
    .action((name: string) => run({}, () => service(name)))
  program
    .command('begin-epoch')
    .description(
      'After an EventStoreDB cluster was restored, and before its services start: begin the ledger’s next epoch',
    )
    .argument('<ledger>', 'its id, so that no other is meant')
    .option('--json', 'print machine output, alone, on standard output')
    .action((ledger: string, options: CommonOptions) => run(options, (context) => beginEpoch(context, ledger)))
}
