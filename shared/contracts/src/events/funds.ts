import { z } from 'zod'
import type { EventData } from '../catalogue.ts'
import { MAX_TOTAL_FEN } from '../money.ts'
import { count, day, division, idOf, name, partOf, reason, share, shares, text } from '../primitives.ts'
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

export const fundOpened = z.strictObject({ name, division, funder, restriction })
export const donationReceived = z.strictObject({
  receiptNumber,
  donor,
  receivedOn: day,
  shares: z.array(share).length(1),
  availableAfterFen: totalFen,
})
export const donationRefunded = z.strictObject({
  donation: partOf('fund'),
  shares: z.array(share).length(1),
  reason,
  availableAfterFen: totalFen,
})
export const fundsAllocated = z.strictObject({
  programme: idOf('programme'),
  budget: idOf('budget'),
  shares: z.array(share).length(1),
  availableAfterFen: totalFen,
  note: reason.optional(),
  /** Sequence through which the room's copy of the programme had been read when the restriction was held against it. */
  factsReadThrough: count.optional(),
  /** Since version 2: the proposal that an approver let pass; absent where none was needed. */
  proposal: partOf('fund').optional(),
})
/** The budget gave back; posts nothing (AllocationReturned did), makes the money spendable here. */
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
export const commitmentReleaseReceived = z.strictObject({
  programme: idOf('programme'),
  release: partOf('batch'),
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
export const budgetClosed = z.strictObject({ programme: idOf('programme'), reason })

export const fundsEvents = {
  FundOpened: { category: 'fund', schemaVersion: 1, schema: fundOpened },
  DonationReceived: { category: 'fund', schemaVersion: 1, schema: donationReceived },
  DonationRefunded: { category: 'fund', schemaVersion: 1, schema: donationRefunded },
  FundsAllocated: {
    category: 'fund',
    schemaVersion: 2,
    schema: fundsAllocated,
    upcasters: { 1: (data: EventData): EventData => data },
  },
  AllocationReturnReceived: { category: 'fund', schemaVersion: 1, schema: allocationReturnReceived },
  BudgetOpened: { category: 'budget', schemaVersion: 1, schema: budgetOpened },
  BudgetSharingChanged: { category: 'budget', schemaVersion: 1, schema: budgetSharingChanged },
  AllocationReceived: { category: 'budget', schemaVersion: 1, schema: allocationReceived },
  FundsCommitted: { category: 'budget', schemaVersion: 1, schema: fundsCommitted },
  CommitmentRefused: { category: 'budget', schemaVersion: 1, schema: commitmentRefused },
  CommitmentReleaseReceived: { category: 'budget', schemaVersion: 1, schema: commitmentReleaseReceived },
  CreditReturnsReceived: { category: 'budget', schemaVersion: 1, schema: creditReturnsReceived },
  AllocationReturned: { category: 'budget', schemaVersion: 1, schema: allocationReturned },
  BudgetClosed: { category: 'budget', schemaVersion: 1, schema: budgetClosed },
} as const

/** The budget of a programme: one each, with the programme's own uuid. */
export function budgetOf(programme: string): string {
  return programme.replace(/^programme-/, 'budget-')
}
