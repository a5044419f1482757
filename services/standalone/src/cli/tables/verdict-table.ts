import { verdictColumns, verdictOutcomes } from '@welfare/contracts/words/terminal-words.ts'
import { columnOf } from '@welfare/printouts/printout.ts'
import { countText, writeTextTable } from '@welfare/printouts/text-table.ts'
import type { CheckResult, Misfit, Verdict } from '@welfare/verifier/verdict.ts'
import { inBoth, joinParts } from './cells.ts'

/** What was checked and whether it holds; then what does not, the first event before all. */
export function renderVerdict(verdict: Verdict, title: string): string {
  return joinParts([renderChecks(verdict.checks, title), renderMisfits(verdict), conclusionOf(verdict)])
}

function renderChecks(checks: readonly CheckResult[], english: string): string {
  const { check: name, outcome: became, examined: count, promise: said } = verdictColumns
  return writeTextTable({
    english,
    columns: [
      ...[name, became].map((word) => columnOf(word, 'text')),
      columnOf(count, 'count'),
      columnOf(said, 'text'),
    ],
    rows: checks.map(({ check, outcome, examined, promise }) => [
      ...[check, inBoth(verdictOutcomes[outcome]), examined, promise],
    ]),
    remarks: checks.flatMap(({ check, notes }) => notes.map((note) => `${check}: ${note}`)),
  })
}

/** Of each check; with --json there are more. */
const SHOWN = 10

function renderMisfits({ checks, misfits }: Verdict): string {
  return checks
    .flatMap(({ check, misfits: count }) => {
      const shown = misfits.filter((misfit) => misfit.check === check).slice(0, SHOWN)
      const lines = shown.map((misfit) => `${check}: ${misfit.where}${eventOf(misfit)}: ${misfit.what}`)
      return count > shown.length ? [...lines, `${check}: ${countText(count - shown.length)} more`] : lines
    })
    .join('\n')
}

function conclusionOf({ holds, firstEvent, checks }: Verdict): string {
  if (holds) return 'Everything that was checked fits.'
  const count = checks.reduce((sum, { misfits }) => sum + misfits, 0)
  const first = firstEvent ? ` The first event that does not fit:${eventOf(firstEvent)}: ${firstEvent.what}.` : ''
  return `${countText(count)} things do not fit.${first}`
}

function eventOf({ event }: Misfit): string {
  if (!event) return ''
  const { sequence, stream, version, type } = event
  return ` event ${sequence}${type === undefined ? '' : ` (${type}, ${stream} version ${version})`}`
}
