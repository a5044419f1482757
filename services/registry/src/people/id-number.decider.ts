import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider } from '@welfare/event-store/decider/decider.ts'

/*
 * Stream `identity-<uuid of the keyed hash of the identity number>`: the one place where two people with one number meet.
 * Invariant: a number is given to one worker at a time. A second worker finds it given; what was given by mistake is released.
 */
export type IdentityEvent = EventOf<'IdentityReserved' | 'IdentityReleased'>
export type IdentityCommand =
  | ({ readonly type: 'ReserveIdentity' } & DataOf<'IdentityReserved'>)
  | ({ readonly type: 'ReleaseIdentity' } & DataOf<'IdentityReleased'>)

export interface IdentityState {
  readonly worker: string | undefined
}

export const identityDecider: Decider<IdentityState, IdentityCommand, IdentityEvent, never> = {
  category: 'identity',
  initialState: { worker: undefined },
  decide(state, command) {
    const { worker } = command
    if (command.type === 'ReleaseIdentity')
      return accept(state.worker === worker ? [{ type: 'IdentityReleased', data: { worker } }] : [])
    const { hashKeyVersion } = command
    return accept(state.worker === undefined ? [{ type: 'IdentityReserved', data: { worker, hashKeyVersion } }] : [])
  },
  evolve: (_, { type, data }) => ({ worker: type === 'IdentityReserved' ? data.worker : undefined }),
}
