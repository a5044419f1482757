import type { Command } from 'commander'
import { exportBundle } from './commands/export-bundle.ts'
import { type VerifyOptions, verify } from './commands/verify.ts'
import type { CommonOptions, RunCommand } from './run-command.ts'

/** What an auditor needs who does not trust the operator. */
export function addVerification(program: Command, exporting: Command, run: RunCommand): void {
  exporting
    .command('bundle')
    .description(
      'Everything that is needed to verify the ledger without it: events, tree, checkpoints, journal, reports',
    )
    .requiredOption('--to <folder>', 'empty or not there yet')
    .option('--json', 'print machine output, alone, on standard output')
    .action(({ to, ...options }: CommonOptions & { to: string }) =>
      run(options, (context) => exportBundle(context, to)),
    )
  program
    .command('verify')
    .description('Verify an exported bundle offline, or the files of a ledger: what does not fit is named')
    .argument('[bundle]', 'the folder that `welfare export bundle` made')
    .option('--data <folder>', "a ledger's own data folder: what is stored against its tree and its postings")
    .option('--key <vkey>', "the log's verifier key, got from elsewhere than the bundle")
    .option('--witness <vkey...>', 'who must have signed, too')
    .option('--report <file...>', 'reports that were saved earlier')
    .option('--checkpoint <file...>', 'signed checkpoints that were kept earlier, as the page saves them')
    .option('--json', 'print machine output, alone, on standard output')
    .action((bundle: string | undefined, { json, ...options }: VerifyOptions & { json?: boolean }) =>
      run({ ...(json && { json }) }, (context) => verify(context, bundle, options)),
    )
}
