import { findingOutcomes } from '@welfare/contracts/finding-outcomes.ts'
import { formatYuan } from '@welfare/contracts/money.ts'
import { findingWords } from '@welfare/contracts/words/finding-words.ts'
import { proofWords } from '@welfare/contracts/words/proof-words.ts'
import { findingColumns } from '@welfare/contracts/words/terminal-words.ts'
import { columnOf, type PrintoutCells } from '@welfare/printouts/printout.ts'
import { countText, writeTextTable } from '@welfare/printouts/text-table.ts'
import type { FindingsAnswer } from '@welfare/reports/findings/findings.contract.ts'
import { inBoth, instantCell, joinParts, momentLine, totalLabel } from './cells.ts'

type Finding = FindingsAnswer['findings'][number]

/** What somebody should look at: how many by kind, then as many as the answer holds. */
export function renderFindings(answer: FindingsAnswer): string {
  const { total, findings, counts } = answer
  if (total === 0) return joinParts(['There are no findings.', momentLine(answer)])
  const shown = findings.length < total ? `${countText(findings.length)} of ${countText(total)} are shown.\n` : ''
  const columns = findingColumns
  const openOnes = counts.reduce((sum, { open }) => sum + open, 0)
  const byKind = writeTextTable({
    english: 'Findings by kind',
    name: proofWords.finding.chinese,
    columns: [columnOf(columns.kind, 'text'), ...[columns.count, columns.open].map((word) => columnOf(word, 'count'))],
    rows: [
      ...counts.map(({ kind, count, open }) => [sayKind(kind), count, open]),
      { emphasis: 'total', cells: [totalLabel, total, openOnes] },
    ],
  })
  const list = writeTextTable({
    english: 'Findings',
    columns: [
      ...[columns.kind, columns.review, columns.programme, columns.merchant].map((word) => columnOf(word, 'text')),
      ...[columns.facts, columns.events, columns.firstAt].map((word) => columnOf(word, 'text')),
      columnOf(columns.sequence, 'count'),
    ],
    rows: findings.map(toCells),
  })
  return joinParts([byKind, list, `${shown}${momentLine(answer)}`])
}

function toCells(finding: Finding): PrintoutCells {
  const { kind, programmeName, merchantName, worker, facts, eventCount, takenBackCount, events, found } = finding
  const said = Object.entries({ ...facts, ...(worker !== null && { worker }) }).map(([name, value]) =>
    name.endsWith('Fen') ? `${name.slice(0, -3)} ${formatYuan(Number(value))}` : `${name} ${value}`,
  )
  return [
    sayKind(kind),
    toReviewCell(finding),
    programmeName,
    merchantName,
    said.join(', '),
    takenBackCount === 0 ? countText(eventCount) : `${countText(eventCount)}, ${countText(takenBackCount)} taken back`,
    instantCell(events[0]?.occurredAt ?? null),
    found.sequence,
  ]
}

/** What was said last, and that more came since. */
function toReviewCell({ status, review, eventsSinceReview }: Finding): string {
  if (review === null) return inBoth(findingColumns.open)
  const said = `${review.outcome} ${findingOutcomes[review.outcome].chinese}`
  return status === 'reviewed' ? said : `${inBoth(findingColumns.open)}, ${eventsSinceReview} more since ${said}`
}

function sayKind(kind: Finding['kind']): string {
  return `${kind} ${findingWords[kind]}`
}
