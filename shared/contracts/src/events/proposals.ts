import { z } from 'zod'
import { accountName } from '../authority.ts'
import { unchanged } from '../event-definition.ts'
import { idOf, partOf, positiveAmountFen, reason, share, shares } from '../primitives.ts'
import { because } from './acts.ts'
import { fundsAllocated, fundsRefusal, totalFen } from './funds.ts'
import { commitmentReceived, issuanceOrdered } from './vouchers.ts'

/**
 * Four eyes: what is above a division's limit is proposed. Its money is reserved until an approver who is not the maker decides, so
 * that an approval cannot fail for lack of money.
 */
const waiting = {
  /** The limit that the amount is above. */
  limitFen: positiveAmountFen,
  /** Every limit that it is above; earlier events say no more than `limitFen`. */
  because: because.optional(),
  /** Account of the maker, who alone may withdraw and may not approve. */
  proposedBy: accountName,
}

/** Its id is `<fund>.<version>`. */
export const allocationProposed = fundsAllocated.omit({ proposal: true, donors: true }).extend(waiting)
/** The reserved money is available again; FundsAllocated of the same append takes it. */
export const allocationApproved = z.strictObject({
  proposal: partOf('fund'),
  programme: idOf('programme'),
  shares: z.array(share).length(1),
  availableAfterFen: totalFen,
  note: reason.optional(),
})
export const allocationProposalRefused = z.strictObject({
  proposal: partOf('fund'),
  programme: idOf('programme'),
  shares: z.array(share).length(1),
  availableAfterFen: totalFen,
  reason,
})
export const allocationProposalWithdrawn = allocationProposalRefused

/** The budget's word on an issuance that is proposed: by attempt, as a commitment. */
export const fundsReserved = z.strictObject({
  programme: idOf('programme'),
  batch: idOf('batch'),
  attempt: z.int().min(1),
  shares,
})
export const reservationRefused = z.strictObject({
  programme: idOf('programme'),
  batch: idOf('batch'),
  ...fundsRefusal,
})
export const reservationReleased = z.strictObject({
  programme: idOf('programme'),
  batch: idOf('batch'),
  attempt: z.int().min(1),
  shares,
  /** `committed`: FundsCommitted of the same append takes the money. */
  cause: z.enum(['committed', 'refused', 'withdrawn', 'programme-closed']),
})

/** Its id is `<batch>.<version>`; the order that an approval leads to is this one, to the letter. */
export const issuanceProposed = issuanceOrdered.omit({ proposal: true }).extend(waiting)
/** Posts nothing (FundsReserved did). From here on it can be approved. */
export const reservationReceived = commitmentReceived
  .omit({ commitment: true })
  .extend({ attempt: z.int().min(1), reservation: partOf('budget') })
/** IssuanceOrdered stands in the same append. */
export const issuanceApproved = z.strictObject({
  proposal: partOf('batch'),
  programme: idOf('programme'),
  attempt: z.int().min(1),
  note: reason.optional(),
})
export const issuanceProposalRefused = z.strictObject({
  proposal: partOf('batch'),
  programme: idOf('programme'),
  budget: idOf('budget'),
  attempt: z.int().min(1),
  reason,
})
export const issuanceProposalWithdrawn = issuanceProposalRefused

export const proposalsEvents = {
  AllocationProposed: { category: 'fund', schemaVersion: 1, schema: allocationProposed },
  AllocationApproved: { category: 'fund', schemaVersion: 1, schema: allocationApproved },
  AllocationProposalRefused: { category: 'fund', schemaVersion: 1, schema: allocationProposalRefused },
  AllocationProposalWithdrawn: { category: 'fund', schemaVersion: 1, schema: allocationProposalWithdrawn },
  FundsReserved: { category: 'budget', schemaVersion: 1, schema: fundsReserved },
  ReservationRefused: { category: 'budget', schemaVersion: 1, schema: reservationRefused },
  ReservationReleased: { category: 'budget', schemaVersion: 1, schema: reservationReleased },
  IssuanceProposed: { category: 'batch', schemaVersion: 2, schema: issuanceProposed, upcasters: { 1: unchanged } },
  ReservationReceived: { category: 'batch', schemaVersion: 1, schema: reservationReceived },
  IssuanceApproved: { category: 'batch', schemaVersion: 1, schema: issuanceApproved },
  IssuanceProposalRefused: { category: 'batch', schemaVersion: 1, schema: issuanceProposalRefused },
  IssuanceProposalWithdrawn: { category: 'batch', schemaVersion: 1, schema: issuanceProposalWithdrawn },
} as const
