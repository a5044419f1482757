import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import { type Decision, refuse } from '@welfare/decider/decider.ts'
import { type MatchedLine, matchLots, placeOf, repeatedLine, type StatedLine } from './stated-line.ts'

type ReceivedLine = DataOf<'ConsignmentReceived'>['lines'][number]

export type ReceiptRefusal =
  | 'line-repeated'
  | 'line-not-dispatched'
  | 'received-exceeds-dispatched'
  | 'short-reason-missing'
  | 'line-missing'

export type Receipt =
  | { readonly added: true; readonly lines: ReceivedLine[] }
  | { readonly added: false; readonly decision: Decision<never, ReceiptRefusal> }

/**
 * A receipt per lot: received + short = dispatched for each. Every dispatched lot must be stated, with 0 where nothing came. Where a
 * line names no lot, what came fills the lots in the order of the dispatch, so that the shortfall falls on the last.
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
    const facts = { ...placeOf(stated), dispatched: sent, received: stated.quantity }
    if (lots.length === 0) return refuse('line-not-dispatched', placeOf(stated))
    if (stated.quantity > sent) return refuse('received-exceeds-dispatched', facts)
    if (stated.quantity < sent && stated.shortReason === undefined) return refuse('short-reason-missing', facts)
  }
  const covered = new Set(matched.flatMap(({ lots }) => lots.map(({ lot }) => lot)))
  const missing = dispatched.find(({ lot }) => !covered.has(lot))
  return missing && refuse('line-missing', placeOf(missing))
}

function spread({ quantity: received, shortReason }: StatedLine, lots: readonly LotLine[]): ReceivedLine[] {
  let left = received
  return lots.map(({ commodity, lot, quantity: sent, fund }) => {
    const quantity = Math.min(left, sent)
    left -= quantity
    const shortQuantity = sent - quantity
    return {
      commodity,
      lot,
      quantity,
      shortQuantity,
      ...(fund !== undefined && { fund }),
      ...(shortQuantity > 0 && shortReason !== undefined && { shortReason }),
    }
  })
}
