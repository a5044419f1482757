import { say } from './words.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** `3 天前`: whole days, hours or minutes, by the ledger's own clock. */
export function ageOf(instant: string, now: string): string {
  const ageMs = Math.max(0, Date.parse(now) - Date.parse(instant))
  if (ageMs >= DAY_MS) return say('daysAgo', { count: Math.floor(ageMs / DAY_MS) })
  if (ageMs >= HOUR_MS) return say('hoursAgo', { count: Math.floor(ageMs / HOUR_MS) })
  return say('minutesAgo', { count: Math.floor(ageMs / MINUTE_MS) })
}

/** `12.3 GB`, rounded down. */
export function bytesInWords(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)))
  const value = Math.floor((bytes * 10) / 1024 ** power) / 10
  return `${value} ${units[power] ?? 'B'}`
}
