import { addDays } from '@welfare/contracts/days.ts'

/** `late`: its days are over, and only meals of those days that come late can still use it; `ended`: nothing is issued for it any more. */
export type WindowState = 'open' | 'late' | 'ended'

export function stateOfWindow(
  { until }: { readonly until: string },
  lateEntryDays: number,
  today: string,
): WindowState {
  if (today <= until) return 'open'
  return today <= addDays(until, lateEntryDays) ? 'late' : 'ended'
}
