import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { Secrets } from '../secrets.ts'

export interface HashingCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

export interface PasswordHash {
  readonly salt: Uint8Array
  readonly hash: Uint8Array
  /** Kept with each hash, so that the cost can rise and every password follow when it is next used. */
  readonly cost: HashingCost
}

export interface Passwords {
  /** Undefined when too many are waiting. */
  hash(password: string): Promise<PasswordHash | undefined>
  /** Takes as long where there is no hash to compare with: time tells nobody which accounts exist. Undefined when too many are waiting. */
  verify(
    password: string,
    known: PasswordHash | undefined,
  ): Promise<{ readonly matches: boolean; readonly isOutdated: boolean } | undefined>
}

export interface PasswordOptions {
  readonly secrets: Pick<Secrets, 'keyedHash'>
  readonly cost: HashingCost
  readonly atOnce: number
  readonly waiting: number
}

const HASH_BYTES = 32
const SALT_BYTES = 16

/** scrypt over a keyed hash: the file of hashes alone, without the ledger's secret, is not even worth guessing at. */
export function createPasswords({ secrets, cost, atOnce, waiting }: PasswordOptions): Passwords {
  const take = createHashingQueue(atOnce, waiting)
  const nobodys: PasswordHash = { salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES), cost }

  return {
    hash: (password) =>
      take(async () => {
        const salt = randomBytes(SALT_BYTES)
        return { salt, hash: await derive(password, salt, cost), cost }
      }),
    verify: (password, known) =>
      take(async () => {
        const { salt, hash, cost: itsCost } = known ?? nobodys
        const matches = timingSafeEqual(await derive(password, salt, itsCost), hash)
        const isOutdated = itsCost.N !== cost.N || itsCost.r !== cost.r || itsCost.p !== cost.p
        return { matches: matches && known !== undefined, isOutdated }
      }),
  }

  function derive(password: string, salt: Uint8Array, { N, r, p }: HashingCost): Promise<Buffer> {
    const keyed = secrets.keyedHash('password', password.normalize('NFKC'))
    const options = { N, r, p, maxmem: 2 * 128 * N * r }
    return new Promise((resolve, reject) => {
      scrypt(keyed, salt, HASH_BYTES, options, (error, hash) => (error ? reject(error) : resolve(hash)))
    })
  }
}

const MIN_LENGTH = 12
const MIN_DIFFERENT = 6
/** Bounds what is hashed. */
export const MAX_PASSWORD_LENGTH = 200

/** What is wrong with a new password, as facts; undefined when it will do. Length is what counts; nobody is asked for a digit. */
export function weaknessOf(password: string, account: string): JsonObject | undefined {
  const letters = [...password.normalize('NFKC')]
  if (letters.length < MIN_LENGTH) return { weakness: 'too-short', minLength: MIN_LENGTH }
  if (new Set(letters).size < MIN_DIFFERENT) return { weakness: 'too-few-different-characters', min: MIN_DIFFERENT }
  const holdsName = account.length >= 4 && letters.join('').toLowerCase().includes(account)
  return holdsName ? { weakness: 'holds-the-account-name' } : undefined
}

/** Runs so much at once and lets so much wait; undefined for what comes beyond. */
function createHashingQueue(atOnce: number, maxWaiting: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    if (running >= atOnce) {
      if (waiting.length >= maxWaiting) return undefined
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      // The place goes on to the request that waits longest.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
