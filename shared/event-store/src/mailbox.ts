import {
  answerBatch,
  answerFailed,
  answerOverloaded,
  answerUnknown,
  type Batch,
  decideTogether,
  type Waiting,
} from './batch.ts'
import { foldNewEvents, getEmptyState, type StreamKind, type StreamState } from './decide-command.ts'
import { runnerLimits } from './limits.ts'
import {
  type AppendResult,
  type EventStore,
  type ExpectedVersion,
  InvalidAppendError,
  type NewEvent,
  type StreamName,
  UnknownOutcomeError,
} from './port.ts'

export interface MailboxOptions {
  readonly store: EventStore
  /** Others may write to the streams too: what is told from kept state alone is decided again on a fresh read first. */
  readonly sharedWriters: boolean
  /** How time passes between the repeats of an append whose outcome is unknown. */
  readonly delay: (ms: number) => Promise<void>
  /** Nothing that is decided counts before it; undefined: no day is closed. */
  readonly firstOpenDay: () => string | undefined
  /** Called each time the mailbox has nothing more to do. */
  readonly onIdle: (mailbox: KeptMailbox) => void
}

/** What the runner needs to know of a mailbox whose types it has forgotten. */
export interface KeptMailbox {
  readonly stream: StreamName
  readonly decider: object
  /** Events folded into the kept state. */
  getWeight(): number
  isIdle(): boolean
  /** Of an append nobody knows yet whether it was stored. */
  isUnsettled(): boolean
  /** Resolves when that is known. @throws UnknownOutcomeError when it cannot be found out now */
  settle(): Promise<void>
}

interface UnsettledAppend {
  readonly expected: ExpectedVersion
  readonly events: readonly NewEvent[]
}

/**
 * One stream's commands, one append at a time. What arrives while an append is in flight waits, and is decided together on the state that
 * append leaves. Nothing is answered before the append its answer rests on is durable; when that fails, the state is dropped and whoever
 * has not been answered is decided again on a fresh one.
 */
export class Mailbox<State, Command, Event> implements KeptMailbox {
  readonly stream: StreamName
  readonly decider: object
  readonly #kind: StreamKind<State, Command, Event>
  readonly #options: MailboxOptions
  readonly #waiting: Waiting<State, Command, Event>[] = []
  #current: StreamState<State> | undefined
  #unsettled: UnsettledAppend | undefined
  #busy = false
  #arrivals = 0
  /** The state was read from the store after this many arrivals. */
  #readAfterArrivals = 0

  constructor(stream: StreamName, kind: StreamKind<State, Command, Event>, options: MailboxOptions) {
    this.stream = stream
    this.decider = kind.decider
    this.#kind = kind
    this.#options = options
  }

  isIdle(): boolean {
    return !this.#busy && this.#waiting.length === 0 && !this.isUnsettled()
  }

  isUnsettled(): boolean {
    return this.#unsettled !== undefined
  }

  settle(): Promise<void> {
    return new Promise((resolve, reject) => this.add({ kind: 'read', arrival: 0, answer: () => resolve(), reject }))
  }

  getWeight(): number {
    return this.#current?.version ?? 0
  }

