import { type Command, Option } from 'commander'
import {
  type BookOptions,
  exportBook,
  exportPrintout,
  exportTables,
  type PrintoutName,
} from './commands/export-books.ts'
import { misused } from './failure.ts'
import { type CommonOptions, type RunCommand, withJson } from './run-command.ts'

const forms = {
  hledger: 'The journal as a file for hledger: `hledger check --strict` passes',
  beancount: 'The journal as a file for Beancount: `bean-check` passes',
  xlsx: 'The journal as a spreadsheet, a row for each leg',
} as const

const printouts: readonly PrintoutName[] = [
  'budget',
  'bank-balances',
  'bank-reconciliation',
  'coverage',
  'gaps',
  'payables',
]

/** What auditors and offices take away: books for other programs, tables, printouts. */
export function addBooks(exporting: Command, run: RunCommand): void {
  for (const form of ['hledger', 'beancount', 'xlsx'] as const) {
    common(exporting.command(form).description(forms[form]))
      .option('--output <file>', '- is standard output', '-')
      .option('--fund <id>')
      .option('--programme <id>')
      .option('--union <division>', 'the books of this union alone: what lies on its accounts')
      .action(({ json, ...options }: CommonOptions & BookOptions) =>
        run({ ...(json && { json }) }, (context) => exportBook(context, form, options)),
      )
  }
  common(exporting.command('gbt24589').description('One year in tables after GB/T 24589.2-2010: two XML files'))
    .requiredOption('--year <year>', 'the accounting year', yearOf)
    .requiredOption('--to <folder>', 'made where it is not there')
    .action(({ json, ...options }: CommonOptions & { year: number; to: string; at?: string }) =>
      run({ ...(json && { json }) }, (context) => exportTables(context, options)),
    )
  common(exporting.command('printout').description('A report as a spreadsheet or as an A4 page, to print and sign'))
    .argument('<name>', printouts.join(', '), printoutOf)
    .requiredOption(
      '--output <file>',
      'ends in .xlsx or .html; payables, bank-balances and bank-reconciliation in .csv, too',
    )
    .addOption(new Option('--unit <unit>', '元 or 万元').choices(['yuan', 'wan']))
    .option('--by <group>')
    .option('--fund <id>')
    .option('--programme <id>')
    .option('--merchant <id>')
    .option('--bank-account <id>', 'of bank-reconciliation')
    .option('--month <month>', 'of bank-reconciliation: 2025-07')
    .option('--division <code>', 'this one and those below it')
    .option('--after-sequence <sequence>', 'of payables: what was recorded after the list before')
    .option('--through-sequence <sequence>', 'of payables: what was recorded through it')
    .option('--from <day>', 'of payables: recorded from this day on')
    .option('--until <day>', 'of payables: recorded by the end of this day')
    .option('--window <key>', 'a window, or the id of a round')
    .option('--employer <id>')
    .option('--reason <reason>')
    .option('--ends-within <days>', 'of gaps: who still holds credit that ends within so many days')
    .option('--effective <day>', 'as it had happened by the end of a day')
    .action((name: PrintoutName, { json, ...options }: CommonOptions & { output: string }) =>
      run({ ...(json && { json }) }, (context) => exportPrintout(context, name, options)),
    )
}

function common(command: Command): Command {
  return withJson(command).option('--at <moment>', 'as known at a sequence or an RFC 3339 time')
}

function yearOf(text: string): number {
  if (!/^20\d\d$/.test(text)) throw misused('year-malformed', { given: text })
  return Number(text)
}

function printoutOf(text: string): PrintoutName {
  const found = printouts.find((name) => name === text)
  if (!found) throw misused('paper-unknown', { given: text, possible: printouts })
  return found
}
