import type { Leg } from '@welfare/contracts/postings.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { accountKey, type Dimensioned, entryOf, splitEntry } from '../budget/running-totals.store.ts'
import { projectionLimits } from '../limits.ts'
import type { QueryContext } from '../query-context.ts'
import type { EventSource } from '../read-model/event-source.ts'
import { toProjected } from '../read-model/generation.ts'
import { type PostingDimension, postingDimensions } from '../read-model/read-model.schema.ts'
import type { ScopeFilter } from '../scope-filter.ts'

export type LegRow = { readonly [D in PostingDimension]: string } & {
  readonly entry: number
  readonly date: string
  readonly amount: number
  readonly balance: number
}

/** Which legs. */
interface LegFilter {
  readonly dimensions: Dimensioned<PostingDimension>
  readonly scope: ScopeFilter
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
export function readLegs(context: QueryContext, filter: LegFilter, range: Range): LegRow[] {
  const { model } = context.generation
  const { dimensions, scope } = filter
  const wanted = postingDimensions.filter((name) => dimensions[name] !== undefined)
  if (wanted.length === 0 && scope.isEverything) return walkLegs(context, filter, range)
  const most = scope.isEverything ? projectionLimits.mergedAccounts : mergedAccountsWithin(range)
  const conditions = wanted.map((name) => ` AND a.${name} = :${name}`).join('')
  const matching = model
    .prepare(
      `SELECT a.* FROM posting_account a WHERE TRUE${conditions}${scope.isEverything ? ` LIMIT ${most + 1}` : ''}`,
    )
    .all(Object.fromEntries(wanted.map((name) => [name, dimensions[name] ?? ''])))
  const accounts = matching.filter((account) => scope.holds(account as LegRow))
  if (accounts.length > most) return walkLegs(context, filter, range)
  const ofAccount = model.prepare(`SELECT ${columns} FROM posting_tally t JOIN posting_account a ON a.id = t.account
    WHERE t.account = :id AND t.entry > :after AND t.entry < :before ORDER BY t.entry LIMIT :limit`)
  return accounts
    .flatMap(({ id }) => ofAccount.all({ id: Number(id), ...range }) as LegRow[])
    .sort((a, b) => a.entry - b.entry)
    .slice(0, range.limit)
}

/** Within a small scope a walk could pass the whole ledger for nothing: as many accounts are merged as their rows can be held. */
function mergedAccountsWithin({ limit }: Range): number {
  return Math.max(projectionLimits.mergedAccounts, Math.floor(projectionLimits.mergedRows / limit))
}

function walkLegs({ generation, source }: QueryContext, filter: LegFilter, range: Range): LegRow[] {
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

export function matches(leg: Leg, { dimensions, scope }: LegFilter): boolean {
  return (
    postingDimensions.every((name) => dimensions[name] === undefined || leg[name] === dimensions[name]) &&
    scope.holds(leg)
  )
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
