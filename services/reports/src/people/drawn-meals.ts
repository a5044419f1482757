import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addFen, sumFen } from '@welfare/contracts/money.ts'
import { addSteps, type DaySteps, isPresent } from './day-steps.ts'
import type { RedemptionRow } from './people.store.ts'

type Draws = DataOf<'MealRedeemed' | 'RedemptionReversed'>['draws']

/** Window → fen. */
export function drawnByWindow(draws: Draws): Map<string, number> {
  const drawn = new Map<string, number>()
  for (const { window, shares } of draws)
    drawn.set(window, addFen(drawn.get(window) ?? 0, sumFen(shares.map(({ amountFen }) => amountFen))))
  return drawn
}

export function firstOf(steps: DaySteps): string {
  return isPresent(steps) ? (steps[0]?.[0] ?? '') : '9999-12-31'
}

/** Meals in the window, less those that were taken back. */
export function stepsOf(redemptions: readonly RedemptionRow[], window: string): DaySteps {
  let steps: DaySteps = []
  for (const { date, windows, reversedOn } of redemptions) {
    if (!windows.includes(window)) continue
    steps = addSteps(steps, date, 1)
    if (reversedOn !== null) steps = addSteps(steps, reversedOn, -1)
  }
  return steps
}
