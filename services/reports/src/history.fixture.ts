import {
  type DataOf,
  type EventType,
  eventCatalogue,
  eventCodec,
  type WelfareEvent,
} from '@welfare/contracts/catalogue.ts'
import { addDays } from '@welfare/contracts/days.ts'
import type { Category } from '@welfare/contracts/primitives.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import { derivedId, derivedUuid } from '@welfare/event-store/derived-id.ts'
import type { EventStore, NewEvent, Position, SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventSource } from './read-model/event-source.ts'

/** Ids of things by number: the same number, the same id. */
export function idOf(category: Category, number: number | string): string {
  return derivedId(category, 'sample', number)
}

export const sampleLedger = '0198f3c2-5b7e-7c3a-9d21-6f0e4a1b2c3d'

export interface SampleEvent {
  readonly stream: string
  readonly version: number
  readonly event: NewEvent
}

/** A history in the making: events checked against the contracts, each in its stream. */
export interface History {
  readonly events: readonly SampleEvent[]
  /** @param more what its metadata says beside or instead of the sample's */
  add<T extends EventType>(stream: string, type: T, data: DataOf<T>, date: string, more?: JsonObject): SampleEvent
  versionOf(stream: string): number
}

export function createHistory(): History {
  const events: SampleEvent[] = []
  const versions = new Map<string, number>()
  return {
    events,
    versionOf: (stream) => versions.get(stream) ?? 0,
    add(stream, type, data, date, more) {
      const version = (versions.get(stream) ?? 0) + 1
      versions.set(stream, version)
      const sample = { stream, version, event: makeEvent(stream, version, { type, data } as WelfareEvent, date, more) }
      events.push(sample)
      return sample
    },
  }
}

/** @throws when the data does not fit the event's schema, or the event does not belong in such a stream */
export function makeEvent(
  stream: string,
  version: number,
  event: WelfareEvent,
  date: string,
  more: JsonObject = {},
): NewEvent {
  const { category } = eventCatalogue[event.type]
  if (!stream.startsWith(`${category}-`)) throw new Error(`${event.type} does not stand in ${stream}`)
  const stored = eventCodec.encode(event)
  return {
    id: derivedUuid('sample-event', stream, version),
    type: stored.type,
    schemaVersion: stored.schemaVersion,
    data: stored.data as JsonObject,
    metadata: {
      commandId: derivedUuid('sample-command', stream, version),
      inputHash: '00',
      actor: 'officer/sample',
      occurredAt: `${date}T04:00:00.000Z`,
      accountingDate: date,
      ...more,
    },
  }
}

/** As a ledger would hold them: every third at the same time as the one before, and a clock that once went back. */
export function toSequenced(events: readonly SampleEvent[]): SequencedEvent[] {
  return events.map(({ stream, version, event }, index) => ({
    ...event,
    stream,
    version,
    ledger: sampleLedger,
    epoch: 1,
    sequence: index + 1,
    position: `${index + 1}` as Position,
    recordedAt: new Date(
      Date.UTC(2025, 6, 1) + (index - (index % 3)) * 1_000 - (index === 12 ? 60_000 : 0),
    ).toISOString(),
  }))
}

/** A ledger in memory; `events` may grow. */
export function createMemorySource(events: readonly SequencedEvent[], epoch = 1): EventSource {
  return {
    ledger: sampleLedger,
    epoch,
    head: () => events.length,
    readAfter: (sequence, limit) => events.slice(sequence, sequence + limit),
    close() {},
  }
}

/** Appends the history through the port, in order; many share a commit. */
export async function appendAll(store: EventStore, events: readonly SampleEvent[]): Promise<void> {
  const together = 100
  for (let from = 0; from < events.length; from += together) {
    const appends = events
      .slice(from, from + together)
      .map(({ stream, version, event }) => store.append(stream, version === 1 ? 'no-stream' : version - 1, [event]))
    for (const { outcome } of await Promise.all(appends))
      if (outcome !== 'appended') throw new Error(`the sample was not appended: ${outcome}`)
  }
}

export const firstDay = '2025-07-20'

export function dayNumber(number: number): string {
  return addDays(firstDay, number)
}

/** The meals of some that are taken back were of a year that is closed: they are carried on. */
export function ofClosedYear(sample: SampleEvent, index: number): SampleEvent {
  const { event } = sample
  if (event.type !== 'RedemptionReversed' || index % 5 !== 0) return sample
  return { ...sample, event: { ...event, data: { ...event.data, priorYear: true } } }
}
