import { addFen } from '@welfare/contracts/money.ts'
import type { Leg } from '@welfare/contracts/postings.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { createGrouping, readGroupNames } from '../budget/budget-groups.ts'
import { accountKey, creditsOf, type Dimensioned, entryOf, splitEntry } from '../budget/running-totals.store.ts'
import type { QueryContext } from '../query-context.ts'
import type { EventSource } from '../read-model/event-source.ts'
import { toProjected } from '../read-model/generation.ts'
import type { Moment } from '../read-model/moments.store.ts'
import { type PostingDimension, postingDimensions } from '../read-model/read-model.schema.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import type { JournalQuery } from './journal.contract.ts'

export type LegRow = { readonly [D in PostingDimension]: string } & {
  readonly entry: number
  readonly date: string
  readonly amount: number
  readonly balance: number
}

type Placed = { readonly [D in PostingDimension]: string }

/** Which legs. */
export interface LegFilter {
  readonly dimensions: Dimensioned<PostingDimension>
  /** Of a posting account; undefined where every one that the dimensions leave is wanted. */
  readonly holds?: ((account: Placed) => boolean) | undefined
  readonly eventType?: string | undefined
  readonly side?: 'debit' | 'credit' | undefined
  /** Only what counts by the end of this day. */
  readonly effective?: string | undefined
}

type Asked = Pick<
  JournalQuery,
  | 'account'
  | 'book'
  | 'fund'
  | 'programme'
  | 'batch'
  | 'merchant'
  | 'bankAccount'
  | 'payer'
  | 'funder'
  | 'division'
  | 'ownDivision'
  | 'eventType'
  | 'side'
>

/** @param moment as known then; with its day, as it had happened by then */
export function legFilterOf(context: QueryContext, query: Partial<Asked> & WithScope, moment: Moment): LegFilter {
  const { account, book, fund, programme, batch, merchant, bankAccount, payer } = query
  const { funder, division, ownDivision, eventType, side } = query
  const scope = createScopeFilter(context.generation, query.scope, moment.sequence)
  const dimensions = { account, book, fund, programme, batch, merchant, bankAccount, payer }
  const filter = { dimensions, eventType, side, effective: moment.day }
  if (funder === undefined && division === undefined && ownDivision === undefined) {
    return scope.isEverything ? filter : { ...filter, holds: scope.holds }
  }
  const names = readGroupNames(context, moment.sequence)
  const grouping = createGrouping({ by: 'division', funder, division }, names, scope)
  const isWanted = (key: string | undefined) => key !== undefined && (ownDivision ?? key) === key
  return { ...filter, holds: (row) => isWanted(grouping.keyOf(row)) }
}

export function isOfLegs({ dimensions, holds, side, effective }: LegFilter): boolean {
  const asked = [...Object.values(dimensions), holds, side, effective]
  return asked.some((value) => value !== undefined)
}

interface Range {
  readonly after: number
  readonly before: number
  readonly limit: number
}

const columns = `t.entry, t.date, t.amount, t.balance, ${postingDimensions.map((name) => `a.${name}`).join(', ')}`

/** Legs with `after` < entry < `before`, in order. What was posted says where they lie: no event without legs is read, and no account without one of them. */
export function readLegs(context: QueryContext, filter: LegFilter, range: Range): LegRow[] {
  return isOfLegs(filter) ? mergeLegs(context.generation.model, filter, range) : readAllLegs(context, filter, range)
}

function accountsOf(model: ReadModel, { dimensions, holds }: LegFilter): number[] {
  const wanted = postingDimensions.filter((name) => dimensions[name] !== undefined)
  const conditions = wanted.map((name) => ` AND ${name} = :${name}`).join('')
  return model
    .prepare(`SELECT ${holds ? '*' : 'id'} FROM posting_account WHERE TRUE${conditions}`)
    .all(Object.fromEntries(wanted.map((name) => [name, dimensions[name] ?? ''])))
    .filter((account) => holds?.(account as Placed) ?? true)
    .map(({ id }) => Number(id))
}

/** Of a movement `t`: what of the filter the account does not say. */
function movementCondition({ eventType, side, effective }: LegFilter): SqlFilter {
  let sql = ''
  const values: SqlFilter['values'] = {}
  if (eventType !== undefined) {
    sql +=
      ' AND (SELECT type FROM entry WHERE sequence = t.entry >> 16) = (SELECT id FROM event_type WHERE name = :type)'
    values.type = eventType
  }
  if (side !== undefined) sql += side === 'debit' ? ' AND t.amount > 0' : ' AND t.amount < 0'
  if (effective !== undefined) {
    sql += ' AND t.date <= :effective'
    values.effective = effective
  }
  return { sql, values }
}

interface SqlFilter {
  readonly sql: string
  readonly values: Record<string, string>
}

interface BothSides {
  readonly commodity: string
  readonly debits: number
  readonly credits: number
}

