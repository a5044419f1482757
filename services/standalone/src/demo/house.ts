import type { HouseAccounts } from '@welfare/accounts/house-accounts.ts'
import type { SimulatedClock } from '@welfare/process/clock.ts'

/** What a demonstration needs of the house that it plays in, beside its public API: one process, or many. */
export interface DemoHouse {
  /** Of the public API. */
  readonly url: string
  readonly clock: SimulatedClock
  readonly accounts: HouseAccounts
  /** For `Authorization: Bearer`: an auditor of everything. */
  readonly operatorToken: string
  /** What the hourly sweep does. */
  sweepExpiredCredits(): Promise<unknown>
}
