import { addDays } from '@welfare/contracts/days.ts'

/** Months of which the bank's papers say something, the newest first. */
export function monthsOf(statements: readonly { readonly from: string; readonly until: string }[]): string[] {
  const [first, last] = [statements[0], statements[statements.length - 1]]
  if (!first || !last) return []
  const months: string[] = []
  for (
    let day = first.from;
    day <= last.until;
    day = addDays(`${day.slice(0, 7)}-28`, 4)
      .slice(0, 8)
      .concat('01')
  )
    months.push(day.slice(0, 7))
  return months.reverse()
}
