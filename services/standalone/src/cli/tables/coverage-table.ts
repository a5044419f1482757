import { printedDivision } from '@welfare/printouts/division-names.ts'
import { writeTextTable } from '@welfare/printouts/text-table.ts'
import { countingRule } from '@welfare/reports/people/counting-rule.ts'
import type { CoverageAnswer } from '@welfare/reports/people/coverage.contract.ts'
import { coverageTables } from '@welfare/reports/printouts/coverage-printout.ts'
import { joinParts, momentLine, percentageNote, totalLabel } from './cells.ts'

/** People, places and goods against the plan: the printout's tables; a part that has no plan is left out. */
export function renderCoverage(answer: CoverageAnswer): string {
  const { by, rows, total } = answer
  const lines = [
    ...rows.map((row) => ({ label: labelOf(by, row), counts: row })),
    { label: totalLabel, counts: total, isTotal: true as const },
  ]
  const tables = coverageTables(answer, lines)
  if (tables.length === 0) return joinParts(['Nothing has been planned yet.', momentLine(answer)])
  const notes = [countingRule.peopleEnglish, countingRule.sitesEnglish, percentageNote].join('\n')
  return joinParts([...tables.map(writeTextTable), notes, momentLine(answer)])
}

function labelOf(by: CoverageAnswer['by'], { key, name }: CoverageAnswer['rows'][number]): string {
  if (key === null) return '–'
  if (by === 'division') return `${key} ${printedDivision(key)}`
  return name ?? key
}
