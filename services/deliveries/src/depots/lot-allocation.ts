import { type DayBalances, lowestFrom } from '@welfare/contracts/day-balances.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { type Decision, refuse } from '@welfare/event-store/decider/decider.ts'

/** One receipt or one packing, and what of it stands in the depot, by day. */
export interface Lot {
  readonly commodity: string
  readonly stock: DayBalances
  readonly fund?: string | undefined
  /** Last day on which it may be given out. */
  readonly expiresOn?: string | undefined
}

export interface Need {
  readonly commodity: string
  readonly quantity: number
}

/** As many lots as one event may name. */
export const MAX_LOTS_PER_EVENT = 50

export type AllocationRefusal = 'stock-insufficient' | 'lot-expired' | 'too-many-lots'
export type Allocation =
  | { readonly allocated: true; readonly lines: LotLine[] }
  | { readonly allocated: false; readonly decision: Decision<never, AllocationRefusal> }

/**
 * Which lots meet the needs: what expires first goes first, what never expires goes last, then the oldest first. Lots expired before
 * `day` stay, and no more is taken of a lot than there is of it on that day and on every later one. All needs are met, or none.
 * @param lots in the order in which they came in
 */
export function allocateLots(lots: ReadonlyMap<string, Lot>, needs: readonly Need[], day: string): Allocation {
  const lines: LotLine[] = []
  for (const need of byCommodity(needs)) {
    const stocked = lotsOf(lots, need.commodity, day)
    const usable = stocked.filter((lot) => !isExpired(lot, day))
    const available = sumOf(usable)
    if (available < need.quantity) return insufficient(need, usable, sumOf(stocked) - available, day)
    lines.push(...takeFrom(usable.sort(expiringFirst), need.quantity))
  }
  if (lines.length > MAX_LOTS_PER_EVENT) return tooManyLots(lines.length)
  return { allocated: true, lines }
}

export function isExpired({ expiresOn }: Pick<Lot, 'expiresOn'>, day: string): boolean {
  return expiresOn !== undefined && expiresOn < day
}

/** Takes `quantity` from the lots in their order. There must be enough. */
export function takeFrom(lots: readonly LotLine[], quantity: number): LotLine[] {
  const lines: LotLine[] = []
  let left = quantity
  for (const { commodity, lot, fund, quantity: stocked } of lots) {
    if (left === 0) break
    const taken = Math.min(left, stocked)
    if (taken <= 0) continue
    lines.push({ commodity, lot, quantity: taken, ...(fund !== undefined && { fund }) })
    left -= taken
  }
  return lines
}

type StockedLot = LotLine & Pick<Lot, 'expiresOn'> & { readonly lowestOn: string }

/** A commodity named twice is one need, so that no lot is counted twice. */
function byCommodity(needs: readonly Need[]): Need[] {
  const sums = new Map<string, number>()
  for (const { commodity, quantity } of needs) sums.set(commodity, (sums.get(commodity) ?? 0) + quantity)
  return [...sums].map(([commodity, quantity]) => ({ commodity, quantity }))
}

function lotsOf(lots: ReadonlyMap<string, Lot>, commodity: string, day: string): StockedLot[] {
  const stocked: StockedLot[] = []
  for (const [lot, { stock, fund, expiresOn, ...held }] of lots) {
    if (held.commodity !== commodity) continue
    const lowest = lowestFrom(stock, day)
    const quantity = Math.max(0, lowest.amount)
    if (stock.total === 0 && quantity === 0) continue
    const given = { commodity, lot, quantity, ...(fund !== undefined && { fund }), expiresOn }
    stocked.push({ ...given, lowestOn: lowest.day })
  }
  return stocked
}

/** Array sorting is stable: lots that expire on one day stay oldest first. */
function expiringFirst(a: StockedLot, b: StockedLot): number {
  if (a.expiresOn === b.expiresOn) return 0
  if (a.expiresOn === undefined) return 1
  if (b.expiresOn === undefined) return -1
  return a.expiresOn < b.expiresOn ? -1 : 1
}

/** Says since which day there is no more; where nothing was moved later, that is the day that was asked for. */
function insufficient(
  { commodity, quantity }: Need,
  usable: readonly StockedLot[],
  expired: number,
  asked: string,
): Allocation {
  const available = sumOf(usable)
  const low = usable.map(({ lowestOn }) => lowestOn).sort()
  const facts = { commodity, available, needed: quantity, day: low.at(-1) ?? asked }
  const decision =
    available + expired >= quantity ? refuse('lot-expired', { ...facts, expired }) : refuse('stock-insufficient', facts)
  return { allocated: false, decision }
}

function tooManyLots(lots: number): Allocation {
  return { allocated: false, decision: refuse('too-many-lots', { lots, limit: MAX_LOTS_PER_EVENT }) }
}

function sumOf(lots: readonly { readonly quantity: number }[]): number {
  return lots.reduce((sum, { quantity }) => sum + quantity, 0)
}
