import { z } from 'zod'
import type { EventData } from '../event-definition.ts'
import { day, idOf, partOf, reason, shares, windowKey } from '../primitives.ts'

export const serial = z
  .int()
  .min(1)
  .max(2 ** 45 - 1)
/** Keyed hash of the QR code's 128 secret bits. */
export const qrHash = z.string().regex(/^[0-9a-f]{64}$/)

/** Ends the card, not the person: the credits stay, or are withdrawn by events of the same append. */
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

const ofCard = z.strictObject({ programme: idOf('programme'), worker: idOf('worker'), serial, reason })
/** The card stops working until it is resumed, voided or replaced; the credits stay and end on their day. */
export const voucherSuspended = ofCard
export const voucherResumed = ofCard
/** A void that was a mistake: as if the card had always been good. Credits that were withdrawn with it are issued by an order. */
export const voucherRestored = ofCard.extend({ corrects: partOf('wallet') })
/** Printed by name, whole or masked; the first time, or again. What is printed opens the wallet as long as the card is good. */
export const voucherPrinted = z.strictObject({
  programme: idOf('programme'),
  worker: idOf('worker'),
  serial,
  names: z.enum(['masked', 'full']),
  /** Beside the name, of the identity number: of two of one name it says whose card it is. Version 1 printed none. */
  lastFourDigits: z.literal(true).optional(),
  /** 1: the first time. */
  copy: z.int().min(1),
})
/** The window now lasts longer, and so does the credit. Posts nothing. */
export const creditExtended = z.strictObject({
  programme: idOf('programme'),
  worker: idOf('worker'),
  batch: idOf('batch'),
  credit: partOf('wallet'),
  window: windowKey,
  until: day,
  lateEntryDays: z.int().min(0).max(60),
  rulesVersion: z.int().min(1),
})
/** What the credit still holds can be used in another window instead. Posts nothing: it stays issued, by the same batch. */
export const creditMoved = z.strictObject({
  programme: idOf('programme'),
  worker: idOf('worker'),
  batch: idOf('batch'),
  credit: partOf('wallet'),
  window: windowKey,
  toWindow: windowKey,
  from: day,
  until: day,
  lateEntryDays: z.int().min(0).max(60),
  /** What it still held. */
  shares,
  reason,
})

/** Of the wallet: its card, and the days of its credits. */
export const cardsEvents = {
  VoucherVoided: { category: 'wallet', schemaVersion: 1, schema: voucherVoided },
  WalletClosed: { category: 'wallet', schemaVersion: 1, schema: walletClosed },
  VoucherReplaced: { category: 'wallet', schemaVersion: 1, schema: voucherReplaced },
  VoucherSuspended: { category: 'wallet', schemaVersion: 1, schema: voucherSuspended },
  VoucherResumed: { category: 'wallet', schemaVersion: 1, schema: voucherResumed },
  VoucherRestored: { category: 'wallet', schemaVersion: 1, schema: voucherRestored },
  VoucherPrinted: {
    category: 'wallet',
    schemaVersion: 2,
    schema: voucherPrinted,
    upcasters: { 1: (data: EventData): EventData => data },
  },
  CreditExtended: { category: 'wallet', schemaVersion: 1, schema: creditExtended },
  CreditMoved: { category: 'wallet', schemaVersion: 1, schema: creditMoved },
} as const
