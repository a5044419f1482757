import { sayProblem } from '@welfare/contracts/problem-sentences/say-problem.ts'
import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import type { Roster } from '../spreadsheet/roster.ts'
import { type RosterChoices, undecided } from './refuse-roster.ts'
import type { PlannedRow, RosterPlan } from './roster-plan.ts'
import type { RowProblem } from './roster-row.ts'
import type { RowCounts } from './row-counts.ts'
import { rowToJson } from './row-json.ts'
import { showRowRanges } from './row-ranges.ts'

interface PlannedRoster {
  readonly programme: string
  readonly roster: Roster
  readonly plan: RosterPlan
  readonly counts: RowCounts
  readonly choices: RosterChoices
  readonly language: Language
  /** Whether each row is shown as it was sent. */
  readonly withCells: boolean
}

/** What a file would do, and how it was read. */
export function previewRoster({ programme, roster, plan, counts, choices, language, withCells }: PlannedRoster) {
  const { columns, file, headerRows, ignoredHeaders, offeredEmployer, passedOver } = roster
  const cells = withCells ? new Map(roster.rows.map(({ row, values }) => [row, values])) : undefined
  return {
    programme,
    file: { ...file, headerRows },
    columns,
    ignoredHeaders,
    counts,
    fileProblems: fileProblemsOf(plan, language),
    undecided: undecided(roster, choices),
    ...(offeredEmployer !== undefined && { offered: { employer: offeredEmployer } }),
    passedOver,
    problems: groupProblems(plan.rows, language),
    rows: plan.rows.map((planned) => ({
      ...rowToJson(planned),
      ...(cells && { cells: { ...cells.get(planned.row) } }),
    })),
  }
}

function fileProblemsOf({ missingFields }: RosterPlan, language: Language) {
  if (missingFields.length === 0) return []
  const facts = { missing: [...missingFields] }
  return [{ code: 'roster-columns-missing', facts, detail: say('roster-columns-missing', facts, language) }]
}

/** The same sentence of many rows once, with the rows it is said of. */
function groupProblems(rows: readonly PlannedRow[], language: Language) {
  const groups = new Map<string, Omit<RowProblem, 'facts'> & { detail: string; rows: number[] }>()
  for (const { row, problems } of rows) {
    for (const { facts, ...problem } of problems) {
      const detail = say(problem.code, facts, language)
      const key = `${problem.severity} ${problem.column} ${problem.code} ${detail}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, { ...problem, detail, rows: [row] })
      else group.rows.push(row)
    }
  }
  return [...groups.values()].map(({ rows: numbers, ...problem }) => ({
    ...problem,
    count: numbers.length,
    rows: showRowRanges(numbers),
  }))
}

function say(code: string, facts: RowProblem['facts'], language: Language): string {
  return sayProblem(code, facts, language) ?? code
}
