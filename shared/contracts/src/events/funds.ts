import { z } from 'zod'
import { type EventData, unchanged } from '../event-definition.ts'
import { MAX_TOTAL_FEN } from '../money.ts'
import {
  amountFen,
  count,
  day,
  division,
  idOf,
  name,
  partOf,
  positiveAmountFen,
  reason,
  share,
  shares,
  text,
} from '../primitives.ts'
import { type FundRelation, relationWords } from '../words/relation-words.ts'
import { bankAccount } from './bank.ts'
import { programmeKind, programmeRules } from './programmes.ts'

const sharing = programmeRules.shape.sharing

export const funder = z.strictObject({
  name,
  kind: z.enum(['union', 'government', 'enterprise', 'foundation', 'public']),
})

/** What the donor allows. An empty list or an absent day is no restriction. */
export const restriction = z.strictObject({
  /** Kinds of programme. */
  purposes: z.array(programmeKind).max(20),
  /** The programme's division must be one of these or below it. */
  divisions: z.array(division).max(50),
  from: day.optional(),
  until: day.optional(),
  /** Since version 2 of FundOpened: the programmes that it is for. Absent: no restriction. */
  programmes: z.array(idOf('programme')).min(1).max(50).optional(),
})
export type Restriction = z.infer<typeof restriction>

/** A person gives without being named: the receipt number leads to the paper. */
export const donor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organisation'), name }),
  z.strictObject({ kind: z.literal('individual') }),
])

export const receiptNumber = text(60)

/** What a whole fund holds: many donations together may be more than one amount may be. */
export const totalFen = z
  .int()
  .min(0)
  .max(MAX_TOTAL_FEN)
  .meta({ description: 'Integer fen (1/100 yuan) of a whole fund' })

/** Whose money a fund is to the union that holds it: its own, a superior's, another region's, a government's, an enterprise's, a person's. It decides the subject (科目). */
export const fundRelation = z.enum(Object.keys(relationWords) as FundRelation[])

export const fundOpened = z.strictObject({ name, division, funder, restriction })
export const fundRelationSet = z.strictObject({
  relation: fundRelation,
  /** Why it is another one than before. */
  reason: reason.optional(),
})
export const donationReceived = z.strictObject({
  receiptNumber,
  /** Since version 2: the day that stands on the receipt, where it is another than that of the money. */
  receiptDate: day.optional(),
  donor,
  /** The day on which the money reached the account. */
  receivedOn: day,
  /** Since version 3, where the union has named its accounts: the one that the money reached. */
  bankAccount: bankAccount.optional(),
  shares: z.array(share).length(1),
  availableAfterFen: totalFen,
  /** Since version 2: the wrong entry that this is the right one of. */
  correctedFrom: partOf('fund').optional(),
  /** Since version 4: the word on what had come to the account before anybody knew what it was. */
  identified: partOf('fund').optional(),
})
/** A donation that was entered wrongly, in red: it never was. What was right stands before it in the same append, where there is any. */
export const donationReversed = z.strictObject({
  corrects: partOf('fund'),
  receiptNumber,
  shares: z.array(share).length(1),
  reason,
  availableAfterFen: totalFen,
  bankAccount: bankAccount.optional(),
})
export const donationRefunded = z.strictObject({
  donation: partOf('fund'),
  shares: z.array(share).length(1),
  reason,
  availableAfterFen: totalFen,
  /** Since version 2: how much of it had been carried over from a closed year. */
  fromCarriedFen: amountFen.optional(),
  /** Since version 2: the wrong entry that this is the right one of. */
  correctedFrom: partOf('fund').optional(),
  /** Since version 3: the account that the money left. */
  bankAccount: bankAccount.optional(),
})
/** A refund that was entered wrongly, in red. */
export const refundReversed = z.strictObject({
  corrects: partOf('fund'),
  donation: partOf('fund'),
  shares: z.array(share).length(1),
  reason,
  availableAfterFen: totalFen,
  bankAccount: bankAccount.optional(),
})
/** How much of a draw came from which gift. */
export const giftDraw = z.strictObject({ donation: partOf('fund'), amountFen: positiveAmountFen })
const giftDraws = z.array(giftDraw).max(500)
export const fundsAllocated = z.strictObject({
  programme: idOf('programme'),
  budget: idOf('budget'),
  shares: z.array(share).length(1),
  availableAfterFen: totalFen,
  note: reason.optional(),
  /** Sequence through which the service's facts of the programme had been read when the restriction was held against it. */
  factsReadThrough: count.optional(),
  /** Since version 2: the proposal that an approver let pass; absent where none was needed. */
  proposal: partOf('fund').optional(),
  /** Since version 3: the gifts that the money comes from. */
  donors: giftDraws.optional(),
})
/** The money of an allocation return that was entered wrongly, in red: allocated once more. */
export const allocationReturnReversed = z.strictObject({
  corrects: partOf('budget'),
  programme: idOf('programme'),
  budget: idOf('budget'),
  shares: z.array(share).length(1),
  reason,
  availableAfterFen: totalFen,
  donors: giftDraws.optional(),
})
/** The budget gave back; posts nothing (AllocationReturned or AllocationReversed did), makes the money spendable here. */
export const allocationReturnReceived = z.strictObject({
  allocationReturn: partOf('budget'),
  shares: z.array(share).length(1),
  availableAfterFen: totalFen,
})

