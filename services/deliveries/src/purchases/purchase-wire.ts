import type { EventOf } from '@welfare/contracts/catalogue.ts'
import {
  goodsOrdered,
  orderedLine,
  purchaseEnded,
  purchaseExtended,
  purchaseExtensionRefused,
  purchaseShortened,
} from '@welfare/contracts/events/goods/purchases.ts'
import { goodsInvoiced } from '@welfare/contracts/events/goods/supplier-invoices.ts'
import { amountFen, day, idOf, quantityOrNone, reason } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { z } from 'zod'
import { type PlacedPurchase, worthOf } from './purchase.state.ts'

export const purchaseParams = z.strictObject({ id: idOf('purchase') })
export const orderBody = goodsOrdered.pick({
  merchant: true,
  programme: true,
  fund: true,
  lines: true,
  deliverBy: true,
  note: true,
})
export const shorteningBody = purchaseShortened.pick({ lines: true, reason: true })
export const extensionBody = purchaseExtended.pick({ lines: true, reason: true })
export const invoiceBody = goodsInvoiced.pick({ invoiceNumber: true, invoicedOn: true, lines: true })
export const cancellationBody = z.strictObject({ reason })

const { merchant, programme, fund, division, deliverBy, note, orderedBy } = goodsOrdered.shape
const status = z
  .enum(['ordered', 'open', 'ended'])
  .meta({ description: "ordered: the programme's money is not kept for it yet" })
const line = orderedLine.extend({
  line: z.int().min(1),
  quantity: quantityOrNone.meta({ description: 'As things stand: it may have become shorter' }),
  worthFen: amountFen,
  invoicedQuantity: quantityOrNone,
  invoicedFen: amountFen,
})
const invoice = goodsInvoiced.pick({ invoice: true, invoiceNumber: true, invoicedOn: true, lines: true }).extend({
  amountFen,
  status: z.enum(['owed', 'assigned', 'paid']).meta({ description: 'assigned: a payment has taken it' }),
  payment: idOf('payment').optional(),
})
export const purchaseAnswer = z.strictObject({
  ...{ id: idOf('purchase'), status, merchant, programme, fund, division },
  lines: z.array(line),
  orderedFen: amountFen.meta({ description: 'What is still ordered, at the prices of the order' }),
  committedFen: amountFen.meta({ description: 'Kept for it, and not invoiced' }),
  ...{ orderedOn: day, deliverBy, note, orderedBy },
  asked: purchaseExtended.pick({ lines: true, amountFen: true }).optional().meta({
    description: 'More that is wanted; its budget has not answered yet',
  }),
  notExtended: purchaseExtensionRefused.pick({ code: true, facts: true }).optional().meta({
    description: 'Why the budget kept no more when it was asked last',
  }),
  invoices: z.array(invoice),
  ended: purchaseEnded.pick({ why: true, reason: true, code: true, facts: true }).optional(),
})
/** What less of an order came to: as it was recorded, whatever has happened since. */
export const purchaseStep = purchaseAnswer.pick({ id: true, status: true }).extend({
  givenBackFen: amountFen.meta({ description: 'Kept for it before, and the programme’s again' }),
})
export const extensionAnswer = purchaseExtended
  .pick({ attempt: true, lines: true })
  .extend({ id: idOf('purchase'), askedFen: amountFen })
/** Of what the supplier asks for. */
export const invoiceAnswer = invoice.omit({ status: true, payment: true }).extend({ id: idOf('purchase') })
export const purchaseFilter = {
  merchant: merchant.optional(),
  programme: programme.optional(),
  fund: fund.optional(),
  status: status.optional(),
}

export function toPurchaseStep(
  id: string,
  event: EventOf<'PurchaseShortened' | 'PurchaseEnded'> | undefined,
): z.infer<typeof purchaseStep> {
  const { shares = [] } = event?.data ?? {}
  return { id, status: event?.type === 'PurchaseShortened' ? 'open' : 'ended', givenBackFen: totalOf(shares) }
}

export function toPurchaseAnswer(id: string, purchase: PlacedPurchase): z.infer<typeof purchaseAnswer> {
  const { attempt: _, declined: __, lines, asked, notExtended, invoices, ended, ...placed } = purchase
  return {
    ...{ id, ...placed },
    ...(asked && { asked: { lines: asked.lines, amountFen: asked.amountFen } }),
    ...(notExtended && { notExtended }),
    invoices: invoices.map(toInvoice),
    lines: lines.map((one, index) => ({ line: index + 1, ...one, worthFen: worthOf([one]) })),
    orderedFen: worthOf(lines),
    ...(ended && { ended }),
  }
}

function toInvoice({ entry: _, returnedBy: __, payment, ...invoice }: PlacedPurchase['invoices'][number]) {
  return { ...invoice, status: payment?.status ?? ('owed' as const), ...(payment && { payment: payment.id }) }
}
