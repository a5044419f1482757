import { addDays } from '@welfare/contracts/days.ts'
import { dueDayMeasures, siteMeasures } from '../people/counts.ts'
import { addSteps, type DaySteps } from '../people/day-steps.ts'
import type { Arrival, ConsignmentStatus, GoodsLine, MovedGoods, PlannedSite } from './sites.store.ts'

/** What is counted of a planned site, once in its round and once over all rounds. */
export const allSiteMeasures = [...siteMeasures, ...dueDayMeasures] as const
export type SiteMeasure = (typeof allSiteMeasures)[number]
type SiteFigures = Record<SiteMeasure, number>

/** How the measures of a planned site go from day to day, given all that is known to have arrived and been handed out. */
export function stepsOfSite(site: PlannedSite): Record<SiteMeasure, DaySteps> {
  const steps = ofEachMeasure((): DaySteps => [])
  let before: SiteFigures | undefined
  for (const day of daysOfSite(site)) {
    const now = measure(site, day)
    for (const name of allSiteMeasures) {
      const change = now[name] - (before?.[name] ?? 0)
      if (change !== 0) steps[name] = addSteps(steps[name], day, change)
    }
    before = now
  }
  return steps
}

/** A commodity that was planned → the pieces that a site which was visited lacks of it, from day to day. */
export function stepsOfShort(site: PlannedSite): Map<string, DaySteps> {
  const short = new Map<string, DaySteps>()
  const before = new Map<string, number>()
  for (const day of daysOfSite(site)) {
    const missing = wasVisited(until(site.arrivals, day)) ? missingGoods(site.goods, deliveredBy(site, day)) : []
    const now = new Map(missing.map(({ commodity, planned, received }) => [commodity, planned - received]))
    for (const commodity of new Set([...before.keys(), ...now.keys()])) {
      const change = (now.get(commodity) ?? 0) - (before.get(commodity) ?? 0)
      if (change !== 0) short.set(commodity, addSteps(short.get(commodity) ?? [], day, change))
      before.set(commodity, now.get(commodity) ?? 0)
    }
  }
  return short
}

export function ofEachMeasure<Value>(make: (measure: SiteMeasure) => Value): Record<SiteMeasure, Value> {
  return Object.fromEntries(allSiteMeasures.map((measure) => [measure, make(measure)])) as Record<SiteMeasure, Value>
}

/** Days on which something about the site changes, from the one on which it was listed. */
export function daysOfSite({ plannedOn, dueOn, consignments, ...site }: PlannedSite): string[] {
  const changes = [...site.arrivals, ...site.departures, ...site.handOuts].map(({ date }) => date)
  const statuses = Object.values(consignments).flatMap((all) => all.map(([day]) => day))
  return [...new Set([plannedOn, addDays(dueOn, 1), ...changes, ...statuses])].filter((day) => day >= plannedOn).sort()
}

/**
 * Delivered: somebody signed, be it for nothing. Short: delivered, and less than planned of some commodity is there or was handed out. Late:
 * the first arrival was after the due day. Sent: delivered, or still on its way after the due day. Due: delivered, or the due day has
 * passed. Heads delivered to, and covered: the head-count times the part of the plan that arrived and did not leave again, or was handed
 * out, by the scarcest commodity, rounded down.
 */
function measure(site: PlannedSite, day: string): SiteFigures {
  const arrivals = until(site.arrivals, day)
  const firstOn = firstReachedOn(arrivals)
  const delivered = deliveredBy(site, day)
  const visited = wasVisited(arrivals)
  const isOverdue = day > site.dueOn
  const isStillSent = !visited && isOverdue && [...statusesOn(site, day).values()].includes('in-transit')
  return {
    'sites-planned': 1,
    'sites-delivered': visited ? 1 : 0,
    'sites-sent': visited || isStillSent ? 1 : 0,
    'sites-due': visited || isOverdue ? 1 : 0,
    'sites-short': visited && missingGoods(site.goods, delivered).length > 0 ? 1 : 0,
    'sites-late': firstOn !== undefined && firstOn > site.dueOn ? 1 : 0,
    'heads-planned': site.headCount,
    'heads-delivered': headsOf(site, delivered),
    'heads-covered': headsOf(site, until(site.handOuts, day)),
  }
}

/** What arrived by a day and did not leave the site again otherwise than into somebody's hands. */
export function deliveredBy({ arrivals, departures }: PlannedSite, day: string): MovedGoods[] {
  return until([...arrivals, ...departures], day)
}

/** What had become of each consignment by the end of a day. */
export function statusesOn({ consignments }: PlannedSite, day: string): Map<string, ConsignmentStatus> {
  return new Map(
    Object.entries(consignments).flatMap(([consignment, all]) => {
      const last = all.findLast(([since]) => since <= day)
      return last ? [[consignment, last[1]] as const] : []
    }),
  )
}

/** Somebody signed, be it for nothing, and it was not taken back. */
export function wasVisited(arrivals: readonly Arrival[]): boolean {
  return arrivals.reduce((sum, { signed }) => sum + signed, 0) > 0
}

/** The first day on which something came that was not taken back. */
function firstReachedOn(arrivals: readonly Arrival[]): string | undefined {
  const pieces = new Map<string, number>()
  for (const { receivedOn, goods } of arrivals) {
    const came = goods.reduce((sum, { quantity }) => sum + quantity, 0)
    pieces.set(receivedOn, (pieces.get(receivedOn) ?? 0) + came)
  }
  return [...pieces].flatMap(([day, came]) => (came > 0 ? [day] : [])).sort()[0]
}

export function until<Dated extends { readonly date: string }>(all: readonly Dated[], day: string): Dated[] {
  return all.filter(({ date }) => date <= day)
}

function headsOf({ goods, headCount }: PlannedSite, moved: readonly MovedGoods[]): number {
  if (!moved.some((one) => one.goods.some((line) => line.quantity > 0))) return 0
  const parts = missingGoods(goods, moved).map(({ planned, received }) => Math.floor((headCount * received) / planned))
  return Math.min(headCount, ...parts)
}

export interface MissingGoods {
  readonly commodity: string
  readonly planned: number
  readonly received: number
}

/** Planned commodities of which less has arrived; a kit in another version meets the same plan. */
export function missingGoods(planned: readonly GoodsLine[], arrivals: readonly MovedGoods[]): MissingGoods[] {
  const received = totalByKind(arrivals.flatMap((arrival) => arrival.goods))
  return [...totalByKind(planned)]
    .map(([kind, { commodity, quantity }]) => ({
      commodity,
      planned: quantity,
      received: received.get(kind)?.quantity ?? 0,
    }))
    .filter((line) => line.received < line.planned)
}

/** An item, or a kit in whatever version → its pieces, under the first commodity that named it. */
function totalByKind(lines: readonly GoodsLine[]): Map<string, GoodsLine> {
  const totals = new Map<string, GoodsLine>()
  for (const { commodity, quantity } of lines) {
    const [kind = commodity] = commodity.split('@')
    const known = totals.get(kind) ?? { commodity, quantity: 0 }
    totals.set(kind, { ...known, quantity: known.quantity + quantity })
  }
  return totals
}
