import { isIP } from 'node:net'
import type { Clock } from '@welfare/process/clock.ts'
import { formatShanghai } from '@welfare/process/shanghai-days.ts'
import { type Problem, problem } from '../problem.ts'

export interface RateLimit {
  /** Tries that may come at once. */
  readonly burst: number
  /** One more try each so often. */
  readonly refillEveryMs: number
  /** Keys remembered at once; past it the one that tried longest ago is forgotten. */
  readonly maxKeys: number
}

/** A bucket of tries for each key: a device, an account, an address. In memory; a restart fills all buckets. */
export interface RateLimiter {
  /** Seconds until the next try, at least 1; undefined when there is one. Takes nothing. */
  waitS(key: string): number | undefined
  /** Takes a try, where there is one; else says how long to wait. */
  take(key: string): number | undefined
  /** Gives a try back that turned out not to count. */
  giveBack(key: string): void
}

interface Bucket {
  tries: number
  filledAtMs: number
}

/** @param nowMs time that never stands still, whatever the ledger's clock does */
export function createRateLimiter(
  { burst, refillEveryMs, maxKeys }: RateLimit,
  nowMs: () => number = () => performance.now(),
): RateLimiter {
  // In the order of the last try: the first key is the one to forget.
  const buckets = new Map<string, Bucket>()

  return {
    waitS(key) {
      const bucket = buckets.get(key)
      return bucket && waitOf(filled(bucket))
    },
    take(key) {
      const bucket = filled(buckets.get(key) ?? { tries: burst, filledAtMs: nowMs() })
      const wait = waitOf(bucket)
      remember(key, wait === undefined ? { ...bucket, tries: bucket.tries - 1 } : bucket)
      return wait
    },
    giveBack(key) {
      const bucket = buckets.get(key)
      if (bucket) buckets.set(key, { ...bucket, tries: Math.min(burst, bucket.tries + 1) })
    },
  }

  function filled({ tries, filledAtMs }: Bucket): Bucket {
    const grown = Math.floor((nowMs() - filledAtMs) / refillEveryMs)
    if (grown <= 0) return { tries, filledAtMs }
    return tries + grown >= burst
      ? { tries: burst, filledAtMs: nowMs() }
      : { tries: tries + grown, filledAtMs: filledAtMs + grown * refillEveryMs }
  }

  function waitOf({ tries, filledAtMs }: Bucket): number | undefined {
    if (tries > 0) return undefined
    return Math.max(1, Math.ceil((filledAtMs + refillEveryMs - nowMs()) / 1_000))
  }

  function remember(key: string, bucket: Bucket): void {
    buckets.delete(key)
    buckets.set(key, bucket)
    if (buckets.size <= maxKeys) return
    const [oldest] = buckets.keys()
    if (oldest !== undefined) buckets.delete(oldest)
  }
}

/** One household or office of IPv6 addresses counts as one: who has one address has 2^64 of them. */
export function addressKey(address: string): string {
  return isIP(address) === 6 ? `${expanded(address).slice(0, 4).join(':')}::/64` : address
}

function expanded(address: string): string[] {
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array.from({ length: zeros }, () => '0'), ...right].map((group) => group.replace(/^0+(?=.)/, ''))
}

/** Says how long to wait, and until when. */
export function tooManyAttempts(retryAfterS: number, clock: Clock): Problem {
  const until = formatShanghai(new Date(clock.now().getTime() + retryAfterS * 1_000))
  return { ...problem('too-many-attempts', { retryAfterS, until }), retryAfterS }
}

/**
 * Wrong voucher codes: only misses count, so a busy till never waits. A code is 9 characters of 32 (and a check character that follows from
 * them): 32^9 = 3.5e13 codes. With 1,000,000 codes in use a guess hits one in 3.5e7. A device (one sign-in, one token) has ten at once and one a
 * minute, so that one person's mistyping stops nobody else of a shop that shares an account. An account, however often it is signed in, and an
 * address, whatever accounts it has got hold of, have a hundred and one each ten seconds, 8,740 a day: one hit in 11 years. Every miss is on
 * record, and no card opens outside of the till's programmes.
 */
export const voucherLookUpLimits = {
  byDevice: { burst: 10, refillEveryMs: 60_000, maxKeys: 10_000 },
  byAccount: { burst: 100, refillEveryMs: 10_000, maxKeys: 10_000 },
  byAddress: { burst: 100, refillEveryMs: 10_000, maxKeys: 10_000 },
} as const satisfies Record<string, RateLimit>
