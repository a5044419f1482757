import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { type Share, subtractShares, totalOf } from '@welfare/contracts/shares.ts'

type IssuanceProposalEvent = EventOf<
  | 'IssuanceProposed'
  | 'ReservationReceived'
  | 'IssuanceApproved'
  | 'IssuanceProposalRefused'
  | 'IssuanceProposalWithdrawn'
>

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

/** What an order above the limit waits as: its version in the stream is the proposal's, its maker may not approve it. */
export interface IssuanceProposal {
  readonly version: number
  readonly proposedBy: string
}

/** What a proposal changes of a batch. */
interface ProposedBatch {
  status: 'none' | 'proposed' | 'reserved' | 'ordered' | 'refused' | 'withdrawn' | 'committed' | 'issuing' | 'completed'
  /** Of the last order that waited for an approver. */
  proposal: IssuanceProposal | undefined
  order: EventData<'IssuanceOrdered'> | undefined
  refusal: EventData<'IssuanceRefused'> | undefined
}

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

function evolveProposal(state: ProposedBatch, event: IssuanceProposalEvent, version: number): void {
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
