import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { AnswerOf, BodyOf } from '../../common/api/client.ts'
import type { Seat } from '../api.ts'
import type { Whose } from '../whose.ts'

/** A meal, or the taking back of one, that was tapped: on the phone, before anything is sent. */
export interface Attempt extends Whose {
  /** Its Idempotency-Key. */
  readonly key: string
  readonly seat: Seat
  /** Whose key it is: another account's would be another act. */
  readonly account: string
  /** By the ledger's clock. */
  readonly tappedAt: string
  /** Of the guest: nothing else is recorded there meanwhile. */
  readonly wallet: string
  readonly amountFen: number
  /** Gone once it is settled. */
  readonly request?: AttemptRequest
  /** Absent: no answer yet. */
  readonly settled?: Settled
}

export type AttemptRequest =
  | { readonly kind: 'meal'; readonly code: string; readonly body: BodyOf<'redeemMeal'> }
  | { readonly kind: 'undo'; readonly redemption: string; readonly body: BodyOf<'reverseRedemption'> }

/** What an older page has kept says no more than that it is recorded. */
export type Settled =
  | { readonly outcome: 'recorded'; readonly kind: 'meal'; readonly meal?: Meal }
  | { readonly outcome: 'recorded'; readonly kind: 'undo'; readonly back?: TakenBack }
  | {
      readonly outcome: 'refused'
      readonly kind: AttemptRequest['kind']
      readonly code: string
      readonly sentence: string
    }

/** A meal as it was recorded; a till's never waits for another person. */
export type Meal = Extract<AnswerOf<'redeemMeal'>, { readonly balanceAfterFen: number }>

/** What was taken back. */
export type TakenBack = Extract<AnswerOf<'reverseRedemption'>, { readonly ownShareBackFen: number }>

export type Recorded =
  | { readonly outcome: 'recorded'; readonly kind: 'meal'; readonly meal: Meal }
  | { readonly outcome: 'recorded'; readonly kind: 'undo'; readonly back: TakenBack }

interface Schema extends DBSchema {
  attempts: { key: string; value: Attempt }
}

export interface AttemptStore {
  list(): Promise<Attempt[]>
  /** Resolves when it is on the phone's disk. */
  put(attempt: Attempt): Promise<void>
  drop(key: string): Promise<void>
}

export function openAttemptStore(): AttemptStore {
  let opened: Promise<IDBPDatabase<Schema>> | undefined
  const open = () => {
    opened ??= openDB<Schema>('welfare-till', 1, {
      upgrade: (database) => void database.createObjectStore('attempts', { keyPath: 'key' }),
    })
    return opened
  }
  return {
    list: async () => (await open()).getAll('attempts'),
    async put(attempt) {
      const transaction = (await open()).transaction('attempts', 'readwrite', { durability: 'strict' })
      await Promise.all([transaction.store.put(attempt), transaction.done])
    },
    async drop(key) {
      const transaction = (await open()).transaction('attempts', 'readwrite')
      const dropped = transaction.store.delete(key)
      // Not when the browser gets round to it: the page may be loaded again at once.
      transaction.commit()
      await Promise.all([dropped, transaction.done])
    },
  }
}
