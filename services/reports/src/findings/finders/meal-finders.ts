import type { FindingStates } from '../finding-states.store.ts'
import type { Findings, NewFinding } from '../findings.store.ts'
import type { Thresholds } from '../findings-thresholds.ts'

/** A redemption as finders see it. */
export interface Meal {
  readonly sequence: number
  /** When it happened. */
  readonly atMs: number
  readonly programme: string
  readonly division: string
  readonly merchant: string
  readonly device: string
  /** Who recorded it. */
  readonly account: string
  /** From a paper: its time is what somebody wrote down. */
  readonly fromPaper: boolean
  /** `<wallet>.<version>` */
  readonly redemption: string
  /** Orders that gave the credits it drew on. */
  readonly batches: readonly string[]
  /** Left of the credits that can be used on that day. */
  readonly balanceAfterFen: number
  /** Numbers that one meal only may bear at a merchant: of the till, and of the paper. */
  readonly slips: readonly { readonly slip: string; readonly number: string }[]
  readonly worker: string
  /** Who collected it for the worker. */
  readonly collectedBy: string | undefined
  /** The day against whose window it counts. */
  readonly day: string
  readonly paidFen: number
  /** Those of the programme. */
  readonly thresholds: Thresholds
}

export interface Finder {
  look(meal: Meal): void
  /** It was taken back as a whole. Absent: taken back or not, it was claimed. */
  forget?(meal: Pick<Meal, 'sequence' | 'merchant' | 'worker'>): void
}

export interface FinderDependencies {
  readonly states: FindingStates
  readonly findings: Findings
}

/** Redemptions at hours at which nobody eats: one finding for each programme, merchant and day. */
export function createOddHoursFinder({ states, findings }: FinderDependencies): Finder {
  return {
    look(meal) {
      const { sequence, atMs, merchant, thresholds } = meal
      const { from, until } = thresholds.oddHours
      const inShanghaiMs = atMs + SHANGHAI_OFFSET_MS
      const minute = Math.floor(inShanghaiMs / MINUTE_MS) % MINUTES_OF_DAY
      if (minute >= minuteOf(from) && minute < minuteOf(until)) return
      const day = new Date(inShanghaiMs).toISOString().slice(0, 10)
      const key = `hours|${meal.programme}|${merchant}|${day}`
      const state = states.get<{ finding: number | null }>(key, () => ({ finding: null }))
      if (state.finding !== null) return findings.extend(state.finding, sequence)
      state.finding = findings.open(
        {
          ...{ ...about(meal), kind: 'odd-hours', subject: key, merchant, worker: '' },
          ...{ facts: { day }, thresholds: thresholds.oddHours },
        },
        sequence,
        [sequence],
      )
      states.changed(key)
    },
  }
}

type Visit = readonly [atMs: number, merchant: string, sequence: number]

/** So many of a person's visits are looked back on. */
const REMEMBERED_OF_PERSON = 4

/** One person at two merchants within minutes, among those of the person's last redemptions that were not reversed. */
export function createTwoPlacesFinder({ states, findings }: FinderDependencies): Finder {
  const keyOf = (worker: string): string => `person|${worker}`
  const stateOf = (worker: string) => states.get<{ visits: Visit[] }>(keyOf(worker), () => ({ visits: [] }))
  return {
    look(meal) {
      const { sequence, atMs, merchant, worker, thresholds } = meal
      const state = stateOf(worker)
      const withinMs = thresholds.twoPlaces.withinMinutes * MINUTE_MS
      const elsewhere = state.visits.filter(([ms, where]) => where !== merchant && Math.abs(atMs - ms) <= withinMs)
      state.visits.push([atMs, merchant, sequence])
      if (state.visits.length > REMEMBERED_OF_PERSON) state.visits.shift()
      states.changed(keyOf(worker))
      if (elsewhere.length === 0) return
      const facts = { merchants: [...new Set([...elsewhere.map(([, where]) => where), merchant])] }
      findings.open(
        {
          ...{ ...about(meal), kind: 'two-places', subject: worker, merchant, worker },
          ...{ facts, thresholds: thresholds.twoPlaces },
        },
        sequence,
        [...elsewhere.map(([, , of]) => of), sequence],
      )
    },
    forget({ worker, sequence }) {
      const state = stateOf(worker)
      const kept = state.visits.filter(([, , of]) => of !== sequence)
      if (kept.length === state.visits.length) return
      state.visits = kept
      states.changed(keyOf(worker))
    },
  }
}

export const MINUTE_MS = 60_000
const MINUTES_OF_DAY = 24 * 60
/** Asia/Shanghai has stood at UTC+8 since 1992, longer than any ledger; a calendar for each meal would cost more than all finders. */
const SHANGHAI_OFFSET_MS = 8 * 60 * MINUTE_MS

/** `05:30` → 330. */
function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

export function about({
  programme,
  division,
}: {
  programme: string
  division: string
}): Pick<NewFinding, 'programme' | 'division'> {
  return { programme, division }
}
