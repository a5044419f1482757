import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, refuse } from '@welfare/event-store/decider/decider.ts'

/*
 * Stream `access-<uuid of account and day>`: what one account read of people by name on one day.
 * Invariant: a read is recorded before it is answered, and the reads of a day are bounded: more is no work but copying.
 */
export type AccessEvent = EventOf<'PersonalDataRead'>
export interface AccessCommand {
  readonly type: 'ReadPersonalData'
  /** One read; several where it was of more people than one event names. */
  readonly reads: readonly DataOf<'PersonalDataRead'>[]
}
export type AccessRefusalCode = 'personal-reads-exhausted'

export interface AccessState {
  readonly reads: number
}

export const READS_PER_DAY = 5_000

export const accessDecider: Decider<AccessState, AccessCommand, AccessEvent, AccessRefusalCode> = {
  category: 'access',
  initialState: { reads: 0 },
  decide: ({ reads }, command) =>
    reads < READS_PER_DAY
      ? accept(command.reads.map((data) => ({ type: 'PersonalDataRead', data })))
      : refuse('personal-reads-exhausted', { readsPerDay: READS_PER_DAY }),
  evolve: ({ reads }) => ({ reads: reads + 1 }),
}
