import { z } from 'zod'
import type { EventData } from '../event-definition.ts'
import {
  amountFen,
  count,
  day,
  idOf,
  instant,
  name,
  partOf,
  positiveAmountFen,
  reason,
  shares,
  text,
  windowKey,
} from '../primitives.ts'
import { cardsEvents, qrHash, serial } from './cards.ts'
import { totalFen } from './funds.ts'
import { fundPot, keptPart, paidPart, splitRule } from './meal-split.ts'
import { quota } from './programmes.ts'

/** What a credit is worth and when: frozen into the batch when it is ordered, and into the wallet when it is received. */
export const creditTerms = z.strictObject({
  window: windowKey,
  from: day,
  until: day,
  creditFen: positiveAmountFen,
})

export const issuanceOrdered = z.strictObject({
  programme: idOf('programme'),
  budget: idOf('budget'),
  round: idOf('round'),
  /** Counts the orders of the same batch: a refused one may be ordered again. */
  attempt: z.int().min(1),
  terms: z.array(creditTerms).min(1).max(120),
  quota,
  lateEntryDays: z.int().min(0).max(60),
  ownSharePerRedemptionFen: positiveAmountFen.optional(),
  workers: count,
  totalFen: positiveAmountFen,
  rulesVersion: z.int().min(1),
  /** Since version 2: the proposal that an approver let pass; absent where none was needed. */
  proposal: partOf('batch').optional(),
  /** Since version 3: who pays a meal, and what each of its funds gives to all credits, in order. */
  split: splitRule.optional(),
  pots: z.array(fundPot).min(1).max(10).optional(),
  /** Since version 3: no meal is entered as an amount alone. */
  itemsOnly: z.literal(true).optional(),
})
/** Posts nothing (FundsCommitted did). */
export const commitmentReceived = z.strictObject({ programme: idOf('programme'), commitment: partOf('budget'), shares })
export const issuanceRefused = z.strictObject({
  programme: idOf('programme'),
  attempt: z.int().min(1),
  code: text(80),
  facts: z.record(z.string(), z.json()),
})
export const serialsAssigned = z.strictObject({ first: serial, count: z.int().min(0) })
export const issuedWallet = z.strictObject({
  wallet: idOf('wallet'),
  worker: idOf('worker'),
  /** The voucher to open the wallet with, where the worker has none in this programme yet. */
  serial: serial.optional(),
  credits: z
    .array(z.strictObject({ window: windowKey, shares }))
    .min(1)
    .max(120),
})
export const creditsIssued = z.strictObject({
  programme: idOf('programme'),
  part: z.int().min(1),
  wallets: z.array(issuedWallet).min(1).max(200),
})
export const commitmentReleased = z.strictObject({ programme: idOf('programme'), budget: idOf('budget'), shares })
/** How many keep to a programme that excludes this one. */
export const excludedWorkers = z.strictObject({ programme: idOf('programme'), workers: count })
export const issuanceCompleted = z.strictObject({
  programme: idOf('programme'),
  workers: count,
  issuedFen: amountFen,
  skipped: count,
  /** Since version 2: of the round, who keeps what another programme gave first, of those that this one excludes; absent where nobody does. */
  excluded: z.array(excludedWorkers).max(1_000).optional(),
})

/** `serials`: one stream for the ledger; a batch takes its vouchers' serials in one range. */
export const serialsTaken = z.strictObject({
  takenFor: z.union([idOf('batch'), idOf('wallet')]),
  first: serial,
  count: z.int().min(1).max(10_000_000),
})

export const walletOpened = z.strictObject({ programme: idOf('programme'), worker: idOf('worker'), serial, qrHash })
/** Posts nothing (CreditsIssued did), makes the credit spendable. Its id is `<wallet>.<version>`. */
export const creditReceived = z.strictObject({
  programme: idOf('programme'),
  worker: idOf('worker'),
  batch: idOf('batch'),
  window: windowKey,
  from: day,
  until: day,
  shares,
  quota,
  lateEntryDays: z.int().min(0).max(60),
  ownSharePerRedemptionFen: positiveAmountFen.optional(),
  /** Since version 2: who pays a meal; the share of a fund is its pot. */
  split: splitRule.optional(),
  /** Since version 2: no meal is entered as an amount alone. */
  itemsOnly: z.literal(true).optional(),
})
/** The wallet cannot take the credit (voided, or it already has this window's): its money goes back to the programme. */
export const creditDeclined = z.strictObject({
  programme: idOf('programme'),
  worker: idOf('worker'),
  batch: idOf('batch'),
  window: windowKey,
  shares,
  code: text(80),
})

