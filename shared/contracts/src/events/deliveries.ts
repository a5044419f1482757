import { z } from 'zod'
import type { EventData } from '../event-definition.ts'
import { commodity, count, day, division, idOf, name, partOf, quantity, reason, text, trade } from '../primitives.ts'
import { donor, receiptNumber } from './funds.ts'

/** A lot is what one receipt or one packing brought in: `<depot>.<version>`. */
export const lotId = partOf('depot')
export const lotLine = z.strictObject({
  commodity,
  lot: lotId,
  quantity,
  /** Where the lot was bought by a fund or belongs to one. */
  fund: idOf('fund').optional(),
})
export type LotLine = z.infer<typeof lotLine>
export const lotLines = z.array(lotLine).min(1).max(50)

export const itemDefined = z.strictObject({ name, unit: text(20) })
export const kitComponent = z.strictObject({ item: idOf('item'), quantity })
export const kitDefined = z.strictObject({
  name,
  trade: trade.optional(),
  components: z.array(kitComponent).min(1).max(50),
  kitVersion: z.literal(1),
  /** Division of the union that defined it and may revise it; a kit of version 1 of this event belongs to the ledger's root union. */
  owner: division.optional(),
})
/** A new composition; kits already packed keep theirs. */
export const kitRevised = z.strictObject({
  name,
  trade: trade.optional(),
  components: z.array(kitComponent).min(1).max(50),
  kitVersion: z.int().min(2),
})

export const depotOpened = z.strictObject({ name, division })
export const goodsSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('donation'), donor, fund: idOf('fund').optional() }),
  z.strictObject({ kind: z.literal('purchase'), fund: idOf('fund'), invoiceNumber: text(60).optional() }),
])
/** Its lot is the event's own id. */
export const goodsReceived = z.strictObject({
  commodity,
  lot: lotId,
  quantity,
  source: goodsSource,
  receiptNumber,
  receivedOn: day,
  expiresOn: day.optional(),
  /** The lot that was entered wrongly under the same paper, and is corrected to nothing. */
  correctedFrom: lotId.optional(),
  /** Since version 3: what it was ordered by. */
  order: z.strictObject({ purchase: idOf('purchase'), line: z.int().min(1).max(100) }).optional(),
})
/** Components leave the stock, kits enter it; both sides balance through the conversion account. */
export const kitsPacked = z.strictObject({
  kit: idOf('kit'),
  kitVersion: z.int().min(1),
  commodity,
  lot: lotId,
  quantity,
  consumed: lotLines,
  /** Where every consumed lot belongs to the same fund. */
  fund: idOf('fund').optional(),
  expiresOn: day.optional(),
})
export const goodsDispatched = z.strictObject({ consignment: idOf('consignment'), lines: lotLines })
/** Posts returned → depot. */
export const goodsReturnAccepted = z.strictObject({
  consignment: idOf('consignment'),
  goodsReturn: partOf('consignment'),
  lines: lotLines,
})
export const goodsWrittenOff = z.strictObject({ lines: lotLines, reason })

