import { type AccountName, postingAccounts } from '@welfare/contracts/accounts.ts'
import { subtractFen } from '@welfare/contracts/money.ts'
import type { Leg } from '@welfare/contracts/postings.ts'
import type { Refusal } from '@welfare/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { readPlace, writePlace } from './cursors.ts'
import type { EventSource } from './event-source.ts'
import { toProjected } from './generation.ts'
import type { JournalAnswer, JournalLeg, JournalQuery } from './journal.contract.ts'
import { projectionLimits } from './limits.ts'
import { reflectedAt, resolveMoment } from './moments.store.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from './query-context.ts'
import { type PostingDimension, postingDimensions } from './read-model.schema.ts'
import { accountKey, type Dimensioned, entryOf, splitEntry } from './running-totals.store.ts'

/** Every leg in the order of the ledger, each with the balance of its posting account after it. */
export function queryJournal(context: QueryContext, query: JournalQuery): JournalAnswer | Refusal {
  const { generation, source } = context
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const place = readPlace(query.cursor)
  if (place === null) return refusal('cursor-malformed')
  const moment = resolveMoment(generation.model, place ? { at: String(place.sequence) } : query)
  if (isRefusal(moment)) return moment
  const { account, book, fund, programme, batch, merchant } = query
  const after = Math.max(place?.entry ?? 0, entryOf(query.fromSequence ?? 0, 0) - 1)
  const range = { after, before: entryOf(moment.sequence + 1, 0), limit: query.limit + 1 }
  const rows = readLegs(context, { account, book, fund, programme, batch, merchant }, range)
  const page = rows.slice(0, query.limit)
  const events = readEvents(
    source,
    page.map((row) => splitEntry(row.entry).sequence),
  )
  const last = page.at(-1)
  return {
    ...reflectedAt(generation.model, moment.sequence),
    legs: page.map((row) => toLeg(row, events)),
    nextCursor: rows.length > page.length && last ? writePlace({ sequence: moment.sequence, entry: last.entry }) : null,
  }
}

export type LegRow = { readonly [D in PostingDimension]: string } & {
  readonly entry: number
  readonly date: string
  readonly amount: number
  readonly balance: number
}

interface Range {
  readonly after: number
  readonly before: number
  readonly limit: number
}

const columns = `t.entry, t.date, t.amount, t.balance, ${postingDimensions.map((name) => `a.${name}`).join(', ')}`

/**
 * Legs with `after` < entry < `before`, in order. Few posting accounts are each read where their movements lie, and merged; where many
 * match, the ledger is walked, since then most of it is wanted.
 */
export function readLegs(context: QueryContext, filter: Dimensioned<PostingDimension>, range: Range): LegRow[] {
  const { model } = context.generation
  const wanted = postingDimensions.filter((name) => filter[name] !== undefined)
  if (wanted.length === 0) return walkLegs(context, filter, range)
  const accounts = model
    .prepare(`SELECT a.id FROM posting_account a WHERE ${wanted.map((name) => `a.${name} = :${name}`).join(' AND ')}
      LIMIT ${projectionLimits.mergedAccounts + 1}`)
    .all(Object.fromEntries(wanted.map((name) => [name, filter[name] ?? ''])))
  if (accounts.length > projectionLimits.mergedAccounts) return walkLegs(context, filter, range)
  const ofAccount = model.prepare(`SELECT ${columns} FROM posting_tally t JOIN posting_account a ON a.id = t.account
    WHERE t.account = :id AND t.entry > :after AND t.entry < :before ORDER BY t.entry LIMIT :limit`)
  return accounts
    .flatMap(({ id }) => ofAccount.all({ id: Number(id), ...range }) as LegRow[])
    .sort((a, b) => a.entry - b.entry)
    .slice(0, range.limit)
}

