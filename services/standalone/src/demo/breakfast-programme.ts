import { breakfasts } from './summer-2025.ts'

export type County = (typeof breakfasts.counties)[number]

/** What each of the scenario's funds gives to a county. */
export function partsOf({ allocatedFen, tenths }: County) {
  return tenths.flatMap((tenth, position) => (tenth > 0 ? [{ position, amountFen: (allocatedFen / 10) * tenth }] : []))
}

/** @param funds that pay its meals, in order */
export function programmeOf(county: County, funds: readonly string[]) {
  const { division, name, monthlyCreditFen: creditFen } = county
  const windows = breakfasts.months.map((month) => ({
    ...{ window: month, name: `${month} 早餐`, from: `${month}-01`, until: lastDayOf(month), creditFen },
  }))
  const rules = {
    ...{ windows, quota: { redemptionsPerDay: 1 }, lateEntryDays: 3, sharing: 'in-proportion' },
    ...('halvesUpToFen' in county
      ? { split: halvesOf(county, funds) }
      : { ownSharePerRedemptionFen: county.ownShareFen }),
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

function lastDayOf(month: string): string {
  const [year = 0, ordinal = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, ordinal, 0)).toISOString().slice(0, 10)
}
