import { addDays, type Day, mondayOf } from '../days.ts'

/** What the State Council sets for a year beside its weekends. Both ends of a holiday are included. */
interface YearOfWork {
  readonly holidays: readonly (readonly [from: string, until: string])[]
  /** Days of a weekend on which people work instead: 调休. */
  readonly workedWeekends: readonly string[]
}

/**
 * As published in November of the year before, for the whole country alike; a year is added here when it is published. Data of the program, so
 * that no term depends on what somebody typed, and whoever verifies a ledger has the same days.
 */
const YEARS: Readonly<Record<string, YearOfWork>> = {
  '2025': {
    holidays: [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    workedWeekends: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  '2026': {
    holidays: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    workedWeekends: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
}

/** The day on which so many working days after `day` are over, or the year whose days off nobody has published yet. @param days at least 1 */
export function workingDayAfter(day: Day, days: number): { readonly day: Day } | { readonly unknownYear: string } {
  let left = days
  for (let next = addDays(day, 1); ; next = addDays(next, 1)) {
    const year = next.slice(0, 4)
    const known = YEARS[year]
    if (!known) return { unknownYear: year }
    if (isWorkedOn(next, known)) left -= 1
    if (left === 0) return { day: next }
  }
}

function isWorkedOn(day: Day, { holidays, workedWeekends }: YearOfWork): boolean {
  const inYear = day.slice(5)
  if (workedWeekends.includes(inYear)) return true
  return day < addDays(mondayOf(day), 5) && !holidays.some(([from, until]) => from <= inYear && inYear <= until)
}
