import { lotId } from '@welfare/contracts/events/deliveries.ts'
import { commodity, count, quantity, reason } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'

/** Goods as people at a site state them. */
export const statedLine = z.strictObject({ commodity, lot: lotId.optional(), quantity })
export const receiptLine = z.strictObject({
  ...statedLine.shape,
  quantity: count.meta({ description: 'What was taken' }),
  shortReason: reason.optional().meta({ description: 'Why less came than was sent' }),
  refused: count.default(0).meta({ description: 'What came and was not taken: it goes back to the depot' }),
  refusedReason: reason.optional(),
})
