import { z } from 'zod'
import { accountName } from '../authority.ts'
import { unchanged } from '../event-definition.ts'
import { MAX_TOTAL_FEN } from '../money.ts'
import { amountFen, count, day, idOf, instant, partOf, positiveAmountFen, reason, shares, text } from '../primitives.ts'
import { attached } from './attachments.ts'
import { bankAccount } from './bank.ts'
import { totalFen } from './funds.ts'
import { payer } from './payers.ts'
import { redeemedItem } from './vouchers.ts'
import { INVOICE_NUMBER } from './written-numbers.ts'

export const statementNumber = z
  .int()
  .min(1)
  .max(100_000)
  .meta({ description: "Number of a merchant's statement in a programme" })
const signedFen = z.int().min(-MAX_TOTAL_FEN).max(MAX_TOTAL_FEN)
const sequence = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
const between = { merchant: idOf('merchant'), programme: idOf('programme') }
const ofStatement = { ...between, statement: statementNumber }

/** Who pays, by when: n days after it was proposed a statement counts as confirmed. Absent: silence confirms nothing. */
export const settlementTermsSet = z.strictObject({ ...between, silenceDays: z.int().min(1).max(60).optional() })
/** Meals of a contiguous range of sequence, `(after, through]`, as far as the facts had them. A draft that was proposed before has an earlier revision. */
export const statementProposed = z.strictObject({
  ...ofStatement,
  revision: z.int().min(1).max(10_000),
  after: sequence,
  through: sequence,
  /** Where the range was ended by a day: the last one whose entries are in it. */
  until: day.optional(),
  meals: count,
  funds: z.array(z.strictObject({ fund: idOf('fund'), mealsFen: signedFen })).max(50),
  /** What it would pay as things stood. */
  payFen: totalFen,
  /** Who proposed it does not approve it. */
  proposedBy: accountName,
})
export const statementWithdrawn = z.strictObject({ ...ofStatement, reason })
/** By its approver, once the merchant had confirmed it: a draft again, as after a withdrawal. */
export const statementRefused = z.strictObject({ ...ofStatement, reason })
/** By the merchant's own phone, by a signed paper, which the metadata names, or by the days of silence that were agreed. */
export const statementConfirmed = z.strictObject({
  ...ofStatement,
  by: z.enum(['merchant', 'paper', 'silence']),
  silenceDays: z.int().min(1).max(60).optional(),
  /** Who confirmed it, or said that the paper or the silence does, does not approve it. */
  confirmedBy: accountName,
})
/** Due = carried + meals − taken back + come back − disputed. Paid is what is above zero; a fund at or below zero carries. */
export const statementFund = z.strictObject({
  fund: idOf('fund'),
  carriedFen: signedFen,
  mealsFen: signedFen,
  takenBackFen: totalFen,
  comeBackFen: totalFen,
  disputedFen: totalFen,
  dueFen: signedFen,
})
export const statementApproved = z.strictObject({
  ...ofStatement,
  funds: z.array(statementFund).max(50),
  payFen: totalFen,
  /** Claims that end by it, in funds that have nothing to pay. */
  setOff: shares.optional(),
})
/** The meal that stands instead of a wrong one, as its shop entered it. */
export const rightMeal = z.strictObject({
  merchant: idOf('merchant'),
  day,
  enteredAt: instant,
  /** Of the price list; absent: an amount alone. */
  items: z.array(redeemedItem).max(50).optional(),
  priceListVersion: z.int().min(1).optional(),
  amountFen: amountFen.optional(),
  ownShareFen: amountFen.optional(),
  factsReadThrough: count,
  deviceId: text(64),
  deviceSequence: count,
  capturedOffline: z.boolean(),
  collectedBy: idOf('worker').optional(),
})
/** A meal of a statement: its number goes by the range that holds the meal's own sequence. */
const line = { ...ofStatement, redemption: partOf('wallet'), sequence }
/**
 * Decides that a meal, or a part of it, is taken back; posts nothing: the wallet's red entry does, of what stands here alone. `statement` is the
 * number that holds the meal, or the open one; where a range that is cut later ends before the meal, the number after it.
 */
