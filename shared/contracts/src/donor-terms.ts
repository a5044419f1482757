import { divisionHolds } from './divisions.ts'
import { isGoodsKind, isSameKind } from './programme-kinds.ts'

/** What a donor allows; empty or absent: anything. */
export interface DonorTerms {
  readonly purposes: string[]
  readonly divisions: string[]
  readonly programmes?: string[] | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
}

/** What a donor's terms are held against: the programme that the money is used for. */
export interface UseOfMoney {
  readonly programme: string
  readonly kind: string
  readonly division: string
  /** First and last day on which it is used; absent where the programme has no windows and nothing is planned yet. */
  readonly from?: string | undefined
  readonly until?: string | undefined
}

export type TermsBreachCode =
  | 'purpose-not-allowed'
  | 'division-not-allowed'
  | 'programme-not-allowed'
  | 'period-not-allowed'

export interface TermsBreach {
  readonly code: TermsBreachCode
  readonly facts: Record<string, string | string[] | Record<string, string>>
}

/** The first of the donor's terms that such a use would break: purpose, division, programme, period. Money is not used after its last day. */
export function termsBreach(terms: DonorTerms, use: UseOfMoney, today?: string): TermsBreach | undefined {
  const { purposes, divisions, programmes = [] } = terms
  if (purposes.length > 0 && !purposes.some((purpose) => isSameKind(purpose, use.kind)))
    return { code: 'purpose-not-allowed', facts: { purposes, kind: use.kind } }
  if (divisions.length > 0 && !divisions.some((outer) => divisionHolds(outer, use.division)))
    return { code: 'division-not-allowed', facts: { divisions, division: use.division } }
  if (programmes.length > 0 && !programmes.includes(use.programme))
    return { code: 'programme-not-allowed', facts: { programmes, programme: use.programme } }
  return periodBreach(terms, use, today)
}

/**
 * Why a fund cannot pay for goods: its donor gives for no kind of programme that hands out goods, for programmes none of which does, not in
 * the depot's division, or not on the day on which they came.
 */
export function purchaseTermsBreach(
  terms: DonorTerms,
  { division, receivedOn }: { readonly division: string; readonly receivedOn: string },
  kindOf: (programme: string) => string | undefined,
): TermsBreach | undefined {
  const { purposes } = terms
  if (purposes.length > 0 && !purposes.some(isGoodsKind)) return { code: 'purpose-not-allowed', facts: { purposes } }
  const { programmes = [], ...wide } = { ...terms, purposes: [] }
  if (programmes.length > 0 && !programmes.some((programme) => isGoodsKind(kindOf(programme) ?? '')))
    return { code: 'programme-not-allowed', facts: { programmes } }
  return termsBreach(wide, { programme: '', kind: '', division, from: receivedOn, until: receivedOn })
}

/** Of the donor's period alone: what a change of a programme's days can break. */
export function periodBreach(
  { from, until }: Pick<DonorTerms, 'from' | 'until'>,
  use: Pick<UseOfMoney, 'from' | 'until'>,
  today?: string,
): TermsBreach | undefined {
  const startsTooEarly = from !== undefined && use.from !== undefined && use.from < from
  const endsTooLate = until !== undefined && use.until !== undefined && use.until > until
  const isOver = until !== undefined && today !== undefined && today > until
  if (!startsTooEarly && !endsTooLate && !isOver) return undefined
  const allowed = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
  const days = {
    ...(use.from !== undefined && { programmeFrom: use.from }),
    ...(use.until !== undefined && { programmeUntil: use.until }),
  }
  return { code: 'period-not-allowed', facts: { allowed, ...days, ...(today !== undefined && { today }) } }
}

/** First and last of the days on which something is used; nothing where there are none. */
export function daysOfUse(
  windows: readonly { readonly from: string; readonly until: string }[],
): Pick<UseOfMoney, 'from' | 'until'> {
  const from = windows.map((window) => window.from).sort()[0]
  const until = windows
    .map((window) => window.until)
    .sort()
    .at(-1)
  return from === undefined || until === undefined ? {} : { from, until }
}
