import { daysBetween } from '@welfare/contracts/days.ts'
import type { ConsignmentRow } from './consignments.queries.ts'

export const columns = ['planned', 'dispatched', 'short', 'received', 'returned'] as const
export type Column = (typeof columns)[number]

/** Cancelled ones stand on no board. */
export function columnOf({ status, short }: Pick<ConsignmentRow, 'status' | 'short'>): Column | undefined {
  if (status === 'cancelled') return undefined
  return status === 'received' && short > 0 ? 'short' : status
}

/** How many days what has not come is late; undefined where it is not. */
export function daysOverdue({ status, dueOn }: Pick<ConsignmentRow, 'status' | 'dueOn'>, today: string | undefined) {
  const isOpen = status === 'planned' || status === 'dispatched'
  return isOpen && today !== undefined && dueOn < today ? daysBetween(dueOn, today) : undefined
}

/** By state; of what is still to come the earliest due first, so that what is overdue is on top; of what is over the newest. */
export function toBoard(rows: readonly ConsignmentRow[]): Readonly<Record<Column, readonly ConsignmentRow[]>> {
  const of = (column: Column) => rows.filter((row) => columnOf(row) === column)
  const byDue = (column: Column) => of(column).sort((a, b) => compare(a.dueOn, b.dueOn))
  const newest = (column: Column) =>
    of(column).sort((a, b) => compare(b.receivedOn ?? b.dueOn, a.receivedOn ?? a.dueOn))
  return {
    planned: byDue('planned'),
    dispatched: byDue('dispatched'),
    short: newest('short'),
    received: newest('received'),
    returned: newest('returned'),
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
