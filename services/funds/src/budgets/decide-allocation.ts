import { legsOf } from '@welfare/approvals/act-moves.ts'
import type { Proposal } from '@welfare/approvals/proposal-answer.ts'
import type { DecisionRequest, ReservedMoves, ReservedProposals } from '@welfare/approvals/reserved-proposals.ts'
import type { Leg } from '@welfare/contracts/legs.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { toPerform } from '@welfare/http/command-route.ts'
import type { ServiceDependencies } from '@welfare/http/follow-ledger.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Actor } from '@welfare/http/route.ts'
import { shanghaiDay } from '@welfare/process/shanghai-days.ts'
import type { FundCommand } from '../fund.commands.ts'
import { fundDecider } from '../fund.decider.ts'
import { awaitAcknowledgement, type FundsContext, fundCodec } from '../funds.context.ts'

type Context = Pick<FundsContext, 'runner' | 'clock' | 'facts' | 'processes'> & Pick<ServiceDependencies, 'store'>

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
    preview: (proposal) => preview(context, proposal),
    moved: (proposal) => moved(context, proposal),
  }
}

/** The approval gives the reservation back and allocates, in one append. */
async function preview(context: Context, proposal: Proposal): Promise<ReservedMoves | Problem> {
  const stream = splitPart(proposal.id).stream
  const command = toCommand(context, { proposal, decision: { type: 'approval', note: undefined }, actor: { id: '' } })
  const decision = await context.runner.read(fundDecider, fundCodec, stream, (state) =>
    fundDecider.decide(state, command),
  )
  if (!decision) throw new Error(`${proposal.id} stands in a fund that is not there`)
  if (!decision.accepted) return { code: decision.refusal.code, status: 409, facts: decision.refusal.facts }
  const [approved, ...allocated] = decision.events
  const toLegs = (events: typeof decision.events) => legsOf([{ stream, events }])
  return { legs: toLegs(allocated), givenBack: approved ? toLegs([approved]) : [] }
}

/** The allocation that names the proposal. */
async function moved({ store }: Context, { id }: Proposal): Promise<readonly Leg[]> {
  const { stream, version } = splitPart(id)
  for await (const recorded of store.readStream(stream, { fromVersion: version })) {
    const event = fundCodec.decode(recorded)
    if (event.type === 'FundsAllocated' && event.data.proposal === id) return legsOf([{ stream, events: [event] }])
  }
  return []
}

interface Decided extends Pick<DecisionRequest, 'proposal' | 'decision'> {
  readonly actor: Pick<Actor, 'id'>
}

function toCommand({ facts, clock }: Context, { proposal, decision, actor }: Decided): FundCommand {
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
