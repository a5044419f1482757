import { addDays } from '@welfare/contracts/days.ts'
import type { ProgrammeRules, ProgrammeWindow } from '@welfare/contracts/events/programmes.ts'
import type { OnEmpty, PartRule } from '@welfare/contracts/meals/split-meal.ts'
import { multiplyFen } from '@welfare/contracts/money.ts'
import type { ProgrammeKind } from '@welfare/contracts/programme-kinds.ts'

/** What a programme may begin as. Data; each is only a proposal: whoever defines a programme from it may change everything. */
export interface ProgrammeTemplate {
  readonly chinese: string
  readonly english: string
  readonly saysChinese: string
  readonly saysEnglish: string
  /** None: it is chosen. */
  readonly kind: ProgrammeKind | null
  readonly plan: 'people' | 'sites'
  rulesIn(year: number): ProgrammeRules
  /** Who pays a meal; which fund a line means is chosen. */
  readonly split?: { readonly usualPriceFen: number; readonly lines: readonly TemplateLine[] }
}

export interface TemplateLine {
  readonly payer: 'fund' | 'worker' | 'merchant'
  readonly chinese: string
  readonly english: string
  readonly rule: PartRule
  readonly onEmpty?: OnEmpty
}

const government = { payer: 'fund', chinese: '政府资金', english: 'government' } as const
const union = { payer: 'fund', chinese: '工会资金', english: 'union' } as const
const worker = { payer: 'worker', chinese: '职工', english: 'worker', rule: { kind: 'rest' } } as const
const plain: ProgrammeRules = { windows: [], quota: {}, lateEntryDays: 3, sharing: 'in-proportion' }

export const programmeTemplates = {
  'festival-meals': {
    chinese: '节日餐补',
    english: 'festival meals',
    saysChinese: '春节、中秋、国庆各发一笔餐补，节日期间凭卡在商户用餐，每天最多两次。',
    saysEnglish: 'A credit for meals around Spring Festival, Mid-Autumn and National Day, at most two meals a day.',
    kind: 'festival-meal',
    plan: 'people',
    rulesIn: (year) => ({ ...plain, windows: festivals(year), quota: { redemptionsPerDay: 2 } }),
  },
  'daily-breakfast': {
    chinese: '爱心早餐',
    english: 'daily breakfast',
    saysChinese: '每月发一笔早餐补助，每天一次，每次不超过 5 元，当月有效。',
    saysEnglish: 'A credit for each month: one breakfast a day of at most 5.00 yuan, within the month.',
    kind: 'breakfast',
    plan: 'people',
    rulesIn: (year) => ({
      ...plain,
      windows: months(year, BREAKFAST_FEN),
      quota: { redemptionsPerDay: 1, amountPerDayFen: BREAKFAST_FEN },
    }),
  },
  'breakfast-by-halves': {
    chinese: '爱心早餐·各半',
    english: 'breakfast by halves',
    saysChinese: '每天一餐，补助 6 元：政府资金和工会资金各付一半，各不超过 3 元，超出的由职工自付。',
    saysEnglish:
      'One breakfast a day with 6.00: government and union pay half each, at most 3.00; the worker pays what is above.',
    kind: 'breakfast',
    plan: 'people',
    rulesIn: (year) => ({ ...plain, windows: months(year, 600), quota: { redemptionsPerDay: 1 } }),
    split: {
      usualPriceFen: 1_000,
      lines: [
        { ...government, rule: { kind: 'share', thousandths: 500, upToFen: 300 } },
        { ...union, rule: { kind: 'share', thousandths: 500, upToFen: 300 } },
        worker,
      ],
    },
  },
  'breakfast-with-own-share': {
    chinese: '爱心早餐·自付其余',
    english: 'breakfast with an own share',
    saysChinese: '每天一餐，通常 14 元：工会资金付 5.60 元，其余由职工自付。',
    saysEnglish: 'One breakfast a day, usually 14.00: the union pays 5.60, the worker the rest.',
    kind: 'breakfast',
    plan: 'people',
    rulesIn: (year) => ({ ...plain, windows: months(year, 560), quota: { redemptionsPerDay: 1 } }),
    split: { usualPriceFen: 1_400, lines: [{ ...union, rule: { kind: 'upTo', amountFen: 560 } }, worker] },
  },
  'breakfast-in-order': {
    chinese: '爱心早餐·政府兜底',
    english: 'breakfast, one after the other',
    saysChinese: '每天一餐：政府资金先付 3 元，工会资金补到合计 5 元，其余由职工自付；政府资金不足时由工会承担。',
    saysEnglish:
      'One breakfast a day: first 3.00 by the government, then the union up to 5.00 in all, the worker the rest; where the government has too little, the union pays.',
    kind: 'breakfast',
    plan: 'people',
    rulesIn: (year) => ({ ...plain, windows: months(year, BREAKFAST_FEN), quota: { redemptionsPerDay: 1 } }),
    split: {
      usualPriceFen: 1_400,
      lines: [
        { ...government, rule: { kind: 'fixed', amountFen: 300 }, onEmpty: 'next' },
        { ...union, rule: { kind: 'upToInAll', amountFen: 500 } },
        worker,
      ],
    },
  },
  'breakfast-each-day': {
    chinese: '爱心早餐·当天有效',
    english: 'breakfast, each day its own',
    saysChinese: '6月起 120 天，每人每天 6 元，一次发放；当天的只在当天有效，过夜作废，由项目收回。',
    saysEnglish:
      'From June on 120 days with 6.00 each, issued in one order; what is of a day is used on that day, and what is not comes back to the programme.',
    kind: 'breakfast',
    plan: 'people',
    rulesIn: (year) => ({
      ...plain,
      windows: [season(`${year}-06-01`)],
      quota: { redemptionsPerDay: 1 },
      eachDayFen: DAY_FEN,
    }),
  },
  'set-breakfast': {
    chinese: '爱心早餐·指定菜品',
    english: 'breakfast of named dishes',
    saysChinese: '每天一份早餐套餐，不超过 5 元；只付商户价目表中编码为 breakfast-set 的菜品，不能按金额核销。',
    saysEnglish:
      'One set breakfast a day of at most 5.00; it pays only the dish with the code breakfast-set in the shops’ price lists, and no amount alone.',
    kind: 'breakfast',
    plan: 'people',
    rulesIn: (year) => ({
      ...plain,
      windows: months(year, BREAKFAST_FEN),
      quota: { redemptionsPerDay: 1, amountPerDayFen: BREAKFAST_FEN },
      allowedItems: ['breakfast-set'],
    }),
  },
  'cooling-kits': {
    chinese: '送清凉',
    english: 'cooling kits by site',
    saysChinese: '按点位发放清凉包，每人一份；名单是点位，不是个人。',
    saysEnglish: 'Kits for sites, one for each head: the plan lists sites, not people.',
    kind: 'cooling',
    plan: 'sites',
    rulesIn: () => ({ ...plain, kitsPerHead: 1 }),
  },
  empty: {
    chinese: '空白',
    english: 'empty',
    saysChinese: '从头填写。',
    saysEnglish: 'Everything is yours to fill in.',
    kind: null,
    plan: 'people',
    rulesIn: () => plain,
  },
} as const satisfies Readonly<Record<string, ProgrammeTemplate>>
export type ProgrammeTemplateName = keyof typeof programmeTemplates

