import { entryOf, splitEntry } from '../budget/running-totals.store.ts'
import type { QueryContext } from '../query-context.ts'
import type { ScopeFilter } from '../scope-filter.ts'
import type { EntriesQuery } from './entries.contract.ts'
import { findEntry } from './entries.store.ts'
import { readLegs } from './journal-legs.ts'

type Search = Pick<
  EntriesQuery,
  'kind' | 'eventType' | 'account' | 'book' | 'fund' | 'programme' | 'batch' | 'merchant' | 'limit'
>
interface Span {
  readonly after: number
  readonly through: number
}

/** Sequences of the entries that match, ascending: one more than the page holds, where there are more. */
export function findEntrySequences(context: QueryContext, search: Search, scope: ScopeFilter, span: Span): number[] {
  const { account, book, fund, programme, batch, merchant } = search
  const dimensions = { account, book, fund, programme, batch, merchant }
  const isOfLegs = !scope.isEverything || Object.values(dimensions).some((value) => value !== undefined)
  return isOfLegs ? findByLegs(context, search, { dimensions, scope }, span) : findByEntry(context, search, span)
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
  { kind, eventType, limit }: Search,
  filter: Parameters<typeof readLegs>[1],
  { after, through }: Span,
): number[] {
  const before = entryOf(through + 1, 0)
  const found = new Set<number>()
  const isWanted = (sequence: number): boolean => {
    if (kind === undefined && eventType === undefined) return true
    const entry = findEntry(context.generation.model, sequence)
    return (
      (eventType === undefined || entry?.eventType === eventType) &&
      (kind === undefined || entry?.document.split('-')[2] === kind)
    )
  }
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
