import { showDay } from '@welfare/contracts/day-words.ts'
import { currentLanguage } from './language.ts'

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function partsOf(instant: string | Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
}

/** `2025-07-25` of an instant, in Shanghai whatever this machine's time zone is. */
export function shanghaiDay(instant: string | Date): string {
  const { year, month, day } = partsOf(instant)
  return `${year}-${month}-${day}`
}

/** `08:05` of an instant, in Shanghai. */
export function shanghaiTime(instant: string | Date): string {
  const { hour, minute } = partsOf(instant)
  return `${hour}:${minute}`
}

/** `2025年7月25日（周五）08:05`. */
export function showInstant(instant: string | Date): string {
  return `${sayDay(shanghaiDay(instant))} ${shanghaiTime(instant)}`
}

/** `2025年7月25日（周五）`; English: `25 July 2025 (Fri)`. */
export function sayDay(day: string): string {
  return showDay(day, currentLanguage())
}