export const lineTakenBack = z.strictObject({
  ...line,
  /** `claim` where an approved statement holds the meal: the merchant owes it. */
  to: z.enum(['open', 'claim']),
  shares,
  /** The part that is taken back; neither: what is left. */
  items: z
    .array(z.strictObject({ code: z.string(), quantity: z.int().min(1).max(1_000) }))
    .min(1)
    .max(50)
    .optional(),
  amountFen: positiveAmountFen.optional(),
  right: rightMeal.optional(),
  by: z.enum(['till', 'union']),
  reason,
})
/** The wallet's no to a line that was taken back: for good, whatever comes after it. It posts nothing. */
export const takingBackDeclined = z.strictObject({
  programme: idOf('programme'),
  worker: idOf('worker'),
  takenBack: partOf('statement'),
  redemption: partOf('wallet'),
  code: text(80),
})
/** The wallet declined: the line stands again. */
export const lineTakeBackEnded = z.strictObject({
  ...ofStatement,
  takenBack: partOf('statement'),
  redemption: partOf('wallet'),
  shares,
  code: text(80),
})
export const lineDisputed = z.strictObject({ ...line, shares, reason })
/** `taken-back`: the meal was none; LineTakenBack stands beside it. */
export const disputeEnded = z.strictObject({
  ...ofStatement,
  redemption: partOf('wallet'),
  shares,
  outcome: z.enum(['stands', 'taken-back']),
  reason,
})
/** A payment has taken what the statement pays: no other one can. */
export const statementAssigned = z.strictObject({ ...ofStatement, payment: idOf('payment'), shares })
/** It is not approved, has another amount, or another payment has taken it. */
export const statementAssignmentRefused = z.strictObject({ ...ofStatement, payment: idOf('payment'), code: text(80) })
/** The payment did not come about: another one may take it. */
export const statementReleased = z.strictObject({ ...ofStatement, payment: idOf('payment'), reason })
export const settlementPaid = z.strictObject({
  ...ofStatement,
  payment: idOf('payment'),
  shares,
  paidOn: day,
  /** Since version 2: the account that paid. */
  bankAccount: bankAccount.optional(),
  /** Since version 3: who pays instead of a union. */
  payer: payer.optional(),
  /** Claims that end by it: the merchant got so much less. */
  setOff: shares.optional(),
})
/** Money that was paid came back: it is due again in `statement`, the first that is not approved. */
export const paymentReturned = z.strictObject({
  ...ofStatement,
  ofStatement: statementNumber,
  payment: idOf('payment'),
  shares,
  reason,
  /** Since version 2: the account that it came back to. */
  bankAccount: bankAccount.optional(),
  /** Since version 3: who pays instead of a union. */
  payer: payer.optional(),
})
/** The merchant gave back what it owed. */
export const merchantRepaid = z.strictObject({
  ...ofStatement,
  shares,
  /** Since version 2: the account that it reached. */
  bankAccount: bankAccount.optional(),
  /** Since version 3: who pays instead of a union. */
  payer: payer.optional(),
})
/** Nobody gives it back any more, as another person than who asked for it has approved: the merchant owes so much less. */
export const claimGivenUp = z.strictObject({ ...ofStatement, shares, reason })
/** The merchant does without so much of what an approved number owes it, by a signed paper that the metadata names; another person has approved it. */
export const payableWaived = z.strictObject({
  ...ofStatement,
  shares,
  reason,
  /** Claims that end by it, in funds of which the number pays nothing any more. */
  setOff: shares.optional(),
})

export const statedInvoice = z
  .string()
  .regex(INVOICE_NUMBER)
  .meta({ description: 'Number of an invoice 发票, of an older one after its code', example: '25637000000012345678' })
/** The merchant's invoice for a proposed or approved number; several may cover one, and what they come to need not be what it pays. */
export const invoiceRecorded = z.strictObject({
  ...ofStatement,
  invoiceNumber: statedInvoice,
  invoicedOn: day,
  amountFen: positiveAmountFen,
  scan: attached.optional(),
})
/** It was mistyped, or is void: its number may be recorded again. */
export const invoiceStruckOut = z.strictObject({ ...ofStatement, invoiceNumber: statedInvoice, reason })

