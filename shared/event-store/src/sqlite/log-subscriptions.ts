import type { SequencedEvent, SubscribeOptions } from '../port.ts'
import type { LogReading } from './log-reading.ts'

interface Subscription extends Pick<SubscribeOptions, 'signal' | 'onAsleep'> {
  /** Position of the last event the subscriber has. */
  readonly start: number
  readonly batchSize: number
}

/** An open log, as far as it is followed. */
export interface GrowingLog {
  readonly reading: LogReading
  getLastPosition(): number
  /** Called soon after a commit that stored something. */
  readonly watchers: Set<() => void>
  /** Aborts when the log is closed. */
  readonly closing: AbortSignal
}

type Subscribe = (
  subscription: Subscription,
  onBatch: (events: readonly SequencedEvent[]) => Promise<void>,
) => Promise<void>

/**
 * One loop for catching up and for living: read from the log what is next, hand it over, wait for growth only when there is nothing. A slow
 * subscriber holds one batch in memory and nothing else.
 */
export function createLogSubscriptions({ reading, getLastPosition, watchers, closing }: GrowingLog): Subscribe {
  const readAfter = createSharedTail(reading.readAfter, getLastPosition)

  /** What grew since the log was read wakes, too: it was read in the turn in which the wait begins, and a commit has a turn of its own. */
  function sleep(subscription: Subscription): Promise<void> {
    const signals = [subscription.signal, closing]
    return new Promise((resolve) => {
      const wake = (): void => {
        watchers.delete(wake)
        for (const signal of signals) signal.removeEventListener('abort', wake)
        resolve()
      }
      watchers.add(wake)
      for (const signal of signals) signal.addEventListener('abort', wake)
      subscription.onAsleep?.(wake)
    })
  }

  return async (subscription, onBatch) => {
    const { signal, batchSize } = subscription
    let position = subscription.start
    while (!signal.aborted) {
      closing.throwIfAborted()
      const events = readAfter(position, batchSize)
      const last = events.at(-1)
      if (last === undefined) {
        await sleep(subscription)
      } else {
        await onBatch(events)
        position = last.sequence
      }
    }
  }
}

/**
 * Those who live at the end of the log ask the same question one after the other: the last answer is kept until the log has grown, so that an
 * event is read and parsed once for all of them. Holds one batch.
 */
function createSharedTail(readAfter: LogReading['readAfter'], getLastPosition: () => number): LogReading['readAfter'] {
  let kept = { position: -1, limit: 0, lastPosition: -1, events: [] as SequencedEvent[] }
  return (position, limit) => {
    const lastPosition = getLastPosition()
    if (position >= lastPosition) return []
    if (kept.position !== position || kept.limit !== limit || kept.lastPosition !== lastPosition) {
      kept = { position, limit, lastPosition, events: readAfter(position, limit) }
    }
    return kept.events
  }
}
