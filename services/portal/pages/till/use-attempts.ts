import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import { answerOf } from '../common/api/client.ts'
import { apis } from './api.ts'
import {
  type Attempt,
  type AttemptRequest,
  type Meal,
  openAttemptStore,
  type Recorded,
  type TakenBack,
} from './attempts/attempt.store.ts'
import { type Attempts, createAttempts } from './attempts/attempts.ts'
import { type Identity, isOf } from './identity.ts'

/** Of this browser; it sends what was tapped in the name that it has now. */
export function createOwnAttempts(identity: () => Identity | undefined): Attempts {
  return createAttempts(openAttemptStore(), send, (attempt) => isOf(identity(), attempt))
}

async function send(request: AttemptRequest, { seat, key }: Attempt): Promise<Recorded> {
  const header = { 'Idempotency-Key': key }
  if (request.kind === 'meal') {
    const params = { path: { code: request.code }, header }
    const meal = await answerOf(apis[seat].POST('/v1/vouchers/{code}/redemptions', { params, body: request.body }))
    // Only an officer's waits for a second person.
    return { outcome: 'recorded', kind: 'meal', meal: meal as Meal }
  }
  const params = { path: { id: request.redemption }, header }
  const back = await answerOf(apis[seat].POST('/v1/redemptions/{id}/reversal', { params, body: request.body }))
  return { outcome: 'recorded', kind: 'undo', back: back as TakenBack }
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

export function useAttempts() {
  const attempts = useContext(OwnAttempts)
  if (!attempts) throw new Error('no attempts are given to this part of the page')
  const [list, setList] = useState(attempts.list())
  useEffect(() => attempts.subscribe(() => setList(attempts.list())), [attempts])
  return {
    attempts,
    list,
    /** Those of an earlier pairing, too. */
    waitingCount: list.filter(({ request }) => request !== undefined).length,
    isBeingUndone: (redemption: string) =>
      list.some(({ request }) => request?.kind === 'undo' && request.redemption === redemption),
  }
}
