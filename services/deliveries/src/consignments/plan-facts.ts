import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { type Decision, refuse } from '@welfare/event-store/decider/decider.ts'

/** What the other streams said of the things that a plan names, when it was decided. */
export interface PlanFacts {
  readonly depotKnown: boolean
  readonly siteKnown: boolean
  readonly programme: 'not-named' | 'unknown' | 'open' | 'closed'
  readonly round: 'not-named' | 'unknown' | 'of-the-programme' | 'of-another-programme'
  /** The first commodity that was never defined. */
  readonly unknownCommodity?: string | undefined
}

export type PlanRefusal =
  | 'depot-unknown'
  | 'site-unknown'
  | 'round-unknown'
  | 'programme-unknown'
  | 'round-of-another-programme'
  | 'programme-closed'
  | 'commodity-unknown'
  | 'commodity-repeated'

export function planRefusalOf(
  { depot, site, programme = '', round = '', lines }: DataOf<'ConsignmentPlanned'>,
  facts: PlanFacts,
): Decision<never, PlanRefusal> | undefined {
  if (!facts.depotKnown) return refuse('depot-unknown', { depot })
  if (!facts.siteKnown) return refuse('site-unknown', { site })
  if (facts.round === 'unknown') return refuse('round-unknown', { round })
  if (facts.programme === 'unknown') return refuse('programme-unknown', { programme })
  if (facts.round === 'of-another-programme') return refuse('round-of-another-programme', { round, programme })
  if (facts.programme === 'closed') return refuse('programme-closed', { programme })
  const { unknownCommodity } = facts
  if (unknownCommodity) return refuse('commodity-unknown', { commodity: unknownCommodity })
  const repeated = lines.find(({ commodity }, index) => lines.findIndex((l) => l.commodity === commodity) !== index)
  return repeated && refuse('commodity-repeated', { commodity: repeated.commodity })
}

/** HTTP status of each refusal of a plan. */
export const planRefusals = {
  'consignment-already-planned': 409,
  'depot-unknown': 422,
  'site-unknown': 422,
  'round-unknown': 422,
  'programme-unknown': 422,
  'round-of-another-programme': 422,
  'programme-closed': 409,
  'commodity-unknown': 422,
  'commodity-repeated': 422,
} as const satisfies Record<PlanRefusal | 'consignment-already-planned', number>
