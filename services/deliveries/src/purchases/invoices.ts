import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { MAX_AMOUNT_FEN, subtractFen, sumFen, sumProductsWithin } from '@welfare/contracts/money.ts'
import { accept, type Decision, type Refusal } from '@welfare/event-store/decider/decider.ts'
import { ended, type OrderChangeRefusal, refusalOfLines, refusalOfOpen } from './order-changes.ts'
import type { TakeInvoice } from './purchase.commands.ts'
import { type OrderedLine, type PlacedPurchase, type PurchaseEvent, uninvoiced, worthOf } from './purchase.state.ts'

type InvoiceRefusal = Extract<OrderChangeRefusal, `purchase-${string}` | `order-line-${string}` | 'total-too-large'>
export type InvoiceRefusalCode = InvoiceRefusal | 'invoice-beyond-order'
type InvoicedLines = TakeInvoice['lines']

/** Each entry is answered: one that the order cannot take gives its number back. */
export function takeInvoice(
  purchase: PlacedPurchase,
  { type: _, ...paper }: TakeInvoice,
): Decision<PurchaseEvent, never> {
  const { merchant, programme, fund, invoices, declined, committedFen } = purchase
  const { entry, lines } = paper
  if (declined.includes(entry) || invoices.some((one) => one.entry === entry)) return accept([])
  const of = { merchant, programme }
  const refusal = reasonAgainst(purchase, lines)
  if (refusal) {
    const facts = refusal.facts as DataOf<'InvoiceDeclined'>['facts']
    return accept([{ type: 'InvoiceDeclined', data: { ...of, entry, code: refusal.code, facts } }])
  }
  const amountFen = sumFen(lines.map((line) => line.amountFen))
  const invoice = invoices.length + 1
  const taken: PurchaseEvent = {
    type: 'GoodsInvoiced',
    data: { ...of, invoice, ...paper, shares: [{ fund, amountFen }] },
  }
  if (worthOf(uninvoiced(after(purchase, lines))) > 0) return accept([taken])
  return accept([taken, ended({ ...purchase, committedFen: subtractFen(committedFen, amountFen) }, 'completed')])
}

/** It asks for no more than is kept for its pieces, and for what others cost less than was ordered: the rest of the order is kept as before. */
export function reasonAgainst(purchase: PlacedPurchase, lines: InvoicedLines): Refusal<InvoiceRefusalCode> | undefined {
  const refused = refusalOfOpen(purchase) ?? refusalOfLines(purchase, lines)
  if (refused && !refused.accepted) return refused.refusal
  const amounts = lines.map(({ amountFen }) => ({ amountFen, times: 1 }))
  const invoicedFen = sumProductsWithin(MAX_AMOUNT_FEN, amounts)
  if (invoicedFen === undefined) return { code: 'total-too-large', facts: { largestFen: MAX_AMOUNT_FEN } }
  const keptFen = Math.max(0, subtractFen(purchase.committedFen, worthOf(uninvoiced(after(purchase, lines)))))
  if (invoicedFen <= keptFen) return undefined
  return { code: 'invoice-beyond-order', facts: { invoicedFen, keptFen, beyondFen: subtractFen(invoicedFen, keptFen) } }
}

function after({ lines: known }: PlacedPurchase, lines: InvoicedLines): OrderedLine[] {
  return known.map((one, index) => {
    const { quantity = 0 } = lines.find(({ line }) => line === index + 1) ?? {}
    return { ...one, invoicedQuantity: one.invoicedQuantity + quantity }
  })
}
