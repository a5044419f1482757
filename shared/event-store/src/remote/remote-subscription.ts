import { setTimeout as delay } from 'node:timers/promises'
import type { Position, SequencedEvent } from '../port.ts'
import { isAway, type Reads } from './reads.ts'
import { remoteLimits } from './remote-limits.ts'

interface RemoteSubscription {
  readonly after: Position | undefined
  readonly batchSize: number
  /** Ends the subscription quietly. */
  readonly signal: AbortSignal
  /** Ends it with the signal's reason. */
  readonly closing: AbortSignal
  readonly reads: Pick<Reads, 'readNext'>
}

/**
 * Asks for what comes next, hands it over, asks again: one loop for catching up, for living, and for an owner that goes away and comes back.
 * The question names the last event that was handled, so that nothing is missed or given twice.
 */
export async function subscribeRemotely(
  { after, batchSize, signal, closing, reads }: RemoteSubscription,
  onBatch: (events: readonly SequencedEvent[]) => Promise<void>,
): Promise<void> {
  const ending = AbortSignal.any([signal, closing])
  const limit = Math.min(batchSize, remoteLimits.eventsPerPage)
  let last = after
  let unanswered = 0

  const readNext = async (): Promise<readonly SequencedEvent[]> => {
    try {
      const { events } = await reads.readNext(last, limit, ending)
      unanswered = 0
      return events
    } catch (error) {
      if (!isAway(error)) throw error
      const { firstMs, maxMs } = remoteLimits.backOff
      const waitMs = Math.min(maxMs, firstMs * 2 ** Math.min(unanswered++, 10))
      await delay(waitMs, undefined, { signal: ending }).catch(() => undefined)
      return []
    }
  }

  while (!signal.aborted) {
    closing.throwIfAborted()
    const events = await readNext()
    if (events.length === 0 || signal.aborted || closing.aborted) continue
    await onBatch(events)
    last = events.at(-1)?.position
  }
}
