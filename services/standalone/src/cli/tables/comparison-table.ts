import { formatYuan } from '@welfare/contracts/money.ts'
import { total as totalWord } from '@welfare/contracts/words/figure-words.ts'
import { comparisonWords } from '@welfare/contracts/words/terminal-words.ts'
import { columnOf } from '@welfare/printouts/printout.ts'
import { countText, writeTextTable } from '@welfare/printouts/text-table.ts'
import type { ComparisonAnswer, Difference } from '@welfare/reports/comparison/comparison.contract.ts'
import { inBoth, instantCell, joinParts, momentLine } from './cells.ts'

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
  const since = `From sequence ${countText(from.sequence)}, recorded ${instantCell(from.recordedAt)} (Asia/Shanghai).`
  return joinParts([
    ...money,
    ...(rows.length > 1
      ? [renderDifferences(`${totalWord.english} by ${by} ${totalWord.chinese}`, total.differences)]
      : []),
    ...reached,
    rows.length === 0 && reached.length === 0 ? 'Nothing differs.' : verdict,
    `${since}\n${momentLine(answer)}`,
  ])
}

function renderDifferences(english: string, differences: readonly Difference[]): string {
  const { figure: named, before: was, after: is, difference: by, cause } = comparisonWords
  return writeTextTable({
    english,
    columns: [
      columnOf(named, 'text'),
      ...[was, is, by].map((word) => columnOf(word, 'figure')),
      columnOf(cause, 'text'),
    ],
    rows: differences.flatMap(({ figure, before, after, difference, causes, unexplained }) => {
      const show = figure.endsWith('Fen') ? formatYuan : countText
      return [
        [figure.replace(/Fen$/, ''), show(before), show(after), show(difference), ''],
        ...causes.map(({ eventType, change, legs, firstSequence, lastSequence }) => [
          ...['', '', '', show(change)],
          `${eventType}, ${countText(legs)} in ${countText(firstSequence)}–${countText(lastSequence)}`,
        ]),
        ...(unexplained === 0 ? [] : [['', '', '', show(unexplained), inBoth(comparisonWords.unexplained)]]),
      ]
    }),
  })
}
