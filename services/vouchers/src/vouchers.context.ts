import type { Acts } from '@welfare/approvals/acts.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { Attachments } from '@welfare/http/attachments/attachments.ts'
import type { Dependencies } from '@welfare/http/dependencies.ts'
import type { RateLimiter } from '@welfare/http/edge/rate-limit.ts'
import type { Clock } from '@welfare/process/clock.ts'
import type { FoundVoucher } from './till/till.facts.ts'
import type { VoucherCodes } from './till/voucher-code.ts'
import type { VouchersFacts } from './vouchers.facts.ts'

/** What this service's routes and jobs work with. */
export interface VouchersContext extends Pick<Dependencies, 'runner' | 'store' | 'logger'> {
  readonly clock: Clock
  readonly copy: VouchersFacts
  /** Which acts wait for another person, and how late an entry may come. */
  readonly acts: Acts
  readonly codes: VoucherCodes
  /** Of merchants' invoices. */
  readonly scans: Attachments
  /** The wallet that a shown code or QR token opens; undefined where it is not one of ours. */
  findVoucher(shown: string): FoundVoucher | undefined
  /** Wrong codes. */
  readonly guesses: { readonly byDevice: RateLimiter; readonly byAccount: RateLimiter; readonly byAddress: RateLimiter }
  /** Fills the copy. */
  readonly follower: Consumer
  /** Waits, bounded, until everything that was durable when it was asked is known. False when that takes too long. */
  awaitFacts(): Promise<boolean>
  /** Resolves with the next change of the copy, or after `timeoutMs`. */
  nextChange(timeoutMs: number): Promise<void>
}
