const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Every limit of signing in, in one place. */
export const accountsLimits = {
  /** A session ends this long after its last request, */
  sessionIdleMs: 2 * HOUR_MS,
  /** and this long after its beginning, whatever happens. */
  sessionMs: 12 * HOUR_MS,
  /** How often it is written down that sessions are in use; a crash forgets no more than that. */
  sessionSeenEveryMs: MINUTE_MS,
  /** Sessions, tokens and accounts kept at hand. */
  remembered: 10_000,
  pairingMs: 10 * MINUTE_MS,
  /** Codes that one merchant's pairings may have waiting at once. */
  pairingsWaiting: 20,
  oneTimePasswordMs: 7 * 24 * HOUR_MS,
  /** From the first redirect to the provider's answer. */
  signOnMs: 10 * MINUTE_MS,
} as const

/** Begun at the provider, by address. */
export const signOnLimit = { burst: 30, refillEveryMs: 2_000, maxKeys: 10_000 } as const

/** Of failed sign-ins. */
export const attemptLimits = {
  free: 5,
  /** An office shares one address. */
  freeByAddress: 20,
  /** Of one account, from all addresses at which it was never signed in together: what many machines may guess at one password. */
  freeEverywhere: 50,
  firstWaitMs: 1_000,
  maxWaitMs: 15 * MINUTE_MS,
  /** After this long without a failure it begins again; four tries an hour at the longest wait are no more than that. */
  forgottenAfterMs: HOUR_MS,
  maxKeys: 10_000,
} as const

/**
 * 2^15 · 8 · 128 bytes = 32 MiB and about 100 ms of one core a guess; a guesser needs the ledger's secret as well, which is not in the file of
 * the hashes. One at a time, so that a rush of sign-ins leaves the other core to redemptions.
 */
export const hashingLimits = {
  cost: { N: 2 ** 15, r: 8, p: 1 },
  atOnce: 1,
  waiting: 64,
} as const

/**
 * Guesses of one-time codes, by address. A pairing code has 8 characters of 32: 32^8 = 1.1e12, for ten minutes. All addresses together have 60
 * guesses at once and one a second, 660 in ten minutes; with 100 codes waiting one of them is hit once in 1.7e7 such ten minutes: 300 years.
 */
export const codeGuesses = {
  byAddress: { burst: 10, refillEveryMs: MINUTE_MS, maxKeys: 10_000 },
  together: { burst: 60, refillEveryMs: 1_000, maxKeys: 1 },
} as const
