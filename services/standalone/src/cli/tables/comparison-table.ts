import type { ComparisonAnswer, Difference } from '@welfare/reports/comparison/comparison.contract.ts'
import { countCell, instantCell, momentLine, yuanCell } from './cells.ts'
import { joinParts, number, renderTable, words } from './table.ts'

/** Every figure that differs between two moments, each followed by what made the difference. */
export function renderComparison(answer: ComparisonAnswer): string {
  const { from, by, rows, total, coverage, explained } = answer
  const money = rows.map(({ key, name, differences }) =>
    renderDifferences(`${name ?? key ?? 'In no programme'}`, differences),
  )
  const reached = (coverage?.rows ?? []).map(({ key, name, differences }) =>
    renderDifferences(`${name ?? key ?? '–'}: people and sites 人员与点位`, differences),
  )
  const verdict = explained
    ? 'Every difference is the sum of what the events between changed.'
    : 'NOT every difference is explained by the events between.'
  const since = `From sequence ${countCell(from.sequence)}, recorded ${instantCell(from.recordedAt)} (Asia/Shanghai).`
  return joinParts([
    ...money,
    ...(rows.length > 1 ? [renderDifferences(`Total by ${by} 合计`, total.differences)] : []),
    ...reached,
    rows.length === 0 && reached.length === 0 ? 'Nothing differs.' : verdict,
    `${since}\n${momentLine(answer)}`,
  ])
}

function renderDifferences(title: string, differences: readonly Difference[]): string {
  return renderTable({
    title,
    columns: [
      words('figure', '指标'),
      number('before', '前'),
      number('after', '后'),
      number('difference', '差额'),
      words('made by', '成因'),
    ],
    rows: differences.flatMap(({ figure, before, after, difference, causes, unexplained }) => {
      const show = figure.endsWith('Fen') ? yuanCell : countCell
      return [
        [figure.replace(/Fen$/, ''), show(before), show(after), show(difference)],
        ...causes.map(({ eventType, change, legs, firstSequence, lastSequence }) => [
          '',
          '',
          '',
          show(change),
          `${eventType}, ${countCell(legs)} in ${countCell(firstSequence)}–${countCell(lastSequence)}`,
        ]),
        ...(unexplained === 0 ? [] : [['', '', '', show(unexplained), 'UNEXPLAINED 无法说明']]),
      ]
    }),
  })
}
