/** What goes over the wire to and from this service. */

import { actPreview, waitingAct } from '@welfare/approvals/proposal-answer.ts'
import { donor, funder, fundRelation, receiptNumber, restriction, totalFen } from '@welfare/contracts/events/funds.ts'
import { eventMetadata } from '@welfare/contracts/metadata.ts'
import {
  amountFen,
  day,
  division,
  idOf,
  instant,
  name,
  partOf,
  positiveAmountFen,
  reason,
  shares,
} from '@welfare/contracts/primitives.ts'
import { lateEntryBody } from '@welfare/http/late-entry.ts'
import { z } from 'zod'

export const fundBody = z.strictObject({
  name,
  division,
  funder,
  /** Default: none. */
  restriction: restriction.default({ purposes: [], divisions: [] }),
  /** Where it is not known yet, it is set later. */
  relation: fundRelation.optional(),
})
export const fundRelationBody = z.strictObject({
  relation: fundRelation,
  /** Why it is another one than before. */
  reason: reason.optional(),
  document: eventMetadata.shape.document,
})
export const fundRelationAnswer = z.strictObject({ fund: idOf('fund'), relation: fundRelation })
export const fundAnswer = z.strictObject({
  id: idOf('fund'),
  name,
  division,
  funder,
  restriction,
  /** Absent: to be decided, and so is the subject of what it was given. */
  relation: fundRelation.optional(),
  /** Donated less refunded. */
  grantedFen: totalFen,
  availableFen: totalFen,
  /** For allocations that wait for an approver. */
  reservedFen: totalFen,
})
export type FundAnswer = z.infer<typeof fundAnswer>

/** Where unions have named their accounts: the one that the money reached, or leaves. */
const bankAccountField = idOf('bankaccount').optional()

export const donationBody = z.strictObject({
  receiptNumber,
  donor,
  amountFen: positiveAmountFen,
  /** The day on which the money reached the account; default: today. An earlier day is a late entry. */
  receivedOn: day.optional(),
  /** The day that stands on the receipt, where it is another. */
  receiptDate: day.optional(),
  bankAccount: bankAccountField,
  lateEntry: lateEntryBody.optional(),
})
export const donationAnswer = z.strictObject({
  id: partOf('fund'),
  fund: idOf('fund'),
  receiptNumber,
  donor,
  receivedOn: day,
  receiptDate: day.optional(),
  bankAccount: bankAccountField,
  amountFen,
  refundedFen: amountFen,
  /** The wrong entry that this is the right one of. */
  correctedFrom: partOf('fund').optional(),
  /** The red entry that took it back. */
  correctedBy: partOf('fund').optional(),
})
export type DonationAnswer = z.infer<typeof donationAnswer>
export const donationReceipt = donationAnswer
  .omit({ refundedFen: true, correctedBy: true })
  .extend({ availableAfterFen: totalFen })

export const refundBody = z.strictObject({
  donation: partOf('fund'),
  amountFen: positiveAmountFen,
  reason,
  /** The day on which the money left; default: today. */
  refundedOn: day.optional(),
  bankAccount: bankAccountField,
  lateEntry: lateEntryBody.optional(),
})
export const refundAnswer = z.strictObject({
  id: partOf('fund'),
  fund: idOf('fund'),
  donation: partOf('fund'),
  amountFen,
  availableAfterFen: totalFen,
})

export const allocationBody = z.strictObject({
  programme: idOf('programme'),
  amountFen: positiveAmountFen,
  note: reason.optional(),
  /** The day of the decision; default: today. */
  allocatedOn: day.optional(),
  lateEntry: lateEntryBody.optional(),
})
const limitFen = positiveAmountFen.meta({ description: 'What is above it waits for an approver' })
export const allocationAnswer = z.strictObject({
  id: partOf('fund'),
  fund: idOf('fund'),
  programme: idOf('programme'),
  amountFen,
  availableAfterFen: totalFen,
})
export const allocationPreview = allocationAnswer.omit({ id: true }).extend({
  ...actPreview.shape,
  /** Above it, alone or with what its maker did before, it would wait for an approver. */
  limitFen: limitFen.optional(),
})
export const allocationProposed = waitingAct
  .omit({ because: true, count: true })
  .extend({ ...allocationAnswer.omit({ id: true }).shape, limitFen })
