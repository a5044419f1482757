import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import { answerOf } from '../common/api/client.ts'
import { apis } from './api.ts'
import { type Attempt, type AttemptRequest, openAttemptStore } from './attempts/attempt.store.ts'
import { type Attempts, createAttempts } from './attempts/attempts.ts'
import type { Identity } from './identity.ts'

/** Of this browser; it sends what was tapped in the name that it has now. */
export function createOwnAttempts(identity: () => Identity | undefined): Attempts {
  return createAttempts(openAttemptStore(), send, ({ seat, account }) => {
    const now = identity()
    return now?.seat === seat && now.account === account
  })
}

function send(request: AttemptRequest, { seat, key }: Attempt): Promise<unknown> {
  const header = { 'Idempotency-Key': key }
  return request.kind === 'meal'
    ? answerOf(
        apis[seat].POST('/v1/vouchers/{code}/redemptions', {
          params: { path: { code: request.code }, header },
          body: request.body,
        }),
      )
    : answerOf(
        apis[seat].POST('/v1/redemptions/{id}/reversal', {
          params: { path: { id: request.redemption }, header },
          body: request.body,
        }),
      )
}

/** Whenever the network may be back, or somebody looks again. */
export function sendAgainWhenPossible(attempts: Attempts): void {
  const again = () => void attempts.sendAgain()
  addEventListener('online', again)
  addEventListener('pageshow', again)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') again()
  })
}

export const OwnAttempts = createContext<Attempts | undefined>(undefined)

export function useAttempts(): { readonly attempts: Attempts; readonly list: readonly Attempt[] } {
  const attempts = useContext(OwnAttempts)
  if (!attempts) throw new Error('no attempts are given to this part of the page')
  const [list, setList] = useState(attempts.list())
  useEffect(() => attempts.subscribe(() => setList(attempts.list())), [attempts])
  return { attempts, list }
}
