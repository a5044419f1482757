import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { type Share, subtractShares, totalOf } from '@welfare/contracts/shares.ts'
import { evolveProposal, type IssuanceProposalEvent, type ProposedBatch } from './issuance-proposal.state.ts'

export type BatchEvent =
  | EventOf<
      | 'IssuanceOrdered'
      | 'CommitmentReceived'
      | 'IssuanceRefused'
      | 'SerialsAssigned'
      | 'CreditsIssued'
      | 'CommitmentReleased'
      | 'IssuanceCompleted'
    >
  | IssuanceProposalEvent
type EventData<T extends BatchEvent['type']> = EventOf<T>['data']

export interface BatchState extends ProposedBatch {
  remaining: Share[]
  serials: { first: number; count: number } | undefined
  parts: number
  issuedWorkers: number
  skippedWorkers: number
  excluded: NonNullable<EventData<'IssuanceCompleted'>['excluded']>
  issuedFen: number
}

export function initialBatchState(): BatchState {
  return {
    status: 'none',
    proposal: undefined,
    order: undefined,
    refusal: undefined,
    remaining: [],
    serials: undefined,
    parts: 0,
    issuedWorkers: 0,
    skippedWorkers: 0,
    excluded: [],
    issuedFen: 0,
  }
}

export function mayOrder({ status }: BatchState): boolean {
  return status === 'none' || status === 'refused' || status === 'withdrawn'
}

/** The budget, or an approver, has not said its last word. */
export function isUndecided(status: BatchState['status']): boolean {
  return status === 'proposed' || status === 'reserved' || status === 'ordered'
}

export function evolveBatch(state: BatchState, event: BatchEvent, version: number): BatchState {
  switch (event.type) {
    case 'IssuanceOrdered':
      state.order = event.data
      state.refusal = undefined
      state.status = 'ordered'
      return state
    case 'IssuanceProposed':
    case 'ReservationReceived':
    case 'IssuanceApproved':
    case 'IssuanceProposalRefused':
    case 'IssuanceProposalWithdrawn':
      evolveProposal(state, event, version)
      return state
    case 'CommitmentReceived':
      state.remaining = event.data.shares
      state.status = 'committed'
      return state
    case 'IssuanceRefused':
      state.refusal = event.data
      state.status = 'refused'
      return state
    case 'SerialsAssigned':
      state.serials = event.data
      state.status = 'issuing'
      return state
    case 'CreditsIssued': {
      state.parts = event.data.part
      state.issuedWorkers += event.data.wallets.length
      for (const { credits } of event.data.wallets) {
        for (const { shares } of credits) {
          state.remaining = subtractShares(state.remaining, shares)
          state.issuedFen = addFen(state.issuedFen, totalOf(shares))
        }
      }
      return state
    }
    case 'CommitmentReleased':
      state.remaining = subtractShares(state.remaining, event.data.shares)
      return state
    case 'IssuanceCompleted':
      state.skippedWorkers = event.data.skipped
      state.excluded = event.data.excluded ?? []
      state.status = 'completed'
      return state
  }
}
