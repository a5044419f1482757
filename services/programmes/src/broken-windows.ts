import type { ProgrammeRules } from '@welfare/contracts/events/programmes.ts'
import { creditOfDays } from '@welfare/contracts/meals/each-day.ts'
import { MAX_AMOUNT_FEN } from '@welfare/contracts/money.ts'
import { refuse } from '@welfare/event-store/decider/decider.ts'

/** Windows may overlap; each has its own key. */
export function brokenWindows(rules: ProgrammeRules) {
  const { windows } = rules
  const repeated = windows.find(({ window }, index) => windows.findIndex((other) => other.window === window) < index)
  if (repeated) return refuse('window-repeated', { window: repeated.window })
  const empty = windows.find(({ from, until }) => from > until)
  if (!empty) return faultOfDays(rules)
  return refuse('window-ends-before-it-begins', { window: empty.window, from: empty.from, until: empty.until })
}

/** Credits of before would have no money for the days that are new: they get another window. */
export function findExtended({ windows: before }: ProgrammeRules, { windows }: ProgrammeRules): string | undefined {
  const isLonger = ({ window, until }: ProgrammeRules['windows'][number]) =>
    before.some((known) => known.window === window && known.until < until)
  return windows.find(isLonger)?.window
}

/** Of rules by day a window's credit is its days', and the day's amount is the only limit of a day. */
function faultOfDays({ windows, quota, eachDayFen }: ProgrammeRules) {
  if (eachDayFen === undefined) return undefined
  if (quota.amountPerDayFen !== undefined) return refuse('each-day-beside-quota')
  for (const { window, from, until, creditFen } of windows) {
    const dueFen = creditOfDays(eachDayFen, { from, until }) ?? MAX_AMOUNT_FEN
    if (creditFen !== dueFen) return refuse('window-not-by-day', { window, creditFen, dueFen })
  }
  return undefined
}
