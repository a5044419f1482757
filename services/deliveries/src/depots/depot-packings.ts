import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { ReversePacking, UnpackKits } from './depot.commands.ts'
import type { DepotEvent, DepotState, HeldLot } from './depot.state.ts'
import { shortOf } from './depot-stock.ts'
import { lotLineOf } from './lot-line.ts'

export type PackingRefusal = 'lot-unknown' | 'lot-not-packed' | 'packed-fewer' | 'stock-insufficient'
type PackingDecision = Decision<DepotEvent, PackingRefusal>

/** Kits that were never packed: their components stand in the lots that they came from. */
export function reversePacking(state: DepotState, command: ReversePacking): PackingDecision {
  const { lot, today, reason } = command
  const taken = takeApart(state, lot, command.quantity, today)
  if ('decision' in taken) return taken.decision
  return accept([{ type: 'PackingReversed', data: { corrects: lot, ...taken.unpacked, reason } }])
}

/** Kits taken apart on purpose. */
export function unpackKits(state: DepotState, { lot, quantity, day, reason }: UnpackKits): PackingDecision {
  const taken = takeApart(state, lot, quantity, day)
  if ('decision' in taken) return taken.decision
  return accept([{ type: 'KitsUnpacked', data: { ...taken.unpacked, ...(reason !== undefined && { reason }) } }])
}

type Unpacked = Omit<Extract<DepotEvent, { type: 'KitsUnpacked' }>['data'], 'reason'>

function takeApart(
  state: DepotState,
  lot: string,
  wanted: number | undefined,
  day: string,
): { readonly unpacked: Unpacked } | { readonly decision: Decision<never, PackingRefusal> } {
  const held = state.lots.get(lot)
  if (!held) return { decision: refuse('lot-unknown', { lot }) }
  const { packing } = held
  if (!packing) return { decision: refuse('lot-not-packed', { lot }) }
  const quantity = wanted ?? packing.quantity
  if (quantity < 1 || quantity > packing.quantity) {
    return { decision: refuse('packed-fewer', { lot, packed: packing.quantity, wanted: quantity }) }
  }
  const short = shortOf(state, [{ lot, quantity }], day)
  if (short) return { decision: short }
  const { kit, kitVersion } = packing
  const components = componentsOf(packing, quantity)
  return { unpacked: { kit, kitVersion, ...lotLineOf({ ...held, lot }, quantity), components } }
}

/** Of each item as much as these kits hold, put back first into the lot that was taken from last. */
function componentsOf({ consumed, quantity: packed }: NonNullable<HeldLot['packing']>, quantity: number): LotLine[] {
  const left = new Map<string, number>()
  for (const { commodity, quantity: pieces } of consumed) left.set(commodity, (left.get(commodity) ?? 0) + pieces)
  for (const [commodity, pieces] of left) left.set(commodity, (pieces / packed) * quantity)
  const lines: LotLine[] = []
  for (const line of consumed.toReversed()) {
    const taken = Math.min(left.get(line.commodity) ?? 0, line.quantity)
    left.set(line.commodity, (left.get(line.commodity) ?? 0) - taken)
    if (taken > 0) lines.push(lotLineOf(line, taken))
  }
  return lines.toReversed()
}
