import { gapWords, groupWords } from '@welfare/contracts/words/figure-words.ts'
import { chineseReason } from '@welfare/contracts/words/reason-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { GapEntry, GapsAnswer } from '@welfare/reports/people/coverage.contract.ts'
import { countCell, instantCell, momentLine } from './cells.ts'
import { joinParts, numberOf, renderTable, totalLabel, wordsOf } from './table.ts'

/** Who and which site is still missing, and why: how many by reason, then as many as the answer holds. */
export function renderGaps(answer: GapsAnswer): string {
  if (answer.total === 0) return joinParts(['Nobody and nothing is missing.', momentLine(answer)])
  const people = answer.gaps.filter((gap) => gap.kind === 'people')
  const sites = answer.gaps.filter((gap) => gap.kind === 'sites')
  const shown =
    answer.gaps.length < answer.total
      ? `${countCell(answer.gaps.length)} of ${countCell(answer.total)} are shown.\n`
      : ''
  return joinParts([renderCounts(answer), renderPeople(people), renderSites(sites), `${shown}${momentLine(answer)}`])
}

function renderCounts({ counts, total }: GapsAnswer): string {
  return renderTable({
    title: 'Gaps by reason 缺口',
    columns: [wordsOf(gapWords.reason), numberOf(gapWords.count)],
    rows: [
      ...counts.map(({ reason, count }) => [saidReason(reason), countCell(count)]),
      [totalLabel, countCell(total)],
    ],
  })
}

function renderPeople(gaps: readonly (GapEntry & { kind: 'people' })[]): string {
  if (gaps.length === 0) return ''
  return renderTable({
    title: 'People 未享人员',
    columns: [
      wordsOf(groupWords.window),
      wordsOf(gapWords.reason),
      wordsOf(groupWords.employer),
      wordsOf(groupWords.division),
      wordsOf(groupWords.trade),
      wordsOf(gapWords.since),
      wordsOf(gapWords.worker),
    ],
    rows: gaps.map((gap) => [
      gap.windowName ?? gap.window,
      [saidReason(gap.reason), gap.heldIn?.name].filter(Boolean).join('\n'),
      gap.employerName ?? gap.employer ?? '–',
      gap.division === null ? '–' : printedDivision(gap.division),
      gap.trade ?? '–',
      instantCell(gap.since.recordedAt),
      gap.worker,
    ]),
  })
}

function renderSites(gaps: readonly (GapEntry & { kind: 'sites' })[]): string {
  if (gaps.length === 0) return ''
  return renderTable({
    title: 'Sites 缺货点位',
    columns: [
      wordsOf(gapWords.site),
      wordsOf(gapWords.round),
      wordsOf(groupWords.employer),
      wordsOf(groupWords.division),
      wordsOf(gapWords.reason),
      wordsOf(gapWords.due),
      numberOf(gapWords.heads),
      wordsOf(gapWords.missing),
      wordsOf(gapWords.said),
    ],
    rows: gaps.map((gap) => [
      gap.siteName ?? gap.site,
      gap.windowName ?? gap.window,
      gap.employerName ?? gap.employer ?? '–',
      gap.division === null ? '–' : printedDivision(gap.division),
      saidReason(gap.reason),
      `${gap.dueOn}${gap.late ? ` ${gapWords.late.english} ${gapWords.late.chinese}` : ''}`,
      countCell(gap.headCount),
      gap.missing.map(saidMissing).join('\n'),
      gap.reasons.join('\n'),
    ]),
  })
}

function saidMissing({
  commodity,
  name,
  planned,
  received,
}: (GapEntry & { kind: 'sites' })['missing'][number]): string {
  return `${countCell(planned - received)} of ${countCell(planned)} ${name ?? commodity}`
}

function saidReason(reason: string): string {
  const chinese = chineseReason(reason)
  return chinese === reason ? reason : `${reason} ${chinese}`
}
