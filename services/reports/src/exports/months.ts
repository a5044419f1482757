/** First and last day of a month. */
export function daysOfMonth(year: number, month: number): { readonly from: string; readonly until: string } {
  const first = Temporal.PlainDate.from({ year, month, day: 1 })
  return { from: first.toString(), until: first.with({ day: first.daysInMonth }).toString() }
}
