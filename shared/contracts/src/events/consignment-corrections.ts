import { z } from 'zod'
import { day, idOf, partOf, reason } from '../primitives.ts'
import { consignmentReceived, goodsHandedOut, lotLine, lotLines, receivedLine } from './deliveries.ts'

/** Red entries of consignments: each names what it corrects and mirrors its legs, and carries what read models need to take it back. */
const place = { programme: idOf('programme').optional(), site: idOf('site') }
const signedDifference = z.int().min(-100_000_000).max(100_000_000)

/** It was never sent: posts in transit → depot. The consignment is planned again. */
export const dispatchReversed = z.strictObject({
  corrects: partOf('depot'),
  depot: idOf('depot'),
  lines: lotLines,
  reason,
})
const correctedLine = z.strictObject({
  ...receivedLine.shape,
  /** What this correction moves to each; together they are nothing. */
  siteDifference: signedDifference,
  lostDifference: signedDifference,
  returnedDifference: signedDifference,
})
/** The receipt as it rightly is; posts what differs, between site, lost and returned. */
export const receiptCorrected = z.strictObject({
  corrects: partOf('consignment'),
  ...consignmentReceived.shape,
  depot: idOf('depot'),
  lines: z.array(correctedLine).min(1).max(50),
  /** What the depot is to accept now. */
  sentBack: z.array(lotLine).max(50),
  reason,
})
/** Nobody signed: the receipt's legs mirrored. The consignment is on its way again. */
export const receiptReversed = z.strictObject({
  corrects: partOf('consignment'),
  ...place,
  depot: idOf('depot'),
  receivedOn: day,
  lines: z.array(receivedLine).min(1).max(50),
  reason,
})
/** It did not come back: posts returned → in transit. */
export const consignmentReturnReversed = z.strictObject({
  corrects: partOf('consignment'),
  ...place,
  depot: idOf('depot'),
  lines: lotLines,
  reason,
})
export const siteReturnReversed = consignmentReturnReversed
export const siteLossReversed = z.strictObject({ corrects: partOf('consignment'), ...place, lines: lotLines, reason })
export const handOutReversed = z.strictObject({
  corrects: partOf('consignment'),
  ...place,
  lines: lotLines,
  workers: goodsHandedOut.shape.workers,
  heads: goodsHandedOut.shape.heads,
  /** The paper's day: people and sites leave that day. */
  handedOutOn: day,
  reason,
})
/** Posts nothing: what the depot released is the consignment's to correct. */
export const returnReleaseReceived = z.strictObject({ goodsReturn: partOf('consignment'), depot: idOf('depot') })

export const consignmentCorrectionsEvents = {
  DispatchReversed: { category: 'consignment', schemaVersion: 1, schema: dispatchReversed },
  ReceiptCorrected: { category: 'consignment', schemaVersion: 1, schema: receiptCorrected },
  ReceiptReversed: { category: 'consignment', schemaVersion: 1, schema: receiptReversed },
  ConsignmentReturnReversed: { category: 'consignment', schemaVersion: 1, schema: consignmentReturnReversed },
  SiteReturnReversed: { category: 'consignment', schemaVersion: 1, schema: siteReturnReversed },
  SiteLossReversed: { category: 'consignment', schemaVersion: 1, schema: siteLossReversed },
  HandOutReversed: { category: 'consignment', schemaVersion: 1, schema: handOutReversed },
  ReturnReleaseReceived: { category: 'consignment', schemaVersion: 1, schema: returnReleaseReceived },
} as const
