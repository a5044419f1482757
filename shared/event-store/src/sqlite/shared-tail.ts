import type { SequencedEvent } from '../port.ts'
import type { LogReading } from './log-reading.ts'

/**
 * Reads for subscribers. Those who live at the end of the log ask the same question one after the other: the last answer is kept until the
 * log has grown, so that an event is read and parsed once for all of them. Holds one batch.
 */
export function createSharedTail(
  readAfter: LogReading['readAfter'],
  getLastPosition: () => number,
): (position: number, limit: number) => readonly SequencedEvent[] {
  let kept = { position: -1, limit: 0, lastPosition: -1, events: [] as readonly SequencedEvent[] }
  return (position, limit) => {
    const lastPosition = getLastPosition()
    if (position >= lastPosition) return []
    if (kept.position !== position || kept.limit !== limit || kept.lastPosition !== lastPosition) {
      kept = { position, limit, lastPosition, events: readAfter(position, limit) }
    }
    return kept.events
  }
}
