import { endOfShanghaiDay, shanghaiDay, startOfShanghaiDay } from '@welfare/process/shanghai-days.ts'

/** How long a till may take back what it recorded, beside the day on which it did. */
const TILL_TAKES_BACK_MS = 12 * 3_600_000

/** A till takes back what it entered since then. */
export function earliestUndoable(now: Date): Date {
  return new Date(Math.min(now.getTime() - TILL_TAKES_BACK_MS, startOfShanghaiDay(shanghaiDay(now)).getTime()))
}

/** The last moment at which a till takes back what it entered then. */
export function undoableUntil(enteredAt: Date): Date {
  const ofItsDay = endOfShanghaiDay(shanghaiDay(enteredAt)).getTime() - 1
  return new Date(Math.max(enteredAt.getTime() + TILL_TAKES_BACK_MS, ofItsDay))
}
