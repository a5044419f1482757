import { version } from '@welfare/service-host/version.ts'
import { Command, Option } from 'commander'
import { addAccounts, addSignIn } from './add-accounts.ts'
import { addBooks } from './add-books.ts'
import { addMessaging, addMigration, addServices } from './add-distributed.ts'
import { addReports, addTrails } from './add-reports.ts'
import { addVerification } from './add-verification.ts'
import { backup } from './commands/backup.ts'
import { demo } from './commands/demo.ts'
import { type ImportOptions, importRoster } from './commands/import-roster.ts'
import { printLogKeys, type RotateOptions, rotateLogKey } from './commands/log.ts'
import { rebuild } from './commands/rebuild.ts'
import { restore } from './commands/restore.ts'
import { serve } from './commands/serve.ts'
import { type CommonOptions, type RunCommand, withJson } from './run-command.ts'

/** Every command with its arguments and options. Parsing throws CommanderError; it neither prints to standard output on errors nor exits. */
export function createProgram(run: RunCommand): Command {
  const program = new Command('welfare')
    .description('The welfare distribution ledger. WELFARE_DATA_DIR says where it lies (default: ./data).')
    .version(version)
    .addOption(
      new Option('--language <language>', 'of what is refused (default: what LANG says)').choices(['en', 'zh']),
    )
    .exitOverride()
    // What is wrong is said once, with every other refusal.
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', '\nExit codes: 0 ok, 1 refused, 2 wrong usage, 3 integrity.')
  addOperation(program, run)
  addServices(program, run)
  addMessaging(program, run)
  addSignIn(program, run)
  addAccounts(program, run)
  addRosterImport(program, run)
  addReports(program.command('report').description('Print what the ledger knows'), run)
  const exporting = program.command('export').description('Write something out wholly')
  addTrails(program, exporting, run)
  addBooks(exporting, run)
  addLog(program.command('log').description('The transparency log over every event'), run)
  addCopies(program, run)
  addMigration(program, run)
  addVerification(program, exporting, run)
  return program
}

function addOperation(program: Command, run: RunCommand): void {
  withJson(program.command('serve').description('Serve the ledger until told to stop (PORT, WELFARE_HOST)')).action(
    (options) => run(options, serve),
  )
  withJson(program.command('demo').description('Play the summer of 2025, print its reports, go on serving'))
    .option('--exit', 'end after printing')
    .option('--whole-year', 'play every morning of the year, until most of the money is spent: minutes')
    .action((options) =>
      run({ ...options, defaultFolder: options.wholeYear ? './data-demo-year' : './data-demo' }, (context) =>
        demo(context, options),
      ),
    )
  writing(program.command('rebuild').description('Fill all read models anew while the old ones serve')).action(
    (options) => run(options, rebuild),
  )
}

function addRosterImport(program: Command, run: RunCommand): void {
  writing(program.command('import').description("Put the people of a file on a programme's roster"))
    .argument('<programme>', 'id of the programme')
    .argument('<file>', 'XLSX or CSV; - reads standard input')
    .option('--dry-run', 'only say what the file would do')
    .option('--accept-errors', 'import the good rows of a file that has others; confirms no warning')
    .option('--confirm <rows>', 'import these rows in spite of their warnings: 3,7-9')
    .option('--employer <name>', 'for rows that name none')
    .option('--trade <name>', 'for rows that name none')
    .option('--division <code>', "for rows that name none (default: the programme's)")
    .option('--sheet <name>', 'default: the first visible one')
    .option('--fill-employers', 'a blank employer below a filled one is the same one')
    .option('--no-fill-employers', 'a blank employer is missing')
    .addOption(new Option('--hidden <choice>', 'rows and columns that the sheet hides').choices(['include', 'leave']))
    .action((programme: string, file: string, { json, key, ...options }: CommonOptions & ImportOptions) =>
      run({ ...(json && { json }), ...(key !== undefined && { key }) }, (context) =>
        importRoster(context, programme, file, options),
      ),
    )
}

function addLog(log: Command, run: RunCommand): void {
  withJson(log.command('vkey').description('Print the verifier keys of its checkpoints, newest first')).action(
    (options) => run(options, printLogKeys),
  )
  writing(log.command('rotate-key').description('Sign with a new key, which the one before names in a statement'))
    .option('--retire-previous', 'the key before signs no more checkpoints: somebody else may have it')
    .action((options: CommonOptions & RotateOptions) => run(options, (context) => rotateLogKey(context, options)))
}

function addCopies(program: Command, run: RunCommand): void {
  writing(
    program
      .command('backup')
      .description('Copy log and keys while the ledger serves, and prove that the copy can be restored'),
  )
    .argument('[folder]', 'empty or not there yet (default: one in the data folder)')
    .action((folder: string | undefined, options) => run(options, (context) => backup(context, folder)))
  withJson(program.command('restore').description('Put a backup into an empty data folder; begins a new epoch'))
    .argument('<backup>', 'the folder that `welfare backup` made')
    .option('--master-key <file>', 'copied to where the ledger looks for it')
    .action((folder: string, options) => run(options, (context) => restore(context, folder, options)))
}

function writing(command: Command): Command {
  return withJson(command).option('--key <key>', 'Idempotency-Key, to try the same write again')
}
