import { formatYuan } from '@welfare/contracts/money.ts'
import { comparisonWords, figureHeading } from '@welfare/contracts/words/comparison-words.ts'
import { countText, writeTextTable } from '@welfare/printouts/text-table.ts'
import type { ComparisonAnswer } from '@welfare/reports/comparison/comparison.contract.ts'
import { countsTable, moneyTable } from '@welfare/reports/printouts/comparison-printout.ts'
import { inBoth, instantCell, joinParts, momentLine, totalLabel } from './cells.ts'

/** Every figure that differs between two moments, with what made the difference: the printout's tables, and their total. */
export function renderComparison(answer: ComparisonAnswer): string {
  const { from, by, rows, total, coverage, explained } = answer
  const money = linesOf(rows, 'in no programme', total)
  const reached = coverage ? linesOf(coverage.rows, '–', coverage.total) : []
  const verdict = explained
    ? 'Every difference is the sum of what the events between changed.'
    : 'NOT every difference is explained by the events between.'
  const since = `From sequence ${countText(from.sequence)}, recorded ${instantCell(from.recordedAt)} (Asia/Shanghai).`
  return joinParts([
    money.length === 0 ? '' : writeTextTable(moneyTable(by, money, { ...sayings, show: formatYuan })),
    reached.length === 0 ? '' : writeTextTable(countsTable(reached, { ...sayings, show: countText })),
    money.length === 0 && reached.length === 0 ? 'Nothing differs.' : verdict,
    `${since}\n${momentLine(answer)}`,
  ])
}

const sayings: Omit<Parameters<typeof moneyTable>[2], 'show'> = {
  figure: (figure) => inBoth(figureHeading(figure)),
  cause: ({ eventType, legs, firstSequence, lastSequence }, change) =>
    `${eventType} ${change} (${countText(legs)} in ${countText(firstSequence)}–${countText(lastSequence)})`,
  unexplained: (amount) => `${inBoth(comparisonWords.unexplained)} ${amount}`,
}

type Differences = Pick<ComparisonAnswer['total'], 'differences'>

function linesOf(
  rows: readonly (Differences & { readonly name: string | null; readonly key: string | null })[],
  none: string,
  total: Differences,
) {
  const lines = rows.map(({ key, name, differences }) => ({ label: name ?? key ?? none, differences }))
  return rows.length > 1 ? [...lines, { label: totalLabel, differences: total.differences }] : lines
}
