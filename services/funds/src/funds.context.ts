import type { Acts } from '@welfare/approvals/acts.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { RoomDependencies } from '@welfare/http/room.ts'
import type { FundsCopy } from './funds-copy.store.ts'

/** What this room's routes work with. */
export interface FundsContext extends Pick<RoomDependencies, 'runner' | 'store' | 'clock'> {
  readonly copy: FundsCopy
  /** Which acts wait for another person, and how late an entry may come. */
  readonly acts: Acts
  /** Fills the copy. */
  readonly facts: Consumer
  /** Carries allocations to budgets, returns to funds, and tells budgets what comes back of credits. */
  readonly processes: Consumer
}
