import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import type { Leg } from '@welfare/contracts/postings.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { QueryContext } from '../query-context.ts'
import { toProjected } from '../read-model/generation.ts'
import type { ScopeFilter } from '../scope-filter.ts'
import { type EntryHead, readEntryHeads } from './entry-heads.ts'
import type { TrailAnswer } from './trail.contract.ts'

type ToldEvent = TrailAnswer['events'][number]

/** Events as they are told: who, when, what paper, what was recorded and what moved, as far as it lies within the scope. */
export function toldEvents(context: QueryContext, events: readonly SequencedEvent[], scope: ScopeFilter): ToldEvent[] {
  const heads = readEntryHeads(context, new Map(events.map((event) => [event.sequence, event])))
  return events.map((event) => toToldEvent(event, scope, heads.get(event.sequence)))
}

function toToldEvent(event: SequencedEvent, scope: ScopeFilter, head: EntryHead | undefined): ToldEvent {
  const { sequence, id, type, stream, version, recordedAt, metadata } = event
  const { legs } = toProjected(event)
  const shown = legs.filter(scope.holds)
  const data = withoutSealed(event.data)
  return {
    sequence,
    id,
    type,
    stream,
    version,
    actor: textOrNull(metadata.actor),
    occurredAt: textOrNull(metadata.occurredAt),
    accountingDate: textOrNull(metadata.accountingDate),
    recordedAt,
    lateEntry: (metadata as Partial<EventMetadata>).lateEntry?.reason ?? null,
    paper: paperOf(metadata as Partial<EventMetadata>),
    entry: head && shown.length > 0 ? head : null,
    data: (shown.length === legs.length ? data : withoutBalances(data)) as ToldEvent['data'],
    legs: shown.map(toTrailLeg),
  }
}

function paperOf({ document }: Partial<EventMetadata>): ToldEvent['paper'] {
  return document ? { kind: document.kind, number: document.number, date: document.date ?? null } : null
}

function toTrailLeg({ book, account, commodity, amount, ...dimensions }: Leg): ToldEvent['legs'][number] {
  const given = Object.entries(dimensions).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { book, account, commodity, amount, dimensions: Object.fromEntries(given) }
}

/** What registry encrypted is nobody else's, not even as ciphertext. */
function withoutSealed({ sealed: _, ...data }: JsonObject): JsonObject {
  return data
}

/** Of an account that lies outside: what a fund of the prefecture has left is not its counties' to know. */
function withoutBalances(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !name.endsWith('AfterFen')))
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
