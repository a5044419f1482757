import { formatWan, formatYuan } from '@welfare/contracts/money.ts'
import { comparisonWords, figureHeading } from '@welfare/contracts/words/comparison-words.ts'
import { groupWords, inNoProgramme } from '@welfare/contracts/words/figure-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import { columnOf, type MoneyUnit, type Printout, type PrintoutTable } from '@welfare/printouts/printout.ts'
import type { Cause, ComparisonAnswer, Difference } from '../comparison/comparison.contract.ts'
import type { BookStamp } from '../exports/book-entry.ts'
import { summaryOf } from '../exports/event-words.ts'
import { momentLines, signedPrintout } from './printout-words.ts'

/** Two moments beside each other: every figure that differs, and what made it so. */
export function comparisonPrintout(
  answer: Compared,
  { unit, filters }: { readonly unit: MoneyUnit; readonly filters: readonly string[] },
): Printout {
  const { by, from, rows, coverage, explained } = answer
  const show = {
    money: unit === 'wan' ? formatWan : formatYuan,
    count: (count: number) => count.toLocaleString('en-US'),
  }
  const sayings: Sayings = {
    figure: (figure) => figureHeading(figure).chinese,
    cause: ({ eventType, legs }, change) => `${summaryOf(eventType)} ${change}（${legs} 笔）`,
    unexplained: (amount) => `${comparisonWords.unexplained.chinese} ${amount}`,
  }
  const [since] = momentLines(from)
  const verdict = explained ? '每一处变化都能由其间的事件解释。' : '有变化不能由其间的事件解释，请立即核查。'
  const money = rows.map((row) => ({ label: labelOf(by, row), differences: row.differences }))
  const reached = (coverage?.rows ?? []).map((row) => ({
    label: labelOf('programme', row),
    differences: row.differences,
  }))
  const tables = [
    moneyTable(by, money, { ...sayings, show: show.money }),
    ...(reached.length > 0 ? [countsTable(reached, { ...sayings, show: show.count })] : []),
  ]
  return signedPrintout(answer, {
    title: '两期对比表',
    subtitles: [...filters, `按${groupWords[by].chinese}`, `较早时点：序号 ${from.sequence}，${since}`],
    unit,
    orientation: 'landscape',
    tables: tables.map((table) => ({ ...table, remarks: [verdict] })),
  })
}

type Compared = Pick<ComparisonAnswer, 'by' | 'rows' | 'coverage' | 'explained'> &
  BookStamp & { readonly from: Pick<ComparisonAnswer['from'], 'sequence' | 'recordedAt'> }

interface Sayings {
  figure(figure: string): string
  /** @param change as it is shown */
  cause(cause: Cause, change: string): string
  unexplained(amount: string): string
}

interface ComparedLine {
  readonly label: string
  readonly differences: readonly Difference[]
}

type Shown = Sayings & { show(amount: number): string }

export function moneyTable(by: ComparisonAnswer['by'], lines: readonly ComparedLine[], say: Shown): PrintoutTable {
  return { english: 'Money', name: '资金', ...differencesTable(groupWords[by], 'money', lines, say) }
}

export function countsTable(lines: readonly ComparedLine[], say: Shown): PrintoutTable {
  const table = differencesTable(groupWords.programme, 'count', lines, say)
  return { english: 'People and sites', name: '人员与点位', ...table }
}

function differencesTable(
  group: Heading,
  kind: 'money' | 'count',
  lines: readonly ComparedLine[],
  say: Shown,
): Pick<PrintoutTable, 'columns' | 'rows'> {
  const { figure, before, after, difference, cause } = comparisonWords
  return {
    columns: [
      columnOf(group, 'text', 30),
      columnOf(figure, 'text'),
      ...[before, after, difference].map((word) => columnOf(word, kind)),
      columnOf(cause, 'text', 50),
    ],
    rows: lines.flatMap(({ label, differences }) =>
      differences.map((one) => [
        label,
        say.figure(one.figure),
        one.before,
        one.after,
        one.difference,
        causesOf(one, say),
      ]),
    ),
  }
}

function causesOf({ causes, unexplained }: Difference, say: Shown): string {
  return [
    ...causes.map((cause) => say.cause(cause, say.show(cause.change))),
    ...(unexplained === 0 ? [] : [say.unexplained(say.show(unexplained))]),
  ].join('；')
}

function labelOf(
  by: ComparisonAnswer['by'],
  { name, key }: { readonly name: string | null; readonly key: string | null },
): string {
  if (key === null) return inNoProgramme.chinese
  return by === 'division' ? printedDivision(key) : (name ?? key)
}
