import { lowestFrom } from '@welfare/contracts/day-balances.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { takeFrom } from '../depots/lot-allocation.ts'
import { lotLineOf, piecesOf } from '../depots/lot-line.ts'
import type { ConsignmentState, SiteLot } from './consignment.state.ts'
import { matchLots, placeOf, repeatedLine, type StatedLine } from './stated-line.ts'

export type SiteStockRefusal = 'line-repeated' | 'site-stock-insufficient' | 'lot-expired'
export type SiteTaking =
  | { readonly taken: true; readonly lines: LotLine[] }
  | { readonly taken: false; readonly decision: Decision<never, SiteStockRefusal> }

interface Taking {
  /** The day on which it counts: no more is taken than stands there on it and on every later day. */
  readonly day: string
  /** The day on which it is given out, and each lot's last day. */
  readonly usedOn?: string
  readonly expiries?: Readonly<Record<string, string>>
}

/** From which lots at the site the stated goods come, in the order in which the depot sent them; what has expired stays. */
export function takeFromSite(atSite: readonly SiteLot[], stated: readonly StatedLine[], taking: Taking): SiteTaking {
  const repeated = repeatedLine(stated)
  if (repeated) return { taken: false, decision: refuse('line-repeated', placeOf(repeated)) }
  const { day, usedOn, expiries = {} } = taking
  const lines: LotLine[] = []
  for (const { stated: line, lots } of matchLots(atSite, stated)) {
    const held = lots.map((lot) => ({ ...lot, ...heldFrom(atSite, lot.lot, day) }))
    const usable = held.filter(({ lot }) => usedOn === undefined || (expiries[lot] ?? usedOn) >= usedOn)
    const available = piecesOf(usable)
    if (available < line.quantity) {
      const low = held.map(({ lowestOn }) => lowestOn).sort()
      const facts = { ...placeOf(line), available, needed: line.quantity, day: low.at(-1) ?? day }
      const expired = held.find(({ lot }) => !usable.some((other) => other.lot === lot))
      const expiresOn = expired && expiries[expired.lot]
      const decision =
        expiresOn !== undefined && piecesOf(held) >= line.quantity
          ? refuse('lot-expired', { ...facts, lot: expired?.lot ?? '', expiresOn, day: usedOn ?? day })
          : refuse('site-stock-insufficient', facts)
      return { taken: false, decision }
    }
    lines.push(...takeFrom(usable, line.quantity))
  }
  return { taken: true, lines }
}

/** The first lot of which the site does not hold that much on every day from `day` on, with what became of it. */
export function shortAtSite(
  { atSite, handedOut, acts }: ConsignmentState,
  lines: readonly LotLine[],
  day: string,
): Decision<never, 'site-stock-insufficient'> | undefined {
  for (const { lot, commodity, quantity } of lines) {
    if (quantity === 0) continue
    const { quantity: available, lowestOn } = heldFrom(atSite, lot, day)
    if (available >= quantity) continue
    const gone = (type: 'site-return' | 'site-loss') =>
      piecesOf(
        Object.values(acts).flatMap((act) =>
          act.type === type ? act.data.lines.filter((line) => line.lot === lot) : [],
        ),
      )
    const given = piecesOf(handedOut.filter((line) => line.lot === lot))
    const places = { handedOut: given, returned: gone('site-return'), lost: gone('site-loss') }
    return refuse('site-stock-insufficient', { commodity, lot, available, needed: quantity, day: lowestOn, ...places })
  }
  return undefined
}

/** What there is on every day from `day` on, and since when there is no more. */
function heldFrom(
  atSite: readonly SiteLot[],
  lot: string,
  day: string,
): { readonly quantity: number; readonly lowestOn: string } {
  const stock = atSite.find((held) => held.lot === lot)?.stock
  const lowest = stock ? lowestFrom(stock, day) : { amount: 0, day }
  return { quantity: Math.max(0, lowest.amount), lowestOn: lowest.day }
}

/** As the site shows them. */
export function siteLines(atSite: readonly SiteLot[]): LotLine[] {
  return atSite.map((lot) => lotLineOf(lot, lot.quantity))
}
