import type { EventStore } from '@welfare/event-store/port.ts'
import type { Consumer } from '@welfare/facts/consumer.ts'
import type { Shutdown } from '@welfare/process/lifecycle.ts'

/** What a parent process asks of a service that it has started, and how it is answered. Over the channel between the two, which nobody else can reach. */
export interface ParentQuestion {
  readonly id: number
  readonly ask: string
  readonly given: unknown
}

export type ParentNews =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }

/** What a service says of its consumers, by name: whether they have done everything that is recorded. */
export interface CaughtUp {
  readonly sequence: number
  readonly consumers: Readonly<Record<string, boolean>>
}

export type ParentAnswers = Readonly<Record<string, (given: never) => Promise<unknown>>>

/** Tells the parent, where there is one, at which address this process listens; from then on it ends when the parent does, however that ends. */
export function tellListening(url: string, shutdown: Shutdown): void {
  tell({ kind: 'listening', url })
  process.on('disconnect', () => void shutdown.stop().then((isClean) => process.exit(isClean ? 0 : 1)))
}

/** Answers the parent's questions. */
export function answerParent(answers: ParentAnswers): void {
  process.on('message', ({ id, ask, given }: ParentQuestion) => {
    const answer = answers[ask] as ((given: unknown) => Promise<unknown>) | undefined
    const answered = answer ? answer(given) : Promise.reject(new Error(`nobody answers ${ask} here`))
    answered.then(
      (result) => tell({ kind: 'answer', id, answer: result }),
      (error: unknown) => tell({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) }),
    )
  })
}

const CAUGHT_UP_LIMIT_MS = 2_000

/** Of everything that was recorded when it was asked. */
export async function tellCaughtUp(store: EventStore, consumers: readonly Consumer[]): Promise<CaughtUp> {
  const head = await store.head()
  if (!head) return { sequence: 0, consumers: {} }
  const { position, sequence } = head
  const reached = consumers.map(
    async (consumer) => [consumer.name, await consumer.waitFor(position, { timeoutMs: CAUGHT_UP_LIMIT_MS })] as const,
  )
  return { sequence, consumers: Object.fromEntries(await Promise.all(reached)) }
}

function tell(news: ParentNews): void {
  process.send?.(news)
}
