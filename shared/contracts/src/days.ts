/** A calendar day in Asia/Shanghai: `2025-06-01`. Days compare as text. What needs a time zone is in the service kit. */
export type Day = string

/** Every calendar day in Shanghai since 1992. */
export const DAY_MS = 86_400_000

/** Days compare as text, so years have four digits: what lies beyond is this day. */
export const LAST_DAY: Day = '9999-12-31'
const FIRST_DAY: Day = '0000-01-01'

/** `2025-07-31` + 3 → `2025-08-03`; never beyond `LAST_DAY`, nor before the year 0. @throws RangeError when `day` is no day of the calendar */
export function addDays(day: Day, days: number): Day {
  const ms = startMs(day) + days * DAY_MS
  if (ms < startMs(FIRST_DAY)) return FIRST_DAY
  return ms > startMs(LAST_DAY) ? LAST_DAY : new Date(ms).toISOString().slice(0, 10)
}

/** Days from `first` to `last`: 0 when they are the same, negative when `last` is earlier. @throws RangeError when one is no day of the calendar */
export function daysBetween(first: Day, last: Day): number {
  return (startMs(last) - startMs(first)) / DAY_MS
}

/** The Monday of its week: `2025-06-01`, a Sunday → `2025-05-26`. @throws RangeError when `day` is no day of the calendar */
export function mondayOf(day: Day): Day {
  // The first day of 1970 was a Thursday.
  const since = (startMs(day) / DAY_MS + 3) % 7
  return addDays(day, -(since < 0 ? since + 7 : since))
}

export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  // 30 February is read as 2 March.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

function startMs(day: Day): number {
  if (!isDay(day)) throw new RangeError(`${JSON.stringify(day)} is no day of the calendar`)
  return Date.parse(`${day}T00:00:00Z`)
}

/** Of `2025-07`. */
export function lastDayOfMonth(month: string): Day {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, number ?? 0, 0)).toISOString().slice(0, 10)
}
