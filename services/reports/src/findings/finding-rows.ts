import { isWholeLedger } from '@welfare/contracts/authority.ts'
import type { FindingOutcome } from '@welfare/contracts/finding-outcomes.ts'
import { allOf, divisionCondition, idCondition, type SqlCondition } from '@welfare/http/authority/scope-conditions.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'
import type { WithScope } from '../scope-filter.ts'
import type { FindingKind } from './findings.store.ts'

/** A finding with the last word on it. */
export type FindingRow = {
  readonly id: number
  readonly name: string
  readonly sequence: number
  readonly kind: FindingKind
  readonly programme: string
  readonly merchant: string
  readonly worker: string
  readonly division: string
  readonly facts: string
  readonly thresholds: string
  /** 0 or 1: looked at, and nothing came since. */
  readonly is_reviewed: number
}

export type ReviewRow = {
  readonly sequence: number
  readonly version: number
  readonly reviewer: string
  readonly outcome: FindingOutcome
  readonly reason: string
  readonly event_count: number
  readonly through_sequence: number
  readonly correction: string | null
}

export interface FindingsFilter extends WithScope {
  readonly kind?: string | undefined
  readonly programme?: string | undefined
  readonly merchant?: string | undefined
  readonly status?: 'open' | 'reviewed' | undefined
  readonly outcome?: string | undefined
}

/** SQLite's own word for it. */
const NO_LIMIT = -1

/** `?1` is the sequence through which the ledger is known. */
const WITH_LAST_REVIEW = `finding f LEFT JOIN finding_review r ON r.sequence =
  (SELECT max(sequence) FROM finding_review WHERE finding = f.name AND sequence <= ?1)`
const IS_REVIEWED = `(r.sequence IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM finding_event WHERE finding = f.id AND sequence > r.through_sequence AND sequence <= ?1))`

/** In the order in which they were found, `limit` of them, read one by one as they are taken: however many there are, few are in memory. */
export function* readFindings(
  model: ReadModel,
  filter: FindingsFilter,
  { after, through, limit }: { readonly after: number; readonly through: number; readonly limit?: number | undefined },
): Generator<FindingRow> {
  const { sql, values } = conditionOf(filter)
  const statement = model.prepare(`SELECT f.*, ${IS_REVIEWED} AS is_reviewed FROM ${WITH_LAST_REVIEW}
    WHERE f.sequence <= ?1 AND f.id > ?2 AND ${sql} ORDER BY f.id LIMIT ?`)
  for (const row of statement.iterate(through, after, ...values, limit ?? NO_LIMIT)) yield row as FindingRow
}

export interface KindCount {
  readonly kind: FindingKind
  readonly count: number
  readonly open: number
}

export function countFindings(model: ReadModel, filter: FindingsFilter, through: number): KindCount[] {
  const { sql, values } = conditionOf(filter)
  const rows = model
    .prepare(`SELECT f.kind, count(*) AS count, sum(NOT ${IS_REVIEWED}) AS open FROM ${WITH_LAST_REVIEW}
      WHERE f.sequence <= ?1 AND ${sql} GROUP BY f.kind`)
    .all(through, ...values)
  return rows.map(({ kind, count, open }) => ({
    kind: kind as FindingKind,
    count: Number(count),
    open: Number(open),
  }))
}

export function findFinding(model: ReadModel, name: string, through: number): FindingRow | undefined {
  const row = model
    .prepare(
      `SELECT f.*, ${IS_REVIEWED} AS is_reviewed FROM ${WITH_LAST_REVIEW} WHERE f.sequence <= ?1 AND f.name = ?2`,
    )
    .get(through, name)
  return row as FindingRow | undefined
}

/** The last ones, the newest first. */
export function readReviews(model: ReadModel, name: string, through: number, limit: number): ReviewRow[] {
  return model
    .prepare('SELECT * FROM finding_review WHERE finding = ? AND sequence <= ? ORDER BY sequence DESC LIMIT ?')
    .all(name, through, limit) as ReviewRow[]
}

function conditionOf({ kind, programme, merchant, status, outcome, scope }: FindingsFilter): SqlCondition {
  const columns = { 'f.kind': kind, 'f.programme': programme, 'f.merchant': merchant, 'r.outcome': outcome }
  const given = Object.entries(columns).flatMap(([column, value]) =>
    value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }],
  )
  const ofStatus =
    status === undefined ? [] : [{ sql: status === 'open' ? `NOT ${IS_REVIEWED}` : IS_REVIEWED, values: [] }]
  return allOf({ sql: 'TRUE', values: [] }, ...given, ...ofStatus, ...withinScope(scope))
}

/** As `ReachFilter.holdsAt` judges a row. */
function withinScope(scope: WithScope['scope']): SqlCondition[] {
  if (scope === undefined || isWholeLedger(scope)) return []
  if (scope.merchants) return [idCondition(scope.merchants, 'f.merchant')]
  const { sql, values } = idCondition(scope.programmes, 'f.programme')
  return [{ sql: `(f.programme = '' OR ${sql})`, values }, divisionCondition(scope, 'f.division')]
}
