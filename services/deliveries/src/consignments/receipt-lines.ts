import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { type MatchedLine, matchLots, placeOf, repeatedLine, type StatedLine } from './stated-line.ts'

type ReceivedLine = DataOf<'ConsignmentReceived'>['lines'][number]

export type ReceiptRefusal =
  | 'line-repeated'
  | 'line-not-dispatched'
  | 'received-exceeds-dispatched'
  | 'short-reason-missing'
  | 'refused-reason-missing'
  | 'line-missing'

export type Receipt =
  | { readonly added: true; readonly lines: ReceivedLine[] }
  | { readonly added: false; readonly decision: Decision<never, ReceiptRefusal> }

/**
 * A receipt per lot: received + short + refused = dispatched for each. Every dispatched lot must be stated, with 0 where nothing came. Where
 * a line names no lot, what was taken fills the lots in the order of the dispatch, then what was refused, so that the shortfall falls on the last.
 */
export function receiptLines(dispatched: readonly LotLine[], stated: readonly StatedLine[]): Receipt {
  const matched = matchLots(dispatched, stated)
  const decision = refusalOf(dispatched, matched)
  if (decision) return { added: false, decision }
  const byLot = new Map(matched.flatMap(({ stated: line, lots }) => spread(line, lots)).map((line) => [line.lot, line]))
  return { added: true, lines: dispatched.flatMap(({ lot }) => byLot.get(lot) ?? []) }
}

function refusalOf(
  dispatched: readonly LotLine[],
  matched: readonly MatchedLine[],
): Decision<never, ReceiptRefusal> | undefined {
  const repeated = repeatedLine(matched.map(({ stated }) => stated))
  if (repeated) return refuse('line-repeated', placeOf(repeated))
  for (const { stated, lots } of matched) {
    const sent = lots.reduce((sum, { quantity }) => sum + quantity, 0)
    const { quantity: received, refused = 0 } = stated
    const facts = { ...placeOf(stated), dispatched: sent, received, ...(refused > 0 && { refused }) }
    if (lots.length === 0) return refuse('line-not-dispatched', placeOf(stated))
    if (received + refused > sent) return refuse('received-exceeds-dispatched', facts)
    if (received + refused < sent && stated.shortReason === undefined) return refuse('short-reason-missing', facts)
    if (refused > 0 && stated.refusedReason === undefined) return refuse('refused-reason-missing', facts)
  }
  const covered = new Set(matched.flatMap(({ lots }) => lots.map(({ lot }) => lot)))
  const missing = dispatched.find(({ lot }) => !covered.has(lot))
  return missing && refuse('line-missing', placeOf(missing))
}

function spread(stated: StatedLine, lots: readonly LotLine[]): ReceivedLine[] {
  const { shortReason, refusedReason } = stated
  let taken = stated.quantity
  let refused = stated.refused ?? 0
  return lots.map(({ commodity, lot, quantity: sent, fund }) => {
    const quantity = Math.min(taken, sent)
    taken -= quantity
    const refusedQuantity = Math.min(refused, sent - quantity)
    refused -= refusedQuantity
    const shortQuantity = sent - quantity - refusedQuantity
    return {
      commodity,
      lot,
      quantity,
      shortQuantity,
      refusedQuantity,
      ...(fund !== undefined && { fund }),
      ...(shortQuantity > 0 && shortReason !== undefined && { shortReason }),
      ...(refusedQuantity > 0 && refusedReason !== undefined && { refusedReason }),
    }
  })
}
