import { gapWords, groupWords, total as totalWord } from '@welfare/contracts/words/figure-words.ts'
import { chineseReason } from '@welfare/contracts/words/reason-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { Paper, PaperTable } from '@welfare/printouts/printout.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { GapEntry, GapsAnswer } from '../people/coverage.contract.ts'
import { signedPaper } from './printout-words.ts'

/** Who and which site is still missing, and why. People by their ids: names are with the registry. */
export function gapsPaper(answer: GapsAnswer, filters: readonly string[]): Paper {
  const people = answer.gaps.filter((gap) => gap.kind === 'people')
  const sites = answer.gaps.filter((gap) => gap.kind === 'sites')
  return signedPaper(answer, {
    title: '缺口清单',
    subtitles: [...filters, `查看日期 ${answer.day}`],
    orientation: 'landscape',
    tables: [
      countsTable(answer),
      ...(people.length > 0 ? [peopleTable(people)] : []),
      ...(sites.length > 0 ? [sitesTable(sites)] : []),
    ],
  })
}

function countsTable({ counts, total }: GapsAnswer): PaperTable {
  return {
    name: '按原因',
    columns: [
      { heading: gapWords.reason.chinese, kind: 'text' },
      { heading: gapWords.count.chinese, kind: 'count' },
    ],
    rows: [
      ...counts.map(({ reason, count }) => [chineseReason(reason), count]),
      { emphasis: 'total', cells: [totalWord.chinese, total] },
    ],
  }
}

function peopleTable(gaps: readonly (GapEntry & { kind: 'people' })[]): PaperTable {
  return {
    name: '未享人员',
    columns: [
      { heading: '序号', kind: 'count', width: 6 },
      { heading: gapWords.worker.chinese, kind: 'text', width: 44 },
      { heading: groupWords.window.chinese, kind: 'text', width: 16 },
      { heading: gapWords.reason.chinese, kind: 'text', width: 14 },
      { heading: groupWords.employer.chinese, kind: 'text' },
      { heading: groupWords.division.chinese, kind: 'text', width: 20 },
      { heading: groupWords.trade.chinese, kind: 'text', width: 12 },
      { heading: gapWords.since.chinese, kind: 'day' },
    ],
    rows: gaps.map((gap, index) => [
      ...[index + 1, gap.worker, gap.windowName ?? gap.window, peopleReason(gap)],
      ...[gap.employerName ?? gap.employer, divisionCell(gap), gap.trade, sinceDay(gap)],
    ]),
  }
}

function peopleReason({ reason, heldIn }: GapEntry & { kind: 'people' }): string {
  return heldIn === undefined ? chineseReason(reason) : `${chineseReason(reason)}：${heldIn.name ?? heldIn.programme}`
}

function sitesTable(gaps: readonly (GapEntry & { kind: 'sites' })[]): PaperTable {
  return {
    name: '缺货点位',
    columns: [
      { heading: '序号', kind: 'count', width: 6 },
      { heading: gapWords.site.chinese, kind: 'text' },
      { heading: gapWords.round.chinese, kind: 'text', width: 16 },
      { heading: gapWords.reason.chinese, kind: 'text', width: 10 },
      { heading: groupWords.employer.chinese, kind: 'text' },
      { heading: groupWords.division.chinese, kind: 'text', width: 20 },
      { heading: gapWords.heads.chinese, kind: 'count', width: 8 },
      { heading: gapWords.due.chinese, kind: 'day' },
      { heading: gapWords.late.chinese, kind: 'text', width: 6 },
      { heading: gapWords.missing.chinese, kind: 'text', width: 30 },
      { heading: gapWords.said.chinese, kind: 'text' },
    ],
    rows: gaps.map((gap, index) => [
      ...[index + 1, gap.siteName ?? gap.site, gap.windowName ?? gap.window, chineseReason(gap.reason)],
      gap.employerName ?? gap.employer,
      ...[divisionCell(gap), gap.headCount, gap.dueOn, gap.late ? '是' : null],
      gap.missing
        .map(({ name, commodity, planned, received }) => `${name ?? commodity} ${received}/${planned}`)
        .join('、'),
      gap.reasons.join('、'),
    ]),
  }
}

function sinceDay({ since: { recordedAt } }: GapEntry): string | null {
  return recordedAt === null ? null : shanghaiDay(new Date(recordedAt))
}

function divisionCell({ division }: GapEntry): string | null {
  return division === null ? null : printedDivision(division)
}
