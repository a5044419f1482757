import { lowestFrom } from '@welfare/contracts/day-balances.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { DepotState, HeldLot } from './depot.state.ts'
import { lotLineOf } from './lot-line.ts'

/** As many places as a refusal names. */
const MAX_PLACES = 10

/** The first line of which a lot does not hold enough on every day from `day` on, with where it has gone. */
export function shortOf(
  { lots }: DepotState,
  lines: readonly { readonly lot: string; readonly quantity: number }[],
  day: string,
): Decision<never, 'stock-insufficient'> | undefined {
  for (const { lot, quantity } of lines) {
    if (quantity === 0) continue
    const held = lots.get(lot)
    const lowest = held ? lowestFrom(held.stock, day) : { amount: 0, day }
    if (lowest.amount >= quantity) continue
    const facts = { lot, available: Math.max(0, lowest.amount), needed: quantity, day: lowest.day }
    return refuse('stock-insufficient', { ...(held && { commodity: held.commodity, gone: goneOf(held) }), ...facts })
  }
  return undefined
}

/** Where what has left a lot is, as facts of a refusal. */
export function goneOf({ gone }: HeldLot): { to: string; quantity: number }[] {
  return [...gone].slice(0, MAX_PLACES).map(([to, quantity]) => ({ to, quantity }))
}

export type Stated =
  | { readonly known: true; readonly lines: LotLine[] }
  | { readonly known: false; readonly decision: Decision<never, 'lot-repeated' | 'lot-unknown'> }

/** Lots as people state them, with what the depot knows of them. */
export function statedLots(
  { lots }: DepotState,
  lines: readonly { readonly lot: string; readonly quantity: number }[],
): Stated {
  const known: LotLine[] = []
  for (const { lot, quantity } of lines) {
    if (known.some((line) => line.lot === lot)) return { known: false, decision: refuse('lot-repeated', { lot }) }
    const held = lots.get(lot)
    if (!held) return { known: false, decision: refuse('lot-unknown', { lot }) }
    known.push(lotLineOf({ ...held, lot }, quantity))
  }
  return { known: true, lines: known }
}
