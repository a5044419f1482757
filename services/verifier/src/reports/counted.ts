import { add } from '../amounts.ts'

export interface Place {
  readonly programme: string
  /** A window of people, `*` for all of them together, a round of sites; '' for goods without a plan. */
  readonly window: string
  readonly employer: string
  /** Of goods; people belong to none. */
  readonly site?: string
  readonly division: string
  readonly trade: string
}

export interface Counted extends Place {
  readonly measure: string
  readonly commodity: string
  readonly count: number
}

export const ALL_WINDOWS = '*'
export const noGroup = { employer: '', division: '', trade: '' }

/** Counts by everything they can be told apart by. */
export interface Counts {
  add(measure: string, place: Place, count: number, commodity?: string): void
  all(): readonly Counted[]
}

export function createCounts(): Counts {
  const counted = new Map<string, Counted>()
  return {
    add(measure, { programme, window, employer, site = '', division, trade }, count, commodity = '') {
      if (count === 0) return
      const key = [measure, programme, window, employer, site, division, trade, commodity].join('|')
      const sum = add(counted.get(key)?.count ?? 0, count)
      counted.set(key, { measure, programme, window, employer, site, division, trade, commodity, count: sum })
    },
    all: () => [...counted.values()].filter(({ count }) => count !== 0),
  }
}
