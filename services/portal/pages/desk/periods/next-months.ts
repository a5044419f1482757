import { addDays, lastDayOfMonth } from '@welfare/contracts/days.ts'

/** How far back the first closing may lie in what is offered. */
const MONTHS_OFFERED = 12

/** Months that may be closed next: the one after the last, or any that is over where none was closed. The newest first. */
export function nextMonths(lastClosed: string | undefined, today: string): readonly string[] {
  if (lastClosed !== undefined) return [monthAfter(lastClosed)]
  const months: string[] = []
  let first = `${today.slice(0, 7)}-01`
  while (months.length < MONTHS_OFFERED) {
    first = `${addDays(first, -1).slice(0, 7)}-01`
    months.push(first.slice(0, 7))
  }
  return months
}

function monthAfter(month: string): string {
  return addDays(lastDayOfMonth(month), 1).slice(0, 7)
}
