import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { type TermsBreachCode, termsBreach } from '@welfare/contracts/donor-terms.ts'
import { MAX_GIFTS, waitingUnder } from '@welfare/contracts/gifts.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type {
  AllocateFunds,
  ApproveAllocation,
  EndProposal,
  RefuseAllocation,
  WithdrawAllocation,
} from '../fund.commands.ts'
import type { OpenFund } from '../fund.state.ts'
import type { AllocationProposal, ProposalEvent } from './allocation-proposal.state.ts'

export type ProposalRefusalCode =
  | 'proposal-unknown'
  | 'proposal-not-open'
  | 'maker-cannot-approve'
  | 'only-maker-withdraws'
  | 'programme-closed'
  | TermsBreachCode

type ProposalDecision = Decision<ProposalEvent | EventOf<'FundsAllocated'>, ProposalRefusalCode>

/** The money leaves `available` now: whatever else is spent meanwhile, an approval finds it. */
export function propose(fund: OpenFund, command: AllocateFunds, limitFen: number): ProposalDecision {
  const { fund: id, amountFen, allocation, maker, because } = command
  const shares = [{ fund: id, amountFen }]
  const availableAfterFen = subtractFen(fund.available.total, amountFen)
  const waiting = { limitFen, proposedBy: maker, ...(because && { because }) }
  return accept([{ type: 'AllocationProposed', data: { ...allocation, shares, availableAfterFen, ...waiting } }])
}

/** Everything but the money is looked at again: a programme may have been closed, a donor's period may have ended. */
export function approve(fund: OpenFund, command: ApproveAllocation): ProposalDecision {
  const { proposal: id, approver, facts, today, factsReadThrough, note } = command
  const found = findOpen(fund, id)
  if ('code' in found) return refuse(found.code, found.facts)
  const { programme, budget, amountFen, proposedBy } = found
  if (approver === proposedBy) return refuse('maker-cannot-approve', { maker: proposedBy })
  if (facts.closed) return refuse('programme-closed', { programme })
  const breach = termsBreach(fund.restriction, { ...facts, programme }, today)
  if (breach) return refuse(breach.code, breach.facts)
  const given = { programme, shares: [{ fund: command.fund, amountFen }] }
  const reservedBackFen = addFen(fund.available.total, amountFen)
  const approved = { proposal: id, ...given, availableAfterFen: reservedBackFen, ...(note !== undefined && { note }) }
  // A reservation may be of more gifts than one event names: those are reckoned again when it is read.
  const waiting = waitingUnder(fund.gifts, id)
  const donors = waiting.length > 0 && waiting.length <= MAX_GIFTS ? { donors: waiting } : {}
  const allocated = {
    ...given,
    budget,
    availableAfterFen: fund.available.total,
    factsReadThrough,
    proposal: id,
    ...donors,
  }
  return accept([
    { type: 'AllocationApproved', data: approved },
    { type: 'FundsAllocated', data: { ...allocated, ...(found.note !== undefined && { note: found.note }) } },
  ])
}

export function refuseProposal(fund: OpenFund, command: RefuseAllocation): ProposalDecision {
  const found = findOpen(fund, command.proposal)
  if ('code' in found) return refuse(found.code, found.facts)
  return accept([{ type: 'AllocationProposalRefused', data: ended(fund, found, command) }])
}

export function withdraw(fund: OpenFund, command: WithdrawAllocation): ProposalDecision {
  const found = findOpen(fund, command.proposal)
  if ('code' in found) return refuse(found.code, found.facts)
  if (command.account !== found.proposedBy) return refuse('only-maker-withdraws', { maker: found.proposedBy })
  return accept([{ type: 'AllocationProposalWithdrawn', data: ended(fund, found, command) }])
}

export function endProposal(fund: OpenFund, command: EndProposal): ProposalDecision {
  const proposal = fund.proposals.get(command.proposal)
  if (proposal?.status !== 'proposed') return accept([])
  return accept([{ type: 'AllocationProposalRefused', data: ended(fund, proposal, command) }])
}

/** For proposals that wait. */
export function reservedOf({ proposals }: OpenFund): number {
  return sumFen([...proposals.values()].filter(({ status }) => status === 'proposed').map(({ amountFen }) => amountFen))
}

type NotOpen = { readonly code: 'proposal-unknown' | 'proposal-not-open'; readonly facts: Record<string, string> }

function findOpen({ proposals }: OpenFund, id: string): AllocationProposal | NotOpen {
  const proposal = proposals.get(id)
  if (!proposal) return { code: 'proposal-unknown', facts: { proposal: id } }
  if (proposal.status !== 'proposed') return { code: 'proposal-not-open', facts: { outcome: proposal.status } }
  return proposal
}

function ended(
  fund: OpenFund,
  { programme, amountFen }: AllocationProposal,
  { fund: id, proposal, reason }: Pick<RefuseAllocation, 'fund' | 'proposal' | 'reason'>,
) {
  const availableAfterFen = addFen(fund.available.total, amountFen)
  return { proposal, programme, shares: [{ fund: id, amountFen }], availableAfterFen, reason }
}
