/**
 * Stream `serials`: one for the ledger. Hands out voucher serials in ranges; none is given twice.
 */
import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, refuse } from '@welfare/event-store/decider/decider.ts'

export type SerialsEvent = EventOf<'SerialsTaken'>
export interface TakeSerials {
  readonly type: 'TakeSerials'
  /** The batch or wallet that they are for. */
  readonly takenFor: string
  readonly count: number
}

export interface SerialsState {
  last: number
}

export const serialsDecider: Decider<SerialsState, TakeSerials, SerialsEvent, 'serials-exhausted'> = {
  category: 'serials',
  get initialState() {
    return { last: 0 }
  },
  decide(state, { takenFor, count }) {
    const first = state.last + 1
    if (state.last + count > LAST_SERIAL) return refuse('serials-exhausted', { last: state.last })
    return accept([{ type: 'SerialsTaken', data: { takenFor, first, count } }])
  },
  evolve(state, { data: { first, count } }) {
    state.last = first + count - 1
    return state
  },
}

/** Codes have 45 bits. */
export const LAST_SERIAL = 2 ** 45 - 1
