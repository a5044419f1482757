import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { isRefusal, type QueryContext, refusal } from '../query-context.ts'
import { readEventAt } from '../read-model/event-source.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { names } from '../read-model/references.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import { readPlace, writePlace } from './cursors.ts'
import { createEventFilter } from './event-filter.ts'
import { toldEvents } from './told-event.ts'
import type { TrailAnswer, TrailQuery } from './trail.contract.ts'

/** Every event of a thing, and every one that names it, in the order of the ledger or against it. */
export function queryTrail(
  context: QueryContext,
  { id, ...query }: TrailQuery & WithScope & { readonly id: string },
): Unstamped<TrailAnswer> | Refusal {
  const { generation, source } = context
  const place = readPlace(query.cursor)
  if (place === null) return refusal('cursor-malformed')
  const moment = resolveMoment(generation.model, place ? { at: String(place.sequence) } : query)
  if (isRefusal(moment)) return moment
  const isWithin = createEventFilter(context, query.scope, moment.sequence)
  const scope = createScopeFilter(generation, query.scope, moment.sequence)
  const events: SequencedEvent[] = []
  const range =
    query.order === 'newest'
      ? { after: 0, through: place ? place.entry - 1 : moment.sequence, isNewestFirst: true }
      : { after: place?.entry ?? 0, through: moment.sequence }
  for (const sequence of generation.references.candidates(id, range)) {
    if (events.length > query.limit) break
    const event = readEventAt(source, sequence)
    if (names(event, id) && isWithin(event)) events.push(event)
  }
  if (events.length === 0 && !place) return refusal('thing-unknown', { thing: id })
  const page = events.slice(0, query.limit)
  const last = page.at(-1)
  return {
    ...reflectedAt(generation.model, moment.sequence),
    id,
    events: toldEvents(context, page, scope),
    nextCursor:
      events.length > page.length && last ? writePlace({ sequence: moment.sequence, entry: last.sequence }) : null,
  }
}
