import type { EventOf, EventType, WelfareEvent } from '@welfare/contracts/catalogue.ts'
import type { Leg } from '@welfare/contracts/postings.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'

/** An event as read models take it in. */
export interface Projected<Event extends WelfareEvent = WelfareEvent> {
  readonly recorded: SequencedEvent
  readonly event: Event
  readonly sequence: number
  /** The day on which it counts. */
  readonly date: string
  /** The day that the paper states: people, sites, quotas and windows go by it, also where a correction's money counts on a later one. */
  readonly paperDay: string
  readonly legs: readonly Leg[]
}

/** One read model's part of a generation; all of them are written in one transaction. */
export interface Projection {
  project(projected: Projected): void
  /** Before the commit: writes what was collected. */
  flush(): void
  /** After a rollback: forgets what was never stored. */
  forget(): void
}

/** What to do with each type of event that matters; all others are passed over. */
export type Handlers = { readonly [T in EventType]?: (event: EventOf<T>, projected: Projected) => void }

export function handleWith(handlers: Handlers): (projected: Projected) => void {
  const byType = new Map<string, (event: never, projected: Projected) => void>(Object.entries(handlers))
  return (projected) => byType.get(projected.event.type)?.(projected.event as never, projected)
}
