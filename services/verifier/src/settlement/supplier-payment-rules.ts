import { integerIn, textIn } from '../json.ts'
import type { LedgerEvent } from '../ledger-event.ts'
import { differenceOf, sharesIn } from './fen-by-fund.ts'
import { faultsOfParties, purchaseOf } from './purchase-rules.ts'
import type { Rule, SettledThings } from './settled-things.ts'

/** What of a supplier's invoices which payment has taken and paid. */
export const supplierPaymentRules: Readonly<Record<string, Rule>> = {
  *InvoiceAssigned(event, things) {
    const { purchase, bill, payment, shares } = yield* billOf(event, things)
    const name = textIn(event.data, 'payment')
    const part = payment?.parts.find((one) => one.stream === event.stream && one.number === event.data.invoice)
    if (!part) yield 'the payment asks for no such part'
    else yield* differenceOf('the payment asks for', part.shares, shares)
    if (!bill || bill.taken || bill.cameBack.has(name)) yield 'it is not there to be paid'
    if (bill && purchase) yield* differenceOf('it gives', shares, new Map([[purchase.fund, bill.owedFen]]))
    if (bill) bill.taken = { payment: name, status: 'assigned' }
  },

  *InvoiceReleased(event, things) {
    const { bill, payment } = yield* billOf(event, things)
    yield* faultsOfTaken(event, bill?.taken, 'assigned')
    if (payment?.status !== 'ended') yield 'the payment has not ended'
    if (bill) bill.taken = undefined
  },

  *SupplierPaid(event, things) {
    const { purchase, bill, payment, shares } = yield* billOf(event, things)
    const { data } = event
    yield* faultsOfTaken(event, bill?.taken, 'assigned')
    if (payment?.status !== 'paid' && payment?.status !== 'returned') yield 'the bank has not paid it'
    else if (data.paidOn !== payment.paidOn) yield `it is paid on ${data.paidOn}, by the bank on ${payment.paidOn}`
    if (bill && purchase) yield* differenceOf('paid are', shares, new Map([[purchase.fund, bill.owedFen]]))
    if (bill?.taken) bill.taken.status = 'paid'
  },

  *SupplierPaymentReturned(event, things) {
    const { purchase, bill, payment, shares } = yield* billOf(event, things)
    yield* faultsOfTaken(event, bill?.taken, 'paid')
    if (payment?.status !== 'returned') yield 'nothing of that payment came back'
    if (bill && purchase) yield* differenceOf('came back', shares, new Map([[purchase.fund, bill.owedFen]]))
    if (!bill) return
    bill.taken = undefined
    bill.cameBack.add(textIn(event.data, 'payment'))
  },
}

type Taken = NonNullable<ReturnType<typeof findBill>>['taken']

function* billOf(event: LedgerEvent, things: SettledThings) {
  const { data } = event
  const purchase = purchaseOf(event, things)
  if (purchase) yield* faultsOfParties(data, purchase)
  const bill = findBill(event, things)
  if (!bill) yield 'there is no such invoice'
  return { purchase, bill, payment: things.payments.get(textIn(data, 'payment')), shares: sharesIn(data) }
}

function findBill(event: LedgerEvent, things: SettledThings) {
  return purchaseOf(event, things)?.bills.get(integerIn(event.data, 'invoice'))
}

function* faultsOfTaken({ data }: LedgerEvent, taken: Taken, status: 'assigned' | 'paid'): Iterable<string> {
  if (taken?.status !== status || taken.payment !== data.payment)
    yield `that payment has not ${status === 'paid' ? 'paid' : 'taken'} it`
}
