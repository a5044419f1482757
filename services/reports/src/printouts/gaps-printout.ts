import { gapWords, groupWords, total as totalWord } from '@welfare/contracts/words/figure-words.ts'
import { chineseReason } from '@welfare/contracts/words/reason-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import { columnOf, type Printout, type PrintoutTable } from '@welfare/printouts/printout.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { GapEntry, GapsAnswer } from '../people/coverage.contract.ts'
import { signedPrintout } from './printout-words.ts'

/** Who and which site is still missing, and why. People by their ids: names are with the registry. */
export function gapsPrintout(answer: GapsAnswer, filters: readonly string[]): Printout {
  return signedPrintout(answer, {
    title: '缺口清单',
    subtitles: [...filters, `查看日期 ${answer.day}`],
    orientation: 'landscape',
    tables: gapsTables(answer, chineseReason, totalWord.chinese),
  })
}

type SayReason = (reason: string) => string

/** What every form of the report is made of. */
export function gapsTables({ counts, total, gaps }: GapsAnswer, say: SayReason, totalLabel: string): PrintoutTable[] {
  const people = gaps.filter((gap) => gap.kind === 'people')
  const sites = gaps.filter((gap) => gap.kind === 'sites')
  return [
    {
      english: 'Gaps by reason',
      name: '按原因',
      columns: [columnOf(gapWords.reason, 'text'), columnOf(gapWords.count, 'count')],
      rows: [
        ...counts.map(({ reason, count }) => [say(reason), count]),
        { emphasis: 'total', cells: [totalLabel, total] },
      ],
    },
    ...(people.length > 0 ? [peopleTable(people, say)] : []),
    ...(sites.length > 0 ? [sitesTable(sites, say)] : []),
  ]
}

function peopleTable(gaps: readonly (GapEntry & { kind: 'people' })[], say: SayReason): PrintoutTable {
  return {
    english: 'People',
    name: '未享人员',
    columns: [
      columnOf(gapWords.line, 'count', 6),
      columnOf(gapWords.worker, 'text', 44),
      columnOf(groupWords.window, 'text', 16),
      columnOf(gapWords.reason, 'text', 14),
      columnOf(groupWords.employer, 'text'),
      columnOf(groupWords.division, 'text', 20),
      columnOf(groupWords.trade, 'text', 12),
      columnOf(gapWords.since, 'day'),
    ],
    rows: gaps.map((gap, index) => [
      ...[index + 1, gap.worker, gap.windowName ?? gap.window, peopleReason(gap, say)],
      ...[gap.employerName ?? gap.employer, divisionCell(gap), gap.trade, sinceDay(gap)],
    ]),
  }
}

function peopleReason({ reason, heldIn }: GapEntry & { kind: 'people' }, say: SayReason): string {
  return heldIn === undefined ? say(reason) : `${say(reason)}：${heldIn.name ?? heldIn.programme}`
}

function sitesTable(gaps: readonly (GapEntry & { kind: 'sites' })[], say: SayReason): PrintoutTable {
  return {
    english: 'Sites',
    name: '缺货点位',
    columns: [
      columnOf(gapWords.line, 'count', 6),
      columnOf(gapWords.site, 'text'),
      columnOf(gapWords.round, 'text', 16),
      columnOf(gapWords.reason, 'text', 10),
      columnOf(groupWords.employer, 'text'),
      columnOf(groupWords.division, 'text', 20),
      columnOf(gapWords.heads, 'count', 8),
      columnOf(gapWords.due, 'day'),
      columnOf(gapWords.late, 'text', 6),
      columnOf(gapWords.missing, 'text', 30),
      columnOf(gapWords.said, 'text'),
    ],
    rows: gaps.map((gap, index) => [
      ...[index + 1, gap.siteName ?? gap.site, gap.windowName ?? gap.window, say(gap.reason)],
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
