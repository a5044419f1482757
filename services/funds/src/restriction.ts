import type { Restriction } from '@welfare/contracts/events/funds.ts'
import { divisionHolds } from '@welfare/contracts/primitives.ts'
import type { Refusal } from '@welfare/decider/decider.ts'

/** What a fund needs to know of a programme, from the room's own copy. */
export interface ProgrammeFacts {
  readonly kind: string
  readonly division: string
  /** First window's first day … last window's last day; the programme's year where it has no windows. */
  readonly from: string
  readonly until: string
  readonly closed: boolean
}

export type RestrictionRefusalCode = 'purpose-not-allowed' | 'division-not-allowed' | 'period-not-allowed'

/** The first of the donor's terms that an allocation to this programme would break: purpose, then division, then period. */
export function restrictionBreach(
  { purposes, divisions, from, until }: Restriction,
  programme: ProgrammeFacts,
  today: string,
): Refusal<RestrictionRefusalCode> | undefined {
  if (purposes.length > 0 && !purposes.includes(programme.kind)) {
    return { code: 'purpose-not-allowed', facts: { purposes, kind: programme.kind } }
  }
  if (divisions.length > 0 && !divisions.some((outer) => divisionHolds(outer, programme.division))) {
    return { code: 'division-not-allowed', facts: { divisions, division: programme.division } }
  }
  const startsTooEarly = from !== undefined && programme.from < from
  const endsTooLate = until !== undefined && (programme.until > until || today > until)
  if (!startsTooEarly && !endsTooLate) return undefined
  const allowed = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
  return {
    code: 'period-not-allowed',
    facts: { allowed, programmeFrom: programme.from, programmeUntil: programme.until, today },
  }
}