export const redeemedItem = z.strictObject({
  code: z.string(),
  name,
  quantity: z.int().min(1).max(1_000),
  listPriceFen: amountFen,
  agreedPriceFen: amountFen,
})
export const draw = z.strictObject({ credit: partOf('wallet'), batch: idOf('batch'), window: windowKey, shares })
/** Agreed price = list price − discount = sum of draws + own share. Its id is `<wallet>.<version>`. */
export const mealRedeemed = z.strictObject({
  programme: idOf('programme'),
  worker: idOf('worker'),
  merchant: idOf('merchant'),
  /** The day in Asia/Shanghai whose window and quota it counts against. */
  redeemedOn: day,
  /** Empty where the till entered an amount only. */
  items: z.array(redeemedItem).max(50),
  priceListVersion: z.int().min(1).optional(),
  /** Sequence through which prices and membership had been read. */
  factsReadThrough: count,
  listPriceFen: amountFen,
  discountFen: amountFen,
  ownShareFen: amountFen,
  draws: z.array(draw).min(1).max(120),
  /** Of the credits that can be used on that day. */
  balanceAfterFen: totalFen,
  deviceId: text(64),
  deviceSequence: count,
  capturedOffline: z.boolean(),
  /** A team leader who collected for the holder. */
  collectedBy: idOf('worker').optional(),
  /** Since version 2: when it was recorded, as the ledger's clock had it; how long a till may take it back goes by it. */
  enteredAt: instant.optional(),
  /** Since version 2: by the till itself, or by the union from a paper, which the metadata names. Version 1 does not say. */
  enteredBy: z.enum(['till', 'union']).optional(),
  /** Since version 2: the wrong entry that this one stands in place of. Its money counts on the day of the correction, the meal on its own. */
  correctedFrom: partOf('wallet').optional(),
  /** Since version 3: who of several payers paid what, by which rule and within which limits; the last line is the worker's rest. */
  split: z.array(paidPart).min(1).max(11).optional(),
})
/** A meal, or a part of it, taken back: it is split again as the smaller meal, and everybody who paid gets the difference. */
export const redemptionReversed = z.strictObject({
  programme: idOf('programme'),
  worker: idOf('worker'),
  merchant: idOf('merchant'),
  redemption: partOf('wallet'),
  /** Since version 2: by the till that recorded it, or by the union. Version 1 does not say. */
  by: z.enum(['till', 'union']).optional(),
  /** Since version 2: what is taken back, where it was items; absent: an amount, or the rest. */
  items: z
    .array(z.strictObject({ code: z.string(), quantity: z.int().min(1).max(1_000) }))
    .min(1)
    .max(50)
    .optional(),
  /**
   * `allocated` where the credit had ended: its money goes back to the programme instead. `claimed` where an approved statement holds the
   * meal: the merchant owes it.
   */
  draws: z
    .array(draw.extend({ to: z.enum(['issued', 'allocated', 'claimed']) }))
    .min(1)
    .max(120),
  /** Since version 2: what the worker gets back, and how much less discount the merchant gives. */
  ownShareBackFen: amountFen.optional(),
  discountBackFen: amountFen.optional(),
  /** Since version 2: what the credit still pays of the meal; absent or 0: it was taken back as a whole. */
  keptFen: amountFen.optional(),
  /** Since version 2: the meal's windows, where it was taken back as a whole; none for a part. Absent: those of the draws. */
  windowsFreed: z.array(windowKey).max(120).optional(),
  /** Since version 2: the statement's line in which it was decided. */
  takenBack: z
    .string()
    .regex(/^statement-[0-9a-f-]{36}\.[1-9][0-9]{0,8}$/)
    .optional(),
  /** Since version 2: its year was closed, so that the cost is no longer this year's. */
  priorYear: z.boolean().optional(),
  /** Since version 2: the entry that this red one corrects. */
  corrects: partOf('wallet').optional(),
  /** Since version 3: what each line of its split still pays of it, in order. */
  keptSplit: z.array(keptPart).min(1).max(11).optional(),
  reason,
  balanceAfterFen: totalFen,
})
export const creditExpired = z.strictObject({
  programme: idOf('programme'),
  worker: idOf('worker'),
  batch: idOf('batch'),
  credit: partOf('wallet'),
  window: windowKey,
  shares,
})
export const creditWithdrawn = creditExpired.extend({ reason })
/** Version 1 is version 2 without what it does not say. */
const unchanged = { 1: (data: EventData): EventData => data }
const unchangedTwice = { ...unchanged, 2: (data: EventData): EventData => data }

export const vouchersEvents = {
  IssuanceOrdered: {
    category: 'batch',
    schemaVersion: 3,
    schema: issuanceOrdered,
    upcasters: unchangedTwice,
  },
  CommitmentReceived: { category: 'batch', schemaVersion: 1, schema: commitmentReceived },
  IssuanceRefused: { category: 'batch', schemaVersion: 1, schema: issuanceRefused },
  SerialsAssigned: { category: 'batch', schemaVersion: 1, schema: serialsAssigned },
  CreditsIssued: { category: 'batch', schemaVersion: 1, schema: creditsIssued },
  /** Version 2 of what returns is printed as taken back (收回), not as money that goes back (退). */
  CommitmentReleased: { category: 'batch', schemaVersion: 2, schema: commitmentReleased, upcasters: unchanged },
  IssuanceCompleted: { category: 'batch', schemaVersion: 2, schema: issuanceCompleted, upcasters: unchanged },
  SerialsTaken: { category: 'serials', schemaVersion: 1, schema: serialsTaken },
  WalletOpened: { category: 'wallet', schemaVersion: 1, schema: walletOpened },
  CreditReceived: { category: 'wallet', schemaVersion: 2, schema: creditReceived, upcasters: unchanged },
  CreditDeclined: { category: 'wallet', schemaVersion: 2, schema: creditDeclined, upcasters: unchanged },
  MealRedeemed: { category: 'wallet', schemaVersion: 3, schema: mealRedeemed, upcasters: unchangedTwice },
  RedemptionReversed: {
    category: 'wallet',
    schemaVersion: 3,
    schema: redemptionReversed,
    upcasters: unchangedTwice,
  },
  CreditExpired: { category: 'wallet', schemaVersion: 2, schema: creditExpired, upcasters: unchanged },
  CreditWithdrawn: { category: 'wallet', schemaVersion: 2, schema: creditWithdrawn, upcasters: unchanged },
  ...cardsEvents,
} as const
