import type { ToldEvent } from '../goods.queries.ts'

/** Acts that may be taken back, by the event that recorded them. */
const reversible = {
  ConsignmentDispatched: 'reverseDispatch',
  ConsignmentReceived: 'reverseReceipt',
  GoodsHandedOut: 'reverseHandOut',
  ConsignmentReturned: 'reverseReturn',
  SiteGoodsReturned: 'reverseReturn',
  SiteGoodsLost: 'reverseLoss',
} as const

export type Reversal = (typeof reversible)[keyof typeof reversible]

export function reversalOf({ type }: ToldEvent): Reversal | undefined {
  return Object.hasOwn(reversible, type) ? reversible[type as keyof typeof reversible] : undefined
}

/** Ids of the events that a later one has taken back, or corrected away. A dispatch is named by the depot's part. */
export function takenBack(events: readonly ToldEvent[]): ReadonlySet<string> {
  const corrects = new Set(
    events.flatMap(({ type, data }) =>
      type === 'ReceiptCorrected' || typeof data.corrects !== 'string' ? [] : [data.corrects],
    ),
  )
  const isGone = ({ id, data }: ToldEvent) =>
    corrects.has(id) || (typeof data.dispatch === 'string' && corrects.has(data.dispatch))
  return new Set(events.filter(isGone).map(({ id }) => id))
}

/** Pieces that an event speaks of. */
export function piecesIn({ data }: ToldEvent): number | undefined {
  if (!Array.isArray(data.lines)) return undefined
  return data.lines.reduce<number>((sum, line) => sum + (isLine(line) ? line.quantity : 0), 0)
}

function isLine(line: unknown): line is { readonly quantity: number } {
  return typeof line === 'object' && line !== null && 'quantity' in line && typeof line.quantity === 'number'
}
