import { coverageWords, groupWords } from '@welfare/contracts/words/figure-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import { countingRule } from '@welfare/reports/people/counting-rule.ts'
import type { CoverageAnswer, CoverageCounts } from '@welfare/reports/people/coverage.contract.ts'
import { countCell, momentLine, percentageNote, ratioCell } from './cells.ts'
import { renderGoods } from './goods-table.ts'
import { joinParts, numberOf, renderTable, totalLabel, wordsOf } from './table.ts'

const { people, sites } = coverageWords

/** People, places and goods against the plan; a part that has no plan is left out. */
export function renderCoverage(answer: CoverageAnswer): string {
  const parts = [renderPeople(answer), renderSites(answer), renderGoods(answer)].filter((part) => part !== '')
  return joinParts([...(parts.length === 0 ? ['Nothing has been planned yet.'] : parts), momentLine(answer)])
}

function renderPeople(answer: CoverageAnswer): string {
  return renderLines(answer, {
    title: 'People 人员覆盖',
    note: countingRule.peopleEnglish,
    concerns: ({ people }) => people.eligible > 0 || people.issued > 0,
    columns: [
      ...[people.eligible, people.amended, people.issued, people.reached],
      ...[people.reachedOfEligible, people.reachedOfAmended, people.visits, people.usedOfIssued],
    ],
    cells: ({ people }) => [
      ...[people.eligible, people.amended, people.issued, people.reached].map(countCell),
      ...[people.reachedOfEligible, people.reachedOfAmended].map(ratioCell),
      countCell(people.visits),
      ratioCell(people.usedOfIssued),
    ],
  })
}

function renderSites(answer: CoverageAnswer): string {
  return renderLines(answer, {
    title: 'Sites 点位覆盖',
    note: countingRule.sitesEnglish,
    concerns: ({ sites }) => sites.planned > 0 || sites.delivered > 0,
    columns: [
      ...[sites.planned, sites.delivered, sites.short, sites.late, sites.lateInTransit, sites.notYetDue],
      ...[sites.neverVisited, sites.headsPlanned, sites.headsDelivered, sites.headsCovered],
      ...[sites.headsCoveredOfPlanned, sites.headVisitsCovered],
    ],
    cells: ({ sites }) => [
      ...[
        sites.planned,
        sites.delivered,
        sites.short,
        sites.late,
        sites.lateInTransit,
        sites.notYetDue,
        sites.neverVisited,
        sites.headsPlanned,
        sites.headsDelivered,
        sites.headsCovered,
      ].map(countCell),
      ratioCell(sites.headsCoveredOfPlanned),
      countCell(sites.headVisitsCovered),
    ],
  })
}

interface Subject {
  readonly title: string
  readonly note: string
  readonly concerns: (counts: CoverageCounts) => boolean
  readonly columns: readonly Heading[]
  readonly cells: (counts: CoverageCounts) => string[]
}

function renderLines({ by, rows, total }: CoverageAnswer, { title, note, concerns, columns, cells }: Subject): string {
  if (!concerns(total)) return ''
  return renderTable({
    title,
    columns: [wordsOf(groupWords[by]), ...columns.map(numberOf)],
    rows: [...rows.filter(concerns).map((row) => [labelOf(by, row), ...cells(row)]), [totalLabel, ...cells(total)]],
    notes: [note, percentageNote],
  })
}

function labelOf(by: CoverageAnswer['by'], { key, name }: CoverageAnswer['rows'][number]): string {
  if (key === null) return '–'
  if (by === 'division') return `${key} ${printedDivision(key)}`
  return name ?? key
}
