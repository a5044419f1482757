import type { Printout } from '@welfare/printouts/printout.ts'
import { formatShanghai } from '@welfare/process/shanghai-days.ts'
import type { BookStamp } from '../exports/book-entry.ts'

export const signatures = ['制表', '审核', '经办'] as const

/** As known when, and as it had happened by which day. */
export function momentLines({ recordedAt, effective }: Pick<BookStamp, 'recordedAt' | 'effective'>): string[] {
  return [
    recordedAt === null ? '尚无记录' : `截至 ${minuteAtShanghai(recordedAt)} 已记录（北京时间）`,
    ...(effective === undefined ? [] : [`按发生日期截至 ${effective}`]),
  ]
}

/** What is on every printout of the ledger. */
export function signedPrintout(
  stamp: BookStamp,
  { title, subtitles = [], tables, ...more }: Pick<Printout, 'title' | 'tables'> & Partial<Printout>,
): Printout {
  return {
    title,
    subtitles: [...subtitles, ...momentLines(stamp)],
    tables,
    signatures,
    stamp,
    ...more,
  }
}

/** `2025-10-15 11:00`. */
export function minuteAtShanghai(instant: string): string {
  return formatShanghai(new Date(instant)).slice(0, 16).replace('T', ' ')
}
