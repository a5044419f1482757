import { waitingReasons } from './person-windows.ts'

/**
 * Why a site is a gap: not yet due (nothing came, and its due day has not passed); late (on its way after the due day); in transit (it is
 * short, and what was sent again is on its way in time); short; returned; not dispatched.
 */
export const siteGapReasons = ['not-dispatched', 'not-yet-due', 'in-transit', 'late', 'short', 'returned'] as const

/**
 * SQL: what a stored gap is called on the day `:lookedAt`. Nobody misses what has not begun (`:notBegun`, windows as JSON); a site is late from
 * the day after its due day on, or that of what is sent again.
 */
export const reasonOnDay = `CASE
  WHEN kind = 'people' THEN CASE
    WHEN reason IN (${quoted(waitingReasons)}) AND window IN (SELECT value FROM json_each(:notBegun)) THEN 'not-yet-begun'
    ELSE reason END
  WHEN reason = 'short' THEN reason
  WHEN reason = 'sent-again' THEN CASE WHEN facts ->> 'expectedOn' < :lookedAt THEN 'late' ELSE 'in-transit' END
  WHEN facts ->> 'dueOn' >= :lookedAt THEN 'not-yet-due'
  WHEN reason = 'in-transit' THEN 'late'
  ELSE reason END`

export function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ')
}
