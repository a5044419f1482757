import { siteMeasures } from './counts.ts'
import { addSteps, type DaySteps } from './day-steps.ts'
import type { Arrival, GoodsLine, MovedGoods, PlannedSite } from './sites.store.ts'

/** What is counted of a planned site, once in its round and once over all rounds. */
export type SiteMeasure = (typeof siteMeasures)[number]
type SiteFigures = Record<SiteMeasure, number>

/** How the measures of a planned site go from day to day, given all that is known to have arrived and been handed out. */
export function stepsOfSite(site: PlannedSite): Record<SiteMeasure, DaySteps> {
  const steps = ofEachMeasure((): DaySteps => [])
  let before: SiteFigures | undefined
  for (const day of daysOfSite(site)) {
    const now = measure(site, day)
    for (const name of siteMeasures) {
      const change = now[name] - (before?.[name] ?? 0)
      if (change !== 0) steps[name] = addSteps(steps[name], day, change)
    }
    before = now
  }
  return steps
}

export function ofEachMeasure<Value>(make: (measure: SiteMeasure) => Value): Record<SiteMeasure, Value> {
  return Object.fromEntries(siteMeasures.map((measure) => [measure, make(measure)])) as Record<SiteMeasure, Value>
}

/** Days on which something about the site changes, from the one on which it was listed. */
export function daysOfSite({ plannedOn, arrivals, handOuts, consignments }: PlannedSite): string[] {
  const changes = [...arrivals, ...handOuts].map(({ date }) => date)
  const statuses = Object.values(consignments).flatMap((all) => all.map(([day]) => day))
  return [...new Set([plannedOn, ...changes, ...statuses])].filter((day) => day >= plannedOn).sort()
}

/**
 * Delivered: something arrived. Short: something arrived, and less than planned of some commodity. Late: the first arrival was after the due
 * day. Heads delivered to, and covered: the head-count times the part of the plan that arrived, or was handed out, by the scarcest
 * commodity, rounded down.
 */
function measure(site: PlannedSite, day: string): SiteFigures {
  const arrivals = until(site.arrivals, day)
  const firstOn = firstReachedOn(arrivals)
  const visited = wasVisited(arrivals)
  return {
    'sites-planned': 1,
    'sites-delivered': visited ? 1 : 0,
    'sites-short': visited && missingGoods(site.goods, arrivals).length > 0 ? 1 : 0,
    'sites-late': firstOn !== undefined && firstOn > site.dueOn ? 1 : 0,
    'heads-planned': site.headCount,
    'heads-delivered': headsOf(site, arrivals),
    'heads-covered': headsOf(site, until(site.handOuts, day)),
  }
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
