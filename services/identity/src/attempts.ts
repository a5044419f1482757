import { addressKey } from '@welfare/service-kit/client-address.ts'
import type { Clock } from '@welfare/service-kit/clock.ts'
import type { IdentityStore } from './identity.store.ts'
import { attemptLimits } from './identity-limits.ts'

/** A try that counts as failed from its beginning, so that a hundred at once are a hundred. */
export interface Attempt {
  succeeded(): void
}

/** Who failed to sign in, by account and by address, whether there is such an account or not; outlives a restart. */
export interface Attempts {
  /** The attempt, or for how many seconds there may be none. */
  begin(account: string, address: string): Attempt | number
}

interface Place {
  readonly key: string
  readonly free: number
}

export function createAttempts(store: IdentityStore, clock: Clock): Attempts {
  return {
    begin(account, address) {
      const nowMs = clock.now().getTime()
      const places: readonly Place[] = [
        { key: `account ${account}`, free: attemptLimits.free },
        { key: `address ${addressKey(address)}`, free: attemptLimits.freeByAddress },
      ]
      const waitMs = Math.max(...places.map((place) => waitOf(place, nowMs)))
      if (waitMs > 0) return Math.ceil(waitMs / 1_000)
      const before = places.map(({ key }) => failuresOf(key, nowMs))
      places.forEach(({ key }, index) => {
        const failures = (before[index] ?? 0) + 1
        store.putAttempts(key, { failures, lastAtMs: nowMs }, attemptLimits.maxKeys)
      })
      return {
        succeeded() {
          // The account begins anew. The address loses this one only: else a guesser would sign in as itself between guesses.
          const [accountPlace, addressPlace] = places
          if (accountPlace) store.dropAttempts(accountPlace.key)
          if (addressPlace) takeBack(addressPlace.key)
        },
      }
    },
  }

  function failuresOf(key: string, nowMs: number): number {
    const known = store.findAttempts(key)
    return !known || nowMs - known.lastAtMs >= attemptLimits.forgottenAfterMs ? 0 : known.failures
  }

  function waitOf({ key, free }: Place, nowMs: number): number {
    const beyond = failuresOf(key, nowMs) - free
    if (beyond < 0) return 0
    const pauseMs = Math.min(attemptLimits.maxWaitMs, attemptLimits.firstWaitMs * 2 ** Math.min(beyond, 20))
    return (store.findAttempts(key)?.lastAtMs ?? 0) + pauseMs - nowMs
  }

  function takeBack(key: string): void {
    const known = store.findAttempts(key)
    if (!known) return
    if (known.failures <= 1) store.dropAttempts(key)
    else store.putAttempts(key, { ...known, failures: known.failures - 1 }, attemptLimits.maxKeys)
  }
}