const FESTIVAL_FEN = 12_000
const BREAKFAST_FEN = 500
const DAY_FEN = 600
const DAYS_OF_SEASON = 120

/** In the order of the year: Mid-Autumn may fall into the days of National Day. */
function festivals(year: number): ProgrammeWindow[] {
  const newYear = lunarDay(year, 'M01', 1)
  const midAutumn = lunarDay(year, 'M08', 15)
  return [
    { window: 'spring-festival', name: '春节', from: addDays(newYear, -1), until: addDays(newYear, 6) },
    { window: 'mid-autumn', name: '中秋', from: midAutumn, until: addDays(midAutumn, 2) },
    { window: 'national-day', name: '国庆', from: `${year}-10-01`, until: `${year}-10-03` },
  ]
    .map((window) => ({ ...window, creditFen: FESTIVAL_FEN }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
}

function months(year: number, dailyFen: number): ProgrammeWindow[] {
  return Array.from({ length: 12 }, (_, index) => {
    const first = Temporal.PlainDate.from({ year, month: index + 1, day: 1 })
    const days = first.daysInMonth
    return {
      window: `month-${String(index + 1).padStart(2, '0')}`,
      name: `${index + 1}月`,
      from: first.toString(),
      until: first.with({ day: days }).toString(),
      creditFen: multiplyFen(dailyFen, days),
    }
  })
}

/** From the first day on, for so many days. */
function season(from: string): ProgrammeWindow {
  const until = addDays(from, DAYS_OF_SEASON - 1)
  return { window: 'season', name: '夏季', from, until, creditFen: multiplyFen(DAY_FEN, DAYS_OF_SEASON) }
}

/** Of the Chinese calendar, whose year begins within this one. */
function lunarDay(year: number, monthCode: string, day: number): string {
  return Temporal.PlainDate.from({ calendar: 'chinese', year, monthCode, day }).withCalendar('iso8601').toString()
}
