import { daysOfUse, periodBreach } from '@welfare/contracts/donor-terms.ts'
import type { Restriction } from '@welfare/contracts/events/funds.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'

type Days = Parameters<typeof daysOfUse>[0]

/** Whose money lies in a programme, neither committed nor issued. */
export interface FundInProgramme {
  readonly fund: string
  readonly terms: Restriction
  readonly allocatedFen: number
}

/** The first fund with money in the programme whose donor does not allow it to be used on all these days. */
export function brokenTerms(funds: readonly FundInProgramme[], days: Days): Refusal<'donor-terms-broken'> | undefined {
  for (const { fund, terms, allocatedFen } of funds) {
    const breach = periodBreach(terms, daysOfUse(days))
    if (breach) return { code: 'donor-terms-broken', facts: { fund, allocatedFen, ...breach.facts } }
  }
  return undefined
}
