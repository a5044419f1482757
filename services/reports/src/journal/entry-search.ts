import { entryOf, splitEntry } from '../budget/running-totals.store.ts'
import type { QueryContext } from '../query-context.ts'
import type { EntriesQuery } from './entries.contract.ts'
import { findEntry } from './entries.store.ts'
import { isOfLegs, type LegFilter, readLegs } from './journal-legs.ts'

type Search = Pick<EntriesQuery, 'kind' | 'eventType' | 'limit'>
interface Span {
  readonly after: number
  readonly through: number
}

/** Sequences of the entries that match, ascending: one more than the page holds, where there are more. */
export function findEntrySequences(context: QueryContext, search: Search, filter: LegFilter, span: Span): number[] {
  return isOfLegs(filter) ? findByLegs(context, search, filter, span) : findByEntry(context, search, span)
}

function findByEntry(
  { generation }: QueryContext,
  { kind, eventType, limit }: Search,
  { after, through }: Span,
): number[] {
  let sql = `SELECT e.sequence FROM entry e JOIN document_series s ON s.id = e.series JOIN event_type t ON t.id = e.type
    WHERE e.sequence > :after AND e.sequence <= :through`
  const values: Record<string, string | number> = { after, through, limit: limit + 1 }
  for (const [condition, name, value] of [
    [' AND s.kind = :kind', 'kind', kind],
    [' AND t.name = :eventType', 'eventType', eventType],
  ] as const) {
    if (value === undefined) continue
    sql += condition
    values[name] = value
  }
  const rows = generation.model.prepare(`${sql} ORDER BY e.sequence LIMIT :limit`).all(values)
  return rows.map(({ sequence }) => Number(sequence))
}

function findByLegs(
  context: QueryContext,
  { kind, limit }: Search,
  filter: LegFilter,
  { after, through }: Span,
): number[] {
  const before = entryOf(through + 1, 0)
  const found = new Set<number>()
  const isWanted = (sequence: number): boolean =>
    kind === undefined || findEntry(context.generation.model, sequence)?.document.split('-')[2] === kind
  let from = entryOf(after + 1, 0) - 1
  while (found.size <= limit) {
    const legs = readLegs(context, filter, { after: from, before, limit: limit + 1 })
    for (const { entry } of legs) {
      const { sequence } = splitEntry(entry)
      if (found.size <= limit && !found.has(sequence) && isWanted(sequence)) found.add(sequence)
    }
    from = legs.at(-1)?.entry ?? from
    if (legs.length <= limit) break
  }
  return [...found]
}
