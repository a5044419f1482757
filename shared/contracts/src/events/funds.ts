import { z } from 'zod'
import { count, day, division, idOf, name, partOf, reason, share, shares, text } from '../primitives.ts'
import { programmeKind } from './programmes.ts'

export const funder = z.strictObject({ name, kind: z.enum(['union', 'government', 'enterprise', 'foundation', 'public']) })

/** What the donor allows. An empty list or an absent day is no restriction. */
export const restriction = z.strictObject({
  /** Kinds of programme. */
  purposes: z.array(programmeKind).max(20),
  /** The programme's division must be one of these or below it. */
  divisions: z.array(division).max(50),
  from: day.optional(),
  until: day.optional(),
})
export type Restriction = z.infer<typeof restriction>

/** A person gives without being named: the receipt number leads to the paper. */
export const donor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('organisation'), name }),
  z.strictObject({ kind: z.literal('individual') }),
])

export const receiptNumber = text(60)

export const fundOpened = z.strictObject({ name, division, funder, restriction })
export const donationReceived = z.strictObject({ receiptNumber, donor, receivedOn: day, shares: z.array(share).length(1), availableAfterFen: count })
export const donationRefunded = z.strictObject({ donation: partOf('fund'), shares: z.array(share).length(1), reason, availableAfterFen: count })
export const fundsAllocated = z.strictObject({
  programme: idOf('programme'),
  budget: idOf('budget'),
  shares: z.array(share).length(1),
  availableAfterFen: count,
})
/** The budget gave back; posts nothing (AllocationReturned did), makes the money spendable here. */
export const allocationReturnReceived = z.strictObject({ allocationReturn: partOf('budget'), shares: z.array(share).length(1), availableAfterFen: count })

export const budgetOpened = z.strictObject({ programme: idOf('programme'), division, kind: programmeKind, sharing: z.enum(['in-proportion', 'in-order']) })
/** Posts nothing (FundsAllocated did), makes the money spendable here. */
export const allocationReceived = z.strictObject({ programme: idOf('programme'), allocation: partOf('fund'), shares: z.array(share).length(1) })
export const fundsCommitted = z.strictObject({
  programme: idOf('programme'),
  batch: idOf('batch'),
  attempt: z.int().min(1),
  shares,
})
export const commitmentRefused = z.strictObject({
  programme: idOf('programme'),
  batch: idOf('batch'),
  attempt: z.int().min(1),
  code: text(80),
  facts: z.record(z.string(), z.json()),
})
/** Posts nothing (CommitmentReleased did). */
export const commitmentReleaseReceived = z.strictObject({ programme: idOf('programme'), release: partOf('batch'), shares })
/**
 * What has come back of a batch's credits (expired, withdrawn, declined, reversed after their end) from the beginning through a
 * sequence: totals, not deltas, so repeats and other groupings change nothing. Posts nothing.
 */
export const creditReturnsReceived = z.strictObject({ programme: idOf('programme'), batch: idOf('batch'), totals: shares, throughSequence: count })
export const allocationReturned = z.strictObject({ programme: idOf('programme'), fund: idOf('fund'), shares: z.array(share).length(1), reason })
export const budgetClosed = z.strictObject({ programme: idOf('programme'), reason })

export const fundsEvents = {
  FundOpened: { category: 'fund', schemaVersion: 1, schema: fundOpened },
  DonationReceived: { category: 'fund', schemaVersion: 1, schema: donationReceived },
  DonationRefunded: { category: 'fund', schemaVersion: 1, schema: donationRefunded },
  FundsAllocated: { category: 'fund', schemaVersion: 1, schema: fundsAllocated },
  AllocationReturnReceived: { category: 'fund', schemaVersion: 1, schema: allocationReturnReceived },
  BudgetOpened: { category: 'budget', schemaVersion: 1, schema: budgetOpened },
  AllocationReceived: { category: 'budget', schemaVersion: 1, schema: allocationReceived },
  FundsCommitted: { category: 'budget', schemaVersion: 1, schema: fundsCommitted },
  CommitmentRefused: { category: 'budget', schemaVersion: 1, schema: commitmentRefused },
  CommitmentReleaseReceived: { category: 'budget', schemaVersion: 1, schema: commitmentReleaseReceived },
  CreditReturnsReceived: { category: 'budget', schemaVersion: 1, schema: creditReturnsReceived },
  AllocationReturned: { category: 'budget', schemaVersion: 1, schema: allocationReturned },
  BudgetClosed: { category: 'budget', schemaVersion: 1, schema: budgetClosed },
} as const
