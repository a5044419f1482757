import { addFen, multiplyFen, sumFen } from '@welfare/contracts/money.ts'
import type { FindingStates } from '../finding-states.store.ts'
import type { Findings } from '../findings.store.ts'
import type { Finder, Meal } from './meal-finders.ts'

interface MerchantDay {
  takenFen: number
  meals: number
  readonly first: number
  last: number
}

interface ShareState {
  day: string
  merchants: { [merchant: string]: MerchantDay }
}

/**
 * A merchant's share out of line. A programme's day is judged once, when the first redemption of a later day is recorded, on what was
 * recorded of it by then, reversed or not: a merchant with enough meals that took more than so many times the lower median of the others.
 */
export function createMerchantShareFinder({ states, findings }: { states: FindingStates; findings: Findings }): Finder {
  return {
    look(meal) {
      const { programme, merchant, day, sequence, paidFen } = meal
      const key = `share|${programme}`
      const state = states.get<ShareState>(key, () => ({ day, merchants: {} }))
      if (day < state.day) return
      if (day > state.day) {
        check(state, meal)
        state.day = day
        state.merchants = {}
      }
      const known = state.merchants[merchant] ?? { takenFen: 0, meals: 0, first: sequence, last: sequence }
      state.merchants[merchant] = known
      known.takenFen = addFen(known.takenFen, paidFen)
      known.meals += 1
      known.last = sequence
      states.changed(key)
    },
  }

  function check({ day, merchants }: ShareState, { sequence, programme, division, thresholds }: Meal): void {
    const { atLeastMerchants, atLeastMeals, timesMedianOfOthers } = thresholds.merchantShare
    const all = Object.entries(merchants)
    if (all.length < atLeastMerchants) return
    const ofAllFen = sumFen(all.map(([, { takenFen }]) => takenFen))
    for (const [merchant, { takenFen, meals, first, last }] of all) {
      const othersFen = all.filter(([other]) => other !== merchant).map(([, other]) => other.takenFen)
      const medianFen = othersFen.sort((a, b) => a - b)[(othersFen.length - 1) >> 1] ?? 0
      if (meals < atLeastMeals || takenFen <= multiplyFen(medianFen, timesMedianOfOthers)) continue
      const facts = { day, meals, merchants: all.length, takenFen, ofAllFen, medianOfOthersFen: medianFen }
      findings.open(
        {
          kind: 'merchant-share',
          subject: merchant,
          programme,
          division,
          merchant,
          worker: '',
          facts,
          thresholds: thresholds.merchantShare,
        },
        sequence,
        first === last ? [first] : [first, last],
      )
    }
  }
}
