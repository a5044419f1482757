import { actKind } from '@welfare/contracts/acts.ts'
import { actProposed, waitingReason } from '@welfare/contracts/events/acts.ts'
import { divisionOrLedger, idOf, instant, reason, text } from '@welfare/contracts/primitives.ts'
import { z } from 'zod'
import { actMove } from './act-moves.ts'

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

/** What an act would do, were it sent now. */
export const actPreview = z
  .strictObject({
    moves: z.array(actMove),
    needsApproval: z.boolean().meta({ description: 'It would wait for another person' }),
    because,
  })
  .meta({ id: 'ActPreview' })

const proposalPreview = z
  .strictObject({
    moves: z
      .array(actMove)
      .optional()
      .meta({ description: 'Absent where only the processes that carry the act on find out' }),
    /** Why it could not be done now. */
    refusedAs: z.strictObject({ code: text(80), facts: z.record(z.string(), z.json()) }).optional(),
  })
  .meta({ description: 'Of one that waits, where it is read alone: what approving it now would do' })
export type ProposalPreview = z.infer<typeof proposalPreview>

export const proposalAnswer = z.strictObject({
  id: waitingAct.shape.proposal,
  kind: actKind,
  status: proposalStatus,
  division: divisionOrLedger,
  programme: idOf('programme').optional(),
  fund: idOf('fund').optional(),
  ...measure,
  because,
  /** What the act would do, in its own words. */
  about: z.record(z.string(), z.json()),
  /** What was asked for, where the act is recorded as a request. */
  operationId: actProposed.shape.operationId.optional(),
  request: actProposed.shape.request.optional(),
  preview: proposalPreview.optional(),
  moved: z
    .array(actMove)
    .optional()
    .meta({ description: 'Of one that was performed, where it is read alone: what its own events moved' }),
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
