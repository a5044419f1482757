import { z } from 'zod'
import type { EventData } from '../catalogue.ts'
import {
  amountFen,
  count,
  day,
  idOf,
  name,
  partOf,
  positiveAmountFen,
  reason,
  shares,
  text,
  windowKey,
} from '../primitives.ts'
import { totalFen } from './funds.ts'
import { quota } from './programmes.ts'

const serial = z
  .int()
  .min(1)
  .max(2 ** 45 - 1)
/** Keyed hash of the QR code's 128 secret bits. */
const qrHash = z.string().regex(/^[0-9a-f]{64}$/)

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
export const issuanceCompleted = z.strictObject({
  programme: idOf('programme'),
  workers: count,
  issuedFen: amountFen,
  skipped: count,
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
})
export const redemptionReversed = z.strictObject({
  programme: idOf('programme'),
  worker: idOf('worker'),
  merchant: idOf('merchant'),
  redemption: partOf('wallet'),
  /** `allocated` where the credit had ended: its money goes back to the programme instead. */
  draws: z
    .array(draw.extend({ to: z.enum(['issued', 'allocated']) }))
    .min(1)
    .max(120),
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
/** Ends the voucher for good; what its credits still held is withdrawn by events of the same append. */
export const voucherVoided = z.strictObject({ programme: idOf('programme'), worker: idOf('worker'), serial, reason })
/** The programme was closed: nothing is received or redeemed any more; what the credits still held is withdrawn by events of the same append. */
export const walletClosed = z.strictObject({ programme: idOf('programme'), worker: idOf('worker'), reason })
/** A lost card: the old code stops working, the wallet stays. */
export const voucherReplaced = z.strictObject({
  programme: idOf('programme'),
  worker: idOf('worker'),
  replacedSerial: serial,
  serial,
  qrHash,
  reason,
})

export const vouchersEvents = {
  IssuanceOrdered: {
    category: 'batch',
    schemaVersion: 2,
    schema: issuanceOrdered,
    upcasters: { 1: (data: EventData): EventData => data },
  },
  CommitmentReceived: { category: 'batch', schemaVersion: 1, schema: commitmentReceived },
  IssuanceRefused: { category: 'batch', schemaVersion: 1, schema: issuanceRefused },
  SerialsAssigned: { category: 'batch', schemaVersion: 1, schema: serialsAssigned },
  CreditsIssued: { category: 'batch', schemaVersion: 1, schema: creditsIssued },
  CommitmentReleased: { category: 'batch', schemaVersion: 1, schema: commitmentReleased },
  IssuanceCompleted: { category: 'batch', schemaVersion: 1, schema: issuanceCompleted },
  SerialsTaken: { category: 'serials', schemaVersion: 1, schema: serialsTaken },
  WalletOpened: { category: 'wallet', schemaVersion: 1, schema: walletOpened },
  CreditReceived: { category: 'wallet', schemaVersion: 1, schema: creditReceived },
  CreditDeclined: { category: 'wallet', schemaVersion: 1, schema: creditDeclined },
  MealRedeemed: { category: 'wallet', schemaVersion: 1, schema: mealRedeemed },
  RedemptionReversed: { category: 'wallet', schemaVersion: 1, schema: redemptionReversed },
  CreditExpired: { category: 'wallet', schemaVersion: 1, schema: creditExpired },
  CreditWithdrawn: { category: 'wallet', schemaVersion: 1, schema: creditWithdrawn },
  VoucherVoided: { category: 'wallet', schemaVersion: 1, schema: voucherVoided },
  WalletClosed: { category: 'wallet', schemaVersion: 1, schema: walletClosed },
  VoucherReplaced: { category: 'wallet', schemaVersion: 1, schema: voucherReplaced },
} as const
