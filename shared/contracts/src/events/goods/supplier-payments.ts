import { z } from 'zod'
import { day, idOf, reason, shares, text } from '../../primitives.ts'
import { bankAccount } from '../bank.ts'
import { payer } from '../payers.ts'
import { ofPurchase } from './purchases.ts'

const ofInvoice = { ...ofPurchase, invoice: z.int().min(1), payment: idOf('payment') }
const place = {
  bankAccount: bankAccount.optional(),
  /** Who pays instead of a union. */
  payer: payer.optional(),
}

/** A payment has taken what is owed on the invoice: no other one can. */
export const invoiceAssigned = z.strictObject({ ...ofInvoice, shares })
/** It is not owed, is of another amount, or another payment has taken it. */
export const invoiceAssignmentRefused = z.strictObject({ ...ofInvoice, code: text(80) })
/** The payment did not come about: another one may take it. */
export const invoiceReleased = z.strictObject({ ...ofInvoice, reason })
export const supplierPaid = z.strictObject({ ...ofInvoice, shares, paidOn: day, ...place })
/** Money that was paid came back: the invoice is owed again. */
export const supplierPaymentReturned = z.strictObject({ ...ofInvoice, shares, reason, ...place })

export const supplierPaymentsEvents = {
  InvoiceAssigned: { category: 'purchase', schemaVersion: 1, schema: invoiceAssigned },
  InvoiceAssignmentRefused: { category: 'purchase', schemaVersion: 1, schema: invoiceAssignmentRefused },
  InvoiceReleased: { category: 'purchase', schemaVersion: 1, schema: invoiceReleased },
  SupplierPaid: { category: 'purchase', schemaVersion: 1, schema: supplierPaid },
  SupplierPaymentReturned: { category: 'purchase', schemaVersion: 1, schema: supplierPaymentReturned },
} as const
