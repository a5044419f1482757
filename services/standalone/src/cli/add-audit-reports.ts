import { outcomesOfFindings } from '@welfare/contracts/finding-outcomes.ts'
import { findingKinds } from '@welfare/reports/findings/findings.store.ts'
import { type Command, Option } from 'commander'
import { reportComparison, reportFindings } from './commands/audit-report.ts'
import { misused } from './failure.ts'
import type { CommonOptions, RunCommand } from './run-command.ts'

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
export function addAuditReports(report: Command, run: RunCommand): void {
  common(
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
  common(report.command('findings').description('What somebody should look at, with the events that show it'))
    .addOption(new Option('--kind <kind>').choices(findingKinds))
    .addOption(new Option('--status <status>').choices(['open', 'reviewed']))
    .addOption(new Option('--outcome <outcome>', 'of the last review').choices(outcomesOfFindings))
    .option('--programme <id>')
    .option('--merchant <id>')
    .option('--at <moment>', 'as known at a sequence or an RFC 3339 time')
    .option('--limit <count>', 'how many are listed, at most 1000', countOf, 100)
    .action(({ json, limit, ...query }: CommonOptions & Findings) =>
      run({ ...(json && { json }) }, (context) => reportFindings(context, { ...query, limit: String(limit) })),
    )
}

function common(command: Command): Command {
  return command.option('--json', 'print machine output, alone, on standard output')
}

function countOf(text: string): number {
  const count = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Number.NaN
  if (!(count <= 1_000)) throw misused('count-malformed', { given: text, most: 1_000 })
  return count
}
