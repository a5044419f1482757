import type { SequencedEvent } from '../port.ts'

interface LogSubscription {
  /** Position of the last event the subscriber has. */
  readonly start: number
  readonly batchSize: number
  /** Ends the subscription quietly. */
  readonly signal: AbortSignal
  /** Ends it with the signal's reason. */
  readonly closing: AbortSignal
  /** Called after each commit that stored something. */
  readonly grown: Set<() => void>
  readonly readAfter: (position: number, limit: number) => readonly SequencedEvent[]
}

/**
 * One loop for catching up and for living: read from the log what is next, hand it over, wait for growth only when there is nothing. A slow
 * subscriber holds one batch in memory and nothing else.
 */
export async function subscribeToLog(
  { start, batchSize, signal, closing, grown, readAfter }: LogSubscription,
  onBatch: (events: readonly SequencedEvent[]) => Promise<void>,
): Promise<void> {
  let position = start
  while (!signal.aborted) {
    closing.throwIfAborted()
    const events = readAfter(position, batchSize)
    const last = events.at(-1)
    if (last === undefined) {
      await waitForGrowth(grown, [signal, closing])
    } else {
      await onBatch(events)
      position = last.sequence
    }
  }
}

/** The log is read and the wait begun in one turn of the loop, and a commit happens in a turn of its own: no growth is missed. */
function waitForGrowth(grown: Set<() => void>, signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      grown.delete(wake)
      for (const signal of signals) signal.removeEventListener('abort', wake)
      resolve()
    }
    grown.add(wake)
    for (const signal of signals) signal.addEventListener('abort', wake)
  })
}
