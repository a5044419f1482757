import { accountIn, isProcess } from '@welfare/contracts/authority.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { findCause, findEntry } from '../journal/entries.store.ts'
import { isRefusal, type QueryContext, refusal } from '../query-context.ts'
import { readEventAt } from '../read-model/event-source.ts'
import { type Reflected, reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { withoutPart } from '../read-model/references.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import type { Corrects, ReviewFinding } from './finding.decider.ts'
import { extentOf, toFinding, toReview } from './finding-answers.ts'
import { type FindingRow, findFinding, readReviews } from './finding-rows.ts'
import { createFindingScope, eventsOf } from './finding-scope.ts'
import type { FindingAnswer } from './findings.contract.ts'

interface OneFinding extends WithScope {
  readonly id: string
  readonly at?: string | undefined
}

/** So many of its events come with a finding that is asked for by itself. */
const SHOWN_EVENTS = 1_000
/** So many reviews come with a finding, the last ones. */
const SHOWN_REVIEWS = 100

/** One finding, with what was said of it. */
export function queryFinding(context: QueryContext, query: OneFinding): Unstamped<FindingAnswer> | Refusal {
  const { model } = context.generation
  const moment = resolveMoment(model, query)
  if (isRefusal(moment)) return moment
  const { sequence } = moment
  const row = findWithin(context, query, sequence)
  if (!row) return refusal('finding-unknown')
  const reviews = readReviews(model, row.name, sequence, SHOWN_REVIEWS).reverse()
  return {
    ...reflectedAt(model, sequence),
    finding: toFinding(context, row, sequence, SHOWN_EVENTS),
    reviews: reviews.map((review) => toReview(model, review)),
  }
}

/** What a review rests on. */
export function queryReviewed(
  context: QueryContext,
  query: OneFinding & { readonly correction: string | undefined },
): (Reflected & Pick<ReviewFinding, 'finding' | 'correction'>) | Refusal {
  const { model } = context.generation
  const { sequence } = model.checkpoint()
  const row = findWithin(context, query, sequence)
  if (!row) return refusal('finding-unknown')
  const { count, last } = extentOf(model, row, sequence)
  const { kind, sequence: foundAt } = row
  const { correction: entry } = query
  return {
    ...reflectedAt(model, sequence),
    finding: { kind, foundAt, eventCount: count, throughSequence: last, makers: makersOf(context, row, sequence) },
    correction: entry === undefined ? undefined : { entry, corrects: correctedBy(context, entry, row, sequence) },
  }
}

function findWithin(context: QueryContext, { id, scope }: OneFinding, through: number): FindingRow | undefined {
  const { generation } = context
  const row = findFinding(generation.model, id, through)
  if (!row || !createScopeFilter(generation, scope, through).holdsAt(row)) return undefined
  return createFindingScope(context, scope, through)(row) ? row : undefined
}

/** Accounts that did one of its acts, proposed it or let it pass; of what a process did, those behind its cause. */
function makersOf(context: QueryContext, { id }: FindingRow, through: number): string[] {
  const makers = new Set<string>()
  for (const event of eventsOf(context, id, through)) {
    for (const { metadata } of [event, ...eventsBehind(context, event)]) {
      const { approvedBy } = (metadata.approval ?? {}) as { readonly approvedBy?: unknown }
      for (const actor of [metadata.actor, approvedBy]) {
        if (typeof actor === 'string' && !isProcess(actor)) makers.add(accountIn(actor))
      }
    }
  }
  return [...makers]
}

function eventsBehind({ generation: { model }, source }: QueryContext, event: SequencedEvent): SequencedEvent[] {
  const { causationId } = event.metadata
  const behind =
    findEntry(model, event.sequence) ?? (typeof causationId === 'string' ? findCause(model, causationId) : undefined)
  const sequences = [behind?.maker, behind?.checker].filter((of) => of !== undefined && of !== null)
  return sequences.filter((of) => of !== event.sequence).map((of) => readEventAt(source, of))
}

function correctedBy(context: QueryContext, entry: string, { id }: FindingRow, through: number): Corrects {
  const corrected = correctedIn(findPart(context, entry, through))
  if (corrected === undefined) return 'nothing'
  const act = findPart(context, corrected, through)
  const isOwn = context.generation.model
    .prepare('SELECT 1 FROM finding_event WHERE finding = ? AND sequence = ?')
    .get(id, act?.sequence ?? 0)
  return isOwn ? 'one-of-its-acts' : 'another-act'
}

/** What a red entry, or the right one beside it, puts right; undefined for an event that corrects nothing. */
function correctedIn(event: SequencedEvent | undefined): string | undefined {
  if (!event) return undefined
  const { corrects, correctedFrom, redemption } = event.data
  const named = corrects ?? correctedFrom ?? (event.type === 'RedemptionReversed' ? redemption : undefined)
  return typeof named === 'string' ? named : undefined
}

function findPart({ generation, source }: QueryContext, part: string, through: number): SequencedEvent | undefined {
  const stream = withoutPart(part)
  for (const sequence of generation.references.candidates(stream, { after: 0, through })) {
    const event = readEventAt(source, sequence)
    if (`${event.stream}.${event.version}` === part) return event
  }
  return undefined
}
