import type { Scope } from '@welfare/contracts/authority.ts'
import { divisionPrefix, WHOLE_LEDGER } from '@welfare/contracts/divisions.ts'

export interface SqlCondition {
  readonly sql: string
  readonly values: readonly string[]
}

/** All of them. */
export function allOf(...conditions: readonly SqlCondition[]): SqlCondition {
  return { sql: conditions.map(({ sql }) => sql).join(' AND '), values: conditions.flatMap(({ values }) => values) }
}

/** At least one of them. */
export function anyOf(...conditions: readonly SqlCondition[]): SqlCondition {
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(' OR ')})`,
    values: conditions.flatMap(({ values }) => values),
  }
}

export const nothing: SqlCondition = { sql: 'FALSE', values: [] }

/** The scope's divisions as a condition on a column that holds a division's code: to be put after WHERE or AND. */
export function divisionCondition(scope: Scope, column: string): SqlCondition {
  if (scope.divisions.includes(WHOLE_LEDGER)) return { sql: 'TRUE', values: [] }
  if (scope.divisions.length === 0) return nothing
  return {
    sql: `(${scope.divisions.map(() => `${column} GLOB ?`).join(' OR ')})`,
    values: scope.divisions.map((code) => `${divisionPrefix(code)}*`),
  }
}

/** The scope's list of programmes or merchants as a condition on a column of ids; everything where it names none. */
export function idCondition(ids: readonly string[] | undefined, column: string): SqlCondition {
  if (ids === undefined) return { sql: 'TRUE', values: [] }
  return { sql: `${column} IN (${ids.map(() => '?').join(', ')})`, values: ids }
}
