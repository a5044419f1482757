import { outcomesOfFindings } from '@welfare/contracts/finding-outcomes.ts'
import { findingKinds } from '@welfare/reports/findings/findings.store.ts'
import { coverageGroups } from '@welfare/reports/people/coverage.contract.ts'
import { type Command, Option } from 'commander'
import { type ExportOptions, exportJournal } from './commands/export-journal.ts'
import {
  type ReportOptions,
  reportBankBalances,
  reportBudget,
  reportComparison,
  reportCoverage,
  reportFindings,
  reportGaps,
  reportReconciliation,
} from './commands/report.ts'
import { trail } from './commands/trail.ts'
import { misused } from './failure.ts'
import { type CommonOptions, type RunCommand, withJson } from './run-command.ts'

/** What the ledger knows. */
export function addReports(report: Command, run: RunCommand): void {
  moment(report.command('budget').description('Each state of money apart, turnover beside it'))
    .addOption(new Option('--by <group>').choices(['fund', 'programme', 'funder', 'division']).default('fund'))
    .option('--fund <id>')
    .option('--programme <id>')
    .option('--funder <name>')
    .option('--division <code>', 'this one and those below it')
    .action((options) => run(options, (context) => reportBudget(context, filtersOf(options))))
  moment(report.command('bank-balances').description('Where the money lies: by account of a union and fund'))
    .option('--fund <id>')
    .option('--division <code>', 'accounts of this one and those below it')
    .action((options) => run(options, (context) => reportBankBalances(context, filtersOf(options))))
  withJson(
    report
      .command('bank-reconciliation')
      .description('What the books and the bank have of an account, and why they differ'),
  )
    .requiredOption('--bank-account <id>')
    .requiredOption('--month <month>', '2025-07')
    .option('--at <moment>', 'as known at a sequence or an RFC 3339 time')
    .option('--save <file>', 'keeps the report for `verify --report`')
    .action((options) => run(options, (context) => reportReconciliation(context, filtersOf(options))))
  moment(report.command('coverage').description('People and places reached, against the plan'))
    .addOption(new Option('--by <group>').choices(coverageGroups))
    .option('--programme <id>')
    .option('--window <key>', 'a window, or the id of a round')
    .option('--employer <id>')
    .option('--site <id>')
    .option('--division <code>', 'this one and those below it')
    .action((options) => run(options, (context) => reportCoverage(context, filtersOf(options))))
  withJson(report.command('gaps').description('Who and which site is still missing, and why'))
    .requiredOption('--programme <id>')
    .addOption(new Option('--kind <kind>').choices(['people', 'sites']))
    .option('--window <key>', 'a window, or the id of a round')
    .option('--reason <reason>')
    .option('--employer <id>')
    .option('--site <id>')
    .option('--division <code>', 'this one and those below it')
    .option('--ends-within <days>', 'who still holds credit in a window that ends within so many days')
    .option('--at <moment>', 'as known at a sequence or an RFC 3339 time')
    .option('--effective <day>', 'as it had happened by the end of a day')
    .option('--limit <count>', 'how many are listed', countOf, 100)
    .action((options) =>
      run(options, (context) => reportGaps(context, { ...filtersOf(options), limit: options.limit })),
    )
  addAuditReports(report, run)
}

interface Comparison {
  readonly from: string
  readonly to?: string
  readonly by: string
  readonly fund?: string
  readonly programme?: string
  readonly division?: string
}

interface Findings {
  readonly kind?: string
  readonly status?: string
  readonly outcome?: string
  readonly programme?: string
  readonly merchant?: string
  readonly at?: string
  readonly limit: number
}

/** What auditors ask of the reports themselves. */
function addAuditReports(report: Command, run: RunCommand): void {
  withJson(
    report.command('comparison').description('Two moments: every figure that differs, and what made the difference'),
  )
    .requiredOption('--from <moment>', 'a sequence or an RFC 3339 time')
    .option('--to <moment>', 'default: now')
    .addOption(new Option('--by <group>').choices(['fund', 'programme', 'funder', 'division']).default('fund'))
    .option('--fund <id>')
    .option('--programme <id>')
    .option('--division <code>', 'this one and those below it')
    .action(({ json, ...query }: CommonOptions & Comparison) =>
      run({ ...(json && { json }) }, (context) => reportComparison(context, { ...query })),
    )
  withJson(report.command('findings').description('What deserves a second look, with the events that show it'))
    .addOption(new Option('--kind <kind>').choices(findingKinds))
    .addOption(new Option('--status <status>').choices(['open', 'reviewed']))
    .addOption(new Option('--outcome <outcome>', 'of the last review').choices(outcomesOfFindings))
    .option('--programme <id>')
    .option('--merchant <id>')
    .option('--at <moment>', 'as known at a sequence or an RFC 3339 time')
    .option('--limit <count>', 'how many are listed, at most 1000', pageOf, 100)
    .action(({ json, limit, ...query }: CommonOptions & Findings) =>
      run({ ...(json && { json }) }, (context) => reportFindings(context, { ...query, limit: String(limit) })),
    )
}

export function addTrails(program: Command, exporting: Command, run: RunCommand): void {
  withJson(program.command('trail').description('Every event of one thing, or that names it'))
    .argument('<id>', 'of a thing, or of a part of one: <stream>.<version>')
    .option('--at <moment>', 'as known at a sequence or an RFC 3339 time')
    .option('--limit <count>', 'how many events', countOf, 100)
    .action((id: string, options) => run(options, (context) => trail(context, id, options)))
  withJson(exporting.command('journal'))
    .description('Every posting with its running balance')
    .addOption(new Option('--format <format>').choices(['csv', 'json']).default('csv'))
    .option('--output <file>', '- is standard output', '-')
    .option('--at <moment>', 'as known at a sequence or an RFC 3339 time')
    .action((options: CommonOptions & ExportOptions) => run(options, (context) => exportJournal(context, options)))
}

function moment(command: Command): Command {
  return withJson(command)
    .option('--at <moment>', 'as known at a sequence or an RFC 3339 time')
    .option('--effective <day>', 'as it had happened by the end of a day')
    .option('--save <file>', 'keep the report, to be verified later (`welfare verify --report`)')
}

function filtersOf({
  json: _json,
  key: _key,
  asOperator: _asOperator,
  defaultFolder: _defaultFolder,
  limit: _limit,
  ...filters
}: CommonOptions & { limit?: number }): ReportOptions {
  return filters
}

const MAX_LISTED = 1_000

function countOf(text: string): number {
  return countWithin(text)
}

function pageOf(text: string): number {
  return countWithin(text, MAX_LISTED)
}

function countWithin(text: string, most?: number): number {
  if (/^[1-9]\d{0,8}$/.test(text) && Number(text) <= (most ?? Number.POSITIVE_INFINITY)) return Number(text)
  throw misused('count-malformed', { given: text, ...(most !== undefined && { most }) })
}
