import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { type Decision, refuse } from '@welfare/decider/decider.ts'
import { takeFrom } from './lot-allocation.ts'
import { matchLots, placeOf, repeatedLine, type StatedLine } from './stated-line.ts'

export type SiteStockRefusal = 'line-repeated' | 'site-stock-insufficient'
export type SiteTaking =
  | { readonly taken: true; readonly lines: LotLine[] }
  | { readonly taken: false; readonly decision: Decision<never, SiteStockRefusal> }

/** From which lots at the site the stated goods come, in the order in which the depot sent them. */
export function takeFromSite(atSite: readonly LotLine[], stated: readonly StatedLine[]): SiteTaking {
  const repeated = repeatedLine(stated)
  if (repeated) return { taken: false, decision: refuse('line-repeated', placeOf(repeated)) }
  const lines: LotLine[] = []
  for (const { stated: line, lots } of matchLots(atSite, stated)) {
    const available = lots.reduce((sum, { quantity }) => sum + quantity, 0)
    if (available < line.quantity) {
      const facts = { ...placeOf(line), available, needed: line.quantity }
      return { taken: false, decision: refuse('site-stock-insufficient', facts) }
    }
    lines.push(...takeFrom(lots, line.quantity))
  }
  return { taken: true, lines }
}
