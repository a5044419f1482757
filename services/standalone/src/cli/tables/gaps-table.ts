import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { GapEntry, GapsAnswer } from '@welfare/reports/people/coverage.contract.ts'
import { countCell, instantCell, momentLine } from './cells.ts'
import { joinParts, number, renderTable, words } from './table.ts'

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
    columns: [words('reason', '原因'), number('count', '数量')],
    rows: [
      ...counts.map(({ reason, count }) => [saidReason(reason), countCell(count)]),
      ['Total 合计', countCell(total)],
    ],
  })
}

function renderPeople(gaps: readonly (GapEntry & { kind: 'people' })[]): string {
  if (gaps.length === 0) return ''
  return renderTable({
    title: 'People 未享人员',
    columns: [
      words('window', '使用期'),
      words('reason', '原因'),
      words('employer', '用人单位'),
      words('division', '区划'),
      words('trade', '工种'),
      words('since', '自'),
      words('worker', '职工编号'),
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
      words('site', '点位'),
      words('round', '核定名单'),
      words('employer', '单位'),
      words('division', '区划'),
      words('reason', '原因'),
      words('due', '应到'),
      number('heads', '人数'),
      words('missing', '缺少'),
      words('said', '说明'),
    ],
    rows: gaps.map((gap) => [
      gap.siteName ?? gap.site,
      gap.windowName ?? gap.window,
      gap.employerName ?? gap.employer ?? '–',
      gap.division === null ? '–' : printedDivision(gap.division),
      saidReason(gap.reason),
      `${gap.dueOn}${gap.late ? ' late 逾期' : ''}`,
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

const chineseReasons: Readonly<Record<GapEntry['reason'], string>> = {
  'not-issued': '未发放',
  'issued-not-used': '已发未用',
  declined: '未收',
  voided: '已作废',
  withdrawn: '已收回',
  'expired-unused': '过期未用',
  moved: '已转到其他使用期',
  'not-yet-begun': '使用期未开始',
  left: '已离职',
  'card-suspended': '卡已挂失停用',
  'held-elsewhere': '已在互斥项目享受',
  'holds-credit': '尚有余额',
  'not-dispatched': '未发运',
  'not-yet-due': '未到应送日',
  'in-transit': '补发在途',
  late: '在途逾期',
  short: '短少',
  returned: '退回',
}

function saidReason(reason: string): string {
  const chinese: Readonly<Record<string, string>> = chineseReasons
  return [reason, chinese[reason]].filter((part) => part !== undefined).join(' ')
}