  /** Numbers the item by its arrival, and works on it at once where nothing is in flight. */
  add(item: Waiting<State, Command, Event>): void {
    item.arrival = ++this.#arrivals
    this.#waiting.push(item)
    if (!this.#busy) this.#work()
  }

  #work(): void {
    this.#busy = true
    while (this.#waiting.length > 0) {
      const step = this.#step()
      if (step !== undefined) {
        step.then(this.#resume, this.#failWaiting)
        return
      }
    }
    this.#busy = false
    this.#options.onIdle(this)
  }

  readonly #resume = (): void => this.#work()

  readonly #failWaiting = (error: unknown): void => {
    this.#current = undefined
    for (const item of this.#waiting.splice(0)) item.reject(error)
    this.#work()
  }

  /** One thing that can be done now, or that must be waited for. */
  #step(): Promise<void> | undefined {
    if (this.#unsettled !== undefined) return this.#settleEarlier(this.#unsettled)
    if (this.#current === undefined) return this.#load()
    const batch = decideTogether(this.#kind, this.#current, this.#waiting, {
      lastArrival: this.#getLastArrivalToDecide(),
      firstOpenDay: this.#options.firstOpenDay(),
    })
    if (batch.spoiltBy !== undefined) {
      batch.spoiltBy.item.reject(batch.spoiltBy.error)
      this.#dropAndDecideAgain(batch)
      return undefined
    }
    if (batch.events.length > 0) return this.#append(batch)
    if (this.#restsOnKeptState(batch)) return this.#readFirst(batch, this.#current)
    answerBatch(this.#options.store, this.#kind, batch, this.#current, undefined)
    return undefined
  }

  async #load(): Promise<void> {
    const loaded = getEmptyState(this.#kind.decider)
    this.#readAfterArrivals = this.#arrivals
    await foldNewEvents(this.#options.store, this.stream, this.#kind, loaded)
    this.#current = loaded
  }

  /** Those who have their fresh read are decided apart from later ones, who would make them wait for the next. */
  #getLastArrivalToDecide(): number {
    const first = this.#waiting[0]?.arrival ?? 0
    const isFresh = this.#options.sharedWriters && first <= this.#readAfterArrivals
    return isFresh ? this.#readAfterArrivals : Number.POSITIVE_INFINITY
  }

  #restsOnKeptState(batch: Batch<State, Command, Event>): boolean {
    if (!this.#options.sharedWriters) return false
    const isStale = (item: { readonly arrival: number }): boolean => item.arrival > this.#readAfterArrivals
    return (
      batch.reads.some(isStale) ||
      batch.decided.some(({ item, verdict }) => verdict.kind !== 'repeated' && isStale(item))
    )
  }

  async #readFirst(batch: Batch<State, Command, Event>, current: StreamState<State>): Promise<void> {
    this.#putBack(batch)
    this.#readAfterArrivals = this.#arrivals
    await foldNewEvents(this.#options.store, this.stream, this.#kind, current)
  }

  async #append(batch: Batch<State, Command, Event>): Promise<void> {
    const expected = batch.expectedVersion === 0 ? 'no-stream' : batch.expectedVersion
    let result: AppendResult
    try {
      result = await this.#options.store.append(this.stream, expected, batch.events)
    } catch (error) {
      await this.#recover(batch, { expected, events: batch.events }, error)
      return
    }
    this.#conclude(batch, result)
  }

  #conclude(batch: Batch<State, Command, Event>, result: AppendResult): void {
    if (result.outcome === 'appended' && this.#current !== undefined) {
      this.#current.position = result.position
      answerBatch(this.#options.store, this.#kind, batch, this.#current, result.recordedAt)
    } else if (result.outcome === 'conflict') {
      for (const { item } of batch.decided) item.conflicts++
      this.#dropAndDecideAgain(answerOverloaded(batch, ({ item }) => item.conflicts > runnerLimits.maxConflicts))
    } else {
      this.#dropAndDecideAgain(answerOverloaded(batch, ({ verdict }) => verdict.kind === 'events'))
    }
  }

  async #recover(batch: Batch<State, Command, Event>, append: UnsettledAppend, error: unknown): Promise<void> {
    if (error instanceof UnknownOutcomeError) {
      const result = await this.#settle(append, runnerLimits.settleDelaysMs)
      if (!(result instanceof UnknownOutcomeError)) {
        this.#conclude(batch, result)
        return
      }
      this.#current = undefined
      this.#unsettled = append
      this.#putBack(batch)
      answerUnknown(this.#waiting.splice(0), result)
      return
    }
    const contributors = batch.decided.filter(({ verdict }) => verdict.kind === 'events')
    if (error instanceof InvalidAppendError && contributors.length > 1) {
      for (const { item } of contributors) item.alone = true
      this.#dropAndDecideAgain(batch)
    } else {
      this.#dropAndDecideAgain(answerFailed(batch, error))
    }
  }

  /** Repeats the append until its outcome is known. A failure of the repeat says nothing about the first time. */
  async #settle(append: UnsettledAppend, delaysMs: readonly number[]): Promise<AppendResult | UnknownOutcomeError> {
    let cause: unknown
    for (const delayMs of delaysMs) {
      if (delayMs > 0) await this.#options.delay(delayMs)
      try {
        const result = await this.#options.store.append(this.stream, append.expected, append.events)
        if (result.outcome !== 'overloaded') return result
      } catch (error) {
        cause = error
      }
    }
    return new UnknownOutcomeError(`an append to ${this.stream} is not settled`, { cause })
  }

  async #settleEarlier(append: UnsettledAppend): Promise<void> {
    const result = await this.#settle(append, [0])
    if (result instanceof UnknownOutcomeError) answerUnknown(this.#waiting.splice(0), result)
    else this.#unsettled = undefined
  }

  /** The state holds what was not stored: it is loaded again before anybody of the batch is decided again. */
  #dropAndDecideAgain(batch: Batch<State, Command, Event>): void {
    this.#current = undefined
    this.#putBack(batch)
  }

  #putBack(batch: Batch<State, Command, Event>): void {
    this.#waiting.unshift(...batch.decided.map(({ item }) => item), ...batch.reads)
  }
}
