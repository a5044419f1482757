import { formatPercentage, percentageRule, type Ratio } from '@welfare/contracts/percentages.ts'
import type { Paper, PaperTable } from '@welfare/papers/paper.ts'
import type { CoverageAnswer, CoverageCounts } from '../coverage.contract.ts'
import { signedPaper } from './paper-words.ts'

/** People and places against the plan; a table for each that is planned. */
export function coveragePaper(answer: CoverageAnswer, programmeName: string | undefined): Paper {
  const { people, sites, kits } = answer.total
  const tables = [
    ...(people.eligible + people.issued + people.reached > 0 ? [peopleTable(answer)] : []),
    ...(sites.planned + sites.delivered > 0 ? [sitesTable(answer)] : []),
    ...(kits.length > 0 ? [goodsTable(answer)] : []),
  ]
  return signedPaper(answer, {
    title: '覆盖情况表',
    subtitles: [...(programmeName === undefined ? [] : [programmeName]), groupNames[answer.by]],
    orientation: 'landscape',
    tables: tables.length > 0 ? tables : [peopleTable(answer)],
  })
}

const groupNames = {
  programme: '按项目',
  window: '按时段',
  employer: '按用人单位',
  division: '按行政区划',
  trade: '按工种',
} as const

function peopleTable({ rows, total }: CoverageAnswer): PaperTable {
  const cells = ({ people }: CoverageCounts) => [
    people.eligible,
    people.issued,
    people.reached,
    percentCell(people.reachedOfEligible),
  ]
  return {
    name: '人员',
    columns: [
      { heading: '名称', kind: 'text', width: 30 },
      { heading: '应享人数', kind: 'count' },
      { heading: '已发放人数', kind: 'count' },
      { heading: '已享人数', kind: 'count' },
      { heading: '覆盖率', kind: 'text', width: 10 },
    ],
    rows: [
      ...rows.map((row) => [labelOf(row), ...cells(row)]),
      { emphasis: 'total', cells: ['合计', ...cells(total)] },
    ],
    remarks: ['合计中每人只计一次。', percentageRule.chinese],
  }
}

function sitesTable({ rows, total }: CoverageAnswer): PaperTable {
  const cells = ({ sites }: CoverageCounts) => [
    ...[sites.planned, sites.delivered, sites.short, sites.late, sites.neverVisited],
    ...[sites.headsPlanned, sites.headsCovered, percentCell(sites.headsCoveredOfPlanned)],
  ]
  return {
    name: '点位',
    columns: [
      { heading: '名称', kind: 'text', width: 30 },
      ...['计划点位', '已送达', '短少', '迟到', '未到', '计划人数', '覆盖人数'].map((heading) => ({
        heading,
        kind: 'count' as const,
      })),
      { heading: '覆盖率', kind: 'text', width: 10 },
    ],
    rows: [
      ...rows.map((row) => [labelOf(row), ...cells(row)]),
      { emphasis: 'total', cells: ['合计', ...cells(total)] },
    ],
    remarks: [percentageRule.chinese],
  }
}

function goodsTable({ total: { kits } }: CoverageAnswer): PaperTable {
  return {
    name: '物资',
    columns: [
      { heading: '物资', kind: 'text', width: 30 },
      ...['计划数量', '送达数量', '短少数量', '发放到人'].map((heading) => ({ heading, kind: 'count' as const })),
    ],
    rows: kits.map(({ name, commodity, planned, delivered, short, handedOut }) => [
      name ?? commodity,
      ...[planned, delivered, short, handedOut],
    ]),
  }
}

function labelOf({ name, key }: { readonly name: string | null; readonly key: string | null }): string {
  return name ?? key ?? '未注明'
}

/** Empty where there is nothing to divide by. */
function percentCell(ratio: Ratio): string {
  return formatPercentage(ratio) ?? ''
}
