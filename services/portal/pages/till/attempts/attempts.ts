import type { ProblemError } from '../../common/api/problem.ts'
import type { Attempt, AttemptRequest, AttemptStore, Recorded, Settled, TakenBack } from './attempt.store.ts'
import { isRefused } from './outcome.ts'

const FIRST_WAIT_MS = 3_000
const LONGEST_WAIT_MS = 60_000

type Answer =
  | Recorded
  | { readonly outcome: 'refused'; readonly error: ProblemError }
  /** It stays, and is sent again. */
  | { readonly outcome: 'unconfirmed'; readonly error: unknown }

export interface Attempts {
  /** Reads what an earlier page left. */
  load(): Promise<void>
  /** What was sent and has no answer, and what got one while nobody looked on. */
  list(): readonly Attempt[]
  /** Kept before it is sent. Rejects, and sends nothing, where the phone cannot keep it. */
  submit(attempt: Attempt & { readonly request: AttemptRequest }): Promise<Answer>
  /** Sends everything of ours again that has no answer. */
  sendAgain(): Promise<void>
  dismiss(key: string): Promise<void>
  /** What went back of a meal, where this page has taken it back. */
  takenBack(redemption: string): TakenBack | undefined
  subscribe(listener: () => void): () => void
}

/**
 * What was tapped is neither lost nor done twice: each is kept with its key until the ledger has answered.
 * @param send resolves with what the ledger has recorded
 * @param isOurs whether this browser still asks in the name in which it was tapped
 */
export function createAttempts(
  store: AttemptStore,
  send: (request: AttemptRequest, attempt: Attempt) => Promise<Recorded>,
  isOurs: (attempt: Attempt) => boolean,
): Attempts {
  let known: readonly Attempt[] = []
  const sending = new Set<string>()
  const takenBack = new Map<string, TakenBack>()
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitMs = FIRST_WAIT_MS

  return {
    async load() {
      const stored = await store.list()
      change(stored.sort((a, b) => (a.tappedAt < b.tappedAt ? -1 : 1)))
    },
    list: () => known,
    async submit(attempt) {
      await store.put(attempt)
      const answer = await trySend(attempt)
      if (answer.outcome === 'unconfirmed') {
        change([...known, attempt])
        plan()
      } else {
        // Whoever tapped it looks at the answer.
        await store.drop(attempt.key)
        await notice(answer)
      }
      return answer
    },
    sendAgain,
    dismiss: forget,
    takenBack: (redemption) => takenBack.get(redemption),
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }

  async function sendAgain(): Promise<void> {
    clearTimeout(timer)
    for (const attempt of known.filter(isWaiting)) {
      const answer = await trySend(attempt)
      if (answer.outcome !== 'unconfirmed') await settle(attempt, answer)
    }
    plan()
  }

  function isWaiting(attempt: Attempt): attempt is Attempt & { readonly request: AttemptRequest } {
    return attempt.request !== undefined && isOurs(attempt) && !sending.has(attempt.key)
  }

  async function trySend(attempt: Attempt & { readonly request: AttemptRequest }): Promise<Answer> {
    sending.add(attempt.key)
    try {
      return await send(attempt.request, attempt)
    } catch (error) {
      return isRefused(error) ? { outcome: 'refused', error } : { outcome: 'unconfirmed', error }
    } finally {
      sending.delete(attempt.key)
    }
  }

  /** It stays to be seen, without what was sent. */
  async function settle(
    { request: { kind }, ...attempt }: Attempt & { readonly request: AttemptRequest },
    answer: Exclude<Answer, { outcome: 'unconfirmed' }>,
  ): Promise<void> {
    const settled: Settled =
      answer.outcome === 'recorded'
        ? answer
        : { outcome: 'refused', kind, code: answer.error.code, sentence: answer.error.message }
    const told = { ...attempt, settled }
    await store.put(told)
    change(known.map((one) => (one.key === attempt.key ? told : one)))
    await notice(answer)
  }

  /** A meal that was taken back is no longer told as one that stands. */
  async function notice(answer: Answer): Promise<void> {
    if (answer.outcome !== 'recorded' || answer.kind !== 'undo') return
    const { back } = answer
    takenBack.set(back.redemption, back)
    const gone = known.filter(
      ({ settled }) =>
        settled?.outcome === 'recorded' && settled.kind === 'meal' && settled.meal?.id === back.redemption,
    )
    change(known.filter((one) => !gone.includes(one)))
    await Promise.all(gone.map(({ key }) => store.drop(key)))
  }

  async function forget(key: string): Promise<void> {
    await store.drop(key)
    change(known.filter((one) => one.key !== key))
  }

  function plan(): void {
    clearTimeout(timer)
    if (!known.some(isWaiting)) {
      waitMs = FIRST_WAIT_MS
      return
    }
    timer = setTimeout(() => void sendAgain(), waitMs)
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }

  function change(next: readonly Attempt[]): void {
    known = next
    for (const listener of listeners) listener()
  }
}
