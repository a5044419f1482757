import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'

export type IssuanceProposalEvent = EventOf<
  | 'IssuanceProposed'
  | 'ReservationReceived'
  | 'IssuanceApproved'
  | 'IssuanceProposalRefused'
  | 'IssuanceProposalWithdrawn'
>

/** What an order above the limit waits as: its version in the stream is the proposal's, its maker may not approve it. */
export interface IssuanceProposal {
  readonly version: number
  readonly proposedBy: string
}

/** What a proposal changes of a batch. */
export interface ProposedBatch {
  status: 'none' | 'proposed' | 'reserved' | 'ordered' | 'refused' | 'withdrawn' | 'committed' | 'issuing' | 'completed'
  /** Of the last order that waited for an approver. */
  proposal: IssuanceProposal | undefined
  order: DataOf<'IssuanceOrdered'> | undefined
  refusal: DataOf<'IssuanceRefused'> | undefined
}

export function evolveProposal(state: ProposedBatch, event: IssuanceProposalEvent, version: number): void {
  switch (event.type) {
    case 'IssuanceProposed': {
      const { limitFen: _, because: __, proposedBy, ...order } = event.data
      state.order = order
      state.proposal = { version, proposedBy }
      state.refusal = undefined
      state.status = 'proposed'
      return
    }
    case 'ReservationReceived':
      state.status = 'reserved'
      return
    case 'IssuanceApproved':
      return
    case 'IssuanceProposalRefused':
    case 'IssuanceProposalWithdrawn': {
      const { programme, attempt, reason } = event.data
      const isWithdrawn = event.type === 'IssuanceProposalWithdrawn'
      const code = isWithdrawn ? 'proposal-withdrawn' : 'proposal-refused'
      state.refusal = { programme, attempt, code, facts: { reason } }
      state.status = isWithdrawn ? 'withdrawn' : 'refused'
    }
  }
}
