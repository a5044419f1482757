import type { DecisionRequest, ReservedProposals } from '@welfare/approvals/reserved-proposals.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { FundCommand } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import { awaitAcknowledgement, type FundsContext, fundCodec } from '../funds.context.ts'

type Context = Pick<FundsContext, 'runner' | 'clock' | 'facts' | 'processes'>

/** Allocations that wait hold their money in their fund's stream: another person's word on one, and the maker's own. */
export function decideAllocation(context: Context): ReservedProposals {
  const { runner, clock } = context
  return {
    category: 'fund',
    refusals: {
      'programme-closed': 409,
      'purpose-not-allowed': 422,
      'division-not-allowed': 422,
      'programme-not-allowed': 422,
      'period-not-allowed': 422,
    },
    async decide(request) {
      const { proposal, decision, actor, commandId } = request
      const { type: _, ...body } = decision
      const result = await runner.execute(fundDecider, fundCodec, {
        stream: splitPart(proposal.id).stream,
        command: toCommand(context, request),
        commandId,
        input: commandInput(JSON.parse(JSON.stringify(body))),
        metadata: commandMetadata(clock, actor),
      })
      if (result.outcome === 'accepted') await awaitAcknowledgement(context, result, request)
      return result
    },
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
