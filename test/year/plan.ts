import { daysOf } from '../../services/standalone/src/demo/plan.ts'

/** Another year of the same kind: the same people on other mornings. */
export const seed = Number(process.env.YEAR_SEED ?? 20_251_128)
/** Fewer make a shorter year of the same shape. */
const workers = Number(process.env.YEAR_WORKERS ?? 7_200)

export const prefecture = '632700'
export const counties = ['632722', '632723', '632724', '632725'] as const
export const shopsEach = 9
export const workersEach = workers / counties.length
/** Of 7,200 workers 2,900 come: 174,000 breakfasts. */
export const mealsEachMorning = Math.round((workers * 29) / 72)
export const mornings = daysOf('2025-11-01', '2025-12-30')

export const windows = [
  { window: '2025-11', name: '11月早餐', from: '2025-11-01', until: '2025-11-30', creditFen: 18_000 },
  { window: '2025-12', name: '12月早餐', from: '2025-12-01', until: '2025-12-31', creditFen: 18_000 },
] as const

export const breakfasts = [
  { code: 'porridge', name: '粥和包子', listPriceFen: 655, agreedPriceFen: 555 },
  { code: 'noodles', name: '牛肉面', listPriceFen: 700, agreedPriceFen: 600 },
  { code: 'milk-tea', name: '奶茶和饼', listPriceFen: 783, agreedPriceFen: 683 },
] as const
const usualPriceFen = 600

/** Government, union and enterprise, of every meal. */
export const funders = [
  { name: '州政府早餐资金', kind: 'government', relation: 'government', thousandths: 500 },
  { name: '州总工会早餐资金', kind: 'union', relation: 'own', thousandths: 300 },
  { name: '企业爱心基金', kind: 'enterprise', relation: 'enterprise', thousandths: 200 },
] as const

/** Its treasury pays the government's share itself. */
export const treasuryCounty = counties[3]

/** What each fund has to give to one county: all credits, and some more. */
export const givenFen = funders.map(
  ({ thousandths }) =>
    (workersEach * windows.reduce((sum, { creditFen }) => sum + creditFen, 0) * thousandths) / 1_000 + 100_000,
)

/** Two counties by the ratio of what their funds hold, two by the price of each meal. */
export function rulesOf(county: (typeof counties)[number], funds: readonly string[]) {
  const shared = { windows, quota: { redemptionsPerDay: 1 }, lateEntryDays: 3 }
  if (county < counties[2]) return { ...shared, sharing: 'in-proportion', ownSharePerRedemptionFen: 55 }
  const lines = funders.map(({ thousandths }, index) => {
    const rule = { kind: 'share', thousandths, upToFen: (usualPriceFen * thousandths) / 1_000 }
    return { payer: funds[index], rule }
  })
  return {
    ...shared,
    sharing: 'in-proportion',
    split: { usualPriceFen, lines: [...lines, { payer: 'worker', rule: { kind: 'rest' } }] },
  }
}

/** What was eaten until a day is proposed and confirmed, approved and sent, and paid on these days. */
export const settlements = [
  ...[
    '2025-11-07',
    '2025-11-14',
    '2025-11-21',
    '2025-11-28',
    '2025-12-05',
    '2025-12-12',
    '2025-12-19',
    '2025-12-26',
  ].map((until) => ({ until, days: [3, 4, 5] })),
  { until: '2025-12-31', days: [5, 6, 7] },
] as const
