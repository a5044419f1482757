import { z } from 'zod'
import { accountName } from '../../authority.ts'
import {
  commodity,
  day,
  division,
  idOf,
  partOf,
  positiveAmountFen,
  quantity,
  reason,
  shares,
  text,
} from '../../primitives.ts'

const quantityLeft = z.int().min(0).max(100_000_000)
/** Of an order, from 1. */
export const orderLineNumber = z.int().min(1).max(100)
const lineNumber = orderLineNumber
export const ofPurchase = { merchant: idOf('merchant'), programme: idOf('programme') }

/** One kind of goods at one price, for one depot. */
export const orderedLine = z.strictObject({
  commodity,
  depot: idOf('depot'),
  quantity,
  unitPriceFen: positiveAmountFen,
})
/** Goods from one supplier, a merchant, with one fund's money for one programme. Its lines are numbered from 1. */
export const goodsOrdered = z.strictObject({
  ...ofPurchase,
  fund: idOf('fund'),
  division,
  lines: z.array(orderedLine).min(1).max(100),
  totalFen: positiveAmountFen,
  deliverBy: day.optional(),
  note: reason.optional(),
  orderedOn: day,
  /** Account of the maker. */
  orderedBy: accountName,
})
/** Posts nothing (FundsCommitted did): the money is there to be invoiced. */
export const purchaseFunded = z.strictObject({
  ...ofPurchase,
  commitment: partOf('budget'),
  attempt: z.int().min(1),
  shares,
})
/** Less is wanted than was ordered; what was kept for it is allocated again. */
export const purchaseShortened = z.strictObject({
  ...ofPurchase,
  /** Of the lines that become shorter: how much of them is ordered from here on. */
  lines: z
    .array(z.strictObject({ line: lineNumber, quantity: quantityLeft }))
    .min(1)
    .max(100),
  shares,
  reason,
})
/** Nothing more is invoiced; what was kept for it, where there is any left, is allocated again. */
export const purchaseEnded = z.strictObject({
  ...ofPurchase,
  why: z.enum(['refused', 'cancelled', 'completed']),
  shares: shares.optional(),
  reason: reason.optional(),
  /** Why the programme's money could not be kept for it. */
  code: text(80).optional(),
  facts: z.record(z.string(), z.json()).optional(),
})
/** More is wanted, or at a higher price; what was kept for it is not enough, and its budget is asked for the rest. */
export const purchaseExtended = z.strictObject({
  ...ofPurchase,
  fund: idOf('fund'),
  attempt: z.int().min(2),
  /** Of the lines that become larger: what is ordered of them once the money is kept. */
  lines: z
    .array(z.strictObject({ line: lineNumber, quantity, unitPriceFen: positiveAmountFen }))
    .min(1)
    .max(100),
  amountFen: positiveAmountFen,
  reason,
  extendedOn: day,
  /** Account of the maker. */
  extendedBy: accountName,
})
/** Its budget has no money for that; ordered is what was. */
export const purchaseExtensionRefused = z.strictObject({
  ...ofPurchase,
  attempt: z.int().min(2),
  code: text(80),
  facts: z.record(z.string(), z.json()),
})

export const purchasesEvents = {
  GoodsOrdered: { category: 'purchase', schemaVersion: 1, schema: goodsOrdered },
  PurchaseFunded: { category: 'purchase', schemaVersion: 1, schema: purchaseFunded },
  PurchaseShortened: { category: 'purchase', schemaVersion: 1, schema: purchaseShortened },
  PurchaseExtended: { category: 'purchase', schemaVersion: 1, schema: purchaseExtended },
  PurchaseExtensionRefused: { category: 'purchase', schemaVersion: 1, schema: purchaseExtensionRefused },
  PurchaseEnded: { category: 'purchase', schemaVersion: 1, schema: purchaseEnded },
} as const
