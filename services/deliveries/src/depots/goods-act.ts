import type { Act } from '@welfare/approvals/act.ts'
import { balanceOn } from '@welfare/contracts/day-balances.ts'
import type { Actor } from '@welfare/http/route.ts'
import { type ConsignmentState, consignmentDecider } from '../consignments/consignment.decider.ts'
import type { HandOutFacts } from '../consignments/hand-out-facts.ts'
import { type GoodsPlace, judgeGoodsDay, type StatedGoodsDay } from '../dated-act.ts'
import { partVersion } from '../dispatches/part-version.ts'
import { consignmentCodec, type DeliveriesRoom, depotCodec } from '../room-commands.ts'
import { depotDecider } from './depot.decider.ts'
import type { DepotState } from './depot.state.ts'
import { piecesOf } from './lot-line.ts'

type Day = Pick<StatedGoodsDay, 'day' | 'lateEntry'>

/** What an act is that needs a second person only where it comes late. Undefined: it does not, or its place is unknown and the act says so. */
export function describeLate(room: DeliveriesRoom, actor: Actor, place: GoodsPlace, stated: Day): Act | undefined {
  const { division } = place
  if (division === undefined) return undefined
  const { daysLate: lateDays } = judgeGoodsDay(room, actor, { ...stated, place })
  return lateDays === 0 ? undefined : { kind: 'late-entry', division, lateDays, about: place.about }
}

/** Goods that are gone or have come without a paper: counted in pieces, as what is written off. */
export function describeDifference(
  room: DeliveriesRoom,
  actor: Actor,
  place: GoodsPlace,
  { count, ...stated }: Day & { readonly count: number },
): Act | undefined {
  if (place.division === undefined) return undefined
  const { daysLate: lateDays } = judgeGoodsDay(room, actor, { ...stated, place })
  return { kind: 'write-off', count, division: place.division, lateDays, about: place.about }
}

interface Correction {
  readonly corrects: string
  readonly reason: string
  /** Pieces of what stands instead. */
  readonly right?: number | undefined
}

/**
 * By what it takes back, or by what stands instead where that is more. What does not exist is told by the correction itself. Goods have no
 * amount in fen, so the limit of corrections says nothing of them: they are counted in pieces, with what is written off.
 */
function describeCorrection(
  { division, about }: GoodsPlace,
  entered: number | undefined,
  { corrects, reason, right = 0 }: Correction,
): Act | undefined {
  if (division === undefined || entered === undefined) return undefined
  return { kind: 'write-off', count: Math.max(entered, right), division, about: { ...about, corrects, reason } }
}

export async function describeDepotCorrection(
  room: DeliveriesRoom,
  place: GoodsPlace & { readonly about: { readonly depot: string } },
  correction: Correction,
): Promise<Act | undefined> {
  const entered = await room.runner.read(depotDecider, depotCodec, place.about.depot, (state) =>
    piecesEntered(state, correction.corrects),
  )
  return describeCorrection(place, entered, correction)
}

function piecesEntered({ lots, counts, losses, incoming }: DepotState, part: string): number | undefined {
  const lot = lots.get(part)
  if (lot) return lot.receipt?.quantity ?? lot.packing?.quantity
  const count = counts.get(partVersion(part))
  if (count) return [...count.lots.values()].reduce((sum, line) => sum + Math.abs(line.booked - line.quantity), 0)
  const lines = losses.get(partVersion(part))?.lines ?? incoming.get(part)?.lines
  return lines && piecesOf(lines)
}

export async function describeConsignmentCorrection(
  room: DeliveriesRoom,
  place: GoodsPlace & { readonly about: { readonly consignment: string } },
  correction: Omit<Correction, 'corrects'> & { readonly corrects: 'dispatch' | 'receipt' | { readonly part: string } },
): Promise<Act | undefined> {
  const { corrects, ...given } = correction
  const entered = await room.runner.read(consignmentDecider, consignmentCodec, place.about.consignment, (state) =>
    linesEntered(state, corrects),
  )
  return describeCorrection(place, entered && piecesOf(entered), {
    ...given,
    corrects: typeof corrects === 'string' ? corrects : corrects.part,
  })
}

function linesEntered(
  { acts, dispatch, receipt, returns }: ConsignmentState,
  corrects: 'dispatch' | 'receipt' | { readonly part: string },
): readonly { readonly quantity: number }[] | undefined {
  if (corrects === 'dispatch') return dispatch?.lines
  if (corrects === 'receipt')
    return receipt?.lines.map(({ quantity, shortQuantity, refusedQuantity }) => ({
      quantity: quantity + shortQuantity + refusedQuantity,
    }))
  const version = partVersion(corrects.part)
  return returns[version] ?? acts[version]?.data.lines
}

interface HandOut {
  readonly lines: readonly { readonly commodity: string; readonly quantity: number }[]
  readonly workers: readonly string[]
  readonly heads: number
  readonly beyondStandard?: { readonly reason: string } | undefined
}

/** More kits for each person than the programme's standard, with a reason. Without one it is refused, and nobody has to look at it. */
export function beyondStandardOf(
  { kitsPerHead }: Pick<HandOutFacts, 'kitsPerHead'>,
  { lines, workers, heads, beyondStandard }: HandOut,
): NonNullable<Act['beyond']> | undefined {
  if (kitsPerHead === undefined || beyondStandard === undefined) return undefined
  const limit = kitsPerHead * (new Set(workers).size + heads)
  const value = piecesOf(lines.filter(({ commodity }) => commodity.startsWith('kit-')))
  return value > limit ? { limit, value } : undefined
}

type Counted = readonly { readonly lot: string; readonly quantity: number }[]

/** By how many pieces a count of that day differs from what stood there then, surplus and shortage alike. */
export function piecesOff({ lots }: DepotState, lines: Counted, day: string): number {
  return lines.reduce((sum, { lot, quantity }) => {
    const held = lots.get(lot)
    return sum + Math.abs((held ? balanceOn(held.stock, day) : 0) - quantity)
  }, 0)
}

/** The same of a count as corrected: a correction must not say what the count itself could not have said alone. */
export function piecesOffInstead({ counts }: DepotState, count: string, lines: Counted): number {
  const counted = counts.get(partVersion(count))?.lots
  return lines.reduce((sum, { lot, quantity }) => sum + Math.abs((counted?.get(lot)?.booked ?? 0) - quantity), 0)
}
