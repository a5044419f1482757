import type { DecisionRequest, ReservedProposals } from '@welfare/approvals/reserved-proposals.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { toPerform } from '@welfare/http/command-route.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { batchCodec } from '../vouchers.process.ts'
import { type BatchCommand, proposalRefusals } from './batch.commands.ts'
import { batchDecider } from './batch.decider.ts'

type Context = Pick<VouchersContext, 'runner' | 'clock' | 'copy'>

/** Issuances that wait have their money reserved in the budget: another person's word on one, and the maker's own. */
export function decideIssuance(context: Context): ReservedProposals {
  const { 'programme-closed': closed, 'reservation-pending': pending } = proposalRefusals
  return {
    category: 'batch',
    refusals: { 'programme-closed': closed, 'reservation-pending': pending },
    decide: (request, answer) =>
      toPerform({
        ...answer,
        decidedBy: [batchDecider, batchCodec],
        toCommand: (asked: DecisionRequest) => ({
          stream: splitPart(asked.proposal.id).stream,
          command: toCommand(context, asked),
        }),
      })(context, request),
  }
}

function toCommand({ copy }: Context, { proposal, decision, actor }: DecisionRequest): BatchCommand {
  const { id, about, programme = '' } = proposal
  // Nobody decides on another order of the batch than the one that was looked at.
  const of = { batch: splitPart(id).stream, attempt: Number(about.attempt) }
  switch (decision.type) {
    case 'approval': {
      const programmeClosed = copy.findProgramme(programme)?.closed ?? false
      return { type: 'ApproveIssuance', ...of, approver: actor.id, programmeClosed, note: decision.note }
    }
    case 'refusal':
      return { type: 'RefuseProposal', ...of, reason: decision.reason }
    case 'withdrawal':
      return { type: 'WithdrawProposal', ...of, account: actor.id, reason: decision.reason }
  }
}
