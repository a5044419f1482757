import type { DecisionRequest, ReservedProposals } from '@welfare/approvals/reserved-proposals.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { toPerform } from '@welfare/http/command-route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { FundCommand } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import { awaitAcknowledgement, type FundsContext, fundCodec } from '../funds.context.ts'

type Context = Pick<FundsContext, 'runner' | 'clock' | 'facts' | 'processes'>

/** Allocations that wait hold their money in their fund's stream: another person's word on one, and the maker's own. */
export function decideAllocation(context: Context): ReservedProposals {
  return {
    category: 'fund',
    refusals: {
      'programme-closed': 409,
      'purpose-not-allowed': 422,
      'division-not-allowed': 422,
      'programme-not-allowed': 422,
      'period-not-allowed': 422,
    },
    decide: (request, { toAnswer, ...answer }) =>
      toPerform({
        ...answer,
        decidedBy: [fundDecider, fundCodec],
        toCommand: (asked: DecisionRequest) => ({
          stream: splitPart(asked.proposal.id).stream,
          command: toCommand(context, asked),
        }),
        async toAnswer(accepted, decided) {
          await awaitAcknowledgement(context, accepted, decided)
          return toAnswer(accepted, decided)
        },
      })(context, request),
  }
}

function toCommand({ facts, clock }: Context, { proposal, decision, actor }: DecisionRequest): FundCommand {
  const { id, programme = '' } = proposal
  const about = { fund: splitPart(id).stream, proposal: id }
  switch (decision.type) {
    case 'approval': {
      const known = facts.findProgramme(programme)
      if (!known) throw new Error(`${id} is for ${programme}, which nobody has defined`)
      const read = { facts: known, factsReadThrough: facts.sequence(), today: shanghaiDay(clock.now()) }
      return { type: 'ApproveAllocation', ...about, approver: actor.id, ...read, note: decision.note }
    }
    case 'refusal':
      return { type: 'RefuseAllocation', ...about, reason: decision.reason }
    case 'withdrawal':
      return { type: 'WithdrawAllocation', ...about, account: actor.id, reason: decision.reason }
  }
}
