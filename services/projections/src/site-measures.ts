import type { Measure } from './counts.ts'
import { addSteps, type DaySteps } from './day-steps.ts'
import type { Arrival, GoodsLine, PlannedSite } from './sites.store.ts'

type Covered = Pick<PlannedSite, 'goods' | 'headCount' | 'dueOn'>
/** What arrivals decide; what is planned is counted when it is listed. */
export const arrivalMeasures = [
  'sites-delivered',
  'sites-short',
  'sites-late',
  'heads-covered',
] as const satisfies readonly Measure[]
export type ArrivalMeasure = (typeof arrivalMeasures)[number]

/** How the measures of a planned site go from day to day, given all that is known to have arrived. */
export function stepsOfSite(plan: Covered, arrivals: readonly Arrival[]): Record<ArrivalMeasure, DaySteps> {
  const steps: Record<ArrivalMeasure, DaySteps> = {
    'sites-delivered': [],
    'sites-short': [],
    'sites-late': [],
    'heads-covered': [],
  }
  const days = [...new Set(arrivals.map((arrival) => arrival.date))].sort()
  let before = measure(plan, [])
  for (const day of days) {
    const now = measure(
      plan,
      arrivals.filter((arrival) => arrival.date <= day),
    )
    for (const name of arrivalMeasures) {
      if (now[name] !== before[name]) steps[name] = addSteps(steps[name], day, now[name] - before[name])
    }
    before = now
  }
  return steps
}

/**
 * Delivered: something arrived. Short: something arrived, and less than planned of some commodity. Late: the first arrival was after the due
 * day. Heads covered: the head-count times the part of the plan that arrived, by the scarcest commodity, rounded down.
 */
function measure(plan: Covered, arrivals: readonly Arrival[]): Record<ArrivalMeasure, number> {
  const reached = arrivals.filter((arrival) => arrival.goods.some((line) => line.quantity > 0))
  if (reached.length === 0) return { 'sites-delivered': 0, 'sites-short': 0, 'sites-late': 0, 'heads-covered': 0 }
  const missing = missingGoods(plan.goods, arrivals)
  const firstOn = reached.map((arrival) => arrival.receivedOn).sort()[0] ?? ''
  const covered = missing.map(({ planned, received }) => Math.floor((plan.headCount * received) / planned))
  return {
    'sites-delivered': 1,
    'sites-short': missing.length > 0 ? 1 : 0,
    'sites-late': firstOn > plan.dueOn ? 1 : 0,
    'heads-covered': Math.min(plan.headCount, ...covered),
  }
}

export interface MissingGoods {
  readonly commodity: string
  readonly planned: number
  readonly received: number
}

/** Planned commodities of which less has arrived. */
export function missingGoods(planned: readonly GoodsLine[], arrivals: readonly Arrival[]): MissingGoods[] {
  const received = totalByCommodity(arrivals.flatMap((arrival) => arrival.goods))
  return [...totalByCommodity(planned)]
    .map(([commodity, quantity]) => ({ commodity, planned: quantity, received: received.get(commodity) ?? 0 }))
    .filter((line) => line.received < line.planned)
}

export function totalByCommodity(lines: readonly GoodsLine[]): Map<string, number> {
  const totals = new Map<string, number>()
  for (const { commodity, quantity } of lines) totals.set(commodity, (totals.get(commodity) ?? 0) + quantity)
  return totals
}
