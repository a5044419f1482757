import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { projectionLimits } from '../limits.ts'
import { isRefusal, type QueryContext, refusal } from '../query-context.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import { readPlace, writePlace } from './cursors.ts'
import { createEventFilter } from './event-filter.ts'
import { toldEvents } from './told-event.ts'
import type { EventsAnswer, EventsQuery } from './trail.contract.ts'

/** Every event, whether it moves something or not, in the order of the ledger or against it. */
export function queryEvents(context: QueryContext, query: EventsQuery & WithScope): Unstamped<EventsAnswer> | Refusal {
  const { generation } = context
  const place = readPlace(query.cursor)
  if (place === null) return refusal('cursor-malformed')
  const moment = resolveMoment(generation.model, place ? { at: String(place.sequence) } : query)
  if (isRefusal(moment)) return moment
  const isWithin = createEventFilter(context, query.scope, moment.sequence)
  const first = query.fromSequence ?? 1
  const last = Math.min(query.throughSequence ?? moment.sequence, moment.sequence)
  const isNewestFirst = query.order === 'newest'
  const found: SequencedEvent[] = []
  let next = isNewestFirst ? Math.min(last, place ? place.entry - 1 : last) : Math.max(first, (place?.entry ?? 0) + 1)
  let searchedTo = place?.entry ?? (isNewestFirst ? last + 1 : first - 1)
  for (let looked = 0; looked < projectionLimits.searchedEvents && next >= first && next <= last; ) {
    const from = isNewestFirst ? Math.max(first, next - projectionLimits.batchSize + 1) : next
    const through = isNewestFirst ? next : Math.min(last, next + projectionLimits.batchSize - 1)
    const events = context.source.readAfter(from - 1, through - from + 1)
    for (const event of isNewestFirst ? events.toReversed() : events) {
      if (found.length === query.limit) break
      searchedTo = event.sequence
      if (isAsked(event, query) && isWithin(event)) found.push(event)
    }
    if (found.length === query.limit) break
    looked += events.length
    next = isNewestFirst ? from - 1 : through + 1
  }
  const isAtEnd = isNewestFirst ? searchedTo <= first : searchedTo >= last
  return {
    ...reflectedAt(generation.model, moment.sequence),
    events: toldEvents(context, found, createScopeFilter(generation, query.scope, moment.sequence)),
    searchedTo: Math.max(0, searchedTo),
    nextCursor: isAtEnd ? null : writePlace({ sequence: moment.sequence, entry: searchedTo }),
  }
}

function isAsked({ type, metadata }: SequencedEvent, { eventType, actor }: EventsQuery): boolean {
  return (eventType === undefined || type === eventType) && (actor === undefined || metadata.actor === actor)
}
