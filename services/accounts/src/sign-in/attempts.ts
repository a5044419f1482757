import { addressKey } from '@welfare/http/edge/rate-limit.ts'
import type { Clock } from '@welfare/process/clock.ts'
import type { SecretsStore } from '../accounts.store.ts'
import { attemptLimits } from '../accounts-limits.ts'

/** A try that counts as failed from its beginning, so that a hundred at once are a hundred. */
export interface Attempt {
  succeeded(): void
}

/**
 * Who failed to sign in: an account at an address, whether there is such an account or not; an address, whatever the account; and an account
 * at all addresses from which it was never signed in. Hence nobody elsewhere keeps a person out of the own account. Outlives a restart.
 */
export interface Attempts {
  /** The attempt, or for how many seconds there may be none. */
  begin(account: string, address: string): Attempt | number
  /** An administrator vouches for the account: its failures are forgotten, at every address. */
  forget(account: string): void
}

interface Counter {
  readonly key: string
  readonly free: number
}

const atAddress = (account: string, address: string) => `account ${account} ${address}`
const fromAddress = (address: string) => `address ${address}`
const everywhere = (account: string) => `everywhere ${account}`
/** From which the account was signed in before. */
const knownAt = (account: string, address: string) => `known ${account} ${address}`

export function createAttempts(store: SecretsStore, clock: Clock): Attempts {
  return {
    begin(account, givenAddress) {
      const nowMs = clock.now().getTime()
      const address = addressKey(givenAddress)
      const isKnown = store.findAttempts(knownAt(account, address)) !== undefined
      const counters: readonly Counter[] = [
        { key: atAddress(account, address), free: attemptLimits.free },
        { key: fromAddress(address), free: attemptLimits.freeByAddress },
        ...(isKnown ? [] : [{ key: everywhere(account), free: attemptLimits.freeEverywhere }]),
      ]
      const waitMs = Math.max(...counters.map((counter) => waitOf(counter, nowMs)))
      if (waitMs > 0) return Math.ceil(waitMs / 1_000)
      for (const { key } of counters)
        store.putAttempts(key, { failures: failuresOf(key, nowMs) + 1, lastAtMs: nowMs }, attemptLimits.maxKeys)
      return {
        succeeded() {
          // The account begins again here. Other counters lose this one only: else a guesser would sign in as itself between guesses.
          store.dropAttempts(atAddress(account, address))
          takeBack(fromAddress(address), 1)
          if (!isKnown) takeBack(everywhere(account), 1)
          store.putAttempts(knownAt(account, address), { failures: 0, lastAtMs: nowMs }, attemptLimits.maxKeys)
        },
      }
    },
    forget(account) {
      const prefix = atAddress(account, '')
      for (const { key, failures } of store.listAttempts(prefix)) {
        store.dropAttempts(key)
        takeBack(fromAddress(key.slice(prefix.length)), failures)
      }
      store.dropAttempts(everywhere(account))
    },
  }

  function failuresOf(key: string, nowMs: number): number {
    const known = store.findAttempts(key)
    return !known || nowMs - known.lastAtMs >= attemptLimits.forgottenAfterMs ? 0 : known.failures
  }

  function waitOf({ key, free }: Counter, nowMs: number): number {
    const beyond = failuresOf(key, nowMs) - free
    if (beyond < 0) return 0
    const pauseMs = Math.min(attemptLimits.maxWaitMs, attemptLimits.firstWaitMs * 2 ** Math.min(beyond, 20))
    return (store.findAttempts(key)?.lastAtMs ?? 0) + pauseMs - nowMs
  }

  function takeBack(key: string, failures: number): void {
    const known = store.findAttempts(key)
    if (!known) return
    if (known.failures <= failures) store.dropAttempts(key)
    else store.putAttempts(key, { ...known, failures: known.failures - failures }, attemptLimits.maxKeys)
  }
}
