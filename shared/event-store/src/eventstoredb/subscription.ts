import { setTimeout as wait } from 'node:timers/promises'
import type { SequencedEvent } from '../port.ts'
import { getRetryDelay, TransportError } from './connection.ts'
import type { Anchor, CountedEvent } from './ledger-positions.ts'
import type { LiveTail } from './live-tail.ts'

interface Subscription {
  /** The last event the subscriber has. */
  readonly start: Anchor
  readonly batchSize: number
  /** Ends the subscription quietly. */
  readonly signal: AbortSignal
  /** Ends it with the signal's reason. */
  readonly closing: AbortSignal
  readonly tail: LiveTail
  readonly readAfter: (anchor: Anchor, limit: number, signal: AbortSignal) => Promise<readonly CountedEvent[]>
  /** Told of each failure while the server is away; the subscription goes on by itself. */
  readonly onTrouble: (error: unknown) => void
}

/**
 * Reads what is next, from the shared tail where that reaches so far back, else from the log, hands it over, and waits only at the end. A
 * slow subscriber holds one batch and nothing else. A server that is away is waited for, however long.
 */
export async function runSubscription(
  { start, batchSize, signal, closing, tail, readAfter, onTrouble }: Subscription,
  onBatch: (events: readonly SequencedEvent[]) => Promise<void>,
): Promise<void> {
  const stopped = AbortSignal.any([signal, closing])
  let position = start
  let mayLookAtTail = true

  const readNext = async (): Promise<readonly CountedEvent[]> =>
    (mayLookAtTail ? tail.take(position.sequence, batchSize) : undefined) ?? readAfter(position, batchSize, stopped)
  while (!signal.aborted) {
    closing.throwIfAborted()
    const next = await readUntilReady(readNext, onTrouble, stopped)
    if (next === undefined || stopped.aborted) continue
    const last = next.at(-1)
    if (last === undefined) {
      mayLookAtTail = (await tail.wait(position, stopped)) === 'look-at-tail'
    } else {
      mayLookAtTail = true
      await onBatch(next.map(({ event }) => event))
      position = last.at
    }
  }
}

/** Asks until the server answers; `undefined` when it is stopped before. @throws whatever is no matter of the connection */
export async function readUntilReady<Result>(
  ask: () => Promise<Result>,
  onTrouble: (error: unknown) => void,
  stopped: AbortSignal,
): Promise<Result | undefined> {
  for (let failures = 0; !stopped.aborted; failures++) {
    try {
      return await ask()
    } catch (error) {
      if (stopped.aborted) return undefined
      if (!(error instanceof TransportError)) throw error
      onTrouble(error)
      await wait(getRetryDelay(failures), undefined, { signal: stopped }).catch(() => undefined)
    }
  }
  return undefined
}
