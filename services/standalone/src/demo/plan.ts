import { addDays } from '@welfare/contracts/days.ts'
import { breakfasts, scenarioEnd, scenarioName, scenarioStart, settlementRuns } from './summer-2025.ts'

/** How much of the scenario is played: its festivals and kits always, of the breakfasts a part or all. */
export interface DemoPlan {
  readonly name: string
  /** In a sentence, for those who look at it. */
  readonly says: string
  /** RFC 3339, Asia/Shanghai. */
  readonly startsAt: string
  readonly endsAt: string
  readonly breakfasts: BreakfastPlan
}

export interface BreakfastPlan {
  /** The day of the first gift. */
  readonly startsOn: string
  readonly months: readonly string[]
  /** Days on which somebody comes for breakfast. */
  readonly mornings: readonly string[]
  readonly turnout: number
  workersOf(county: { readonly workers: number; readonly allocatedFen: number; readonly eachDayFen: number }): number
  /** Every county gives an amount for each day; else one for each month. */
  readonly isByDay: boolean
  readonly runs: readonly { readonly until: string; readonly days: readonly [string, string, string] }[]
  /** What goes otherwise than it should, a statement that is left open, and the bank's paper. */
  readonly hasIncidents: boolean
}

const summerMornings = breakfasts.months.flatMap((month) => breakfasts.mornings.map((day) => `${month}-${day}`))

export const summerPlan: DemoPlan = {
  name: scenarioName,
  says: 'first weeks: four mornings of each month from June to October 2025; npm run demo -- --whole-year plays every morning of the year',
  startsAt: scenarioStart,
  endsAt: scenarioEnd,
  breakfasts: {
    startsOn: '2025-06-03',
    months: breakfasts.months,
    mornings: summerMornings.filter((day) => day <= '2025-10-14'),
    turnout: breakfasts.turnout,
    workersOf: ({ workers }) => workers,
    isByDay: false,
    runs: settlementRuns.breakfasts,
    hasIncidents: true,
  },
}

const year = Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`)

const everyMorning = daysOf('2025-01-04', '2025-12-31')
const YEAR_TURNOUT = 0.8
/** Of what a county has. A month is issued before all of the last one's unused credits are back. */
const TO_SPEND = 0.9
const mealsEach = everyMorning.length * YEAR_TURNOUT * (1 - 1 / breakfasts.oneInStaysAway)

/** Made up, but for the sum: so many come on so many mornings that most of it is spent. */
export const wholeYearPlan: DemoPlan = {
  name: 'year-2025',
  says: 'whole year: every morning of 2025',
  startsAt: '2025-01-02T09:00:00+08:00',
  endsAt: '2026-01-12T18:00:00+08:00',
  breakfasts: {
    startsOn: '2025-01-02',
    months: year,
    mornings: everyMorning,
    turnout: YEAR_TURNOUT,
    workersOf: ({ allocatedFen, eachDayFen }) => Math.floor((allocatedFen * TO_SPEND) / (eachDayFen * mealsEach)),
    isByDay: true,
    runs: year.map((month) => {
      const until = lastDayOf(month)
      return { until, days: [addDays(until, 5), addDays(until, 6), addDays(until, 7)] as const }
    }),
    hasIncidents: false,
  },
}

export function lastDayOf(month: string): string {
  const [yearOf = 0, ordinal = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(yearOf, ordinal, 0)).toISOString().slice(0, 10)
}

export function daysOf(from: string, until: string): string[] {
  const days: string[] = []
  for (let day = from; day <= until; day = addDays(day, 1)) days.push(day)
  return days
}
