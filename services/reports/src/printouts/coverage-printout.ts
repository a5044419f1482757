import { formatPercentage, percentageRule, type Ratio } from '@welfare/contracts/percentages.ts'
import { coverageWords, groupWords, total as totalWord } from '@welfare/contracts/words/figure-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { Paper, PaperTable } from '@welfare/printouts/printout.ts'
import { countingRule } from '../people/counting-rule.ts'
import type { CoverageAnswer, CoverageCounts } from '../people/coverage.contract.ts'
import { kitsInPrint } from '../sites/kits-in-print.ts'
import { signedPaper } from './printout-words.ts'

const { people: heads, sites: places } = coverageWords

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
    subtitles: [...filters, `按${groupWords[answer.by].chinese}`],
    orientation: 'landscape',
    tables: tables.length > 0 ? tables : [peopleTable(answer)],
  })
}

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
      ...[heads.eligible, heads.amended, heads.issued, heads.reached].map(toCount),
      ...[heads.reachedOfEligible, heads.reachedOfAmended].map(toPercentage),
      toCount(heads.visits),
      ...[heads.issuedFen, heads.usedFen].map(({ chinese }) => ({ heading: chinese, kind: 'money' as const })),
      toPercentage(heads.usedOfIssued),
    ],
    rows: [
      ...rows.map((row) => [labelOf(by, row), ...cells(row)]),
      { emphasis: 'total', cells: [totalWord.chinese, ...cells(total)] },
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
      ...[places.planned, places.delivered, places.short, places.late].map(toCount),
      ...[places.lateInTransit, places.notYetDue, places.neverVisited].map(toCount),
      ...[places.headsPlanned, places.headsDelivered, places.headsCovered].map(toCount),
      toPercentage(places.headsCoveredOfPlanned),
      ...[places.headVisitsPlanned, places.headVisitsCovered].map(toCount),
    ],
    rows: [
      ...rows.map((row) => [labelOf(by, row), ...cells(row)]),
      { emphasis: 'total', cells: [totalWord.chinese, ...cells(total)] },
    ],
    remarks: [countingRule.sites, '覆盖率=发放到人÷计划人数。', percentageRule.chinese],
  }
}

function goodsTable({ total: { kits } }: CoverageAnswer): PaperTable {
  return {
    name: '物资',
    columns: [{ heading: '物资', kind: 'text', width: 30 }, ...Object.values(coverageWords.pieces).map(toCount)],
    rows: kitsInPrint(kits).map(({ label, planned, delivered, short, handedOut }) => [
      label,
      ...[planned, delivered, short, handedOut],
    ]),
  }
}

function toCount({ chinese }: Heading) {
  return { heading: chinese, kind: 'count' as const }
}

function toPercentage({ chinese }: Heading) {
  return { heading: chinese, kind: 'text' as const, width: 12 }
}

function labelOf(by: CoverageAnswer['by'], { name, key }: CoverageAnswer['rows'][number]): string {
  if (by === 'division' && key !== null) return printedDivision(key)
  return name ?? key ?? '未注明'
}

/** Empty where there is nothing to divide by. */
function percentCell(ratio: Ratio): string {
  return formatPercentage(ratio) ?? ''
}