export const plannedLine = z.strictObject({ commodity, quantity })
export const consignmentPlanned = z.strictObject({
  programme: idOf('programme').optional(),
  round: idOf('round').optional(),
  site: idOf('site'),
  depot: idOf('depot'),
  lines: z.array(plannedLine).min(1).max(20),
  dueOn: day,
})
/** Posts nothing (GoodsDispatched did). */
export const consignmentDispatched = z.strictObject({
  dispatch: partOf('depot'),
  depot: idOf('depot'),
  lines: lotLines,
})
/** Goods sent to a consignment that cannot go (cancelled meanwhile): posts in transit → returned. */
export const dispatchDeclined = z.strictObject({
  dispatch: partOf('depot'),
  depot: idOf('depot'),
  lines: lotLines,
  code: text(80),
})
export const receivedLine = z.strictObject({
  ...lotLine.shape,
  /** As dispatched = received + short + refused. */
  quantity: count,
  shortQuantity: count,
  shortReason: reason.optional(),
  /** Came, and was not taken: goes back to the depot. */
  refusedQuantity: count,
  refusedReason: reason.optional(),
})
export const consignmentReceived = z.strictObject({
  programme: idOf('programme').optional(),
  site: idOf('site'),
  /** Where what was refused goes back to; not said in version 1, which knew no refusal. */
  depot: idOf('depot').optional(),
  /** The worker who signed (签收). */
  receivedBy: idOf('worker'),
  receivedOn: day,
  lines: z.array(receivedLine).min(1).max(50),
  /** Keyed hash or number of the signed sheet. */
  proof: text(200).optional(),
})
/** The site was not reached, or refused: posts in transit → returned. */
export const consignmentReturned = z.strictObject({
  programme: idOf('programme').optional(),
  site: idOf('site'),
  depot: idOf('depot'),
  lines: lotLines,
  reason,
})
export const goodsHandedOut = z.strictObject({
  programme: idOf('programme').optional(),
  site: idOf('site'),
  lines: lotLines,
  /** By name where they are known, else by head. */
  workers: z.array(idOf('worker')).max(500),
  heads: count,
  handedOutOn: day,
  /** Named more than once on the paper: one person each. */
  repeatedWorkers: z.array(idOf('worker')).min(1).max(500).optional(),
  /** More kits for each person than the programme's standard. */
  beyondStandard: z.strictObject({ kitsPerHead: z.int().min(1).max(100), reason }).optional(),
  /** The hand-out that was entered wrongly, and is reversed in the same append. */
  correctedFrom: partOf('consignment').optional(),
})
export const consignmentCancelled = z.strictObject({ reason })

/** Goods at a site that go back: posts site → returned. */
export const siteGoodsReturned = z.strictObject({
  programme: idOf('programme').optional(),
  site: idOf('site'),
  depot: idOf('depot'),
  lines: lotLines,
  returnedOn: day,
  reason,
})
/** Broken or missing at a site, found after it had signed: posts site → lost. */
export const siteGoodsLost = z.strictObject({
  programme: idOf('programme').optional(),
  site: idOf('site'),
  lines: lotLines,
  lostOn: day,
  reason,
})

export const deliveriesEvents = {
  ItemDefined: { category: 'item', schemaVersion: 1, schema: itemDefined },
  KitDefined: { category: 'kit', schemaVersion: 2, schema: kitDefined, upcasters: { 1: unchanged } },
  KitRevised: { category: 'kit', schemaVersion: 1, schema: kitRevised },
  DepotOpened: { category: 'depot', schemaVersion: 1, schema: depotOpened },
  GoodsReceived: {
    category: 'depot',
    schemaVersion: 3,
    schema: goodsReceived,
    upcasters: { 1: unchanged, 2: unchanged },
  },
  KitsPacked: { category: 'depot', schemaVersion: 1, schema: kitsPacked },
  GoodsDispatched: { category: 'depot', schemaVersion: 1, schema: goodsDispatched },
  GoodsReturnAccepted: { category: 'depot', schemaVersion: 1, schema: goodsReturnAccepted },
  GoodsWrittenOff: { category: 'depot', schemaVersion: 1, schema: goodsWrittenOff },
  ConsignmentPlanned: { category: 'consignment', schemaVersion: 1, schema: consignmentPlanned },
  ConsignmentDispatched: { category: 'consignment', schemaVersion: 1, schema: consignmentDispatched },
  DispatchDeclined: { category: 'consignment', schemaVersion: 1, schema: dispatchDeclined },
  ConsignmentReceived: {
    category: 'consignment',
    schemaVersion: 2,
    schema: consignmentReceived,
    upcasters: { 1: withNothingRefused },
  },
  ConsignmentReturned: { category: 'consignment', schemaVersion: 1, schema: consignmentReturned },
  GoodsHandedOut: { category: 'consignment', schemaVersion: 2, schema: goodsHandedOut, upcasters: { 1: unchanged } },
  ConsignmentCancelled: { category: 'consignment', schemaVersion: 1, schema: consignmentCancelled },
  SiteGoodsReturned: { category: 'consignment', schemaVersion: 1, schema: siteGoodsReturned },
  SiteGoodsLost: { category: 'consignment', schemaVersion: 1, schema: siteGoodsLost },
} as const

function unchanged(data: EventData): EventData {
  return data
}

/** Version 1 told received from short only. */
function withNothingRefused(data: EventData): EventData {
  const lines = Array.isArray(data.lines) ? data.lines : []
  return { ...data, lines: lines.map((line) => ({ ...line, refusedQuantity: 0 })) }
}
