import type { Acts } from '@welfare/approvals/acts.ts'
import { codecFor } from '@welfare/contracts/catalogue.ts'
import type { Dependencies } from '@welfare/http/dependencies.ts'
import type { ProgrammeEvent } from './programme.decider.ts'
import type { ProgrammesFacts } from './programmes.facts.ts'
import type { RoundEvent } from './rounds/round.state.ts'

/** What this service's routes work with. */
export interface ProgrammesContext extends Pick<Dependencies, 'runner' | 'clock'> {
  readonly facts: ProgrammesFacts
  /** Which acts wait for another person, and how late an entry may come. */
  readonly acts: Acts
}

export const programmeCodec = codecFor<ProgrammeEvent['type']>()
export const roundCodec = codecFor<RoundEvent['type']>()
