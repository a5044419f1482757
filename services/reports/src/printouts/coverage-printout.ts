import { formatPercentage, percentageRule, type Ratio } from '@welfare/contracts/percentages.ts'
import { coverageWords, groupWords, total as totalWord } from '@welfare/contracts/words/figure-words.ts'
import { goodsWords } from '@welfare/contracts/words/goods-words.ts'
import { kitsInPrint } from '@welfare/contracts/words/kits-in-print.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import {
  columnOf,
  type MoneyUnit,
  type Printout,
  type PrintoutCells,
  type PrintoutTable,
} from '@welfare/printouts/printout.ts'
import { countingRule } from '../people/counting-rule.ts'
import type { CoverageAnswer, CoverageCounts } from '../people/coverage.contract.ts'
import { signedPrintout } from './printout-words.ts'

const { people: heads, sites: places } = coverageWords

/** People and places against the plan; a table for each that is planned. */
export function coveragePrintout(
  answer: CoverageAnswer,
  { unit, filters }: { readonly unit: MoneyUnit; readonly filters: readonly string[] },
): Printout {
  const { by, rows, total } = answer
  const lines = [
    ...rows.map((row) => ({ label: labelOf(by, row), counts: row })),
    { label: totalWord.chinese, counts: total, isTotal: true as const },
  ]
  const tables = coverageTables(answer, lines)
  return signedPrintout(answer, {
    title: '覆盖情况表',
    subtitles: [...filters, `按${groupWords[by].chinese}`],
    unit,
    orientation: 'landscape',
    tables: tables.length > 0 ? tables : [peopleTable(answer, lines)],
  })
}

/** A line of every table. */
export interface CoverageLine {
  readonly label: string
  readonly counts: CoverageCounts
  readonly isTotal?: true
}

/** What every form of the report is made of; none where nothing is planned. */
export function coverageTables(answer: CoverageAnswer, lines: readonly CoverageLine[]): PrintoutTable[] {
  const { total } = answer
  const { kits, components } = total
  return [
    ...(hasPeople(total) ? [peopleTable(answer, lines)] : []),
    ...(hasSites(total) ? [sitesTable(answer, lines)] : []),
    ...(kits.length > 0 ? [kitsTable(answer, lines)] : []),
    ...(components.length > 0 ? [componentsTable(answer)] : []),
  ]
}

function hasPeople({ people }: CoverageCounts): boolean {
  return people.eligible + people.amended + people.issued + people.reached > 0
}

function hasSites({ sites }: CoverageCounts): boolean {
  return sites.planned + sites.delivered > 0
}

/** Groups that have nothing of it are left out. */
function isOf(concerns: (counts: CoverageCounts) => boolean): (line: CoverageLine) => boolean {
  return ({ counts, isTotal }) => isTotal === true || concerns(counts)
}

function peopleTable({ by }: CoverageAnswer, lines: readonly CoverageLine[]): PrintoutTable {
  return {
    english: 'People',
    name: '人员',
    columns: [
      columnOf(groupWords[by], 'text', 30),
      ...[heads.eligible, heads.amended, heads.issued, heads.reached].map((word) => columnOf(word, 'count')),
      ...[heads.reachedOfEligible, heads.reachedOfAmended].map((word) => columnOf(word, 'figure')),
      columnOf(heads.visits, 'count'),
      ...[heads.issuedFen, heads.usedFen].map((word) => columnOf(word, 'money')),
      columnOf(heads.usedOfIssued, 'figure'),
    ],
    rows: rowsOf(lines.filter(isOf(hasPeople)), ({ people }) => [
      ...[people.eligible, people.amended, people.issued, people.reached],
      ...[people.reachedOfEligible, people.reachedOfAmended].map(percentageOf),
      ...[people.visits, people.issuedFen, people.usedFen, percentageOf(people.usedOfIssued)],
    ]),
    remarks: [
      countingRule.people,
      '覆盖率=核定名单内已享受人数÷核定人数，变动后同；使用率=已核销÷已发放额度。',
      percentageRule.chinese,
    ],
  }
}

