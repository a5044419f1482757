import { creditOfDays } from '@welfare/contracts/meals/each-day.ts'
import { type BreakfastPlan, lastDayOf } from './plan.ts'
import type { breakfasts } from './summer-2025.ts'

export type County = (typeof breakfasts.counties)[number]

/** What each of the scenario's funds gives to a county. */
export function partsOf({ allocatedFen, tenths }: County) {
  return tenths.flatMap((tenth, position) => (tenth > 0 ? [{ position, amountFen: (allocatedFen / 10) * tenth }] : []))
}

/** @param funds that pay its meals, in order */
export function programmeOf(county: County, { months, isByDay }: BreakfastPlan, funds: readonly string[]) {
  const { division, name } = county
  const isShared = 'halvesUpToFen' in county
  const monthlyFen = isByDay || isShared ? undefined : county.monthlyCreditFen
  const eachDayFen = monthlyFen === undefined ? county.eachDayFen : undefined
  const windows = months.map((month) => {
    const days = { from: `${month}-01`, until: lastDayOf(month) }
    const creditFen = monthlyFen ?? creditOfDays(county.eachDayFen, days)
    return { window: month, name: `${month} 早餐`, ...days, creditFen }
  })
  const rules = {
    ...{ windows, quota: { redemptionsPerDay: 1 }, lateEntryDays: 3, sharing: 'in-proportion' },
    ...(eachDayFen !== undefined && { eachDayFen }),
    ...(isShared ? { split: halvesOf(county, funds) } : { ownSharePerRedemptionFen: county.ownShareFen }),
  }
  return { name: `2025年${name}爱心早餐`, kind: 'breakfast', division, plan: 'people', year: 2025, rules }
}

function halvesOf(
  { halvesUpToFen: upToFen, breakfast }: Extract<County, { halvesUpToFen: number }>,
  funds: readonly string[],
) {
  const half = { kind: 'share', thousandths: 500, upToFen }
  const lines = [...funds.map((payer) => ({ payer, rule: half })), { payer: 'worker', rule: { kind: 'rest' } }]
  return { usualPriceFen: breakfast.agreedPriceFen, lines }
}
