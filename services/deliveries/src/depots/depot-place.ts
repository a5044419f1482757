import { balanceOn } from '@welfare/contracts/day-balances.ts'
import { depotCodec } from '../deliveries.context.ts'
import { partVersion } from '../dispatches/part-version.ts'
import type { Entered, GoodsPlace } from '../goods-routes.ts'
import type { DepotCommand } from './depot.commands.ts'
import { type DepotEvent, depotDecider } from './depot.decider.ts'
import type { DepotState } from './depot.state.ts'
import { piecesOf } from './lot-line.ts'

/** A depot, as routes of goods deal with it. */
export const depotPlace: GoodsPlace<DepotState, DepotCommand, DepotEvent> = {
  category: 'depot',
  decidedBy: [depotDecider, depotCodec],
  refusals: { 'depot-unknown': 404 },
  divisionOf: ({ divisionOfDepot }, depot) => divisionOfDepot(depot),
  findEntered,
}

function findEntered({ lots, counts, losses, incoming }: DepotState, part: string): Entered {
  const version = partVersion(part)
  const [lot, count] = [lots.get(part), counts.get(version)]
  const act = losses.get(version) ?? incoming.get(part)
  if (lot) {
    const { receipt, packing, stock } = lot
    return { pieces: (receipt ?? packing)?.quantity, day: receipt?.receivedOn ?? stock.days[0]?.day ?? act?.day }
  }
  if (count)
    return { pieces: sumOf(count.lots.values(), ({ booked, quantity }) => booked - quantity), day: count.countedOn }
  return { pieces: act && piecesOf(act.lines), day: act?.day }
}

type Counted = readonly { readonly lot: string; readonly quantity: number }[]

/** By how many pieces a count of that day differs from what stood there then, surplus and shortage alike. */
export function piecesOff({ lots }: DepotState, lines: Counted, day: string): number {
  return sumOf(lines, ({ lot, quantity }) => {
    const held = lots.get(lot)
    return (held ? balanceOn(held.stock, day) : 0) - quantity
  })
}

/** The same of a count as corrected: a correction must not say what the count itself could not have said alone. */
export function piecesOffInstead({ counts }: DepotState, count: string, lines: Counted): number {
  const counted = counts.get(partVersion(count))?.lots
  return sumOf(lines, ({ lot, quantity }) => (counted?.get(lot)?.booked ?? 0) - quantity)
}

function sumOf<Line>(lines: Iterable<Line>, difference: (line: Line) => number): number {
  return [...lines].reduce((sum, line) => sum + Math.abs(difference(line)), 0)
}