/** By commodity, what the legs by the moment add up to on both sides. An account knows that of itself, but not by type of event: those are read. */
export function sumLegs({ generation }: QueryContext, filter: LegFilter, moment: Moment): BothSides[] {
  const { dimensions, holds, eventType, side } = filter
  const rows =
    eventType === undefined
      ? generation.postings.read(dimensions, moment).filter((row) => holds?.(row) ?? true)
      : readTotals(generation.model, filter, entryOf(moment.sequence + 1, 0))
  const sums = new Map<string, BothSides>()
  for (const row of rows) {
    const { debits = 0, credits = 0 } = sums.get(row.commodity) ?? {}
    sums.set(row.commodity, {
      commodity: row.commodity,
      debits: side === 'credit' ? 0 : addFen(debits, row.debits),
      credits: side === 'debit' ? 0 : addFen(credits, creditsOf(row)),
    })
  }
  return [...sums.values()].filter(({ debits, credits }) => debits !== 0 || credits !== 0)
}

interface Total {
  readonly commodity: string
  readonly balance: number
  readonly debits: number
}

function readTotals(model: ReadModel, filter: LegFilter, before: number): Total[] {
  const { sql, values } = movementCondition(filter)
  return model
    .prepare(`SELECT a.commodity, sum(t.amount) AS balance, sum(max(t.amount, 0)) AS debits
      FROM posting_tally t JOIN posting_account a ON a.id = t.account
      WHERE t.account IN (SELECT value FROM json_each(:accounts)) AND t.entry < :before${sql} GROUP BY a.commodity ORDER BY a.commodity`)
    .all({ accounts: JSON.stringify(accountsOf(model, filter)), before, ...values })
    .map(({ commodity, balance, debits }) => ({
      commodity: String(commodity),
      balance: Number(balance),
      debits: Number(debits),
    }))
}

/** An account, and how far its legs have been read. */
interface Reading {
  readonly id: number
  after: number
}

/** The legs of several posting accounts, each read where its movements lie, and no further than the page reaches. */
function mergeLegs(model: ReadModel, filter: LegFilter, range: Range): LegRow[] {
  const { before, limit } = range
  const { sql, values } = movementCondition(filter)
  const ofAccount = model.prepare(`SELECT ${columns} FROM posting_tally t JOIN posting_account a ON a.id = t.account
    WHERE t.account = :id AND t.entry > :after AND t.entry < :before${sql} ORDER BY t.entry LIMIT :limit`)
  let rows: LegRow[] = []
  let open = firstToMove(model, filter, range)
  let atOnce = Math.ceil(limit / Math.max(1, open.length)) + 1
  while (open.length > 0) {
    const goOn: Reading[] = []
    for (const account of open) {
      const read = ofAccount.all({ ...account, before, limit: atOnce, ...values }) as LegRow[]
      rows.push(...read)
      account.after = read.at(-1)?.entry ?? before
      if (read.length === atOnce) goOn.push(account)
    }
    rows = rows.sort((a, b) => a.entry - b.entry).slice(0, limit)
    const last = rows.length < limit ? before : (rows.at(-1)?.entry ?? before)
    open = goOn.filter(({ after }) => after < last)
    atOnce *= 2
  }
  return rows
}

/** Each account's first leg is another one: only those whose first is among the first ones of all have a leg on the page. */
function firstToMove(model: ReadModel, filter: LegFilter, { after, before, limit }: Range): Reading[] {
  const { sql, values } = movementCondition(filter)
  return model
    .prepare(`SELECT ids.value AS id,
        (SELECT t.entry FROM posting_tally t WHERE t.account = ids.value AND t.entry > :after${sql} ORDER BY t.entry LIMIT 1) AS first
      FROM json_each(:accounts) ids WHERE first < :before ORDER BY first LIMIT :limit`)
    .all({ accounts: JSON.stringify(accountsOf(model, filter)), after, before, limit, ...values })
    .map(({ id }) => ({ id: Number(id), after }))
}

function readAllLegs(
  { generation: { model }, source }: QueryContext,
  { eventType }: LegFilter,
  { after, before, limit }: Range,
): LegRow[] {
  const posted = model
    .prepare(`SELECT sequence FROM entry WHERE sequence >= :from AND sequence < :until AND
      (:type IS NULL OR type = (SELECT id FROM event_type WHERE name = :type)) ORDER BY sequence LIMIT :limit`)
    .all({
      ...{ from: splitEntry(after + 1).sequence, until: splitEntry(before).sequence },
      ...{ type: eventType ?? null, limit },
    })
    .map(({ sequence }) => Number(sequence))
  const balanceOf = model.prepare(`SELECT t.balance FROM posting_account a JOIN posting_tally t ON t.account = a.id
    WHERE a.key = ? AND t.entry = ?`)
  const events = readEvents(source, posted)
  const rows: LegRow[] = []
  for (const event of posted.flatMap((sequence) => events.get(sequence) ?? [])) {
    const { legs, sequence, date } = toProjected(event)
    for (const [ordinal, leg] of legs.entries()) {
      const entry = entryOf(sequence, ordinal)
      if (entry <= after) continue
      if (rows.length === limit) return rows
      const balance = Number(balanceOf.get(accountKey(postingDimensions, leg), entry)?.balance)
      rows.push({ ...dimensionsOf(leg), entry, date, amount: leg.amount, balance })
    }
  }
  return rows
}

function dimensionsOf(leg: Leg): { readonly [D in PostingDimension]: string } {
  const entries = postingDimensions.map((name) => [name, leg[name] ?? ''])
  return Object.fromEntries(entries) as { readonly [D in PostingDimension]: string }
}

/** The events of a page, read together where they stand close to one another: those in between are there too. */
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
