import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { MAX_AMOUNT_FEN, subtractFen } from '@welfare/contracts/money.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { OrderGoods, PurchaseCommand, ReceiveFunds, RefuseFunds, ShortenPurchase } from './purchase.commands.ts'
import {
  evolvePurchase,
  type PlacedPurchase,
  type PurchaseEvent,
  type PurchaseState,
  worthOf,
  worthWithin,
} from './purchase.state.ts'

/**
 * Stream `purchase-<uuid>`: goods that were ordered from one supplier, with one fund's money for one programme. Owns what is `committed` for it.
 * Invariant: once its budget has kept the money, what is committed is what is still ordered at the prices of the order; what is not wanted any
 * more is given back in the append that says so.
 */
export const purchaseDecider: Decider<PurchaseState, PurchaseCommand, PurchaseEvent, PurchaseRefusalCode> = {
  category: 'purchase',
  initialState: { status: 'absent' },
  decide,
  evolve: evolvePurchase,
}

export type PurchaseRefusalCode =
  | 'programme-closed'
  | 'total-too-large'
  | 'purchase-unknown'
  | 'purchase-not-funded'
  | 'purchase-ended'
  | 'order-line-repeated'
  | 'order-line-unknown'
  | 'not-shorter'

type PurchaseDecision = Decision<PurchaseEvent, PurchaseRefusalCode>

function decide(state: PurchaseState, command: PurchaseCommand): PurchaseDecision {
  if (command.type === 'OrderGoods') return order(state, command)
  if (state.status === 'absent') return refuse('purchase-unknown')
  switch (command.type) {
    case 'ReceiveFunds':
      return receiveFunds(state, command)
    case 'RefuseFunds':
      return refuseFunds(state, command)
    case 'ShortenPurchase':
      return shorten(state, command)
    case 'CancelPurchase':
      return cancel(state, command.reason)
  }
}

function order(state: PurchaseState, { type: _, programmeClosed, ...ordered }: OrderGoods): PurchaseDecision {
  if (state.status !== 'absent') return accept([])
  if (programmeClosed) return refuse('programme-closed')
  const totalFen = worthWithin(ordered.lines)
  if (totalFen === undefined) return refuse('total-too-large', { largestFen: MAX_AMOUNT_FEN })
  return accept([{ type: 'GoodsOrdered', data: { ...ordered, totalFen } }])
}

function receiveFunds(purchase: PlacedPurchase, { commitment, attempt, shares }: ReceiveFunds): PurchaseDecision {
  if (attempt <= purchase.attempt || purchase.status === 'ended') return accept([])
  const { merchant, programme } = purchase
  return accept([{ type: 'PurchaseFunded', data: { merchant, programme, commitment, attempt, shares } }])
}

function refuseFunds(purchase: PlacedPurchase, { attempt, code, facts }: RefuseFunds): PurchaseDecision {
  if (attempt <= purchase.attempt || purchase.status === 'ended') return accept([])
  const { merchant, programme } = purchase
  return accept([{ type: 'PurchaseEnded', data: { merchant, programme, why: 'refused', code, facts } }])
}

function shorten(purchase: PlacedPurchase, { lines, reason }: ShortenPurchase): PurchaseDecision {
  const refusal = refusalOfOpen(purchase)
  if (refusal) return refusal
  const numbers = lines.map(({ line }) => line)
  const repeated = numbers.find((line, index) => numbers.indexOf(line) < index)
  if (repeated !== undefined) return refuse('order-line-repeated', { line: repeated })
  for (const { line, quantity } of lines) {
    const known = purchase.lines[line - 1]
    if (!known) return refuse('order-line-unknown', { line })
    if (quantity >= known.quantity) return refuse('not-shorter', { line, ordered: known.quantity, wanted: quantity })
  }
  const left = purchase.lines.map((line, index) => ({
    ...line,
    quantity: lines.find((one) => one.line === index + 1)?.quantity ?? line.quantity,
  }))
  if (worthOf(left) === 0) return cancel(purchase, reason)
  const { merchant, programme, fund } = purchase
  const shares = [{ fund, amountFen: subtractFen(purchase.committedFen, worthOf(left)) }]
  return accept([{ type: 'PurchaseShortened', data: { merchant, programme, lines, shares, reason } }])
}

function cancel(purchase: PlacedPurchase, reason: string): PurchaseDecision {
  return refusalOfOpen(purchase) ?? accept([ended(purchase, 'cancelled', reason)])
}

function refusalOfOpen({ status, ended: end }: PlacedPurchase): PurchaseDecision | undefined {
  if (status === 'ordered') return refuse('purchase-not-funded')
  return status === 'ended' ? refuse('purchase-ended', { why: end?.why ?? '' }) : undefined
}

function ended(
  { merchant, programme, fund, committedFen }: PlacedPurchase,
  why: 'cancelled' | 'completed',
  reason?: string,
): EventOf<'PurchaseEnded'> {
  const shares = committedFen > 0 ? { shares: [{ fund, amountFen: committedFen }] } : {}
  return { type: 'PurchaseEnded', data: { merchant, programme, why, ...shares, ...(reason && { reason }) } }
}
