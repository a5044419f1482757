import { type Reach, reachesDivision } from '@welfare/contracts/authority.ts'
import { categoryOf } from '@welfare/contracts/primitives.ts'
import type { EventStore } from '@welfare/event-store/port.ts'
import { createAdmissions } from '@welfare/facts/admission.facts.ts'
import type { Facts } from '@welfare/facts/facts.service.ts'
import { createPlaceLookUp } from '@welfare/facts/place.facts.ts'
import { caughtUp } from '../room.ts'

/** Where things are: what a reach is held against. */
export interface Places {
  /** Does the thing with this id (or part of it, `<stream>.<version>`) lie within the reach? Undefined when it is not known. */
  isWithin(reach: Reach, id: string): boolean | undefined
  /** Is the merchant admitted to one of the programmes? */
  isAdmitted(programmes: readonly string[], merchant: string): boolean
  /** Waits, bounded, until everything that was durable when it was asked is known. False when that takes too long. */
  awaitFacts(): Promise<boolean>
}

/** From the facts of places and admissions. */
export function createPlaces(facts: Facts, store: EventStore): Places {
  const { isAdmitted } = createAdmissions(facts)
  return {
    isWithin: createJudge(facts, isAdmitted),
    isAdmitted: (programmes, merchant) => programmes.some((programme) => isAdmitted(programme, merchant)),
    awaitFacts: () => caughtUp(store, facts.consumer),
  }
}

function createJudge(
  facts: Facts,
  isAdmitted: (programme: string, merchant: string) => boolean,
): (reach: Reach, id: string) => boolean | undefined {
  const findPlace = createPlaceLookUp(facts)
  /** Everybody on its roster is a programme's own, wherever they live. */
  const isMember = (reach: Reach, worker: string) =>
    facts
      .prepare('SELECT programme FROM member WHERE worker = ?')
      .all(worker)
      .some(({ programme }) => isWithin(reach, String(programme)) === true)

  return isWithin

  function isWithin(reach: Reach, id: string): boolean | undefined {
    // A till names its own merchant with every meal.
    if (reach.merchants?.includes(id)) return true
    const stream = id.replace(/[.@]\d+$/, '')
    const place = findPlace(stream)
    if (!place) return undefined
    const { programme, division } = place
    const category = categoryOf(stream)
    if (category === 'worker' && isMember(reach, stream)) return true
    if (reach.programmes && programme !== '' && !reach.programmes.includes(programme)) return false
    if (reach.merchants) return programme !== '' && reach.merchants.some((merchant) => isAdmitted(programme, merchant))
    if (category === 'item' || category === 'kit') return true
    if (reach.programmes && category === 'worker') return false
    return reachesDivision(reach, division)
  }
}
