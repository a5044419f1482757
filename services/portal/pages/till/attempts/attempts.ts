import type { ProblemError } from '../../common/api/problem.ts'
import type { Attempt, AttemptRequest, AttemptStore, Recorded, Settled, TakenBack } from './attempt.store.ts'
import { isRefused } from './outcome.ts'

const FIRST_WAIT_MS = 3_000
const LONGEST_WAIT_MS = 60_000

type Decided = Recorded | { readonly outcome: 'refused'; readonly error: ProblemError }
type Answer =
  | Decided
  /** It stays, and is sent again. */
  | { readonly outcome: 'unconfirmed'; readonly error: unknown }

export interface Attempts {
  /** Reads what an earlier page left. */
  load(): Promise<void>
  /** What was sent and has no answer, and what got one while nobody looked on. */
  list(): readonly Attempt[]
  /** Kept before it is sent. Rejects, and sends nothing, where the phone cannot keep it. */
  submit(attempt: Attempt & { readonly request: AttemptRequest }): Promise<Answer>
  /** Sends everything of ours again that has no answer, or joins who does. Resolves with what stood in the way of the rest. */
  sendAgain(): Promise<readonly unknown[]>
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
  let running: Promise<readonly unknown[]> | undefined

  return {
    load: async () => change(await store.list()),
    list: () => known,
    async submit(attempt) {
      await store.put(attempt)
      const answer = await trySend(attempt)
      if (answer.outcome === 'unconfirmed') {
        change([...known, attempt])
        plan()
      } else {
        // Whoever tapped it looks at the answer; it is told here where it ends what is told here.
        await settle(attempt, answer, known.some(isEndedBy(answer)))
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

  function sendAgain(): Promise<readonly unknown[]> {
    running ??= sendAll().finally(() => {
      running = undefined
      plan()
    })
    return running
  }

  async function sendAll(): Promise<readonly unknown[]> {
    clearTimeout(timer)
    const errors: unknown[] = []
    for (const attempt of known.filter(isWaiting)) {
      const answer = await trySend(attempt)
      if (answer.outcome === 'unconfirmed') errors.push(answer.error)
      else await settle(attempt, answer, true)
    }
    return errors
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

  /** What is told stays to be seen, without what was sent; a meal that was taken back is no longer told as one that stands. */
  async function settle(
    { request: { kind }, ...attempt }: Attempt & { readonly request: AttemptRequest },
    answer: Decided,
    isTold: boolean,
  ): Promise<void> {
    const settled: Settled =
      answer.outcome === 'recorded'
        ? answer
        : { outcome: 'refused', kind, code: answer.error.code, sentence: answer.error.message }
    const told = { ...attempt, settled }
    const ended = known.filter(isEndedBy(answer))
    if (answer.outcome === 'recorded' && answer.kind === 'undo') takenBack.set(answer.back.redemption, answer.back)
    change([...known.filter((one) => one.key !== told.key && !ended.includes(one)), ...(isTold ? [told] : [])])
    // The ledger has answered, whatever becomes of it here: what cannot be written now is sent again by the next page, under its own key.
    await Promise.allSettled([
      isTold ? store.put(told) : store.drop(told.key),
      ...ended.map(({ key }) => store.drop(key)),
    ])
  }

  /** Told again by the next page, where it cannot be dropped now. */
  async function forget(key: string): Promise<void> {
    change(known.filter((one) => one.key !== key))
    await Promise.allSettled([store.drop(key)])
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
    known = [...next].sort((a, b) => a.tappedAt.localeCompare(b.tappedAt))
    for (const listener of listeners) listener()
  }
}

/** Whether an attempt tells of a meal that was taken back. */
function isEndedBy(answer: Decided): (attempt: Attempt) => boolean {
  if (answer.outcome !== 'recorded' || answer.kind !== 'undo') return () => false
  return ({ settled }) =>
    settled?.outcome === 'recorded' && settled.kind === 'meal' && settled.meal?.id === answer.back.redemption
}
