import type { Proposal } from '@welfare/approvals/proposal-answer.ts'
import type { DecisionRequest, ReservedMoves, ReservedProposals } from '@welfare/approvals/reserved-proposals.ts'
import { type Leg, mirrored } from '@welfare/contracts/legs.ts'
import { commitment, issuance, issuanceReserve } from '@welfare/contracts/money-legs.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import { problemOf } from '@welfare/http/answer-command.ts'
import { toPerform } from '@welfare/http/command-route.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { Actor } from '@welfare/http/route.ts'
import { batchCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { type BatchCommand, proposalRefusals } from './batch.commands.ts'
import { batchDecider } from './batch.decider.ts'

type Context = Pick<VouchersContext, 'runner' | 'clock' | 'copy' | 'store'>

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
    preview: (proposal) => preview(context, proposal),
    moved: (proposal) => moved(context, proposal),
  }
}

/** What is reserved for the batch goes to cards. */
async function preview(context: Context, proposal: Proposal): Promise<ReservedMoves | Problem> {
  const { id, programme = '' } = proposal
  const batch = splitPart(id).stream
  const command = toCommand(context, { proposal, decision: { type: 'approval', note: undefined }, actor: { id: '' } })
  const decision = await context.runner.read(batchDecider, batchCodec, batch, (state) =>
    batchDecider.decide(state, command),
  )
  if (decision?.accepted === false) return problemOf(decision.refusal, proposalRefusals)
  const shares = context.copy.balances
    .ofProgramme(programme)
    .filter((standing) => standing.batch === batch && standing.account === 'reserved')
  return {
    legs: toCards(shares, programme, batch),
    givenBack: shares.flatMap((share) => issuanceReserve(share, programme, batch).map(mirrored)),
  }
}

/** What had been reserved for the order. */
async function moved({ store }: Context, { id, about, programme = '' }: Proposal): Promise<readonly Leg[]> {
  const batch = splitPart(id).stream
  for await (const recorded of store.readStream(batch)) {
    const { type, data } = batchCodec.decode(recorded)
    if (type === 'ReservationReceived' && data.attempt === about.attempt) return toCards(data.shares, programme, batch)
  }
  return []
}

function toCards(shares: readonly Share[], programme: string, batch: string): Leg[] {
  return shares.flatMap((share) => [...commitment(share, programme, batch), ...issuance(share, programme, batch)])
}

interface Decided extends Pick<DecisionRequest, 'proposal' | 'decision'> {
  readonly actor: Pick<Actor, 'id'>
}

function toCommand({ copy }: Context, { proposal, decision, actor }: Decided): BatchCommand {
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
