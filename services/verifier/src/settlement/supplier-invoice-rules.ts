import { add, sum } from '../amounts.ts'
import { integerIn, objectsIn, textIn } from '../json.ts'
import { sharesIn, totalOf } from './fen-by-fund.ts'
import { faultsOfParties, leftOf, purchaseOf } from './purchase-rules.ts'
import { partOf, type Rule } from './settled-things.ts'

/** What suppliers ask for, each number of theirs once. */
export const supplierInvoiceRules: Readonly<Record<string, Rule>> = {
  *InvoiceEntered(event, { purchases, entries, invoiceNumbers }) {
    const { data, stream } = event
    const [purchase, invoiceNumber] = [textIn(data, 'purchase'), textIn(data, 'invoiceNumber')]
    const totalFen = sum(objectsIn(data, 'lines').map((line) => integerIn(line, 'amountFen')))
    if (invoiceNumbers.has(stream)) yield `${invoiceNumber} is entered already`
    if (purchases.get(purchase)?.merchant !== data.merchant) yield 'its order is of another supplier'
    if (data.totalFen !== totalFen) yield `it is of ${data.totalFen}, its lines are ${totalFen}`
    invoiceNumbers.add(stream)
    entries.set(partOf(event), { purchase, invoiceNumber, totalFen, isDeclined: false })
  },

  *InvoiceEntryEnded({ data, stream }, { entries, invoiceNumbers }) {
    const entry = textIn(data, 'entry')
    if (!entries.get(entry)?.isDeclined) yield 'its order has not declined it'
    entries.delete(entry)
    invoiceNumbers.delete(stream)
  },

  *GoodsInvoiced(event, things) {
    const { data, stream } = event
    const purchase = purchaseOf(event, things)
    const entry = things.entries.get(textIn(data, 'entry'))
    if (entry?.purchase !== stream || entry.invoiceNumber !== data.invoiceNumber)
      yield 'no such invoice was entered for it'
    things.entries.delete(textIn(data, 'entry'))
    if (purchase?.status !== 'open' || purchase.asked) yield 'nothing is open of it'
    if (!purchase) return
    yield* faultsOfParties(data, purchase)
    for (const line of objectsIn(data, 'lines')) {
      const known = purchase.lines[integerIn(line, 'line') - 1]
      if (known) known.invoiced = add(known.invoiced, integerIn(line, 'quantity'))
      else yield 'a line of it is not there'
    }
    const shares = sharesIn(data)
    const isOfItsFund = shares.size === 1 && shares.has(purchase.fund)
    if (!isOfItsFund || (entry && totalOf(shares) !== entry.totalFen)) yield 'it is of another amount or fund'
    purchase.committedFen = add(purchase.committedFen, -totalOf(shares))
    if (purchase.committedFen < leftOf(purchase.lines)) yield 'it takes what is kept for the rest of the order'
    const number = purchase.bills.size + 1
    if (data.invoice !== number) yield `it is invoice ${data.invoice} of its order, recomputed ${number}`
    purchase.bills.set(number, { owedFen: totalOf(shares), cameBack: new Set() })
  },

  *InvoiceDeclined({ data, stream }, { entries }) {
    const entry = entries.get(textIn(data, 'entry'))
    if (entry?.purchase !== stream) yield 'no such invoice was entered for it'
    else entry.isDeclined = true
  },
}
