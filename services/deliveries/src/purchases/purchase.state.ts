import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import {
  addFen,
  MAX_AMOUNT_FEN,
  multiplyFen,
  subtractFen,
  sumFen,
  sumProductsWithin,
} from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'

/** `ordered`: the programme's money is not kept for it yet. */
export type PurchaseStatus = 'ordered' | 'open' | 'ended'

export interface OrderedLine extends Pick<DataOf<'GoodsOrdered'>['lines'][number], 'commodity' | 'depot'> {
  /** As things stand: it may have become shorter, or longer. */
  quantity: number
  unitPriceFen: number
  invoicedQuantity: number
  invoicedFen: number
}

export interface PurchaseInvoice
  extends Pick<DataOf<'GoodsInvoiced'>, 'invoice' | 'entry' | 'invoiceNumber' | 'invoicedOn' | 'lines'> {
  readonly amountFen: number
  /** That has taken what is owed on it. */
  payment: { readonly id: string; readonly amountFen: number; status: 'assigned' | 'paid' } | undefined
  /** Payments of it that came back. */
  readonly returnedBy: string[]
}

export interface PlacedPurchase extends Omit<DataOf<'GoodsOrdered'>, 'lines' | 'totalFen'> {
  status: PurchaseStatus
  readonly lines: OrderedLine[]
  /** Kept for it, and not invoiced. */
  committedFen: number
  /** Of what was asked of the budget, the last that it answered. */
  attempt: number
  /** Of what was asked after the order itself, what it has not answered; and its last no. */
  asked: Pick<DataOf<'PurchaseExtended'>, 'attempt' | 'lines' | 'amountFen'> | undefined
  notExtended: Pick<DataOf<'PurchaseExtensionRefused'>, 'code' | 'facts'> | undefined
  readonly invoices: PurchaseInvoice[]
  /** Entries of invoices that it did not take. */
  readonly declined: string[]
  ended: Pick<DataOf<'PurchaseEnded'>, 'why' | 'reason' | 'code' | 'facts'> | undefined
}

export type PurchaseState = { readonly status: 'absent' } | PlacedPurchase

export type PurchaseEvent = EventOf<
  | 'GoodsOrdered'
  | 'PurchaseFunded'
  | 'PurchaseShortened'
  | 'PurchaseExtended'
  | 'PurchaseExtensionRefused'
  | 'GoodsInvoiced'
  | 'InvoiceDeclined'
  | 'InvoiceAssigned'
  | 'InvoiceAssignmentRefused'
  | 'InvoiceReleased'
  | 'SupplierPaid'
  | 'SupplierPaymentReturned'
  | 'PurchaseEnded'
>

export function evolvePurchase(
  state: PurchaseState,
  event: PurchaseEvent,
  _version: number,
  _accountingDate: string,
): PurchaseState {
  if (event.type === 'GoodsOrdered') return placed(event.data)
  if (state.status === 'absent') throw new Error(`${event.type} before GoodsOrdered`)
  switch (event.type) {
    case 'PurchaseFunded':
      state.status = 'open'
      state.attempt = event.data.attempt
      state.committedFen = addFen(state.committedFen, totalOf(event.data.shares))
      for (const { line, ...wanted } of state.asked?.lines ?? []) Object.assign(state.lines[line - 1] ?? {}, wanted)
      state.asked = undefined
      return state
    case 'PurchaseShortened':
      for (const { line, quantity } of event.data.lines) {
        const known = state.lines[line - 1]
        if (known) known.quantity = quantity
      }
      state.committedFen = subtractFen(state.committedFen, totalOf(event.data.shares))
      return state
    case 'PurchaseExtended':
      state.asked = event.data
      state.notExtended = undefined
      return state
    case 'PurchaseExtensionRefused': {
      const { attempt, code, facts } = event.data
      state.attempt = attempt
      state.asked = undefined
      state.notExtended = { code, facts }
      return state
    }
    case 'GoodsInvoiced':
      return invoiced(state, event.data)
    case 'InvoiceDeclined':
      state.declined.push(event.data.entry)
      return state
    case 'InvoiceAssignmentRefused':
      return state
    case 'InvoiceAssigned':
    case 'InvoiceReleased':
    case 'SupplierPaid':
    case 'SupplierPaymentReturned':
      return paymentOfInvoice(state, event)
    case 'PurchaseEnded': {
      const { why, reason, code, facts, shares = [] } = event.data
      state.status = 'ended'
      state.committedFen = subtractFen(state.committedFen, totalOf(shares))
      state.ended = { why, ...(reason && { reason }), ...(code && { code }), ...(facts && { facts }) }
      return state
    }
  }
}

function invoiced(state: PlacedPurchase, data: DataOf<'GoodsInvoiced'>): PlacedPurchase {
  const { invoice, entry, invoiceNumber, invoicedOn, lines, shares } = data
  for (const { line, quantity, amountFen } of lines) {
    const known = state.lines[line - 1]
    if (!known) continue
    known.invoicedQuantity += quantity
    known.invoicedFen = addFen(known.invoicedFen, amountFen)
  }
  const amountFen = totalOf(shares)
  state.committedFen = subtractFen(state.committedFen, amountFen)
  state.invoices.push({
    invoice,
    entry,
    invoiceNumber,
    invoicedOn,
    lines,
    amountFen,
    payment: undefined,
    returnedBy: [],
  })
  return state
}

type OfPayment = Extract<
  PurchaseEvent,
  { type: 'InvoiceAssigned' | 'InvoiceReleased' | 'SupplierPaid' | 'SupplierPaymentReturned' }
>

function paymentOfInvoice(state: PlacedPurchase, { type, data }: OfPayment): PlacedPurchase {
  const invoice = state.invoices.find((one) => one.invoice === data.invoice)
  if (!invoice) return state
  const { payment: id } = data
  if (type === 'InvoiceAssigned') invoice.payment = { id, amountFen: totalOf(data.shares), status: 'assigned' }
  else if (type === 'SupplierPaid') invoice.payment = { id, amountFen: totalOf(data.shares), status: 'paid' }
  else invoice.payment = undefined
  if (type === 'SupplierPaymentReturned') invoice.returnedBy.push(id)
  return state
}

type Priced = Pick<OrderedLine, 'quantity' | 'unitPriceFen'>

/** At the prices of the order. */
export function worthOf(lines: readonly Priced[]): number {
  return sumFen(lines.map(({ quantity, unitPriceFen }) => multiplyFen(unitPriceFen, quantity)))
}

/** Undefined where that is more than one amount may be. */
export function worthWithin(lines: readonly Priced[]): number | undefined {
  const products = lines.map(({ quantity: times, unitPriceFen: amountFen }) => ({ amountFen, times }))
  return sumProductsWithin(MAX_AMOUNT_FEN, products)
}

/** What of the lines nobody has invoiced. */
export function uninvoiced(lines: readonly OrderedLine[]): Priced[] {
  return lines.map(({ quantity, invoicedQuantity, unitPriceFen }) => ({
    quantity: Math.max(0, quantity - invoicedQuantity),
    unitPriceFen,
  }))
}

export function placed({ totalFen: _, lines, ...ordered }: DataOf<'GoodsOrdered'>): PlacedPurchase {
  const nothing = { committedFen: 0, attempt: 0, asked: undefined, notExtended: undefined, ended: undefined }
  const ofLine = { invoicedQuantity: 0, invoicedFen: 0 }
  return {
    ...{ ...ordered, status: 'ordered', lines: lines.map((line) => ({ ...line, ...ofLine })), ...nothing },
    ...{ invoices: [], declined: [] },
  }
}
