/** A whole-number value that changes by the day: sorted by date, each date once. */
export type DaySteps = readonly (readonly [date: string, change: number])[]

/** Changes of several kinds merged by day. */
export function addSteps(steps: DaySteps, date: string, change: number): DaySteps {
  const changes = new Map(steps)
  changes.set(date, (changes.get(date) ?? 0) + change)
  return [...changes].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** The day-by-day changes of "is it above zero": +1 where it begins, −1 where it ends. */
export function presenceOf(steps: DaySteps): DaySteps {
  const presence: [string, number][] = []
  let value = 0
  let present = 0
  for (const [date, change] of steps) {
    value += change
    const now = value > 0 ? 1 : 0
    if (now !== present) presence.push([date, now - present])
    present = now
  }
  return presence
}

/** What turns `before` into `after`: the changes to record. */
export function differenceOf(before: DaySteps, after: DaySteps): DaySteps {
  const changes = new Map(after)
  for (const [date, change] of before) changes.set(date, (changes.get(date) ?? 0) - change)
  return [...changes].filter(([, change]) => change !== 0)
}

export function isPresent(steps: DaySteps): boolean {
  let value = 0
  for (const [, change] of steps) value += change
  return value > 0
}

/** By the end of the day. */
export function valueAt(steps: DaySteps, day: string): number {
  let value = 0
  for (const [date, change] of steps) if (date <= day) value += change
  return value
}
