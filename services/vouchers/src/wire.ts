/** What goes over the wire to and from this service. */
import { totalFen } from '@welfare/contracts/events/funds.ts'
import { keptPart, paidPart } from '@welfare/contracts/events/meal-split.ts'
import { quota } from '@welfare/contracts/events/programmes.ts'
import { itemCode } from '@welfare/contracts/events/registry.ts'
import { redeemedItem } from '@welfare/contracts/events/vouchers.ts'
import {
  amountFen,
  count,
  day,
  idOf,
  instant,
  partOf,
  positiveAmountFen,
  reason,
  text,
  windowKey,
} from '@welfare/contracts/primitives.ts'
import { usualUndoReasons } from '@welfare/contracts/words/undo-words.ts'
import { z } from 'zod'

/** Ten characters of the card, or the token of its QR code. */
export const voucherCode = z
  .string()
  .min(1)
  .max(40)
  .meta({ description: "The card's code, or the token its QR code holds", example: '7K3M9QX2TD' })

const cardStatus = z.enum(['active', 'replaced', 'voided', 'suspended', 'closed'])
const serial = z.int().min(1).meta({ description: 'Number of the card' })

/** A till's slip (小票), or a list that people signed (签到单). */
const mealPaper = z.strictObject({
  kind: z.enum(['slip', 'list']),
  number: text(60),
  date: day.optional(),
  attachments: z.int().min(0).max(1_000).optional(),
})

const eatenItems = z
  .array(z.strictObject({ code: z.string().max(40), quantity: z.int().min(1).max(1_000) }))
  .min(1)
  .max(50)

export const redemptionBody = z
  .strictObject({
    merchant: idOf('merchant'),
    /** What the meal costs, where it is not taken from the price list. */
    amountFen: positiveAmountFen.optional(),
    /** From the merchant's price list of the day. */
    items: eatenItems.optional(),
    /** What the worker pays beside the credit. Default: what the programme asks for. */
    ownShareFen: amountFen.optional(),
    /** The Shanghai day on which the till was tapped, for a till that sends again what got no answer: on a later day nothing is recorded. */
    tappedOn: day.optional(),
    deviceId: text(64).optional(),
    deviceSequence: count.optional(),
    capturedOffline: z.boolean().optional(),
    /** A team leader who collects for the holder. */
    collectedBy: idOf('worker').optional(),
    /** By a union officer only: entered later than it happened. */
    lateEntry: z.strictObject({ occurredAt: instant, reason }).optional(),
    /** By a union officer, who enters what a paper says: which. */
    document: mealPaper.optional(),
    /** By a union officer: why the till did not enter it, where `lateEntry` does not say. */
    reason: reason.optional(),
  })
  .refine(({ amountFen: amount, items }) => (amount === undefined) !== (items === undefined), {
    params: { code: 'amount-or-items' },
  })
export type RedemptionBody = z.infer<typeof redemptionBody>

const undoUntil = instant.meta({
  description: 'The last moment at which a till takes it back; absent where no till may',
})

export const redemptionAnswer = z.strictObject({
  id: partOf('wallet'),
  wallet: idOf('wallet'),
  programme: idOf('programme'),
  merchant: idOf('merchant'),
  redeemedOn: day,
  recordedAt: instant,
  /** Paid by the credit. */
  amountFen,
  listPriceFen: amountFen,
  discountFen: amountFen,
  ownShareFen: amountFen,
  /** Left on the credits that can be used on that day. */
  balanceAfterFen: totalFen,
  items: z.array(redeemedItem),
  draws: z.array(z.strictObject({ window: windowKey, amountFen })),
  split: z
    .array(keptPart)
    .optional()
    .meta({ description: 'Where several pay: what each does, in the order of the rule, the worker’s rest last' }),
  undoUntil: undoUntil.optional(),
})
/** A meal as it should have been entered; what is left out is as in the wrong entry. */
const rightMeal = z
  .strictObject({
    amountFen: positiveAmountFen.optional(),
    items: eatenItems.optional(),
    ownShareFen: amountFen.optional(),
    /** By a union officer: the shop and the day, where they were wrong. */
    merchant: idOf('merchant').optional(),
    day: day.optional(),
    /** Whose meal it is: the person of the wrong entry. */
    worker: idOf('worker').optional(),
  })
  .refine(({ amountFen: amount, items }) => (amount === undefined) !== (items === undefined), {
    params: { code: 'amount-or-items' },
  })

export const reversalBody = z
  .strictObject({
    /** The till's own; an officer may leave it out. */
    merchant: idOf('merchant').optional(),
    reason: reason.meta({
      description: `A usual reason by its code (${Object.keys(usualUndoReasons).join(', ')}), any other in words`,
    }),
    /** A part of it: some of its items, or an amount of its price. Without either: all that is left. */
    items: eatenItems.optional(),
    amountFen: positiveAmountFen.optional(),
    /** By a union officer: the paper behind it. */
    document: mealPaper.optional(),
    /** What stands in place of the whole meal, in the same act: only the difference must fit. */
    right: rightMeal.optional(),
  })
  .refine((body) => [body.items, body.amountFen, body.right].filter((given) => given !== undefined).length <= 1, {
    params: { code: 'amount-and-items' },
  })
