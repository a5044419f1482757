import { storeLimits } from '../limits.ts'
import {
  AppendFailedError,
  type AppendResult,
  type EventStore,
  InvalidAppendError,
  type RecordedEvent,
  type SequencedEvent,
  StoreClosedError,
  type StreamName,
  UnknownOutcomeError,
} from '../port.ts'
import { comparePositionTokens, invalidPosition, parsePosition } from '../position-token.ts'
import { requireStreamName, serializeAppend } from '../serialized-append.ts'
import { createAppendQueue } from './append-queue.ts'
import { createExchange } from './exchange.ts'
import { createReads } from './reads.ts'
import { LedgerChangedError, NoAnswerError, OwnerClosingError } from './remote-errors.ts'
import { remoteLimits } from './remote-limits.ts'
import { subscribeRemotely } from './remote-subscription.ts'
import {
  type AppendAnswer,
  type Health,
  MalformedMessageError,
  parseAppendAnswers,
  paths,
  toLedgerTag,
  toWiredAppend,
} from './wire.ts'

export interface RemoteStoreOptions {
  /** What `serveStore` said: `http://<host>:<port>` or `unix:<path>`. */
  readonly url: string
  readonly token: string
  /** Appends accepted and not yet answered. */
  readonly maxInFlight?: number
  /** Past it an append's outcome is unknown. */
  readonly answerTimeoutMs?: number
}

export interface RemoteStore extends EventStore {
  /** True when the owner answers within 2 s and holds the ledger and epoch that were opened. @throws what stands in the way */
  ready(): Promise<boolean>
}

/**
 * The store that another process owns and offers by `serveStore`. Closing it closes the connections, not the store. The clock is the owner's.
 * Where the owner goes away, appends end in `UnknownOutcomeError`, reads in `StoreUnavailableError`, and subscriptions wait until it is back;
 * where it comes back with another ledger or epoch, everything ends in `LedgerChangedError`.
 * @throws StoreUnavailableError, StoreAccessDeniedError; RangeError on a URL that cannot be one
 */
export async function openRemoteStore(options: RemoteStoreOptions): Promise<RemoteStore> {
  const { url, token, answerTimeoutMs = remoteLimits.answerTimeoutMs } = options
  const exchange = createExchange(url, token)
  const closing = new AbortController()
  const reads = createReads(exchange, closing.signal, answerTimeoutMs)
  let opened: Health
  try {
    opened = await reads.readHealth()
  } catch (error) {
    exchange.close()
    throw error
  }
  const { ledger, epoch } = opened
  exchange.setLedgerTag(toLedgerTag(ledger, epoch))

  const queue = createAppendQueue({
    maxInFlight: options.maxInFlight ?? storeLimits.maxAppendsInFlight,
    send: async (texts) => {
      const body = `{"appends":[${texts.join(',')}]}`
      try {
        const answer = await exchange.ask({ method: 'POST', path: paths.appends, body, timeoutMs: answerTimeoutMs })
        return parseAppendAnswers(answer, texts.length)
      } catch (error) {
        if (error instanceof OwnerClosingError) return texts.map(() => ({ outcome: 'closing', message: error.message }))
        if (!(error instanceof NoAnswerError || error instanceof MalformedMessageError)) throw error
        throw new UnknownOutcomeError(`no whole answer to an append: ${error.message}`, { cause: error })
      }
    },
    toResult: toAppendResult,
  })
  const subscriptions = new Set<Promise<void>>()

  const requireOpen = (): void => {
    if (closing.signal.aborted) throw new StoreClosedError('the remote store is closed')
  }
  /** @throws InvalidPositionError */
  const requirePosition = (token: string): void => {
    const { ledger: of, epoch: since } = parsePosition(token)
    if (of !== ledger || since > epoch) throw invalidPosition(token)
  }
  async function* readVersions(stream: StreamName, fromVersion: number): AsyncGenerator<RecordedEvent> {
    let from = fromVersion
    for (;;) {
      requireOpen()
      const { events, more } = await reads.readStream(stream, from, remoteLimits.eventsPerPage)
      for (const event of events) {
        requireOpen()
        yield event
      }
      const last = events.at(-1)
      if (!more || last === undefined) return
      from = last.version + 1
    }
  }
  const closeConnections = async (): Promise<void> => {
    closing.abort(new StoreClosedError('the remote store was closed'))
    await queue.drain()
    await Promise.allSettled(subscriptions)
    exchange.close()
  }
  let closed: Promise<void> | undefined

  return {
    ledger,
    epoch,
    append: async (stream, expected, events) => {
      requireOpen()
      const text = toWiredAppend(stream, expected, serializeAppend(stream, expected, events))
      return queue.add(stream, text)
    },
    readStream: (stream, { fromVersion = 1 } = {}) => {
      requireStreamName(stream)
      return readVersions(stream, fromVersion)
    },
    readAll: async ({ after, limit }) => {
      requireOpen()
      requireCount('limit', limit)
      if (after !== undefined) requirePosition(after)
      const all: SequencedEvent[] = []
      for (;;) {
        const size = Math.min(limit - all.length, remoteLimits.eventsPerPage)
        const { events, more } = await reads.readAll(all.at(-1)?.position ?? after, size)
        for (const event of events) all.push(event)
        if (!more || events.length === 0 || all.length >= limit) return all
      }
    },
    subscribe: async ({ after, signal, batchSize = storeLimits.subscriptionBatchSize }, onBatch) => {
      requireOpen()
      requireCount('batchSize', batchSize)
      if (after !== undefined) requirePosition(after)
      const running = subscribeRemotely({ after, signal, batchSize, closing: closing.signal, reads }, onBatch)
      subscriptions.add(running)
      await running.finally(() => subscriptions.delete(running))
    },
    head: async () => {
      requireOpen()
      const now = await reads.readHealth()
      requireSame(now)
      return now.head ?? undefined
    },
    comparePositions: (a, b) => {
      requirePosition(a)
      requirePosition(b)
      return comparePositionTokens(a, b)
    },
    ready: async () => {
      requireOpen()
      const now = await reads.readHealth(remoteLimits.readyTimeoutMs)
      requireSame(now)
      return true
    },
    close: () => {
      closed ??= closeConnections()
      return closed
    },
  }

  function requireSame(now: Health): void {
    if (now.ledger === ledger && now.epoch === epoch) return
    const [was, is] = [toLedgerTag(ledger, epoch), toLedgerTag(now.ledger, now.epoch)]
    throw new LedgerChangedError(`the owner holds ${is}, not ${was}`)
  }
}

function toAppendResult(answer: AppendAnswer, stream: StreamName): AppendResult {
  switch (answer.outcome) {
    case 'invalid':
      throw new InvalidAppendError(answer.message)
    case 'failed':
      throw new AppendFailedError(answer.message)
    case 'unknown':
      throw new UnknownOutcomeError(`an append to ${stream} has no known outcome: ${answer.message}`)
    case 'closing':
      // Nothing was stored, and whoever owns the store next may be asked again.
      return { outcome: 'overloaded' }
    default:
      return answer
  }
}

function requireCount(name: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${name} counts from 1, not ${count}`)
}
