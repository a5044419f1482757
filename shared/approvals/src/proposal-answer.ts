import { actKind } from '@welfare/contracts/acts.ts'
import { actProposed, waitingReason } from '@welfare/contracts/events/acts.ts'
import { division, idOf, instant, reason, text } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'

/** `approved` only as long as it is not performed yet. */
export const proposalStatus = z.enum(['proposed', 'approved', 'performed', 'failed', 'refused', 'withdrawn'])
export type ProposalStatus = z.infer<typeof proposalStatus>

const because = z.array(waitingReason).meta({ description: 'The limits that it is above' })
const measure = {
  amountFen: z.int().min(0).optional(),
  /** Pieces, cards or acts, of kinds that are counted. */
  count: z.int().min(0).optional(),
}

/** What an act that has to wait is answered with. */
export const waitingAct = z
  .strictObject({
    status: z.literal('proposed'),
    proposal: text(200).meta({ description: 'Read on under /v1/proposals' }),
    kind: actKind,
    ...measure,
    because,
  })
  .meta({ id: 'WaitingAct' })

export const proposalAnswer = z.strictObject({
  id: waitingAct.shape.proposal,
  kind: actKind,
  status: proposalStatus,
  division,
  programme: idOf('programme').optional(),
  fund: idOf('fund').optional(),
  ...measure,
  because,
  /** What the act would do, in its own words. */
  about: z.record(z.string(), z.json()),
  /** What was asked for, where the act is recorded as a request. */
  operationId: actProposed.shape.operationId.optional(),
  request: actProposed.shape.request.optional(),
  proposedBy: text(100).meta({ description: 'Account of the maker, with its role', example: 'officer/desk-1' }),
  proposedAt: instant,
  decidedBy: text(100).optional(),
  decidedAt: instant.optional(),
  /** The approver's note, or the reason of a refusal or withdrawal. */
  decisionNote: reason.optional(),
  /** Id of what the act made. */
  created: text(200).optional(),
  /** Why it could not be done any more when it was approved. */
  failure: z.strictObject({ code: text(80), facts: z.record(z.string(), z.json()) }).optional(),
})
export type Proposal = z.infer<typeof proposalAnswer>