export const statementsEvents = {
  SettlementTermsSet: { category: 'statement', schemaVersion: 1, schema: settlementTermsSet },
  StatementProposed: { category: 'statement', schemaVersion: 1, schema: statementProposed },
  StatementWithdrawn: { category: 'statement', schemaVersion: 1, schema: statementWithdrawn },
  StatementRefused: { category: 'statement', schemaVersion: 1, schema: statementRefused },
  StatementConfirmed: { category: 'statement', schemaVersion: 1, schema: statementConfirmed },
  StatementApproved: { category: 'statement', schemaVersion: 1, schema: statementApproved },
  LineTakenBack: { category: 'statement', schemaVersion: 1, schema: lineTakenBack },
  TakingBackDeclined: { category: 'wallet', schemaVersion: 1, schema: takingBackDeclined },
  LineTakeBackEnded: { category: 'statement', schemaVersion: 1, schema: lineTakeBackEnded },
  LineDisputed: { category: 'statement', schemaVersion: 1, schema: lineDisputed },
  DisputeEnded: { category: 'statement', schemaVersion: 1, schema: disputeEnded },
  StatementAssigned: { category: 'statement', schemaVersion: 1, schema: statementAssigned },
  StatementAssignmentRefused: { category: 'statement', schemaVersion: 1, schema: statementAssignmentRefused },
  StatementReleased: { category: 'statement', schemaVersion: 1, schema: statementReleased },
  SettlementPaid: {
    category: 'statement',
    schemaVersion: 3,
    schema: settlementPaid,
    upcasters: { 1: unchanged, 2: unchanged },
  },
  PaymentReturned: {
    category: 'statement',
    schemaVersion: 3,
    schema: paymentReturned,
    upcasters: { 1: unchanged, 2: unchanged },
  },
  MerchantRepaid: {
    category: 'statement',
    schemaVersion: 3,
    schema: merchantRepaid,
    upcasters: { 1: unchanged, 2: unchanged },
  },
  ClaimGivenUp: { category: 'statement', schemaVersion: 1, schema: claimGivenUp },
  InvoiceRecorded: { category: 'statement', schemaVersion: 1, schema: invoiceRecorded },
  InvoiceStruckOut: { category: 'statement', schemaVersion: 1, schema: invoiceStruckOut },
  PayableWaived: { category: 'statement', schemaVersion: 1, schema: payableWaived },
} as const

/** Posts nothing (the wallet's red entry did), makes the claim one that can be settled. */
export const claimReceived = z.strictObject({
  programme: idOf('programme'),
  merchant: idOf('merchant'),
  reversal: partOf('wallet'),
  shares,
})
/** What a merchant owed was set off with what it was paid less, or was repaid; `by`: the statement's word on it. */
export const claimSettled = z.strictObject({
  programme: idOf('programme'),
  merchant: idOf('merchant'),
  by: partOf('statement'),
  shares,
})
/** Posts nothing (the statement's word did), makes what a merchant waived money that can be spent. */
export const waiverReceived = claimSettled
/** A loss, by the statement's word on it. */
export const claimWrittenOff = claimSettled
/** Money came after all, for what was written off. */
export const claimRecovered = z.strictObject({
  programme: idOf('programme'),
  merchant: idOf('merchant'),
  shares,
  /** Since version 2: the account that it reached. */
  bankAccount: bankAccount.optional(),
  /** Since version 3: who pays instead of a union. */
  payer: payer.optional(),
})

export const claimsEvents = {
  ClaimReceived: { category: 'budget', schemaVersion: 1, schema: claimReceived },
  ClaimSettled: { category: 'budget', schemaVersion: 1, schema: claimSettled },
  WaiverReceived: { category: 'budget', schemaVersion: 1, schema: waiverReceived },
  ClaimWrittenOff: { category: 'budget', schemaVersion: 1, schema: claimWrittenOff },
  ClaimRecovered: {
    category: 'budget',
    schemaVersion: 3,
    schema: claimRecovered,
    upcasters: { 1: unchanged, 2: unchanged },
  },
} as const
