import type { EventStore } from '@welfare/event-store/port.ts'
import type { Feed } from '../port.ts'

/** The store's own global order, within the process that has it open: nothing is copied, so nothing can differ. */
export function createInProcessFeed(store: EventStore): Feed {
  return {
    follow: (options, onBatch) => store.subscribe(options, onBatch),
    comparePositions: store.comparePositions,
  }
}
