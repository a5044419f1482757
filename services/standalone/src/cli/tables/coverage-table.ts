import { printedDivision } from '@welfare/printouts/division-names.ts'
import { countingRule } from '@welfare/reports/people/counting-rule.ts'
import type { CoverageAnswer, CoverageCounts } from '@welfare/reports/people/coverage.contract.ts'
import { countCell, momentLine, percentageNote, ratioCell } from './cells.ts'
import { renderGoods } from './goods-table.ts'
import { type Column, joinParts, number, renderTable, words } from './table.ts'

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
      number('eligible', '核定'),
      number('amended', '变动后'),
      number('issued', '已发放'),
      number('reached', '已享受'),
      number('coverage', '覆盖率'),
      number('of amended', '变动后覆盖率'),
      number('visits', '人次'),
      number('utilisation', '使用率'),
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
      number('planned', '计划'),
      number('delivered', '送达'),
      number('short', '短少'),
      number('late', '逾期'),
      number('on the way', '其中在途'),
      number('not yet due', '未到期'),
      number('never visited', '未送达'),
      number('heads planned', '计划人数'),
      number('heads delivered', '送达人数'),
      number('heads covered', '发放到人'),
      number('coverage', '覆盖率'),
      number('visits', '覆盖人次'),
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
  readonly columns: readonly Column[]
  readonly cells: (counts: CoverageCounts) => string[]
}

function renderLines({ by, rows, total }: CoverageAnswer, { title, note, concerns, columns, cells }: Subject): string {
  if (!concerns(total)) return ''
  return renderTable({
    title,
    columns: [groupHeadings[by], ...columns],
    rows: [...rows.filter(concerns).map((row) => [labelOf(by, row), ...cells(row)]), ['Total 合计', ...cells(total)]],
    notes: [note, percentageNote],
  })
}

const groupHeadings: Readonly<Record<CoverageAnswer['by'], Column>> = {
  programme: words('programme', '项目'),
  window: words('window', '使用期'),
  employer: words('employer', '用人单位'),
  division: words('division', '行政区划'),
  trade: words('trade', '工种'),
}

function labelOf(by: CoverageAnswer['by'], { key, name }: CoverageAnswer['rows'][number]): string {
  if (key === null) return '–'
  if (by === 'division') return `${key} ${printedDivision(key)}`
  return name ?? key
}
