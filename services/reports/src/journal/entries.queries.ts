import type { EventMetadata } from '@welfare/contracts/metadata.ts'
import type { Leg } from '@welfare/contracts/postings.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from '../query-context.ts'
import { toProjected } from '../read-model/generation.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type ScopeFilter, type WithScope } from '../scope-filter.ts'
import { readPlace, writePlace } from './cursors.ts'
import { type DocumentKindCode, parseDocument } from './document-kinds.ts'
import type { EntriesAnswer, EntriesQuery } from './entries.contract.ts'
import { findDocument, findEntry, findReversals } from './entries.store.ts'
import { type EntryHead, readEntryHeads } from './entry-heads.ts'
import { findEntrySequences } from './entry-search.ts'
import { legFilterOf, readEvents } from './journal-legs.ts'

/** Every event with legs, one item each, in the order of the ledger: document number, who answers for it, its paper, its legs. */
export function queryEntries(
  context: QueryContext,
  query: EntriesQuery & WithScope,
): Unstamped<EntriesAnswer> | Refusal {
  const { generation, source } = context
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const place = readPlace(query.cursor)
  if (place === null) return refusal('cursor-malformed')
  const moment = resolveMoment(generation.model, place ? { ...query, at: String(place.sequence) } : query)
  if (isRefusal(moment)) return moment
  const scope = createScopeFilter(generation, query.scope, moment.sequence)
  const through = Math.min(query.throughSequence ?? moment.sequence, moment.sequence)
  const after = Math.max(place?.entry ?? 0, (query.fromSequence ?? 1) - 1, 0)
  const named = query.document === undefined ? undefined : findDocument(generation.model, parseDocument(query.document))
  if (query.document !== undefined && !isWithin(context, named, through, scope)) {
    return refusal('document-unknown', { document: query.document })
  }
  const found =
    named === undefined
      ? findEntrySequences(context, query, legFilterOf(context, query, moment), { after, through })
      : named > after
        ? [named]
        : []
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  const events = readEvents(source, page)
  const heads = readEntryHeads(context, events)
  return {
    ...reflectedAt(generation.model, moment.sequence),
    ...(moment.day !== undefined && { effective: moment.day }),
    entries: page.map((sequence) =>
      toEntry(context, events.get(sequence), heads.get(sequence), scope, moment.sequence),
    ),
    nextCursor:
      found.length > page.length && last !== undefined ? writePlace({ sequence: moment.sequence, entry: last }) : null,
  }
}

function isWithin(
  { source }: QueryContext,
  sequence: number | undefined,
  through: number,
  scope: ScopeFilter,
): boolean {
  if (sequence === undefined || sequence > through) return false
  const event = readEvents(source, [sequence]).get(sequence)
  return event !== undefined && toProjected(event).legs.some(scope.holds)
}

type Entry = EntriesAnswer['entries'][number]

function toEntry(
  { generation: { model } }: QueryContext,
  recorded: SequencedEvent | undefined,
  head: EntryHead | undefined,
  scope: ScopeFilter,
  through: number,
): Entry {
  if (!recorded || !head) throw new Error('the read model names an entry that the ledger does not have')
  const { event, sequence, date, legs } = toProjected(recorded)
  const { occurredAt, lateEntry } = recorded.metadata as EventMetadata
  const { reverses, reversedBy } = findReversals(model, sequence, through)
  const link = (linked: number) => ({ sequence: linked, document: findEntry(model, linked)?.document ?? '' })
  const shown = [...legs.entries()].filter(([, leg]) => scope.holds(leg))
  return {
    sequence,
    ...head,
    kind: parseDocument(head.document).kind as DocumentKindCode,
    eventType: event.type,
    eventId: recorded.id,
    stream: recorded.stream,
    version: recorded.version,
    accountingDate: date,
    occurredAt: occurredAt ?? null,
    recordedAt: recorded.recordedAt,
    lateEntry: lateEntry?.reason ?? null,
    reverses: reverses === undefined ? null : link(reverses),
    reversedBy: reversedBy.map(link),
    partial: shown.length < legs.length,
    legs: shown.map(([ordinal, leg]) => toEntryLeg(leg, ordinal)),
  }
}

function toEntryLeg(leg: Leg, ordinal: number): Entry['legs'][number] {
  return {
    ordinal,
    book: leg.book,
    account: leg.account,
    commodity: leg.commodity,
    fund: leg.fund ?? null,
    programme: leg.programme ?? null,
    batch: leg.batch ?? null,
    merchant: leg.merchant ?? null,
    depot: leg.depot ?? null,
    consignment: leg.consignment ?? null,
    site: leg.site ?? null,
    lot: leg.lot ?? null,
    amount: leg.amount,
    bankAccount: leg.bankAccount ?? null,
    payer: leg.payer ?? null,
    purchase: leg.purchase ?? null,
  }
}
