import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Share } from '@welfare/contracts/shares.ts'

export type PurchaseCommand =
  | OrderGoods
  | ReceiveFunds
  | RefuseFunds
  | ShortenPurchase
  | ExtendPurchase
  | TakeInvoice
  | AssignInvoices
  | ReleaseInvoices
  | PayInvoices
  | ReturnInvoices
  | CancelPurchase

export interface OrderGoods extends Omit<DataOf<'GoodsOrdered'>, 'totalFen'> {
  readonly type: 'OrderGoods'
  readonly programmeClosed: boolean
}
/** By a process, on the budget's word. */
export interface ReceiveFunds {
  readonly type: 'ReceiveFunds'
  readonly commitment: string
  readonly attempt: number
  readonly shares: Share[]
}
export interface RefuseFunds {
  readonly type: 'RefuseFunds'
  readonly attempt: number
  readonly code: string
  readonly facts: DataOf<'CommitmentRefused'>['facts']
}
export interface ShortenPurchase {
  readonly type: 'ShortenPurchase'
  readonly lines: DataOf<'PurchaseShortened'>['lines']
  readonly reason: string
}
/** More of some lines, or at a higher price: beyond what is kept, the budget is asked for more. */
export interface ExtendPurchase
  extends Pick<DataOf<'PurchaseExtended'>, 'lines' | 'reason' | 'extendedOn' | 'extendedBy'> {
  readonly type: 'ExtendPurchase'
}
/** By a process, once the number of the invoice is taken. */
export interface TakeInvoice extends Pick<DataOf<'GoodsInvoiced'>, 'entry' | 'invoiceNumber' | 'invoicedOn' | 'lines'> {
  readonly type: 'TakeInvoice'
}
/** What is still ordered is not wanted any more. */
export interface CancelPurchase {
  readonly type: 'CancelPurchase'
  readonly reason: string
}
/** By a process, on the word of a payment: what its parts are to pay of the order's invoices. */
export interface AssignInvoices {
  readonly type: 'AssignInvoices'
  readonly payment: string
  readonly parts: readonly { readonly invoice: number; readonly shares: readonly Share[] }[]
}
export interface ReleaseInvoices extends Pick<DataOf<'InvoiceReleased'>, 'payment' | 'reason'> {
  readonly type: 'ReleaseInvoices'
}
interface Place {
  readonly bankAccount?: string | undefined
  readonly payer?: string | undefined
}
export interface PayInvoices extends Place, Pick<DataOf<'SupplierPaid'>, 'payment' | 'paidOn'> {
  readonly type: 'PayInvoices'
}
export interface ReturnInvoices extends Place, Pick<DataOf<'SupplierPaymentReturned'>, 'payment' | 'reason'> {
  readonly type: 'ReturnInvoices'
}
