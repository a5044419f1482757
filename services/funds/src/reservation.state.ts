import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { addShares, type Share } from '@welfare/contracts/shares.ts'
import { lessShares } from './budgets/budget-shares.ts'

export type ReservationEvent = EventOf<'FundsReserved' | 'ReservationRefused' | 'ReservationReleased'>

export interface Reservation {
  readonly batch: string
  readonly attempt: number
  readonly shares: Share[]
}

/** What a reservation changes of a budget. */
export interface ReservingBudget {
  /** Spendable, by fund in the order in which they came; emptied funds leave. */
  allocated: readonly Share[]
  /** By batch and attempt. */
  readonly reserved: Map<string, Reservation>
  /** Allocations, releases and (batch, attempt) pairs already dealt with. */
  readonly settled: Set<string>
}

export function evolveReservation(state: ReservingBudget, { type, data }: ReservationEvent): void {
  switch (type) {
    case 'FundsReserved':
      state.settled.add(reserveKey(data))
      state.allocated = lessShares(state.allocated, data.shares)
      state.reserved.set(orderKey(data), data)
      return
    case 'ReservationRefused':
      state.settled.add(reserveKey(data))
      return
    case 'ReservationReleased':
      state.allocated = addShares(state.allocated, data.shares)
      state.reserved.delete(orderKey(data))
  }
}

/** Each order of a batch is dealt with once. */
export function orderKey({ batch, attempt }: { readonly batch: string; readonly attempt: number }): string {
  return `${batch}#${attempt}`
}

export function reserveKey(order: { readonly batch: string; readonly attempt: number }): string {
  return `reserve ${orderKey(order)}`
}
