import type { EventOf } from '@welfare/contracts/catalogue.ts'
import {
  goodsOrdered,
  orderedLine,
  purchaseEnded,
  purchaseShortened,
} from '@welfare/contracts/events/goods/purchases.ts'
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
export const cancellationBody = z.strictObject({ reason })

const { merchant, programme, fund, division, deliverBy, note, orderedBy } = goodsOrdered.shape
const status = z
  .enum(['ordered', 'open', 'ended'])
  .meta({ description: "ordered: the programme's money is not kept for it yet" })
const line = orderedLine.extend({
  line: z.int().min(1),
  quantity: quantityOrNone.meta({ description: 'As things stand: it may have become shorter' }),
  worthFen: amountFen,
})
export const purchaseAnswer = z.strictObject({
  ...{ id: idOf('purchase'), status, merchant, programme, fund, division },
  lines: z.array(line),
  orderedFen: amountFen.meta({ description: 'What is still ordered, at the prices of the order' }),
  committedFen: amountFen.meta({ description: 'Kept for it, and not invoiced' }),
  ...{ orderedOn: day, deliverBy, note, orderedBy },
  ended: purchaseEnded.pick({ why: true, reason: true, code: true, facts: true }).optional(),
})
/** What less of an order came to: as it was recorded, whatever has happened since. */
export const purchaseStep = purchaseAnswer.pick({ id: true, status: true }).extend({
  givenBackFen: amountFen.meta({ description: 'Kept for it before, and the programme’s again' }),
})
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
  const { attempt: _, lines, ended, ...placed } = purchase
  return {
    ...{ id, ...placed },
    lines: lines.map((one, index) => ({ line: index + 1, ...one, worthFen: worthOf([one]) })),
    orderedFen: worthOf(lines),
    ...(ended && { ended }),
  }
}
