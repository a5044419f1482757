import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { Paper, PaperTable } from '@welfare/printouts/printout.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { GapEntry, GapsAnswer } from '../people/coverage.contract.ts'
import { signedPaper } from './printout-words.ts'
import { reasonName } from './reason-names.ts'

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
      { heading: '原因', kind: 'text' },
      { heading: '数量', kind: 'count' },
    ],
    rows: [
      ...counts.map(({ reason, count }) => [reasonName(reason), count]),
      { emphasis: 'total', cells: ['合计', total] },
    ],
  }
}

function peopleTable(gaps: readonly (GapEntry & { kind: 'people' })[]): PaperTable {
  return {
    name: '未享人员',
    columns: [
      { heading: '序号', kind: 'count', width: 6 },
      { heading: '职工编号', kind: 'text', width: 44 },
      { heading: '使用期', kind: 'text', width: 16 },
      { heading: '原因', kind: 'text', width: 14 },
      { heading: '用人单位', kind: 'text' },
      { heading: '行政区划', kind: 'text', width: 20 },
      { heading: '工种', kind: 'text', width: 12 },
      { heading: '自', kind: 'day' },
    ],
    rows: gaps.map((gap, index) => [
      ...[index + 1, gap.worker, gap.windowName ?? gap.window, peopleReason(gap)],
      ...[gap.employerName ?? gap.employer, divisionCell(gap), gap.trade, sinceDay(gap)],
    ]),
  }
}

function peopleReason({ reason, heldIn }: GapEntry & { kind: 'people' }): string {
  return heldIn === undefined ? reasonName(reason) : `${reasonName(reason)}：${heldIn.name ?? heldIn.programme}`
}

function sitesTable(gaps: readonly (GapEntry & { kind: 'sites' })[]): PaperTable {
  return {
    name: '缺货点位',
    columns: [
      { heading: '序号', kind: 'count', width: 6 },
      { heading: '点位', kind: 'text' },
      { heading: '核定名单', kind: 'text', width: 16 },
      { heading: '原因', kind: 'text', width: 10 },
      { heading: '用人单位', kind: 'text' },
      { heading: '行政区划', kind: 'text', width: 20 },
      { heading: '人数', kind: 'count', width: 8 },
      { heading: '应到日期', kind: 'day' },
      { heading: '逾期', kind: 'text', width: 6 },
      { heading: '缺少', kind: 'text', width: 30 },
      { heading: '说明', kind: 'text' },
    ],
    rows: gaps.map((gap, index) => [
      ...[index + 1, gap.siteName ?? gap.site, gap.windowName ?? gap.window, reasonName(gap.reason)],
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
