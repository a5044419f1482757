import { addDays, daysBetween } from '@welfare/contracts/days.ts'
import { accountOf } from '../approvals/proposals.ts'

/** Windows that begin or end within so many days are told of. */
const SOON_DAYS = 7
/** Of imports that left rows out; older ones have been seen, or given up. */
const RECENT_DAYS = 30

interface Window {
  readonly window: string
  readonly name: string
  readonly from: string
  readonly until: string
}
interface Programme {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly rules: { readonly windows: readonly Window[] }
}

export interface NearWindow extends Window {
  readonly programme: string
  readonly programmeName: string
  readonly does: 'begins' | 'ends'
  /** From today on: 0 is today. */
  readonly inDays: number
}

/** Windows of open programmes that begin or end within the week, the nearest first. */
export function nearWindows(programmes: readonly Programme[], today: string): readonly NearWindow[] {
  return programmes
    .filter(({ status }) => status === 'open')
    .flatMap(({ id, name, rules }) =>
      rules.windows.flatMap((window): NearWindow[] => {
        const of = { ...window, programme: id, programmeName: name }
        if (isSoon(window.until, today))
          return [{ ...of, does: 'ends' as const, inDays: daysFrom(today, window.until) }]
        if (window.from !== today && isSoon(window.from, today))
          return [{ ...of, does: 'begins' as const, inDays: daysFrom(today, window.from) }]
        return []
      }),
    )
    .sort((a, b) => a.inDays - b.inDays)
}

function isSoon(day: string, today: string): boolean {
  return day >= today && day <= addDays(today, SOON_DAYS)
}

function daysFrom(today: string, day: string): number {
  return daysBetween(today, day)
}

/** Lines of the bank, on all accounts, of which the books do not know yet what they are. */
export function openLinesOf(accounts: readonly { readonly openLines?: number | undefined }[]): number {
  return accounts.reduce((sum, { openLines = 0 }) => sum + openLines, 0)
}

/** What was sent so many days ago should have arrived. */
const ON_ITS_WAY_DAYS = 3

export function lateTransfers<Row extends { readonly sentOn: string }>(
  underWay: readonly Row[],
  today: string,
): readonly Row[] {
  return underWay.filter(({ sentOn }) => daysBetween(sentOn, today) > ON_ITS_WAY_DAYS)
}

interface Consignment {
  readonly status: string
  readonly dueOn: string
}

/** Planned or on its way, and its day has passed. */
export function overdueOf<Row extends Consignment>(consignments: readonly Row[], today: string): readonly Row[] {
  return consignments.filter(({ status, dueOn }) => (status === 'planned' || status === 'dispatched') && dueOn < today)
}

/** Imports that left rows out and are not long ago. */
export function recentOf<Row extends { readonly startedAt: string }>(
  imports: readonly Row[],
  today: string,
  dayOf: (instant: string) => string,
): readonly Row[] {
  const since = addDays(today, -RECENT_DAYS)
  return imports.filter(({ startedAt }) => dayOf(startedAt) >= since)
}

/** A maker is told of a refusal for so many days. */
const TOLD_DAYS = 7

/** What an account had proposed and another person refused within the week; what a process refused says so where it was ordered. */
export function refusedOf<
  Row extends { readonly proposedBy: string; readonly decidedAt?: string; readonly decidedBy?: string },
>(proposals: readonly Row[], account: string, today: string, dayOf: (instant: string) => string): readonly Row[] {
  const since = addDays(today, -TOLD_DAYS)
  return proposals.filter(
    ({ proposedBy, decidedAt, decidedBy }) =>
      accountOf(proposedBy) === account &&
      decidedBy?.startsWith('process/') === false &&
      decidedAt !== undefined &&
      dayOf(decidedAt) >= since,
  )
}

export interface DayOfMeals {
  readonly day: string
  readonly meals: number
  readonly usedFen: number
  /** A window of some programme is open on it. */
  readonly isInWindow: boolean
}

/** The last days up to today, each of them, with what all programmes had on it. */
export function lastDays(
  found: readonly { readonly day: string; readonly meals: number; readonly usedFen: number }[],
  programmes: readonly Programme[],
  today: string,
  count: number,
): readonly DayOfMeals[] {
  const windows = programmes.flatMap(({ rules }) => rules.windows)
  const first = addDays(today, 1 - count)
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(first, index)
    const ofDay = found.filter((one) => one.day === day)
    return {
      day,
      meals: ofDay.reduce((sum, { meals }) => sum + meals, 0),
      usedFen: ofDay.reduce((sum, { usedFen }) => sum + usedFen, 0),
      isInWindow: windows.some(({ from, until }) => from <= day && day <= until),
    }
  })
}
