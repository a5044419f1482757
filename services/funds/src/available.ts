import { lowestFrom } from '@welfare/contracts/day-balances.ts'
import { refuse } from '@welfare/event-store/decider/decider.ts'
import type { OpenFund } from './fund.state.ts'

/** What counts on a day must have been there then, and on every day since. */
export function refusalOfDraw({ available }: OpenFund, requestedFen: number, day: string) {
  const lowest = lowestFrom(available, day)
  if (requestedFen <= lowest.amount) return undefined
  const isOfAnotherDay = lowest.amount < available.total
  return refuse('funds-not-available', {
    availableFen: lowest.amount,
    requestedFen,
    ...(isOfAnotherDay && { day: lowest.day }),
  })
}
