import { MAX_AMOUNT_FEN } from '@welfare/contracts/money.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { type InvoiceRefusalCode, takeInvoice } from './invoices.ts'
import { ended, extend, type OrderChangeRefusal, refusalOfOpen, shorten } from './order-changes.ts'
import type { OrderGoods, PurchaseCommand, ReceiveFunds, RefuseFunds } from './purchase.commands.ts'
import {
  evolvePurchase,
  type PlacedPurchase,
  type PurchaseEvent,
  type PurchaseState,
  worthWithin,
} from './purchase.state.ts'
import { assignInvoices, payInvoices, releaseInvoices, takeInReturned } from './supplier-payments.ts'

/**
 * Stream `purchase-<uuid>`: goods that were ordered from one supplier, with one fund's money for one programme. Owns what is `committed` for it.
 * Invariant: once its budget has kept the money, what is committed is enough for what is still ordered and not invoiced, at the prices of the
 * order; what is not wanted any more, or was invoiced for less, is given back in the append that ends it.
 */
export const purchaseDecider: Decider<PurchaseState, PurchaseCommand, PurchaseEvent, PurchaseRefusalCode> = {
  category: 'purchase',
  initialState: { status: 'absent' },
  decide,
  evolve: evolvePurchase,
}

export type PurchaseRefusalCode = OrderChangeRefusal | InvoiceRefusalCode | 'programme-closed' | 'purchase-unknown'

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
    case 'ExtendPurchase':
      return extend(state, command)
    case 'TakeInvoice':
      return takeInvoice(state, command)
    case 'AssignInvoices':
      return assignInvoices(state, command)
    case 'ReleaseInvoices':
      return releaseInvoices(state, command)
    case 'PayInvoices':
      return payInvoices(state, command)
    case 'ReturnInvoices':
      return takeInReturned(state, command)
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
  if (purchase.status === 'open')
    return accept([{ type: 'PurchaseExtensionRefused', data: { merchant, programme, attempt, code, facts } }])
  return accept([{ type: 'PurchaseEnded', data: { merchant, programme, why: 'refused', code, facts } }])
}

function cancel(purchase: PlacedPurchase, reason: string): PurchaseDecision {
  return refusalOfOpen(purchase) ?? accept([ended(purchase, 'cancelled', reason)])
}
