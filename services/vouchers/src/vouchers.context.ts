import type { Acts } from '@welfare/service-kit/acts/acts.ts'
import type { Clock } from '@welfare/service-kit/clock.ts'
import type { Consumer } from '@welfare/service-kit/consumer.ts'
import type { RateLimiter } from '@welfare/service-kit/rate-limit.ts'
import type { RoomDependencies } from '@welfare/service-kit/room.ts'
import type { VoucherCodes } from './voucher-code.ts'
import type { VouchersCopy } from './vouchers-copy.store.ts'

/** What this room's routes and jobs work with. */
export interface VouchersContext extends Pick<RoomDependencies, 'runner' | 'store' | 'logger'> {
  readonly clock: Clock
  readonly copy: VouchersCopy
  /** Which acts wait for another person, and how late an entry may come. */
  readonly acts: Acts
  readonly codes: VoucherCodes
  /** Wrong codes. */
  readonly guesses: { readonly byDevice: RateLimiter; readonly byAccount: RateLimiter; readonly byAddress: RateLimiter }
  /** Fills the copy. */
  readonly facts: Consumer
  /** Resolves with the next change of the copy, or after `timeoutMs`. */
  nextChange(timeoutMs: number): Promise<void>
}
