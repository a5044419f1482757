import { type FindingOutcome, findingOutcomes } from '@welfare/contracts/finding-outcomes.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { total as totalWord } from '@welfare/contracts/words/figure-words.ts'
import { findingColumns, findingWords } from '@welfare/contracts/words/finding-words.ts'
import { columnOf, type Printout, type PrintoutCells, type PrintoutTable } from '@welfare/printouts/printout.ts'
import type { FindingsAnswer } from '../findings/findings.contract.ts'
import { minuteAtShanghai, signedPrintout } from './printout-words.ts'

type Finding = FindingsAnswer['findings'][number]

/** What deserves a second look, and what became of it. */
export function findingsPrintout(answer: FindingsAnswer, filters: readonly string[]): Printout {
  const { counts, findings } = answer
  return signedPrintout(answer, {
    title: '疑点清单',
    subtitles: filters,
    orientation: 'landscape',
    tables: [kindsTable(counts, inChinese), findingsTable(findings, inChinese)],
  })
}

interface Sayings {
  kind(kind: Finding['kind']): string
  status(finding: Finding): string
  outcome(outcome: FindingOutcome): string
  readonly total: string
  /** What a list says beside what it is made of everywhere. */
  readonly more?: { readonly columns: PrintoutTable['columns']; cells(finding: Finding): PrintoutCells }
}

const inChinese: Sayings = {
  kind: (kind) => findingWords[kind],
  status: ({ status }) => findingColumns[status].chinese,
  outcome: (outcome) => findingOutcomes[outcome].chinese,
  total: totalWord.chinese,
}

/** How many there are by kind. */
export function kindsTable(counts: FindingsAnswer['counts'], say: Sayings): PrintoutTable {
  const inAll = [sumFen(counts.map(({ count }) => count)), sumFen(counts.map(({ open }) => open))]
  return {
    english: 'Findings by kind',
    name: '按类型',
    columns: [
      columnOf(findingColumns.kind, 'text'),
      ...[findingColumns.count, findingColumns.open].map((word) => columnOf(word, 'count')),
    ],
    rows: [
      ...counts.map(({ kind, count, open }) => [say.kind(kind), count, open]),
      { emphasis: 'total', cells: [say.total, ...inAll] },
    ],
  }
}

export function findingsTable(findings: readonly Finding[], say: Sayings): PrintoutTable {
  return {
    english: 'Findings',
    name: '疑点',
    columns: [
      columnOf(findingColumns.kind, 'text'),
      columnOf(findingColumns.status, 'text', 12),
      columnOf(findingColumns.outcome, 'text', 16),
      columnOf(findingColumns.programme, 'text', 30),
      columnOf(findingColumns.merchant, 'text', 30),
      columnOf(findingColumns.events, 'count'),
      columnOf(findingColumns.found, 'text', 18),
      ...(say.more?.columns ?? []),
    ],
    rows: findings.map((finding) => [
      say.kind(finding.kind),
      say.status(finding),
      finding.review && say.outcome(finding.review.outcome),
      ...[finding.programmeName, finding.merchantName, finding.eventCount],
      finding.found.recordedAt && minuteAtShanghai(finding.found.recordedAt),
      ...(say.more?.cells(finding) ?? []),
    ]),
  }
}