export const budgetOpened = z.strictObject({ programme: idOf('programme'), division, kind: programmeKind, sharing })
/** The programme's rules now say otherwise; commitments from here on follow. */
export const budgetSharingChanged = z.strictObject({ programme: idOf('programme'), sharing })
/** Posts nothing (FundsAllocated did), makes the money spendable here. */
export const allocationReceived = z.strictObject({
  programme: idOf('programme'),
  allocation: partOf('fund'),
  shares: z.array(share).length(1),
})
const orderOf = z.union([idOf('batch'), idOf('purchase')])
/** Why a budget cannot give what was asked of it. */
export const fundsRefusal = {
  attempt: z.int().min(1),
  code: text(80),
  facts: z.record(z.string(), z.json()),
}
export const fundsCommitted = z.strictObject({
  programme: idOf('programme'),
  /** Since version 2: what the money is kept for. Version 1 knew batches only, and called it so; since version 3 it may be a purchase. */
  for: orderOf,
  attempt: z.int().min(1),
  shares,
})
export const commitmentRefused = z.strictObject({
  programme: idOf('programme'),
  /** Since version 2: what the money was wanted for; version 1 knew batches only, and called it so. */
  for: orderOf,
  ...fundsRefusal,
})
/** Posts nothing (CommitmentReleased, or an event of the purchase, did). */
export const commitmentReleaseReceived = z.strictObject({
  programme: idOf('programme'),
  /** Since version 2 also of a purchase. */
  release: z.union([partOf('batch'), partOf('purchase')]),
  shares,
})
/**
 * What has come back of a batch's credits (expired, withdrawn, declined, reversed after their end) from the beginning through a
 * sequence: totals, not deltas, so repeats and other groupings change nothing. Posts nothing.
 */
export const creditReturnsReceived = z.strictObject({
  programme: idOf('programme'),
  batch: idOf('batch'),
  totals: shares,
  throughSequence: count,
})
export const allocationReturned = z.strictObject({
  programme: idOf('programme'),
  fund: idOf('fund'),
  shares: z.array(share).length(1),
  reason,
})
/** An allocation that was entered wrongly, or a part of it, in red: at most what is allocated now. */
export const allocationReversed = z.strictObject({
  programme: idOf('programme'),
  fund: idOf('fund'),
  corrects: partOf('fund'),
  shares: z.array(share).length(1),
  reason,
})
export const budgetClosed = z.strictObject({ programme: idOf('programme'), reason })

function forBatch({ batch = null, ...data }: EventData): EventData {
  return { ...data, for: batch }
}

export const fundsEvents = {
  FundOpened: { category: 'fund', schemaVersion: 2, schema: fundOpened, upcasters: { 1: unchanged } },
  FundRelationSet: { category: 'fund', schemaVersion: 1, schema: fundRelationSet },
  DonationReceived: {
    category: 'fund',
    schemaVersion: 4,
    schema: donationReceived,
    // Version 2 could name an account before there were any: the id led nowhere, and its money lay on none.
    upcasters: { 1: unchanged, 2: ({ account: _, ...data }: EventData): EventData => data, 3: unchanged },
  },
  DonationReversed: { category: 'fund', schemaVersion: 2, schema: donationReversed, upcasters: { 1: unchanged } },
  DonationRefunded: {
    category: 'fund',
    schemaVersion: 3,
    schema: donationRefunded,
    upcasters: { 1: unchanged, 2: unchanged },
  },
  RefundReversed: { category: 'fund', schemaVersion: 2, schema: refundReversed, upcasters: { 1: unchanged } },
  FundsAllocated: {
    category: 'fund',
    schemaVersion: 3,
    schema: fundsAllocated,
    upcasters: { 1: unchanged, 2: unchanged },
  },
  AllocationReturnReversed: { category: 'fund', schemaVersion: 1, schema: allocationReturnReversed },
  AllocationReturnReceived: { category: 'fund', schemaVersion: 1, schema: allocationReturnReceived },
  BudgetOpened: { category: 'budget', schemaVersion: 1, schema: budgetOpened },
  BudgetSharingChanged: { category: 'budget', schemaVersion: 1, schema: budgetSharingChanged },
  AllocationReceived: { category: 'budget', schemaVersion: 1, schema: allocationReceived },
  FundsCommitted: {
    category: 'budget',
    schemaVersion: 3,
    schema: fundsCommitted,
    upcasters: { 1: forBatch, 2: unchanged },
  },
  CommitmentRefused: { category: 'budget', schemaVersion: 2, schema: commitmentRefused, upcasters: { 1: forBatch } },
  CommitmentReleaseReceived: {
    category: 'budget',
    schemaVersion: 2,
    schema: commitmentReleaseReceived,
    upcasters: { 1: unchanged },
  },
  CreditReturnsReceived: { category: 'budget', schemaVersion: 1, schema: creditReturnsReceived },
  AllocationReturned: { category: 'budget', schemaVersion: 1, schema: allocationReturned },
  AllocationReversed: { category: 'budget', schemaVersion: 1, schema: allocationReversed },
  BudgetClosed: { category: 'budget', schemaVersion: 1, schema: budgetClosed },
} as const

/** The budget of a programme: one each, with the programme's own uuid. */
export function budgetOf(programme: string): string {
  return programme.replace(/^programme-/, 'budget-')
}
