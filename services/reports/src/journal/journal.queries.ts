import { type AccountName, postingAccounts } from '@welfare/contracts/accounts.ts'
import { subtractFen } from '@welfare/contracts/money.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { entryOf, splitEntry } from '../budget/running-totals.store.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from '../query-context.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import type { WithScope } from '../scope-filter.ts'
import { readPlace, writePlace } from './cursors.ts'
import { type EntryHead, readEntryHeads } from './entry-heads.ts'
import type { JournalAnswer, JournalLeg, JournalQuery } from './journal.contract.ts'
import { type LegRow, legFilterOf, readEvents, readLegs, sumLegs } from './journal-legs.ts'

/** Every leg in the order of the ledger, each with the balance of its posting account after it. */
export function queryJournal(
  context: QueryContext,
  query: JournalQuery & WithScope,
): Unstamped<JournalAnswer> | Refusal {
  const { generation, source } = context
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const place = readPlace(query.cursor)
  if (place === null) return refusal('cursor-malformed')
  const moment = resolveMoment(generation.model, place ? { ...query, at: String(place.sequence) } : query)
  if (isRefusal(moment)) return moment
  const after = Math.max(place?.entry ?? 0, entryOf(query.fromSequence ?? 0, 0) - 1)
  const before = entryOf(moment.sequence + 1, 0)
  const filter = legFilterOf(context, query, moment)
  const rows = readLegs(context, filter, { after, before, limit: query.limit + 1 })
  const page = rows.slice(0, query.limit)
  const events = readEvents(
    source,
    page.map((row) => splitEntry(row.entry).sequence),
  )
  const heads = readEntryHeads(context, events)
  const last = page.at(-1)
  return {
    ...reflectedAt(generation.model, moment.sequence),
    ...(moment.day !== undefined && { effective: moment.day }),
    legs: page.map((row) => toLeg(row, events, heads)),
    sums: query.account === undefined || place ? null : sumLegs(context, filter, moment),
    nextCursor: rows.length > page.length && last ? writePlace({ sequence: moment.sequence, entry: last.entry }) : null,
  }
}

function toLeg(
  row: LegRow,
  events: ReadonlyMap<number, SequencedEvent>,
  heads: ReadonlyMap<number, EntryHead>,
): JournalLeg {
  const { sequence, ordinal } = splitEntry(row.entry)
  const event = events.get(sequence)
  const head = heads.get(sequence)
  if (!event || !head) throw new Error(`the ledger has no entry ${sequence}`)
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
    ...head,
    bankAccount: orNull(row.bankAccount),
    payer: orNull(row.payer),
    purchase: orNull(row.purchase),
  }
}

function orNull(dimension: string): string | null {
  return dimension === '' ? null : dimension
}
