import { lastDayOfMonth } from '@welfare/contracts/days.ts'
import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { createPeriodLookUps } from '@welfare/facts/periods/period.facts.ts'

export function createPeriodsLookUps(prepare: Prepare) {
  return {
    ...createPeriodLookUps(prepare),
    /** How long after the month entries may still come: the longest that a programme with a window in it says. */
    lateEntryDaysIn(month: string): number {
      const [first, last] = [`${month}-01`, lastDayOfMonth(month)]
      const programmes = prepare('SELECT rules FROM programme').all()
      const days = programmes.flatMap((row) => {
        const { windows, lateEntryDays }: ProgrammeRules = JSON.parse(String(row.rules))
        return windows.some(({ from, until }) => from <= last && until >= first) ? [lateEntryDays] : []
      })
      return Math.max(0, ...days)
    },
  }
}
