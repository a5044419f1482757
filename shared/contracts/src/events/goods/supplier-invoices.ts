import { z } from 'zod'
import { accountName } from '../../authority.ts'
import { day, idOf, partOf, positiveAmountFen, quantity, shares, text } from '../../primitives.ts'
import { ofPurchase, orderLineNumber } from './purchases.ts'

/** As it is printed on the paper of the tax office. */
const invoiceNumber = text(40)
/** Of what was ordered: how much the supplier asks how much for. */
const invoicedLine = z.strictObject({ line: orderLineNumber, quantity, amountFen: positiveAmountFen })
const paper = {
  invoiceNumber,
  invoicedOn: day,
  lines: z.array(invoicedLine).min(1).max(100),
}

/** Takes the number, which each supplier uses once; the order says next whether it is owed. */
export const invoiceEntered = z.strictObject({
  ...ofPurchase,
  purchase: idOf('purchase'),
  ...paper,
  totalFen: positiveAmountFen,
  enteredBy: accountName,
})
/** The order did not take it: its number is free again. */
export const invoiceEntryEnded = z.strictObject({
  ...ofPurchase,
  purchase: idOf('purchase'),
  entry: partOf('supplierinvoice'),
  code: text(80),
})
/** Owed to the supplier, of what is kept for the order. */
export const goodsInvoiced = z.strictObject({
  ...ofPurchase,
  /** Of the order, from 1. */
  invoice: z.int().min(1),
  entry: partOf('supplierinvoice'),
  ...paper,
  shares,
})
export const invoiceDeclined = z.strictObject({
  ...ofPurchase,
  entry: partOf('supplierinvoice'),
  code: text(80),
  facts: z.record(z.string(), z.json()),
})

export const supplierInvoicesEvents = {
  InvoiceEntered: { category: 'supplierinvoice', schemaVersion: 1, schema: invoiceEntered },
  InvoiceEntryEnded: { category: 'supplierinvoice', schemaVersion: 1, schema: invoiceEntryEnded },
  GoodsInvoiced: { category: 'purchase', schemaVersion: 1, schema: goodsInvoiced },
  InvoiceDeclined: { category: 'purchase', schemaVersion: 1, schema: invoiceDeclined },
} as const
