import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider } from '@welfare/decider/decider.ts'

/*
 * Stream `identity-<uuid of the keyed hash of the identity number>`: the one place where two people with one number meet.
 * Invariant: a number is given to one worker, once. Whoever comes second finds it given.
 */
export type IdentityEvent = EventOf<'IdentityReserved'>
export type IdentityCommand = { readonly type: 'ReserveIdentity' } & DataOf<'IdentityReserved'>

export interface IdentityState {
  readonly worker: string | undefined
}

export const identityDecider: Decider<IdentityState, IdentityCommand, IdentityEvent, never> = {
  category: 'identity',
  initialState: { worker: undefined },
  decide: (state, { type: _, ...data }) =>
    accept(state.worker === undefined ? [{ type: 'IdentityReserved', data }] : []),
  evolve: (_, { data }) => ({ worker: data.worker }),
}
