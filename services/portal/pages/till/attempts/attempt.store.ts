import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { BodyOf } from '../../common/api/client.ts'
import type { Seat } from '../api.ts'

/** A meal, or the taking back of one, that was tapped: on the phone, before anything is sent. */
export interface Attempt {
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
  readonly tail: string
  /** Gone once it is settled. */
  readonly request?: AttemptRequest
  /** Absent: no answer yet. */
  readonly settled?: Settled
}

export type AttemptRequest =
  | { readonly kind: 'meal'; readonly code: string; readonly body: BodyOf<'redeemMeal'> }
  | { readonly kind: 'undo'; readonly redemption: string; readonly body: BodyOf<'reverseRedemption'> }

export type Settled =
  | { readonly outcome: 'recorded'; readonly kind: AttemptRequest['kind'] }
  | {
      readonly outcome: 'refused'
      readonly kind: AttemptRequest['kind']
      readonly code: string
      readonly sentence: string
    }

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
    drop: async (key) => (await open()).delete('attempts', key),
  }
}