function sitesTable({ by }: CoverageAnswer, lines: readonly CoverageLine[]): PrintoutTable {
  return {
    english: 'Sites',
    name: '点位',
    columns: [
      columnOf(groupWords[by], 'text', 30),
      ...[places.planned, places.delivered, places.short, places.late].map((word) => columnOf(word, 'count')),
      ...[places.lateInTransit, places.notYetDue, places.neverVisited].map((word) => columnOf(word, 'count')),
      ...[places.headsPlanned, places.headsDelivered, places.headsCovered].map((word) => columnOf(word, 'count')),
      columnOf(places.headsCoveredOfPlanned, 'figure'),
      ...[places.headVisitsPlanned, places.headVisitsCovered].map((word) => columnOf(word, 'count')),
    ],
    rows: rowsOf(lines.filter(isOf(hasSites)), ({ sites }) => [
      ...[sites.planned, sites.delivered, sites.short, sites.late],
      ...[sites.lateInTransit, sites.notYetDue, sites.neverVisited],
      ...[sites.headsPlanned, sites.headsDelivered, sites.headsCovered, percentageOf(sites.headsCoveredOfPlanned)],
      ...[sites.headVisitsPlanned, sites.headVisitsCovered],
    ]),
    remarks: [countingRule.sites, '覆盖率=发放到人÷计划人数。', percentageRule.chinese],
  }
}

const pieceColumns = Object.values(coverageWords.pieces).map((word) => columnOf(word, 'count'))

type Pieces = Pick<CoverageCounts['kits'][number], 'planned' | 'delivered' | 'short' | 'handedOut'>

function piecesOf({ planned, delivered, short, handedOut }: Pieces): number[] {
  return [planned, delivered, short, handedOut]
}

/** By group, and in all where there are several. */
function kitsTable({ by }: CoverageAnswer, lines: readonly CoverageLine[]): PrintoutTable {
  const groups = lines.filter(({ counts, isTotal }) => !isTotal && counts.kits.length > 0)
  return {
    english: 'Kits, in pieces',
    name: '物资',
    columns: [columnOf(groupWords[by], 'text', 30), columnOf(coverageWords.goods, 'text', 30), ...pieceColumns],
    rows: (groups.length === 1 ? groups : [...groups, ...lines.filter(({ isTotal }) => isTotal)]).flatMap(
      ({ label, counts, isTotal }) =>
        kitsInPrint(counts.kits).map((kit, index) => {
          const cells = [index === 0 ? label : '', kit.label, ...piecesOf(kit)]
          return isTotal ? { emphasis: 'total' as const, cells } : cells
        }),
    ),
  }
}

/** The same pieces in all, taken apart into items. */
function componentsTable({ total }: CoverageAnswer): PrintoutTable {
  return {
    english: 'Items',
    name: '物品',
    columns: [columnOf(goodsWords.item, 'text', 30), columnOf(coverageWords.unit, 'text', 10), ...pieceColumns],
    rows: total.components.map((part) => [part.name ?? part.item, part.unit ?? '', ...piecesOf(part)]),
  }
}

function rowsOf(
  lines: readonly CoverageLine[],
  cellsOf: (counts: CoverageCounts) => PrintoutCells,
): PrintoutTable['rows'] {
  return lines.map(({ label, counts, isTotal }) => {
    const cells = [label, ...cellsOf(counts)]
    return isTotal ? { emphasis: 'total', cells } : cells
  })
}

/** Empty where there is nothing to divide by. */
function percentageOf(ratio: Ratio): string | null {
  return formatPercentage(ratio) ?? null
}

function labelOf(by: CoverageAnswer['by'], { name, key }: CoverageAnswer['rows'][number]): string {
  if (by === 'division' && key !== null) return printedDivision(key)
  return name ?? key ?? '未注明'
}
