import { addSteps, type DaySteps, valueAt } from './day-steps.ts'

/** Someone or something in one window or round: in which group, and how much of it counts from day to day. */
export interface CountedPart {
  readonly group: string
  readonly steps: DaySteps
}

/**
 * Groups (several a line each) → from day to day, what counts once over all parts in exactly these: on each day the most that counts in one
 * part. Who moved counts in each group in which they count in a part, and once in all.
 */
export function countOnce(parts: readonly CountedPart[]): Map<string, DaySteps> {
  const [first, ...others] = parts.filter(({ steps }) => steps.length > 0)
  if (!first) return new Map()
  if (others.length === 0) return new Map([[first.group, first.steps]])
  const counted = [first, ...others]
  const once = new Map<string, DaySteps>()
  const add = (groups: string, day: string, change: number): void => {
    if (change !== 0) once.set(groups, addSteps(once.get(groups) ?? [], day, change))
  }
  let [groups, value] = ['', 0]
  for (const day of daysOf(counted)) {
    const present = counted
      .map(({ group, steps }) => ({ group, value: valueAt(steps, day) }))
      .filter((part) => part.value > 0)
    const now = [...new Set(present.map(({ group }) => group))].sort().join('\n')
    const most = Math.max(0, ...present.map((part) => part.value))
    if (now === groups) add(now, day, most - value)
    else {
      add(groups, day, -value)
      add(now, day, most)
    }
    groups = now
    value = most
  }
  return once
}

function daysOf(parts: readonly CountedPart[]): string[] {
  return [...new Set(parts.flatMap(({ steps }) => steps.map(([day]) => day)))].sort()
}

/** Employer, division and trade of a count over all windows: a line for each group in which it counts. */
export interface GroupLines {
  readonly employer: string
  readonly division: string
  readonly trade: string
}

export function joinGroups(groups: readonly GroupLines[]): GroupLines {
  return {
    employer: groups.map(({ employer }) => employer).join('\n'),
    division: groups.map(({ division }) => division).join('\n'),
    trade: groups.map(({ trade }) => trade).join('\n'),
  }
}

export function splitGroups({ employer, division, trade }: GroupLines): GroupLines[] {
  const [employers, divisions, trades] = [employer.split('\n'), division.split('\n'), trade.split('\n')]
  return employers.map((one, index) => ({
    employer: one,
    division: divisions[index] ?? '',
    trade: trades[index] ?? '',
  }))
}
