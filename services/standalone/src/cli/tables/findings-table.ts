import { findingOutcomes } from '@welfare/contracts/finding-outcomes.ts'
import { groupWords } from '@welfare/contracts/words/figure-words.ts'
import { findingWords } from '@welfare/contracts/words/finding-words.ts'
import { peopleWords } from '@welfare/contracts/words/people-words.ts'
import type { FindingsAnswer } from '@welfare/reports/findings/findings.contract.ts'
import { countCell, instantCell, momentLine, yuanCell } from './cells.ts'
import { joinParts, number, renderTable, totalLabel, words, wordsOf } from './table.ts'

type Finding = FindingsAnswer['findings'][number]

/** What somebody should look at: how many by kind, then as many as the answer holds. */
export function renderFindings(answer: FindingsAnswer): string {
  const { total, findings, counts } = answer
  if (total === 0) return joinParts(['There are no findings.', momentLine(answer)])
  const shown = findings.length < total ? `${countCell(findings.length)} of ${countCell(total)} are shown.\n` : ''
  const byKind = renderTable({
    title: 'Findings by kind 疑点',
    columns: [words('kind', '种类'), number('count', '数量'), number('open', '待核查')],
    rows: [
      ...counts.map(({ kind, count, open }) => [sayKind(kind), countCell(count), countCell(open)]),
      [totalLabel, countCell(total), countCell(counts.reduce((sum, { open }) => sum + open, 0))],
    ],
  })
  const list = renderTable({
    title: 'Findings',
    columns: [
      words('kind', '种类'),
      words('review', '核查'),
      wordsOf(groupWords.programme),
      wordsOf(peopleWords.merchant),
      words('facts', '事实'),
      number('events', '事件'),
      words('first at', '首次'),
      number('sequence', '序号'),
    ],
    rows: findings.map(toCells),
  })
  return joinParts([byKind, list, `${shown}${momentLine(answer)}`])
}

function toCells(finding: Finding): string[] {
  const { kind, programmeName, merchantName, worker, facts, eventCount, takenBackCount, events, found } = finding
  const said = Object.entries({ ...facts, ...(worker !== null && { worker }) }).map(([name, value]) =>
    name.endsWith('Fen') ? `${name.slice(0, -3)} ${yuanCell(Number(value))}` : `${name} ${value}`,
  )
  return [
    sayKind(kind),
    toReviewCell(finding),
    programmeName ?? '–',
    merchantName ?? '–',
    said.join(', '),
    takenBackCount === 0 ? countCell(eventCount) : `${countCell(eventCount)}, ${countCell(takenBackCount)} taken back`,
    instantCell(events[0]?.occurredAt ?? null),
    countCell(found.sequence),
  ]
}

/** What was said last, and that more came since. */
function toReviewCell({ status, review, eventsSinceReview }: Finding): string {
  if (review === null) return 'open 待核查'
  const said = `${review.outcome} ${findingOutcomes[review.outcome].chinese}`
  return status === 'reviewed' ? said : `open 待核查, ${eventsSinceReview} more since ${said}`
}

function sayKind(kind: Finding['kind']): string {
  return `${kind} ${findingWords[kind]}`
}
