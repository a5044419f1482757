import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { addShares, type Share, totalOf } from '@welfare/contracts/shares.ts'
import { evolveReservation, orderKey, type ReservationEvent, type ReservingBudget } from '../reservation.state.ts'
import type { Sharing } from './budget.commands.ts'
import { lessShares, MAX_FUNDS, risenBy } from './budget-shares.ts'
import { type ClaimEvent, type ClaimingBudget, evolveClaims } from './claims.state.ts'

export type BudgetState = { readonly status: 'absent' } | OpenBudget

export interface OpenBudget extends ReservingBudget, ClaimingBudget {
  status: 'open' | 'closed'
  readonly programme: string
  sharing: Sharing
  /** What each fund's allocation brought, and how much of it was put right since. */
  readonly allocations: Map<string, { readonly fund: string; readonly amountFen: number; reversedFen: number }>
  readonly creditReturns: Map<string, { readonly throughSequence: number; readonly totals: readonly Share[] }>
}

export type BudgetEvent =
  | EventOf<
      | 'BudgetOpened'
      | 'BudgetSharingChanged'
      | 'AllocationReceived'
      | 'FundsCommitted'
      | 'CommitmentRefused'
      | 'CommitmentReleaseReceived'
      | 'CreditReturnsReceived'
      | 'AllocationReturned'
      | 'AllocationReversed'
      | 'BudgetClosed'
    >
  | ReservationEvent
  | ClaimEvent

export function evolveBudget(state: BudgetState, event: BudgetEvent): BudgetState {
  if (event.type === 'BudgetOpened') return opened(event.data)
  if (state.status === 'absent') throw new Error(`${event.type} before BudgetOpened`)
  switch (event.type) {
    case 'BudgetSharingChanged':
      state.sharing = event.data.sharing
      return state
    case 'AllocationReceived':
      state.settled.add(event.data.allocation)
      for (const share of event.data.shares) state.allocations.set(event.data.allocation, { ...share, reversedFen: 0 })
      if (takesFund(state, event.data.shares[0]?.fund)) state.allocated = addShares(state.allocated, event.data.shares)
      return state
    case 'FundsCommitted':
      state.settled.add(orderKey({ batch: event.data.for, attempt: event.data.attempt }))
      state.allocated = lessShares(state.allocated, event.data.shares)
      return state
    case 'CommitmentRefused':
      state.settled.add(orderKey({ batch: event.data.for, attempt: event.data.attempt }))
      return state
    case 'FundsReserved':
    case 'ReservationRefused':
    case 'ReservationReleased':
      evolveReservation(state, event)
      return state
    case 'CommitmentReleaseReceived':
      state.settled.add(event.data.release)
      state.allocated = addShares(state.allocated, event.data.shares)
      return state
    case 'CreditReturnsReceived': {
      const { batch, totals, throughSequence } = event.data
      state.allocated = addShares(state.allocated, risenBy(state.creditReturns.get(batch)?.totals ?? [], totals))
      state.creditReturns.set(batch, { totals, throughSequence })
      return state
    }
    case 'ClaimReceived':
    case 'ClaimWrittenOff':
      evolveClaims(state, event)
      return state
    case 'ClaimSettled':
    case 'WaiverReceived':
    case 'ClaimRecovered':
      evolveClaims(state, event)
      state.allocated = addShares(state.allocated, event.data.shares)
      return state
    case 'AllocationReturned':
      if (takesFund(state, event.data.fund)) state.allocated = lessShares(state.allocated, event.data.shares)
      return state
    case 'AllocationReversed': {
      const known = state.allocations.get(event.data.corrects)
      if (known) known.reversedFen = addFen(known.reversedFen, totalOf(event.data.shares))
      state.allocated = lessShares(state.allocated, event.data.shares)
      return state
    }
    case 'BudgetClosed':
      state.status = 'closed'
      return state
  }
}

function opened({ programme, sharing }: DataOf<'BudgetOpened'>): OpenBudget {
  const nothing = {
    allocated: [],
    allocations: new Map(),
    reserved: new Map(),
    settled: new Set<string>(),
    creditReturns: new Map(),
    claims: new Map(),
    writtenOff: new Map(),
  }
  return { status: 'open', programme, sharing, ...nothing }
}

/** A fund beyond the last that fits gets its allocation back, and never enters `allocated`. */
export function takesFund({ allocated }: OpenBudget, fund: string | undefined): boolean {
  return allocated.length < MAX_FUNDS || allocated.some((share) => share.fund === fund)
}
