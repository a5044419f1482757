import { problemOf } from '@welfare/http/answer-command.ts'
import type { Problem } from '@welfare/http/problem.ts'
import { registryLimits } from '../registry-limits.ts'
import type { Roster } from '../spreadsheet/roster.ts'
import type { LeaverChoices } from './roster-leavers.ts'
import type { RosterPlan, RowStatus } from './roster-plan.ts'
import { ROSTER_REFUSALS } from './roster-refusals.ts'
import { countImported, countPeopleRows, type RowCounts } from './row-counts.ts'
import { rowToJson } from './row-json.ts'
import { showRowRanges } from './row-ranges.ts'

/** What somebody decides about a file beside the file itself. */
export interface RosterChoices extends LeaverChoices {
  /** Import the good rows of a file that has others; confirms nothing. */
  readonly acceptErrors?: boolean | undefined
  /** Rows whose warnings somebody has looked at. */
  readonly confirmRows?: string | undefined
  readonly division?: string | undefined
  readonly employer?: string | undefined
  readonly trade?: string | undefined
  readonly sheet?: string | undefined
  readonly hidden?: 'include' | 'leave' | undefined
  readonly fillEmployers?: boolean | undefined
}

interface RosterToImport {
  readonly roster: Roster
  readonly plan: RosterPlan
  readonly counts: RowCounts
  readonly choices: RosterChoices
}

/** Why a roster is not imported as it stands, the file as a whole before its rows. */
export function refuseRoster(given: RosterToImport): Problem | undefined {
  return (
    refuseMissing(given) ??
    refuseUndecided(given) ??
    refuseRows(given, 'error', 'roster-has-errors') ??
    refuseRows(given, 'warning', 'roster-has-warnings') ??
    refuseNothing(given)
  )
}

export function refuseLostRows(counts: RowCounts, { file }: Roster): Problem {
  return refuse('roster-rows-do-not-add-up', { counts: { ...counts }, physicalRows: file.physicalRows })
}

function refuseMissing({ plan }: RosterToImport): Problem | undefined {
  if (plan.missingFields.length === 0) return undefined
  return refuse('roster-columns-missing', { missing: [...plan.missingFields] })
}

/** What the preview has said and nobody has decided yet. */
export function undecided(roster: Roster, choices: RosterChoices) {
  const { hidden, filledRows } = roster
  const isFillOpen = choices.fillEmployers === undefined && filledRows.length > 0
  const isHiddenOpen = choices.hidden === undefined && hidden.rows.length + hidden.columns.length > 0
  return {
    ...(isFillOpen && { employerAsAbove: showRowRanges(filledRows) }),
    ...(isHiddenOpen && hidden.rows.length > 0 && { hiddenRows: showRowRanges(hidden.rows) }),
    ...(isHiddenOpen && hidden.columns.length > 0 && { hiddenColumns: [...hidden.columns] }),
  }
}

function refuseUndecided({ roster, choices }: RosterToImport): Problem | undefined {
  const open = undecided(roster, choices)
  return Object.keys(open).length === 0 ? undefined : refuse('roster-undecided', open)
}

function refuseRows(
  { plan, counts, choices }: RosterToImport,
  status: RowStatus & ('error' | 'warning'),
  code: string,
): Problem | undefined {
  if (choices.acceptErrors || counts[status] === 0) return undefined
  const warned = showRowRanges(plan.rows.filter((row) => row.status === 'warning').map(({ row }) => row))
  return refuse(code, { counts: { ...counts }, ...(status === 'warning' && { warned }), rows: rowsToLookAt(plan) })
}

function refuseNothing({ plan, counts }: RosterToImport): Problem | undefined {
  if (countImported(counts) > 0) return undefined
  const people = countPeopleRows(counts)
  return refuse('roster-nothing-imported', { imported: 0, people, counts: { ...counts }, rows: rowsToLookAt(plan) })
}

function rowsToLookAt({ rows }: RosterPlan) {
  const named = rows.filter(({ status }) => status === 'error' || status === 'warning')
  return named.slice(0, registryLimits.errorsInRefusal).map(rowToJson)
}

function refuse(code: string, facts: Problem['facts']): Problem {
  return problemOf({ code, facts }, ROSTER_REFUSALS)
}
