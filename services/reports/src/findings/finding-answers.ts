import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { readEvents } from '../journal/journal-legs.ts'
import type { QueryContext } from '../query-context.ts'
import { UNPLACED } from '../read-model/divisions.ts'
import { reflectedAt } from '../read-model/moments.store.ts'
import { type FindingRow, type ReviewRow, readReviews } from './finding-rows.ts'
import type { FindingsAnswer } from './findings.contract.ts'

type Finding = FindingsAnswer['findings'][number]

/** So many of its events come with a finding of a list. */
const LISTED_EVENTS = 20

export function toFinding(
  { generation, source }: QueryContext,
  row: FindingRow,
  through: number,
  mostEvents = LISTED_EVENTS,
): Finding {
  const { model, directory } = generation
  const { programme, merchant, worker, division } = row
  const { count, first, last } = extentOf(model, row, through)
  const [lastReview] = readReviews(model, row.name, through, 1)
  const shown = firstOf(model, row, through, mostEvents)
  const events = readEvents(source, shown)
  const takenBack = takenBackOf(model, row, through)
  return {
    id: row.name,
    kind: row.kind,
    status: row.is_reviewed === 1 ? 'reviewed' : 'open',
    version: lastReview?.version ?? 0,
    review: lastReview ? toReview(model, lastReview) : null,
    eventsSinceReview: lastReview ? countAfter(model, row, lastReview.through_sequence, through) : null,
    programme: orNull(programme),
    programmeName: directory.find('programme', programme, through)?.name ?? null,
    merchant: orNull(merchant),
    merchantName: directory.find('merchant', merchant, through)?.name ?? null,
    worker: orNull(worker),
    division: division === UNPLACED ? null : division,
    found: { sequence: row.sequence, recordedAt: reflectedAt(model, row.sequence).recordedAt },
    facts: JSON.parse(row.facts),
    thresholds: JSON.parse(row.thresholds),
    eventCount: count,
    takenBackCount: takenBack.count,
    events: shown.map((sequence) => toEvidence(sequence, events.get(sequence), takenBack.of(sequence))),
    entries: linkTo({ programme, merchant }, first, last),
  }
}

type Model = QueryContext['generation']['model']

export function toReview(model: Model, row: ReviewRow): NonNullable<Finding['review']> {
  const { sequence, version, reviewer, outcome, reason, event_count: eventCount, correction } = row
  const reviewedAt = reflectedAt(model, sequence).recordedAt
  return { version, outcome, reason, reviewedBy: reviewer, reviewedAt, sequence, eventCount, correction }
}

export function extentOf(
  model: Model,
  { id }: Pick<FindingRow, 'id'>,
  through: number,
): { readonly count: number; readonly first: number; readonly last: number } {
  const row = model
    .prepare(
      `SELECT count(*) AS count, min(sequence) AS first, max(sequence) AS last FROM finding_event
      WHERE finding = ? AND sequence <= ?`,
    )
    .get(id, through)
  return { count: Number(row?.count), first: Number(row?.first ?? 1), last: Number(row?.last ?? 1) }
}

function countAfter(model: Model, { id }: FindingRow, after: number, through: number): number {
  const row = model
    .prepare('SELECT count(*) AS count FROM finding_event WHERE finding = ? AND sequence > ? AND sequence <= ?')
    .get(id, after, through)
  return Number(row?.count)
}

function firstOf(model: Model, { id }: FindingRow, through: number, most: number): number[] {
  return model
    .prepare('SELECT sequence FROM finding_event WHERE finding = ? AND sequence <= ? ORDER BY sequence LIMIT ?')
    .all(id, through, most)
    .map(({ sequence }) => Number(sequence))
}

/** Meals among its events that were taken back as a whole by then. */
function takenBackOf(
  model: Model,
  { id }: FindingRow,
  through: number,
): { readonly count: number; of(sequence: number): boolean } {
  const counted = model
    .prepare(
      `SELECT count(*) AS count FROM finding_event JOIN redemption USING (sequence)
      WHERE finding = ? AND sequence <= ? AND reversed_at <= ?`,
    )
    .get(id, through, through)
  const isTakenBack = model.prepare('SELECT 1 FROM redemption WHERE sequence = ? AND reversed_at <= ?')
  return { count: Number(counted?.count), of: (sequence) => isTakenBack.get(sequence, through) !== undefined }
}

function toEvidence(
  sequence: number,
  event: SequencedEvent | undefined,
  takenBack: boolean,
): Finding['events'][number] {
  if (!event) throw new Error(`the ledger has no event ${sequence}`)
  const { stream, version, type, metadata } = event
  const occurredAt = typeof metadata.occurredAt === 'string' ? metadata.occurredAt : null
  return { sequence, event: `${stream}.${version}`, type, occurredAt, takenBack }
}

function linkTo(
  { programme, merchant }: Pick<FindingRow, 'programme' | 'merchant'>,
  first: number,
  last: number,
): string {
  const named = Object.entries({ programme, merchant }).flatMap(([name, id]) => (id === '' ? [] : [`${name}=${id}`]))
  return `/v1/entries?${[`fromSequence=${first}`, `throughSequence=${last}`, ...named].join('&')}`
}

function orNull(id: string): string | null {
  return id === '' ? null : id
}
