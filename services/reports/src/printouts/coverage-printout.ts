import { formatPercentage, percentageRule, type Ratio } from '@welfare/contracts/percentages.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { Paper, PaperTable } from '@welfare/printouts/printout.ts'
import { countingRule } from '../people/counting-rule.ts'
import type { CoverageAnswer, CoverageCounts } from '../people/coverage.contract.ts'
import { kitsInPrint } from '../sites/kits-in-print.ts'
import { signedPaper } from './printout-words.ts'

/** People and places against the plan; a table for each that is planned. */
export function coveragePaper(answer: CoverageAnswer, filters: readonly string[]): Paper {
  const { people, sites, kits } = answer.total
  const tables = [
    ...(people.eligible + people.issued + people.reached > 0 ? [peopleTable(answer)] : []),
    ...(sites.planned + sites.delivered > 0 ? [sitesTable(answer)] : []),
    ...(kits.length > 0 ? [goodsTable(answer)] : []),
  ]
  return signedPaper(answer, {
    title: '覆盖情况表',
    subtitles: [...filters, groupNames[answer.by]],
    orientation: 'landscape',
    tables: tables.length > 0 ? tables : [peopleTable(answer)],
  })
}

const groupNames = {
  programme: '按项目',
  window: '按使用期',
  employer: '按用人单位',
  division: '按行政区划',
  trade: '按工种',
} as const

function peopleTable({ by, rows, total }: CoverageAnswer): PaperTable {
  const cells = ({ people }: CoverageCounts) => [
    ...[people.eligible, people.amended, people.issued, people.reached],
    ...[percentCell(people.reachedOfEligible), percentCell(people.reachedOfAmended), people.visits],
    ...[people.issuedFen, people.usedFen, percentCell(people.usedOfIssued)],
  ]
  return {
    name: '人员',
    columns: [
      { heading: '名称', kind: 'text', width: 30 },
      ...['核定人数', '变动后人数', '已发放人数', '已享受人数'].map(toCount),
      { heading: '覆盖率', kind: 'text', width: 10 },
      { heading: '变动后覆盖率', kind: 'text', width: 12 },
      { heading: '用餐人次', kind: 'count' },
      { heading: '已发放额度', kind: 'money' },
      { heading: '已核销（用餐）', kind: 'money' },
      { heading: '使用率', kind: 'text', width: 10 },
    ],
    rows: [
      ...rows.map((row) => [labelOf(by, row), ...cells(row)]),
      { emphasis: 'total', cells: ['合计', ...cells(total)] },
    ],
    remarks: [
      countingRule.people,
      '覆盖率=核定名单内已享受人数÷核定人数，变动后同；使用率=已核销÷已发放额度。',
      percentageRule.chinese,
    ],
  }
}

function sitesTable({ by, rows, total }: CoverageAnswer): PaperTable {
  const cells = ({ sites }: CoverageCounts) => [
    ...[sites.planned, sites.delivered, sites.short, sites.late],
    ...[sites.lateInTransit, sites.notYetDue, sites.neverVisited],
    ...[sites.headsPlanned, sites.headsDelivered, sites.headsCovered, percentCell(sites.headsCoveredOfPlanned)],
    ...[sites.headVisitsPlanned, sites.headVisitsCovered],
  ]
  return {
    name: '点位',
    columns: [
      { heading: '名称', kind: 'text', width: 30 },
      ...['计划点位', '已送达', '短少', '逾期', '其中在途', '未到期', '未送达'].map(toCount),
      ...['计划人数', '送达人数', '发放到人'].map(toCount),
      { heading: '覆盖率', kind: 'text', width: 10 },
      { heading: '计划人次', kind: 'count' },
      { heading: '覆盖人次', kind: 'count' },
    ],
    rows: [
      ...rows.map((row) => [labelOf(by, row), ...cells(row)]),
      { emphasis: 'total', cells: ['合计', ...cells(total)] },
    ],
    remarks: [countingRule.sites, '覆盖率=发放到人÷计划人数。', percentageRule.chinese],
  }
}

function goodsTable({ total: { kits } }: CoverageAnswer): PaperTable {
  return {
    name: '物资',
    columns: [
      { heading: '物资', kind: 'text', width: 30 },
      ...['计划数量', '送达数量', '短少数量', '发放到人'].map(toCount),
    ],
    rows: kitsInPrint(kits).map(({ label, planned, delivered, short, handedOut }) => [
      label,
      ...[planned, delivered, short, handedOut],
    ]),
  }
}

function toCount(heading: string) {
  return { heading, kind: 'count' as const }
}

function labelOf(by: CoverageAnswer['by'], { name, key }: CoverageAnswer['rows'][number]): string {
  if (by === 'division' && key !== null) return printedDivision(key)
  return name ?? key ?? '未注明'
}

/** Empty where there is nothing to divide by. */
function percentCell(ratio: Ratio): string {
  return formatPercentage(ratio) ?? ''
}
