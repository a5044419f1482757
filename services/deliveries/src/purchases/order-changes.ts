import { addFen, MAX_AMOUNT_FEN, subtractFen } from '@welfare/contracts/money.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { ExtendPurchase, ShortenPurchase } from './purchase.commands.ts'
import {
  type OrderedLine,
  type PlacedPurchase,
  type PurchaseEvent,
  uninvoiced,
  worthOf,
  worthWithin,
} from './purchase.state.ts'

export type OrderChangeRefusal =
  | 'purchase-not-funded'
  | 'purchase-awaits-budget'
  | 'purchase-ended'
  | 'order-line-repeated'
  | 'order-line-unknown'
  | 'not-shorter'
  | 'shorter-than-invoiced'
  | 'not-longer'
  | 'total-too-large'

type ChangeDecision = Decision<PurchaseEvent, OrderChangeRefusal>

export function shorten(purchase: PlacedPurchase, { lines, reason }: ShortenPurchase): ChangeDecision {
  const refusal = refusalOfOpen(purchase) ?? refusalOfLines(purchase, lines)
  if (refusal) return refusal
  for (const { line, quantity } of lines) {
    const { quantity: ordered = 0, invoicedQuantity: invoiced = 0 } = purchase.lines[line - 1] ?? {}
    if (quantity >= ordered) return refuse('not-shorter', { line, ordered, wanted: quantity })
    if (quantity < invoiced) return refuse('shorter-than-invoiced', { line, invoiced, wanted: quantity })
  }
  const left = worthOf(uninvoiced(changed(purchase, lines)))
  if (left === 0) return accept([ended(purchase, 'cancelled', reason)])
  const { merchant, programme, fund } = purchase
  const shares = [{ fund, amountFen: subtractFen(purchase.committedFen, left) }]
  return accept([{ type: 'PurchaseShortened', data: { merchant, programme, lines, shares, reason } }])
}

/** What is ordered becomes more once the budget keeps the money for it, and not before. */
export function extend(purchase: PlacedPurchase, { type: _, ...given }: ExtendPurchase): ChangeDecision {
  const { lines } = given
  const refusal = refusalOfOpen(purchase) ?? refusalOfLines(purchase, lines)
  if (refusal) return refusal
  const smaller = lines.find(({ line, quantity, unitPriceFen }) => {
    const known = purchase.lines[line - 1]
    return known && (quantity < known.quantity || unitPriceFen < known.unitPriceFen)
  })
  const amountFen = extensionFen(purchase, lines)
  if (amountFen === undefined) return refuse('total-too-large', { largestFen: MAX_AMOUNT_FEN })
  if (smaller || amountFen <= 0) return refuse('not-longer', { keptFen: purchase.committedFen })
  const { merchant, programme, fund, attempt } = purchase
  const data = { ...{ merchant, programme, fund, attempt: attempt + 1, amountFen }, ...given }
  return accept([{ type: 'PurchaseExtended', data }])
}

/** What more is to be kept; undefined where the order would be of more than one amount may be. */
export function extensionFen(purchase: PlacedPurchase, lines: ExtendPurchase['lines']): number | undefined {
  const wanted = changed(purchase, lines)
  if (worthWithin(wanted) === undefined) return undefined
  return addFen(worthOf(uninvoiced(wanted)), -purchase.committedFen)
}

export function refusalOfOpen({ status, asked, ended: end }: PlacedPurchase) {
  if (status === 'ordered') return refuse('purchase-not-funded')
  if (status === 'ended') return refuse('purchase-ended', { why: end?.why ?? '' })
  return asked && refuse('purchase-awaits-budget', { askedFen: asked.amountFen })
}

/** Each line of it once, and one that there is. */
export function refusalOfLines({ lines: known }: PlacedPurchase, lines: readonly { readonly line: number }[]) {
  const numbers = lines.map(({ line }) => line)
  const repeated = numbers.find((line, index) => numbers.indexOf(line) < index)
  if (repeated !== undefined) return refuse('order-line-repeated', { line: repeated })
  const unknown = numbers.find((line) => !known[line - 1])
  return unknown === undefined ? undefined : refuse('order-line-unknown', { line: unknown })
}

/** Nothing more is invoiced: what is kept for it goes back. */
export function ended(
  { merchant, programme, fund, committedFen }: Pick<PlacedPurchase, 'merchant' | 'programme' | 'fund' | 'committedFen'>,
  why: 'cancelled' | 'completed',
  reason?: string,
): Extract<PurchaseEvent, { type: 'PurchaseEnded' }> {
  const shares = committedFen > 0 ? { shares: [{ fund, amountFen: committedFen }] } : {}
  return { type: 'PurchaseEnded', data: { merchant, programme, why, ...shares, ...(reason && { reason }) } }
}

function changed(
  { lines: known }: PlacedPurchase,
  lines: readonly { readonly line: number; readonly quantity: number; readonly unitPriceFen?: number }[],
): OrderedLine[] {
  return known.map((line, index) => {
    const { quantity = line.quantity, unitPriceFen = line.unitPriceFen } =
      lines.find((one) => one.line === index + 1) ?? {}
    return { ...line, quantity, unitPriceFen }
  })
}
