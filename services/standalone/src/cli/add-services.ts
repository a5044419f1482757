import { Argument, type Command, InvalidArgumentError } from 'commander'
import { beginEpoch } from './commands/begin-epoch.ts'
import { processNames, service } from './commands/service.ts'
import type { CommonOptions, RunCommand } from './program.ts'

/** Commands of the distributed mode: one process of it, and all of it on this machine. */
export function addServices(program: Command, run: RunCommand): void {
  program
    .command('service')
    .description('Run one process of a ledger whose services run apart, until told to stop')
    .addArgument(new Argument('<name>', 'which one').choices(processNames))
    .action((name: string) => run({}, () => service(name)))
  program
    .command('begin-epoch')
    .description(
      'After an EventStoreDB cluster was restored, and before its services start: begin the ledger’s next epoch',
    )
    .argument('<ledger>', 'its id, so that no other is meant')
    .option('--json', 'print machine output, alone, on standard output')
    .action((ledger: string, options: CommonOptions) => run(options, (context) => beginEpoch(context, ledger)))
  program
    .command('cluster')
    .description('Start store, brokers and every service on this machine, play the demonstration there, go on serving')
    .option('--json', 'print machine output, alone, on standard output')
    .option('--exit', 'end after printing')
    .option('--vouchers <count>', 'instances of the vouchers service', countOf, 1)
    .option('--funds <count>', 'instances of the funds service', countOf, 1)
    .option('--projections <count>', 'replicas of the read models', countOf, 1)
    .action((options: CommonOptions & ClusterCommandOptions) =>
      run(options, async (context) => {
        const { cluster } = await import('./commands/cluster.ts')
        await cluster(context, options)
      }),
    )
}

export interface ClusterCommandOptions {
  readonly exit?: boolean
  readonly vouchers: number
  readonly funds: number
  readonly projections: number
}

function countOf(text: string): number {
  if (!/^[1-9]$/.test(text)) throw new InvalidArgumentError('From 1 to 9.')
  return Number(text)
}
