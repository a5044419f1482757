import { type Reach, reachesDivision, reachesEverything } from '@welfare/contracts/authority.ts'
import type { Dimensions } from '@welfare/contracts/legs.ts'
import type { Generation } from './read-model/generation.ts'
import { createPlaces } from './read-model/places.ts'

/** Part of every question: what whoever asks may see. Set from the actor, never from the query; absent: everything. */
export interface WithReach {
  readonly reach?: Reach | undefined
}

/** What of the books lies within a reach. What lies outside is not there. */
export interface ReachFilter {
  readonly isEverything: boolean
  /** Only what is theirs, wherever it is. */
  readonly isOfMerchants: boolean
  /** A posting account, a leg, or what is counted: placed by its programme; else fund, depot, site, consignment. */
  holds(dimensions: Pick<Dimensions, 'programme' | 'fund' | 'depot' | 'site' | 'consignment' | 'merchant'>): boolean
  /** Something that says its division itself. */
  holdsAt(placed: { readonly division: string; readonly programme?: string; readonly merchant?: string }): boolean
}

/** @param sequence as known then */
export function createReachFilter(
  { things }: Pick<Generation, 'things'>,
  reach: Reach | undefined,
  sequence: number,
): ReachFilter {
  if (reach === undefined || reachesEverything(reach)) {
    return { isEverything: true, isOfMerchants: false, holds: () => true, holdsAt: () => true }
  }
  const { merchants, programmes } = reach
  const places = createPlaces(things)
  const holdsAt: ReachFilter['holdsAt'] = ({ division, programme = '', merchant = '' }) => {
    if (merchants) return merchants.includes(merchant)
    if (programmes && programme !== '' && !programmes.includes(programme)) return false
    return reachesDivision(reach, division)
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