function walkLegs({ generation, source }: QueryContext, filter: Dimensioned<PostingDimension>, range: Range): LegRow[] {
  const balanceOf =
    generation.model.prepare(`SELECT t.balance FROM posting_account a JOIN posting_tally t ON t.account = a.id
    WHERE a.key = ? AND t.entry = ?`)
  const rows: LegRow[] = []
  let sequence = Math.max(0, splitEntry(range.after + 1).sequence - 1)
  const through = splitEntry(range.before).sequence - 1
  while (sequence < through && rows.length < range.limit) {
    const events = source.readAfter(sequence, Math.min(projectionLimits.batchSize, through - sequence))
    if (events.length === 0) break
    for (const { legs, sequence: current, date } of events.map(toProjected)) {
      sequence = current
      for (const [ordinal, leg] of legs.entries()) {
        const entry = entryOf(current, ordinal)
        if (entry <= range.after || rows.length >= range.limit || !matches(leg, filter)) continue
        const balance = Number(balanceOf.get(accountKey(postingDimensions, leg), entry)?.balance)
        rows.push({ ...dimensionsOf(leg), entry, date, amount: leg.amount, balance })
      }
      if (rows.length >= range.limit) break
    }
  }
  return rows
}

function matches(leg: Leg, filter: Dimensioned<PostingDimension>): boolean {
  return postingDimensions.every((name) => filter[name] === undefined || leg[name] === filter[name])
}

function dimensionsOf(leg: Leg): { readonly [D in PostingDimension]: string } {
  const entries = postingDimensions.map((name) => [name, leg[name] ?? ''])
  return Object.fromEntries(entries) as { readonly [D in PostingDimension]: string }
}

/** The events of a page, read together where they stand close to one another. */
export function readEvents(source: EventSource, sequences: readonly number[]): ReadonlyMap<number, SequencedEvent> {
  const wanted = [...new Set(sequences)].sort((a, b) => a - b)
  const events = new Map<number, SequencedEvent>()
  const nearby = 8
  for (let from = 0; from < wanted.length; ) {
    let to = from
    while (to + 1 < wanted.length && (wanted[to + 1] ?? 0) - (wanted[to] ?? 0) <= nearby) to += 1
    const first = wanted[from] ?? 0
    for (const event of source.readAfter(first - 1, (wanted[to] ?? first) - first + 1))
      events.set(event.sequence, event)
    from = to + 1
  }
  return events
}

function toLeg(row: LegRow, events: ReadonlyMap<number, SequencedEvent>): JournalLeg {
  const { sequence, ordinal } = splitEntry(row.entry)
  const event = events.get(sequence)
  if (!event) throw new Error(`the ledger has no event ${sequence}`)
  const account = row.account as AccountName
  const { book, normalSide } = postingAccounts[account]
  return {
    sequence,
    ordinal,
    book,
    account,
    commodity: row.commodity,
    fund: orNull(row.fund),
    programme: orNull(row.programme),
    batch: orNull(row.batch),
    merchant: orNull(row.merchant),
    depot: orNull(row.depot),
    consignment: orNull(row.consignment),
    site: orNull(row.site),
    lot: orNull(row.lot),
    amount: row.amount,
    balanceSigned: row.balance,
    balance: normalSide === 'debit' ? row.balance : subtractFen(0, row.balance),
    normalSide,
    accountingDate: row.date,
    recordedAt: event.recordedAt,
    eventType: event.type,
    eventId: event.id,
    stream: event.stream,
    version: event.version,
  }
}

function orNull(dimension: string): string | null {
  return dimension === '' ? null : dimension
}

export const journalCsvColumns = [
  'sequence',
  'ordinal',
  'book',
  'account',
  'commodity',
  'fund',
  'programme',
  'batch',
  'merchant',
  'depot',
  'consignment',
  'site',
  'lot',
  'amount',
  'balanceSigned',
  'balance',
  'normalSide',
  'accountingDate',
  'recordedAt',
  'eventType',
  'eventId',
  'stream',
  'version',
] as const satisfies readonly (keyof JournalLeg)[]

/** Every value is an id, a code, a number or a date: none can hold a comma, a quote or a line break, or begin a formula. */
export function journalCsvLines(legs: readonly JournalLeg[]): string {
  return legs.map((leg) => `${journalCsvColumns.map((column) => leg[column] ?? '').join(',')}\r\n`).join('')
}
