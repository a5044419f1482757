import type { GapAt } from '../people/gap-segments.ts'
import { deliveredBy, missingGoods, statusesOn, until, wasVisited } from './site-measures.ts'
import type { Arrival, ConsignmentStatus, PlannedSite } from './sites.store.ts'

/** What a site lacks, whatever day it is looked at; see `reasonOnDay`. Sent again: it is short, and more is on its way. */
type LackReason = 'not-dispatched' | 'in-transit' | 'short' | 'sent-again' | 'returned'

/** What the site lacks, as one who knows only what had happened by the end of the day would say. */
export function gapOn(site: PlannedSite, day: string): GapAt {
  const missing = missingGoods(site.goods, deliveredBy(site, day))
  if (missing.length === 0) return { day, reason: null, facts: '{}' }
  const statuses = statusesOn(site, day)
  const onTheWay = [...statuses].filter(([, status]) => status === 'in-transit')
  const [expectedOn] = onTheWay.map(([consignment]) => site.dueDays[consignment] ?? site.dueOn).sort()
  const reasons = Object.values(site.reasons).flatMap((all) => all.findLast(([since]) => since <= day)?.[1] ?? [])
  const { headCount, dueOn } = site
  const consignments = [...statuses.keys()]
  const expected = expectedOn !== undefined && { expectedOn }
  return {
    day,
    reason: reasonOf(until(site.arrivals, day), [...statuses.values()]),
    facts: JSON.stringify({ dueOn, ...expected, headCount, missing, reasons: [...new Set(reasons)], consignments }),
  }
}

/** Goods still on their way say most; then what came too little, then what came back. */
function reasonOf(arrivals: readonly Arrival[], statuses: readonly ConsignmentStatus[]): LackReason {
  const isVisited = wasVisited(arrivals)
  if (statuses.includes('in-transit')) return isVisited ? 'sent-again' : 'in-transit'
  if (isVisited) return 'short'
  return statuses.includes('returned') ? 'returned' : 'not-dispatched'
}
