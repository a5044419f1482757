/** A business day in Asia/Shanghai: `2025-06-01`. */
export type Day = string

const zone = 'Asia/Shanghai'

/** The day in Shanghai on which `date` falls. */
export function shanghaiDay(date: Date): Day {
  return atShanghai(date).toPlainDate().toString()
}

/** The first instant of the day. @throws RangeError when `day` is no day of the calendar */
export function startOfShanghaiDay(day: Day): Date {
  return new Date(plainDay(day).toZonedDateTime(zone).epochMilliseconds)
}

/** The first instant that is no longer of the day. @throws RangeError when `day` is no day of the calendar */
export function endOfShanghaiDay(day: Day): Date {
  return startOfShanghaiDay(addDays(day, 1))
}

/** @throws RangeError when `day` is no day of the calendar */
export function addDays(day: Day, days: number): Day {
  return plainDay(day).add({ days }).toString()
}

/** Days from `first` to `last`: 0 when they are the same, negative when `last` is earlier. */
export function daysBetween(first: Day, last: Day): number {
  return plainDay(first).until(plainDay(last)).days
}

export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  try {
    return plainDay(text).toString() === text
  } catch {
    return false
  }
}

/** RFC 3339 with milliseconds and the offset of Shanghai: `2025-06-01T08:00:00.000+08:00`. */
export function formatShanghai(date: Date): string {
  return atShanghai(date).toString({ timeZoneName: 'never', fractionalSecondDigits: 3 })
}

function atShanghai(date: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(zone)
}

function plainDay(day: Day): Temporal.PlainDate {
  return Temporal.PlainDate.from(day, { overflow: 'reject' })
}
