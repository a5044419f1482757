import { type Day, LAST_DAY } from '@welfare/contracts/days.ts'

const zone = 'Asia/Shanghai'

/** The day in Shanghai on which `date` falls; the last evening of the year 9999 has no next day. */
export function shanghaiDay(date: Date): Day {
  const day = atShanghai(date).toPlainDate()
  return day.year > 9999 ? LAST_DAY : day.toString()
}

/** The first instant of the day. @throws RangeError when `day` is no day of the calendar */
export function startOfShanghaiDay(day: Day): Date {
  return startOf(plainDay(day))
}

/** The first instant that is no longer of the day. @throws RangeError when `day` is no day of the calendar */
export function endOfShanghaiDay(day: Day): Date {
  return startOf(plainDay(day).add({ days: 1 }))
}

/** RFC 3339 with milliseconds and the offset of Shanghai: `2025-06-01T08:00:00.000+08:00`. */
export function formatShanghai(date: Date): string {
  return atShanghai(date).toString({ timeZoneName: 'never', fractionalSecondDigits: 3 })
}

function atShanghai(date: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(zone)
}

function startOf(day: Temporal.PlainDate): Date {
  return new Date(day.toZonedDateTime(zone).epochMilliseconds)
}

function plainDay(day: Day): Temporal.PlainDate {
  return Temporal.PlainDate.from(day, { overflow: 'reject' })
}
