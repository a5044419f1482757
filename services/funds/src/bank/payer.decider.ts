import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, refuse } from '@welfare/event-store/decider/decider.ts'

type PayerState = { readonly status: 'absent' } | { readonly status: 'registered' }

export interface RegisterPayer extends DataOf<'PayerRegistered'> {
  readonly type: 'RegisterPayer'
}

/** Stream `payer-<uuid of what tells it apart>`: who pays instead of a union. How much of a fund it pays is decided in the fund's stream. */
export const payerDecider: Decider<PayerState, RegisterPayer, EventOf<'PayerRegistered'>, 'payer-known'> = {
  category: 'payer',
  initialState: { status: 'absent' },
  decide(state, { type: _, ...data }) {
    if (state.status === 'registered') return refuse('payer-known')
    return accept([{ type: 'PayerRegistered', data }])
  },
  evolve: () => ({ status: 'registered' }),
}
