import type { Acts } from '@welfare/approvals/acts.ts'
import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { RoomDependencies } from '@welfare/http/room.ts'
import type { ProgrammeEvent } from './programme.decider.ts'
import type { ProgrammesCopy } from './programmes-copy.store.ts'
import type { RoundEvent } from './rounds/round.state.ts'

/** What this room's routes work with. */
export interface ProgrammesContext extends Pick<RoomDependencies, 'runner' | 'store' | 'clock' | 'logger'> {
  readonly copy: ProgrammesCopy
  /** Which acts wait for another person, and how late an entry may come. */
  readonly acts: Acts
  /** Fills the copy. */
  readonly facts: Consumer
}

export const programmeCodec = codecFor<ProgrammeEvent['type']>()
export const roundCodec = codecFor<RoundEvent['type']>()
