import type { DecisionRequest, ReservedProposals } from '@welfare/approvals/reserved-proposals.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { commandInput, commandMetadata } from '@welfare/http/room.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import { ACKNOWLEDGEMENT_WAIT_MS } from '../acknowledgement.ts'
import type { FundCommand } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import type { FundsContext } from '../funds.context.ts'
import { fundCodec } from '../funds.process.ts'

type Context = Pick<FundsContext, 'runner' | 'clock' | 'copy' | 'processes'>

/** Allocations that wait hold their money in their fund's stream: another person's word on one, and the maker's own. */
export function decideAllocation(context: Context): ReservedProposals {
  const { runner, clock, processes } = context
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
      const { proposal, decision, actor, commandId, signal } = request
      const { type: _, ...body } = decision
      const result = await runner.execute(fundDecider, fundCodec, {
        stream: splitPart(proposal.id).stream,
        command: toCommand(context, request),
        commandId,
        input: commandInput(JSON.parse(JSON.stringify(body))),
        metadata: commandMetadata(clock, actor),
      })
      if (result.outcome === 'accepted' && result.position) {
        await processes.waitFor(result.position, { timeoutMs: ACKNOWLEDGEMENT_WAIT_MS, signal })
      }
      return result
    },
  }
}

function toCommand({ copy, clock }: Context, { proposal, decision, actor }: DecisionRequest): FundCommand {
  const { id, programme = '' } = proposal
  const about = { fund: splitPart(id).stream, proposal: id }
  switch (decision.type) {
    case 'approval': {
      const facts = copy.findProgramme(programme)
      if (!facts) throw new Error(`${id} is for ${programme}, which the service's copy does not know`)
      const read = { facts, factsReadThrough: copy.sequence(), today: shanghaiDay(clock.now()) }
      return { type: 'ApproveAllocation', ...about, approver: actor.id, ...read, note: decision.note }
    }
    case 'refusal':
      return { type: 'RefuseAllocation', ...about, reason: decision.reason }
    case 'withdrawal':
      return { type: 'WithdrawAllocation', ...about, account: actor.id, reason: decision.reason }
  }
}
