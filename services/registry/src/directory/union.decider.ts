import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider } from '@welfare/event-store/decider/decider.ts'

/*
 * Stream `union-<uuid>`: one union of one division.
 * Invariant: registered once.
 */
export type UnionEvent = EventOf<'UnionRegistered'>
export type UnionCommand = { readonly type: 'RegisterUnion' } & DataOf<'UnionRegistered'>

export interface UnionState {
  readonly registered: boolean
}

export const unionDecider: Decider<UnionState, UnionCommand, UnionEvent, never> = {
  category: 'union',
  initialState: { registered: false },
  decide: ({ registered }, { type: _, ...data }) => accept(registered ? [] : [{ type: 'UnionRegistered', data }]),
  evolve: () => ({ registered: true }),
}
