import type { Refusal } from '@welfare/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Unstamped } from './answers.contract.ts'
import { readPlace, writePlace } from './cursors.ts'
import { createEventFilter } from './event-filter.ts'
import type { FindingsAnswer, FindingsQuery } from './findings.contract.ts'
import { type FindingKind, findingKinds } from './findings.store.ts'
import { findingsThresholds } from './findings-thresholds.ts'
import { readEvents } from './journal-legs.ts'
import { reflectedAt, resolveMoment } from './moments.store.ts'
import { UNPLACED } from './places.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from './query-context.ts'
import { createReachFilter, type WithReach } from './reach-filter.ts'

/** What somebody should look at, in the order in which it was found, with the events that show it. */
export function queryFindings(
  context: QueryContext,
  query: FindingsQuery & WithReach,
): Unstamped<FindingsAnswer> | Refusal {
  const { model } = context.generation
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const place = readPlace(query.cursor)
  if (place === null) return refusal('cursor-malformed')
  const moment = resolveMoment(model, place ? { at: String(place.sequence) } : query)
  if (isRefusal(moment)) return moment
  const reach = createReachFilter(context.generation, query.reach, moment.sequence)
  const isEventWithin = createEventFilter(context, query.reach, moment.sequence)
  const matching = readFindings(context, query, moment.sequence)
    .filter(reach.holdsAt)
    .filter((row) => reach.isEverything || isWhollyWithin(context, row, moment.sequence, isEventWithin))
  const rest = matching.filter(({ id }) => id > (place?.entry ?? 0))
  const page = rest.slice(0, query.limit)
  const last = page.at(-1)
  return {
    ...reflectedAt(model, moment.sequence),
    thresholds: findingsThresholds,
    counts: findingKinds
      .map((kind) => ({ kind, count: matching.filter((row) => row.kind === kind).length }))
      .filter(({ count }) => count > 0),
    total: matching.length,
    findings: page.map((row) => toFinding(context, row, moment.sequence)),
    nextCursor: rest.length > page.length && last ? writePlace({ sequence: moment.sequence, entry: last.id }) : null,
  }
}

type FindingRow = {
  readonly id: number
  readonly sequence: number
  readonly kind: FindingKind
  readonly programme: string
  readonly merchant: string
  readonly worker: string
  readonly division: string
  readonly facts: string
  readonly thresholds: string
}

function readFindings(
  { generation }: QueryContext,
  { kind, programme, merchant }: FindingsQuery,
  through: number,
): FindingRow[] {
  let sql = 'SELECT * FROM finding WHERE sequence <= :through'
  const values: Record<string, string | number> = { through }
  for (const [column, value] of Object.entries({ kind, programme, merchant })) {
    if (value === undefined) continue
    sql += ` AND ${column} = :${column}`
    values[column] = value
  }
  return generation.model.prepare(`${sql} ORDER BY id`).all(values) as FindingRow[]
}

/** What may lie in two counties is for those who see both: each of them would learn from it what the other has. */
const apart: ReadonlySet<FindingKind> = new Set([
  'same-paper',
  'same-slip',
  'two-places',
  'account-burst',
  'merchant-burst',
  'late-by-account',
  'late-by-merchant',
  'one-collector',
  'just-below-limit',
  'together-above-limit',
  'full-balances',
  'soon-after-issue',
  'held-in-both',
])

function isWhollyWithin(
  { generation: { model }, source }: QueryContext,
  row: FindingRow,
  through: number,
  isEventWithin: (event: SequencedEvent) => boolean,
): boolean {
  if (!apart.has(row.kind)) return true
  const events = readEvents(source, sequencesOf(model, row, through))
  return [...events.values()].every(isEventWithin)
}

function sequencesOf(model: QueryContext['generation']['model'], { id }: FindingRow, through: number): number[] {
  return model
    .prepare('SELECT sequence FROM finding_event WHERE finding = ? AND sequence <= ? ORDER BY sequence')
    .all(id, through)
    .map(({ sequence }) => Number(sequence))
}

/** Meals among its events that were taken back as a whole by then. */
function takenBackOf(model: QueryContext['generation']['model'], { id }: FindingRow, through: number): Set<number> {
  const rows = model
    .prepare(
      `SELECT sequence FROM finding_event JOIN redemption USING (sequence)
      WHERE finding = ? AND sequence <= ? AND reversed_at <= ?`,
    )
    .all(id, through, through)
  return new Set(rows.map(({ sequence }) => Number(sequence)))
}

/** So many of its events come with a finding. */
const SHOWN_EVENTS = 20

function toFinding(
  { generation, source }: QueryContext,
  row: FindingRow,
  through: number,
): FindingsAnswer['findings'][number] {
  const { model, things } = generation
  const sequences = sequencesOf(model, row, through)
  const shown = sequences.slice(0, SHOWN_EVENTS)
  const events = readEvents(source, shown)
  const takenBack = takenBackOf(model, row, through)
  const { programme, merchant, worker, division } = row
  return {
    id: row.id,
    kind: row.kind,
    programme: orNull(programme),
    programmeName: things.find('programme', programme, through)?.name ?? null,
    merchant: orNull(merchant),
    merchantName: things.find('merchant', merchant, through)?.name ?? null,
    worker: orNull(worker),
    division: division === UNPLACED ? null : division,
    found: { sequence: row.sequence, recordedAt: reflectedAt(model, row.sequence).recordedAt },
    facts: JSON.parse(row.facts),
    thresholds: JSON.parse(row.thresholds),
    eventCount: sequences.length,
    takenBackCount: takenBack.size,
    events: shown.map((sequence) => toEvidence(sequence, events.get(sequence), takenBack.has(sequence))),
    entries: linkTo({ programme, merchant }, sequences),
  }
}

function toEvidence(
  sequence: number,
  event: SequencedEvent | undefined,
  takenBack: boolean,
): FindingsAnswer['findings'][number]['events'][number] {
  if (!event) throw new Error(`the ledger has no event ${sequence}`)
  const { stream, version, type, metadata } = event
  const occurredAt = typeof metadata.occurredAt === 'string' ? metadata.occurredAt : null
  return { sequence, event: `${stream}.${version}`, type, occurredAt, takenBack }
}

function linkTo(
  { programme, merchant }: { programme: string; merchant: string },
  sequences: readonly number[],
): string {
  const named = Object.entries({ programme, merchant }).flatMap(([name, id]) => (id === '' ? [] : [`${name}=${id}`]))
  return `/v1/entries?${[`fromSequence=${sequences[0] ?? 1}`, `throughSequence=${sequences.at(-1) ?? 1}`, ...named].join('&')}`
}

function orNull(id: string): string | null {
  return id === '' ? null : id
}
