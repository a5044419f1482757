import { addDays } from '@welfare/contracts/days.ts'

export const periodKinds = ['day', 'week', 'month', 'quarter'] as const
export type PeriodKind = (typeof periodKinds)[number]

export interface Period {
  readonly from: string
  readonly to: string
}

/** The day, the week from Monday on, the month or the quarter that holds a day, to its last day. */
export function periodOf(kind: PeriodKind, day: string): Period {
  if (kind === 'day') return { from: day, to: day }
  if (kind === 'week') {
    const sinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
    const from = addDays(day, -sinceMonday)
    return { from, to: addDays(from, 6) }
  }
  const [year = 0, month = 0] = day.split('-').map(Number)
  const months = kind === 'month' ? 1 : 3
  const first = month - ((month - 1) % months)
  const next = first + months
  const from = firstOf(year, first)
  return { from, to: addDays(next > 12 ? firstOf(year + 1, next - 12) : firstOf(year, next), -1) }
}

/** Which of them a chosen period is, seen from a day. */
export function kindOf({ from, to }: Partial<Period>, day: string): PeriodKind | undefined {
  return periodKinds.find((kind) => {
    const period = periodOf(kind, day)
    return period.from === from && period.to === to
  })
}

function firstOf(year: number, month: number): string {
  return `${year}-${String(month).padStart(2, '0')}-01`
}
