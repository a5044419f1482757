import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import { readPlace, writePlace } from '../journal/cursors.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from '../query-context.ts'
import { reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import { toFinding } from './finding-answers.ts'
import { countFindings, type FindingRow, type FindingsFilter, type KindCount, readFindings } from './finding-rows.ts'
import { createFindingScope } from './finding-scope.ts'
import type { FindingsAnswer, FindingsQuery } from './findings.contract.ts'
import { findingKinds } from './findings.store.ts'
import { findingsThresholds } from './findings-thresholds.ts'

/** What somebody should look at, in the order in which it was found, with the events that show it. */
export function queryFindings(
  context: QueryContext,
  query: FindingsQuery & WithScope,
): Unstamped<FindingsAnswer> | Refusal {
  const { model } = context.generation
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const place = readPlace(query.cursor)
  if (place === null) return refusal('cursor-malformed')
  const moment = resolveMoment(model, place ? { at: String(place.sequence) } : query)
  if (isRefusal(moment)) return moment
  const { sequence } = moment
  const found = takePage(context, query, { after: place?.entry ?? 0, through: sequence }, query.limit + 1)
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  const counts = countByKind(context, query, sequence)
  return {
    ...reflectedAt(model, sequence),
    thresholds: findingsThresholds,
    counts: findingKinds.flatMap((kind) => counts.get(kind) ?? []),
    total: [...counts.values()].reduce((sum, { count }) => sum + count, 0),
    findings: page.map((row) => toFinding(context, row, sequence)),
    nextCursor: found.length > page.length && last ? writePlace({ sequence, entry: last.id }) : null,
  }
}

function takePage(
  context: QueryContext,
  filter: FindingsFilter,
  range: { readonly after: number; readonly through: number },
  atMost: number,
): FindingRow[] {
  const isShown = createFindingScope(context, filter.scope, range.through)
  const isAllShown = createScopeFilter(context.generation, filter.scope, range.through).isEverything
  const limit = isAllShown ? atMost : undefined
  const rows: FindingRow[] = []
  for (const row of readFindings(context.generation.model, filter, { ...range, limit })) {
    if (isShown(row)) rows.push(row)
    if (rows.length === atMost) break
  }
  return rows
}

function countByKind(context: QueryContext, filter: FindingsFilter, through: number): Map<string, KindCount> {
  const { model } = context.generation
  if (createScopeFilter(context.generation, filter.scope, through).isEverything) {
    return new Map(countFindings(model, filter, through).map((counted) => [counted.kind, counted]))
  }
  const isShown = createFindingScope(context, filter.scope, through)
  const counts = new Map<string, KindCount>()
  for (const row of readFindings(model, filter, { after: 0, through })) {
    if (!isShown(row)) continue
    const { count, open } = counts.get(row.kind) ?? { count: 0, open: 0 }
    counts.set(row.kind, { kind: row.kind, count: count + 1, open: open + 1 - row.is_reviewed })
  }
  return counts
}
