import type { Role } from '@welfare/contracts/authority.ts'
import type { Category } from '@welfare/contracts/primitives.ts'

/**
 * How far into the ledger a route lets an actor see. Every id and every `division` that path, query or body names must lie within the
 * actor's scope, on every route; beyond that:
 * - `named`: nothing more
 * - `filtered`: the answer holds only what lies within the scope
 * - `voucher`: a voucher's code names no division; the handler holds its programme against the scope
 * - `whole-ledger`: only for actors who reach everything
 * - `own`: about the actor itself
 */
export const scopeRules = ['named', 'filtered', 'voucher', 'whole-ledger', 'own'] as const
export type ScopeRule = (typeof scopeRules)[number]

export const programmeRules = ['closed', 'admitted'] as const

export interface AuthorityRow {
  /** `public`: nobody need sign in. */
  readonly roles: readonly Role[] | 'public'
  readonly scope: ScopeRule
  /**
   * What a scope that names programmes means here, where a route is about no programme:
   * - `closed`: it changes what belongs to a whole division, and is not for who holds for some programmes only
   * - `admitted`: about a merchant that is admitted to one of these programmes
   */
  readonly ofProgrammes?: (typeof programmeRules)[number]
  /** Things of this kind may lie elsewhere: the service itself says of which of them the route is. */
  readonly heldByService?: Category
}

/** Who may do what: one row for each route, by its `operationId`. */
export type AuthorityTable = Readonly<Record<string, AuthorityRow>>

/** @throws TypeError where the table has no row: such a route is not served */
export function rowOf(table: AuthorityTable, operationId: string): AuthorityRow {
  const row = Object.hasOwn(table, operationId) ? table[operationId] : undefined
  if (!row) throw new TypeError(`The authority table has no row for ${operationId}`)
  return row
}