export const listedAllocation = z.strictObject({
  id: partOf('fund'),
  fund: idOf('fund'),
  programme: idOf('programme'),
  amountFen,
  note: allocationBody.shape.note,
  /** Where it waited for an approver. */
  proposal: partOf('fund').optional(),
  /** By how much it was put right since. */
  reversedFen: amountFen,
  allocatedOn: day.meta({ description: 'The day on which it counts' }),
  recordedAt: instant,
})
export type ListedAllocation = z.infer<typeof listedAllocation>

export const allocationReturnBody = z.strictObject({ fund: idOf('fund'), amountFen: positiveAmountFen, reason })
export const allocationReturnAnswer = z.strictObject({
  id: partOf('budget'),
  programme: idOf('programme'),
  fund: idOf('fund'),
  amountFen,
})

export const recoveryBody = z.strictObject({
  merchant: idOf('merchant'),
  shares,
  document: eventMetadata.shape.document.unwrap(),
  /** Where unions have named their accounts: the one that it reached. */
  bankAccount: idOf('bankaccount').optional(),
})
export const recoveryAnswer = z.strictObject({
  id: partOf('budget'),
  programme: idOf('programme'),
  merchant: idOf('merchant'),
  shares,
})

export const budgetAnswer = z.strictObject({
  id: idOf('budget'),
  programme: idOf('programme'),
  status: z.enum(['open', 'closed']),
  sharing: z.enum(['in-proportion', 'in-order']),
  /** What may be committed now, by fund in the order of their first allocation. */
  funds: z.array(z.strictObject({ fund: idOf('fund'), allocatedFen: totalFen })),
  allocatedFen: z.int().min(0),
  /** For issuances that wait for an approver. */
  reservedFen: z.int().min(0),
  /** What merchants owe for meals taken back after their statement was approved: open where the programme is closed, too. */
  claims: z.array(z.strictObject({ merchant: idOf('merchant'), fund: idOf('fund'), claimedFen: positiveAmountFen })),
  claimedFen: z.int().min(0),
  /** Of it what was written off, and may come after all. */
  writtenOff: z.array(
    z.strictObject({ merchant: idOf('merchant'), fund: idOf('fund'), writtenOffFen: positiveAmountFen }),
  ),
  draw: z
    .strictObject({
      funds: z.array(z.strictObject({ fund: idOf('fund'), givesFen: amountFen, remainsFen: totalFen })),
      refusal: z.strictObject({ code: z.string(), facts: z.record(z.string(), z.json()) }).optional(),
    })
    .optional()
    .meta({ description: 'With drawFen: what each fund would give to an issuance now, and keep; or why not' }),
})

/** Wrong entries. Without what is right the entry never was. */
export const donationCorrectionBody = z.strictObject({
  donation: partOf('fund'),
  reason,
  right: donationBody.omit({ lateEntry: true }).extend({ receivedOn: day }).optional(),
})
export const amountCorrectionFields = {
  reason,
  /** What should have been entered; default: nothing. */
  rightAmountFen: amountFen.default(0),
}
export const refundCorrectionBody = z.strictObject({ refund: partOf('fund'), ...amountCorrectionFields })
export const allocationCorrectionBody = z.strictObject({ allocation: partOf('fund'), ...amountCorrectionFields })
export const allocationReturnCorrectionBody = z.strictObject({
  allocationReturn: partOf('budget'),
  ...amountCorrectionFields,
})
export const correctionAnswer = z.strictObject({
  /** The red entry. */
  id: z.union([partOf('fund'), partOf('budget')]),
  corrects: z.union([partOf('fund'), partOf('budget')]),
  fund: idOf('fund'),
  /** What was taken back. */
  reversedFen: amountFen,
  /** The entry that stands instead. */
  right: partOf('fund').optional(),
})
