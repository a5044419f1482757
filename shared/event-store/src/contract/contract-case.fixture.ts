import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../decider/decider.ts'
import type { AppendResult, EventStore, NewEvent, RecordedEvent, SequencedEvent, StreamName } from '../port.ts'

export interface ContractCase {
  /** A sentence about a store. */
  readonly promise: string
  readonly keeps: (place: Place) => Promise<void>
}

/** Where a test's stores live. Opening one again by the same name finds what was there. */
export interface Place {
  readonly clock: { time: Date }
  open(options?: { readonly name?: string; readonly maxInFlight?: number }): Promise<EventStore>
}

export function newStream(category = 'contract'): StreamName {
  return `${category}-${randomUUID()}`
}

export function newEvent(data: JsonObject = {}, others: Partial<NewEvent> = {}): NewEvent {
  return { id: randomUUID(), type: 'ThingHappened', schemaVersion: 1, data, metadata: {}, ...others }
}

export function newEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, index) => newEvent({ index }))
}

/** The appended answer. @throws when the append was refused */
export async function appendOrThrow(
  store: EventStore,
  ...[stream, expected, events]: Parameters<EventStore['append']>
): Promise<Extract<AppendResult, { outcome: 'appended' }>> {
  const result = await store.append(stream, expected, events)
  if (result.outcome !== 'appended') throw new Error(`the append ended as ${JSON.stringify(result)}`)
  return result
}

export async function readStream(store: EventStore, stream: StreamName, fromVersion = 1): Promise<RecordedEvent[]> {
  return Array.fromAsync(store.readStream(stream, { fromVersion }))
}

export async function readEverything(store: EventStore): Promise<readonly SequencedEvent[]> {
  return store.readAll({ limit: 100_000 })
}

export function idsOf(events: readonly { readonly id: string }[]): string[] {
  return events.map(({ id }) => id)
}

/** What the caller gave, of what was recorded. */
export function asGiven({ id, type, schemaVersion, data, metadata }: RecordedEvent): NewEvent {
  return { id, type, schemaVersion, data, metadata }
}
