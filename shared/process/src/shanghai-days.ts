import { DAY_MS, type Day, LAST_DAY } from '@welfare/contracts/days.ts'

const zone = 'Asia/Shanghai'

const AHEAD_MS = 8 * 3_600_000
/** Since then Shanghai has been eight hours ahead all year; for what was before, the time zone is asked. */
const SIMPLE_SINCE_YEAR = 1992
const SIMPLE_SINCE_MS = Date.UTC(SIMPLE_SINCE_YEAR, 0, 1) - AHEAD_MS
const LAST_DAY_MS = Date.parse(LAST_DAY) - AHEAD_MS

/** The day in Shanghai on which `date` falls; the last evening of the year 9999 has no next day. */
export function shanghaiDay(date: Date): Day {
  const ms = date.getTime()
  if (ms >= LAST_DAY_MS) return LAST_DAY
  if (ms >= SIMPLE_SINCE_MS) return simpleDay(Math.floor((ms + AHEAD_MS) / DAY_MS))
  return atShanghai(date).toPlainDate().toString()
}

/** Nearly every question is about the day of the one before. */
let lastAsked = { daysSince1970: Number.NaN, day: LAST_DAY }

function simpleDay(daysSince1970: number): Day {
  if (lastAsked.daysSince1970 !== daysSince1970)
    lastAsked = { daysSince1970, day: new Date(daysSince1970 * DAY_MS).toISOString().slice(0, 10) }
  return lastAsked.day
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
  if (day.year >= SIMPLE_SINCE_YEAR) return new Date(Date.UTC(day.year, day.month - 1, day.day) - AHEAD_MS)
  return new Date(day.toZonedDateTime(zone).epochMilliseconds)
}

function plainDay(day: Day): Temporal.PlainDate {
  return Temporal.PlainDate.from(day, { overflow: 'reject' })
}
