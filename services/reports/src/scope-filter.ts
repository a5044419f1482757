import { isWholeLedger, type Scope, scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import type { Dimensions } from '@welfare/contracts/legs.ts'
import { createDivisions } from './read-model/divisions.ts'
import type { Generation } from './read-model/generation.ts'

/** Part of every question: what the caller may see. Set from the actor, never from the query; absent: everything. */
export interface WithScope {
  readonly scope?: Scope | undefined
}

/** What of the books lies within a scope. What lies outside is not there. */
export interface ScopeFilter {
  readonly isEverything: boolean
  /** Only what is theirs, wherever it is. */
  readonly isOfMerchants: boolean
  /** A posting account, a leg, or what is counted: placed by its programme; else fund, depot, site, consignment. */
  holds(dimensions: Pick<Dimensions, 'programme' | 'fund' | 'depot' | 'site' | 'consignment' | 'merchant'>): boolean
  /** Something that says its division itself. */
  holdsAt(placed: { readonly division: string; readonly programme?: string; readonly merchant?: string }): boolean
}

/** @param sequence as known then */
export function createScopeFilter(
  { directory }: Pick<Generation, 'directory'>,
  scope: Scope | undefined,
  sequence: number,
): ScopeFilter {
  if (scope === undefined || isWholeLedger(scope)) {
    return { isEverything: true, isOfMerchants: false, holds: () => true, holdsAt: () => true }
  }
  const { merchants, programmes } = scope
  const places = createDivisions(directory)
  const holdsAt: ScopeFilter['holdsAt'] = ({ division, programme = '', merchant = '' }) => {
    if (merchants) return merchants.includes(merchant)
    if (programmes && programme !== '' && !programmes.includes(programme)) return false
    return scopeHoldsDivision(scope, division)
  }
  return {
    isEverything: false,
    isOfMerchants: merchants !== undefined,
    holdsAt,
    holds(dimensions) {
      const { programme, merchant } = dimensions
      const division = merchants ? '' : places.divisionOf([dimensions], sequence)
      return holdsAt({ division, programme: programme ?? '', merchant: merchant ?? '' })
    },
  }
}
