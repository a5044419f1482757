import type { Roster } from '../spreadsheet/roster.ts'
import { type PlannedRow, ROW_STATUSES, type RowStatus } from './roster-plan.ts'

/** Rows of a sheet that are about nobody. */
export interface OtherRows {
  readonly header: number
  readonly blank: number
  readonly passedOver: number
}
/** Every row of a sheet, in one of these. */
export type RowCounts = Readonly<Record<RowStatus, number>> & OtherRows

export const NO_OTHER_ROWS: OtherRows = { header: 0, blank: 0, passedOver: 0 }

export function countRows(rows: readonly PlannedRow[], others: OtherRows): RowCounts {
  const counts = { new: 0, known: 0, update: 0, duplicate: 0, warning: 0, error: 0 }
  for (const { status } of rows) counts[status]++
  return { ...counts, ...others }
}

export function otherRowsOf({ headerRows, blankRows, passedOver }: Roster): OtherRows {
  return { header: headerRows.length, blank: blankRows, passedOver: passedOver.length }
}

/** Rows about people, whatever became of them. */
export function countPeopleRows(counts: RowCounts): number {
  return ROW_STATUSES.reduce((sum, status) => sum + counts[status], 0)
}

/** People who are, or come, on the roster by it. */
export function countImported({ new: added, known, update }: RowCounts): number {
  return added + known + update
}

/** What every reader of a roster promises: no row is lost, and none is counted twice. */
export function addsUp(counts: RowCounts, physicalRows: number): boolean {
  return Object.values(counts).reduce((sum, count) => sum + count, 0) === physicalRows
}
