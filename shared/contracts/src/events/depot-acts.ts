import { z } from 'zod'
import { count, day, idOf, partOf, reason, text } from '../primitives.ts'
import { lotId, lotLine, lotLines } from './deliveries.ts'
import { receiptNumber } from './funds.ts'

/** What a depot does beside receiving, packing and sending: counts, transfers, kits unpacked, and the corrections of its entries. */
const signedDifference = z.int().min(-100_000_000).max(100_000_000)

/** On the same lot, by the difference: below zero posts depot → supplier. Zero where only the paper's words were wrong. */
export const goodsReceiptCorrected = z.strictObject({
  corrects: lotId,
  ...lotLine.shape,
  /** What the receipt says rightly; 0 where it was no receipt at all, and then its numbers are free again. */
  quantity: count,
  difference: signedDifference,
  receiptNumber,
  invoiceNumber: text(60).optional(),
  expiresOn: day.optional(),
  /** The paper's day. */
  receivedOn: day,
  reason,
})
const unpacked = {
  kit: idOf('kit'),
  kitVersion: z.int().min(1),
  ...lotLine.shape,
  /** The same lots that the packing had consumed. */
  components: lotLines,
}
/** Kits taken apart: the packing's legs mirrored. */
export const kitsUnpacked = z.strictObject({ ...unpacked, reason: reason.optional() })
/** Kits that were never packed: the packing's legs mirrored, in red. */
export const packingReversed = z.strictObject({ corrects: lotId, ...unpacked, reason })
/** Posts nothing: the consignment's reversal did. */
export const dispatchReversalReceived = z.strictObject({
  consignment: idOf('consignment'),
  reversal: partOf('consignment'),
  lines: lotLines,
})
/** A return is the consignment's again, so that it can be corrected there; posts depot → returned for what had been accepted. */
export const goodsReturnReleased = z.strictObject({
  consignment: idOf('consignment'),
  goodsReturn: partOf('consignment'),
  /** Empty where the depot had not accepted it. */
  lines: z.array(lotLine).max(50),
  reason,
})
export const writeOffReversed = z.strictObject({ corrects: partOf('depot'), lines: lotLines, reason })
/** What had been written off, or confirmed as lost by a count, stands there after all: posts lost → depot. */
export const goodsFoundAgain = z.strictObject({ loss: partOf('depot'), lines: lotLines, reason })

export const countedLine = z.strictObject({
  ...lotLine.shape,
  quantity: count.meta({ description: 'As counted' }),
  booked: count,
  surplus: count,
  shortage: count,
})
/** Posts surplus and shortage against the count difference. */
export const stockCounted = z.strictObject({
  countedOn: day,
  lines: z.array(countedLine).min(1).max(50),
  /** Both were there and signed. */
  signedBy: z.array(idOf('worker')).length(2),
})
/** On the same lots, by the difference. */
export const stockCountCorrected = z.strictObject({
  corrects: partOf('depot'),
  countedOn: day,
  lines: z
    .array(z.strictObject({ ...lotLine.shape, quantity: count, difference: signedDifference }))
    .min(1)
    .max(50),
  reason,
})
/** A shortage that nobody can explain is a loss: posts count-difference → lost. */
export const countLossConfirmed = z.strictObject({ count: partOf('depot'), lines: lotLines, reason })
export const countLossReversed = z.strictObject({ corrects: partOf('depot'), lines: lotLines, reason })

const transferLine = z.strictObject({ ...lotLine.shape, expiresOn: day.optional() })
const transferLines = z.array(transferLine).min(1).max(50)
/** From depot to depot: posts depot → in transit to the other one, which alone takes it from there. */
export const goodsTransferred = z.strictObject({ to: idOf('depot'), lines: transferLines })
/** Posts nothing: the giving depot's event did. */
export const transferAnnounced = z.strictObject({
  transfer: partOf('depot'),
  from: idOf('depot'),
  lines: transferLines,
})
const arrivedLine = z.strictObject({
  ...transferLine.shape,
  quantity: count,
  shortQuantity: count,
  shortReason: reason.optional(),
})
export const transferReceived = z.strictObject({
  transfer: partOf('depot'),
  from: idOf('depot'),
  receivedOn: day,
  receivedBy: idOf('worker'),
  lines: z.array(arrivedLine).min(1).max(50),
  proof: text(200).optional(),
})
/** What had come in is in transit again. */
export const transferReceiptReversed = z.strictObject({
  corrects: partOf('depot'),
  transfer: partOf('depot'),
  lines: z.array(arrivedLine).min(1).max(50),
  reason,
})
/** It was never sent: what is in transit stands in the giving depot again. */
export const transferReversed = z.strictObject({
  corrects: partOf('depot'),
  from: idOf('depot'),
  lines: transferLines,
  reason,
})
/** Posts nothing: the other depot's reversal did. */
export const transferReversalReceived = z.strictObject({
  transfer: partOf('depot'),
  reversal: partOf('depot'),
  lines: transferLines,
})

export const depotActsEvents = {
  GoodsReceiptCorrected: { category: 'depot', schemaVersion: 1, schema: goodsReceiptCorrected },
  KitsUnpacked: { category: 'depot', schemaVersion: 1, schema: kitsUnpacked },
  PackingReversed: { category: 'depot', schemaVersion: 1, schema: packingReversed },
  DispatchReversalReceived: { category: 'depot', schemaVersion: 1, schema: dispatchReversalReceived },
  GoodsReturnReleased: { category: 'depot', schemaVersion: 1, schema: goodsReturnReleased },
  WriteOffReversed: { category: 'depot', schemaVersion: 1, schema: writeOffReversed },
  GoodsFoundAgain: { category: 'depot', schemaVersion: 1, schema: goodsFoundAgain },
  StockCounted: { category: 'depot', schemaVersion: 1, schema: stockCounted },
  StockCountCorrected: { category: 'depot', schemaVersion: 1, schema: stockCountCorrected },
  CountLossConfirmed: { category: 'depot', schemaVersion: 1, schema: countLossConfirmed },
  CountLossReversed: { category: 'depot', schemaVersion: 1, schema: countLossReversed },
  GoodsTransferred: { category: 'depot', schemaVersion: 1, schema: goodsTransferred },
  TransferAnnounced: { category: 'depot', schemaVersion: 1, schema: transferAnnounced },
  TransferReceived: { category: 'depot', schemaVersion: 1, schema: transferReceived },
  TransferReceiptReversed: { category: 'depot', schemaVersion: 1, schema: transferReceiptReversed },
  TransferReversed: { category: 'depot', schemaVersion: 1, schema: transferReversed },
  TransferReversalReceived: { category: 'depot', schemaVersion: 1, schema: transferReversalReceived },
} as const
