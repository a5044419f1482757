import type { People } from '../../people/people.store.ts'
import type { Finder, FinderDependencies } from './meal-finders.ts'
import { about } from './meal-finders.ts'

type Holder = readonly [programme: string, worker: string, redemption: string, sequence: number]

/** A number that a till counted, apart from those of papers: one list may name two meals of a person. */
export const TILL_SLIP = 'till-slip'
/** So many meals of a number are compared with a later one. */
const REMEMBERED_OF_SLIP = 4

/**
 * One slip for two people: a number of a till, or of a paper that was entered, at a merchant for meals of two wallets. A till's number for two
 * meals of one wallet, too: today that is refused, old books may hold it. A meal that was taken back leaves its number free.
 */
export function createSameSlipFinder({
  states,
  findings,
  people,
}: FinderDependencies & { people: Pick<People, 'findRedemption'> }): Finder {
  const stands = ([programme, worker, redemption]: Holder): boolean =>
    people.findRedemption({ programme, worker, redemption }).reversedOn === null
  return {
    look(meal) {
      const { sequence, merchant, programme, worker, redemption } = meal
      for (const { slip, number } of meal.slips) {
        const key = `slip|${merchant}|${slip}|${number}`
        const state = states.get<{ holders: Holder[]; finding: number | null }>(key, () => ({
          holders: [],
          finding: null,
        }))
        state.holders = state.holders.filter(stands)
        const others = state.holders.filter(([, , of]) => slip === TILL_SLIP || walletOf(of) !== walletOf(redemption))
        if (others.length > 0) {
          if (state.finding !== null) findings.extend(state.finding, sequence)
          else {
            const of = { kind: 'same-slip' as const, subject: key, merchant, worker: '' }
            const found = { ...about(meal), ...of, thresholds: null }
            const events = [...others.map(([, , , of]) => of), sequence]
            state.finding = findings.open({ ...found, facts: { slip, number } }, sequence, events)
          }
        }
        if (state.holders.length < REMEMBERED_OF_SLIP) state.holders.push([programme, worker, redemption, sequence])
        states.changed(key)
      }
    },
  }
}

function walletOf(redemption: string): string {
  return redemption.slice(0, redemption.lastIndexOf('.'))
}
