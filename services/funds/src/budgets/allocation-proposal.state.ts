import type { EventOf } from '@welfare/contracts/catalogue.ts'

/** An allocation that waits, or waited, for an approver. */
export interface AllocationProposal {
  readonly programme: string
  readonly budget: string
  readonly amountFen: number
  readonly note: string | undefined
  readonly proposedBy: string
  status: 'proposed' | 'approved' | 'refused' | 'withdrawn'
}

export type ProposalEvent = EventOf<
  'AllocationProposed' | 'AllocationApproved' | 'AllocationProposalRefused' | 'AllocationProposalWithdrawn'
>

export function evolveProposal(
  proposals: Map<string, AllocationProposal>,
  event: ProposalEvent,
  version: number,
): void {
  if (event.type === 'AllocationProposed') {
    const { programme, budget, shares, note, proposedBy } = event.data
    const [share] = shares
    if (!share) throw new Error('a proposal without money')
    const proposal = { programme, budget, amountFen: share.amountFen, note, proposedBy, status: 'proposed' as const }
    proposals.set(`${share.fund}.${version}`, proposal)
    return
  }
  const proposal = proposals.get(event.data.proposal)
  if (proposal) proposal.status = outcomes[event.type]
}

const outcomes = {
  AllocationApproved: 'approved',
  AllocationProposalRefused: 'refused',
  AllocationProposalWithdrawn: 'withdrawn',
} as const