export type ReversalBody = z.infer<typeof reversalBody>
export const reversalAnswer = z.strictObject({
  id: partOf('wallet'),
  redemption: partOf('wallet'),
  /** What the credit gets back. */
  amountFen,
  ownShareBackFen: amountFen,
  discountBackFen: amountFen,
  /** What the credit still pays of the meal. */
  keptFen: amountFen,
  balanceAfterFen: totalFen,
  recordedAt: instant,
  right: redemptionAnswer.optional(),
})
export const reasonBody = z.strictObject({ reason })
/** The credits stay for the next card, unless they are to go back to the programme. */
export const voidBody = z.strictObject({ reason, credits: z.enum(['keep', 'withdraw']).optional() })
export const cardAnswer = z.strictObject({ wallet: idOf('wallet'), status: cardStatus })
export const moveBody = z.strictObject({ window: windowKey, toWindow: windowKey, reason })
export const moveAnswer = z.strictObject({ wallet: idOf('wallet'), movedFen: totalFen })
export const bulkVoidBody = z.strictObject({
  workers: z.array(idOf('worker')).min(1).max(1_000),
  reason,
  credits: z.enum(['keep', 'withdraw']).optional(),
})
export type BulkVoidBody = z.infer<typeof bulkVoidBody>
export const bulkVoidAnswer = z.strictObject({
  voided: count,
  withdrawnFen: totalFen,
  /** Who has no card in this programme. */
  withoutCard: z.array(idOf('worker')),
})
export const voidAnswer = z.strictObject({ wallet: idOf('wallet'), withdrawnFen: totalFen })
export const replacementAnswer = z.strictObject({
  wallet: idOf('wallet'),
  serial,
  code: z.string(),
  qr: z.string(),
})

const creditAnswer = z.strictObject({
  id: partOf('wallet'),
  window: windowKey,
  from: day,
  until: day,
  remainingFen: totalFen,
  ended: z.boolean(),
})
export const voucherAnswer = z.strictObject({
  wallet: idOf('wallet'),
  programme: idOf('programme'),
  worker: idOf('worker'),
  status: cardStatus,
  day,
  /** The ledger's own clock: a till that goes by it knows the day on which it is tapped. */
  asOf: instant,
  /** What credits hold that can be used today. */
  balanceFen: totalFen,
  usableNowFen: totalFen.meta({ description: 'Of it, what the amounts of the day and the week leave' }),
  usable: z.array(creditAnswer),
  /** All credits, those of other windows too. */
  credits: z.array(creditAnswer),
  today: z.strictObject({ redemptions: count, amountFen: totalFen }),
  /** What the worker pays beside the credit at least, of each meal. */
  leastOwnShareFen: amountFen,
  split: z
    .array(paidPart.omit({ amountFen: true }))
    .optional()
    .meta({
      description:
        'Where several pay: by which rule, and how much their pots hold now; what is left is the worker’s. Without it the credit pays all but the least own share',
    }),
  quota,
  itemsOnly: z.boolean().meta({ description: 'A meal is entered by what was eaten, not as an amount' }),
  allowedItems: z.array(itemCode).optional().meta({ description: 'What of a price list the credit pays; absent: all' }),
  /** Why a redemption would be refused now; absent when one would go through. */
  refusal: z.strictObject({ code: z.string(), detail: z.string(), facts: z.record(z.string(), z.json()) }).optional(),
})
export const codeTail = z.string().length(4).meta({ description: "The end of the card's printed code" })
/** As a till reads it that was shown the card. */
export const shownVoucher = voucherAnswer.extend({ tail: codeTail })
export const workerVoucher = voucherAnswer.extend({ serial, code: z.string(), qr: z.string() })

/** A person's card, credits and meals in one programme, as officers and those who look over them read them: without a code. */
export const personVoucher = voucherAnswer.omit({ credits: true }).extend({
  serial,
  printed: count.meta({ description: 'How often the card was printed' }),
  credits: z.array(
    creditAnswer.extend({
      issuedFor: windowKey.meta({ description: 'The window of before, where the credit was moved' }),
      grantedFen: totalFen.meta({ description: 'What was issued and has not gone back to the programme' }),
    }),
  ),
  meals: z.array(
    z.strictObject({
      id: partOf('wallet'),
      day,
      merchant: idOf('merchant'),
      amountFen: totalFen.meta({ description: 'Paid by the credit' }),
      ownShareFen: amountFen,
      keptFen: totalFen.meta({ description: 'What the credit still pays of it; less where it was taken back' }),
      items: z
        .array(z.strictObject({ code: z.string(), quantity: z.int() }))
        .meta({ description: 'What is left of its dishes; none of a meal that was entered as an amount' }),
      enteredBy: z.enum(['till', 'union']).optional(),
    }),
  ),
})

export const printBody = z.strictObject({
  workers: z.array(idOf('worker')).min(1).max(500),
  names: z
    .enum(['masked', 'full'])
    .meta({ description: 'How the cards name their holders; real names are read, and recorded, with listWorkers' }),
  lastFourDigits: z
    .boolean()
    .optional()
    .meta({ description: 'Whether the last four digits of the identity number stand beside the name; recorded' }),
})
const replaces = z.boolean().meta({ description: 'It was given for another card 换卡' })
export const printAnswer = z.strictObject({
  cards: z.array(
    z.strictObject({
      wallet: idOf('wallet'),
      worker: idOf('worker'),
      serial,
      code: z.string(),
      qr: z.string(),
      copy: z.int().min(1).meta({ description: '1: the first time; else printed again 补打' }),
      replaces,
    }),
  ),
  notPrinted: z
    .array(z.strictObject({ worker: idOf('worker'), code: z.string() }))
    .meta({ description: 'Whose card is void, suspended or not there, and why' }),
})
export const voucherCard = z.strictObject({
  wallet: idOf('wallet'),
  worker: idOf('worker'),
  serial,
  code: z.string(),
  qr: z.string(),
  closed: z.boolean(),
  replaces,
  credits: z
    .array(z.strictObject({ window: windowKey, until: day, grantedFen: totalFen }))
    .meta({ description: 'What was issued to its holder and has not gone back, by window' }),
  printed: count.meta({ description: 'How often the card was printed' }),
  printedOn: day.optional().meta({ description: 'The last time' }),
})
