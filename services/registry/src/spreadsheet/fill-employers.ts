import type { RosterRow } from './roster.ts'

/**
 * A blank employer below a filled one is a merged cell, or means "as above": the rows get it, with the trade and division that stand beside it
 * where they have none of their own. A total ends a block, and a row that is wrong as a whole gives nothing on.
 * @param endsAt rows of totals, ascending
 */
export function fillEmployers(
  rows: readonly RosterRow[],
  endsAt: readonly number[],
): { rows: readonly RosterRow[]; filledRows: readonly number[] } {
  const filledRows: number[] = []
  let above: RosterRow['values'] | undefined
  let ends = 0
  const filled = rows.map((row) => {
    for (; ends < endsAt.length && (endsAt[ends] ?? 0) < row.row; ends++) above = undefined
    const { values } = row
    if (values.employer !== undefined) {
      above = row.problems.some(({ field }) => field === undefined) ? undefined : values
      return row
    }
    if (above?.employer === undefined) return row
    filledRows.push(row.row)
    const { employer, trade = values.trade, division = values.division } = above
    const given = { ...(trade !== undefined && { trade }), ...(division !== undefined && { division }) }
    return { ...row, values: { ...given, ...values, employer } }
  })
  return { rows: filled, filledRows }
}
