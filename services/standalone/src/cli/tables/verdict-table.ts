import type { CheckResult, Misfit, Verdict } from '@welfare/verifier/verdict.ts'
import { countCell } from './cells.ts'
import { joinParts, number, renderTable, words } from './table.ts'

/** What was checked and whether it holds; then what does not, the first event before all. */
export function renderVerdict(verdict: Verdict, title: string): string {
  return joinParts([renderChecks(verdict.checks, title), renderMisfits(verdict), conclusionOf(verdict)])
}

const outcomes = { holds: 'holds 通过', broken: 'BROKEN 不符', 'not-checked': 'not checked 未核' } as const

function renderChecks(checks: readonly CheckResult[], title: string): string {
  const notes = checks.flatMap(({ check, notes }) => notes.map((note) => `${check}: ${note}`))
  const table = renderTable({
    title,
    columns: [words('check', '核对'), words('outcome', '结果'), number('examined', '件数'), words('promise', '内容')],
    rows: checks.map(({ check, outcome, examined, promise }) => [
      check,
      outcomes[outcome],
      countCell(examined),
      promise,
    ]),
  })
  return [table, ...notes].join('\n')
}

/** Of each check; with --json there are more. */
const SHOWN = 10

function renderMisfits({ checks, misfits }: Verdict): string {
  return checks
    .flatMap(({ check, misfits: count }) => {
      const shown = misfits.filter((misfit) => misfit.check === check).slice(0, SHOWN)
      const lines = shown.map((misfit) => `${check}: ${misfit.where}${eventOf(misfit)}: ${misfit.what}`)
      return count > shown.length ? [...lines, `${check}: ${countCell(count - shown.length)} more`] : lines
    })
    .join('\n')
}

function conclusionOf({ holds, firstEvent, checks }: Verdict): string {
  if (holds) return 'Everything that was checked fits.'
  const count = checks.reduce((sum, { misfits }) => sum + misfits, 0)
  const first = firstEvent ? ` The first event that does not fit:${eventOf(firstEvent)}: ${firstEvent.what}.` : ''
  return `${countCell(count)} things do not fit.${first}`
}

function eventOf({ event }: Misfit): string {
  if (!event) return ''
  const { sequence, stream, version, type } = event
  return ` event ${sequence}${type === undefined ? '' : ` (${type}, ${stream} version ${version})`}`
}
