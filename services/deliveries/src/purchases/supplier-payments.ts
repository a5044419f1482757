import { totalOf } from '@welfare/contracts/shares.ts'
import { accept, type Decision } from '@welfare/event-store/decider/decider.ts'
import type { AssignInvoices, PayInvoices, ReleaseInvoices, ReturnInvoices } from './purchase.commands.ts'
import type { PlacedPurchase, PurchaseEvent, PurchaseInvoice } from './purchase.state.ts'

type PaymentDecision = Decision<PurchaseEvent, never>

/** Each part is answered: a payment that cannot have one ends. */
export function assignInvoices(purchase: PlacedPurchase, { payment, parts }: AssignInvoices): PaymentDecision {
  return accept(
    parts.flatMap(({ invoice: number, shares }): PurchaseEvent[] => {
      const invoice = purchase.invoices.find((one) => one.invoice === number)
      const of = { ...between(purchase), invoice: number, payment }
      if (invoice?.payment?.id === payment && invoice.payment.status === 'assigned') return []
      const code = reasonAgainst(invoice, payment, totalOf(shares))
      if (code) return [{ type: 'InvoiceAssignmentRefused', data: { ...of, code } }]
      return [{ type: 'InvoiceAssigned', data: { ...of, shares: [...shares] } }]
    }),
  )
}

/** All that is owed of it, and what it paid once it pays no second time. */
function reasonAgainst(invoice: PurchaseInvoice | undefined, payment: string, amountFen: number) {
  if (!invoice) return 'invoice-not-owed'
  if (invoice.payment?.status === 'assigned') return 'invoice-already-assigned'
  if (invoice.payment?.status === 'paid' || invoice.returnedBy.includes(payment)) return 'invoice-already-paid'
  return invoice.amountFen === amountFen ? undefined : 'invoice-amount-differs'
}

export function releaseInvoices(purchase: PlacedPurchase, { payment, reason }: ReleaseInvoices): PaymentDecision {
  return accept(
    invoicesOf(purchase, payment, 'assigned').map(({ invoice }) => ({
      type: 'InvoiceReleased',
      data: { ...between(purchase), invoice, payment, reason },
    })),
  )
}

export function payInvoices(purchase: PlacedPurchase, { payment, paidOn, ...from }: PayInvoices): PaymentDecision {
  return accept(
    invoicesOf(purchase, payment, 'assigned').map((one) => ({
      type: 'SupplierPaid',
      data: { ...ofPaid(purchase, one, payment), paidOn, ...placeOf(from) },
    })),
  )
}

/** Owed again: another payment takes it. */
export function takeInReturned(purchase: PlacedPurchase, { payment, reason, ...to }: ReturnInvoices): PaymentDecision {
  return accept(
    invoicesOf(purchase, payment, 'paid').map((one) => ({
      type: 'SupplierPaymentReturned',
      data: { ...ofPaid(purchase, one, payment), reason, ...placeOf(to) },
    })),
  )
}

function ofPaid(purchase: PlacedPurchase, { invoice, payment: taken }: PurchaseInvoice, payment: string) {
  const shares = [{ fund: purchase.fund, amountFen: taken?.amountFen ?? 0 }]
  return { ...between(purchase), invoice, payment, shares }
}

function invoicesOf({ invoices }: PlacedPurchase, id: string, status: 'assigned' | 'paid'): PurchaseInvoice[] {
  return invoices.filter(({ payment }) => payment?.id === id && payment.status === status)
}

function placeOf({ bankAccount, payer }: Pick<PayInvoices, 'bankAccount' | 'payer'>) {
  return { ...(bankAccount !== undefined && { bankAccount }), ...(payer !== undefined && { payer }) }
}

function between({ merchant, programme }: PlacedPurchase) {
  return { merchant, programme }
}
