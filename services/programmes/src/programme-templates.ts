import { addDays } from '@welfare/contracts/days.ts'
import type { ProgrammeRules, ProgrammeWindow } from '@welfare/contracts/events/programmes.ts'
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
}

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
      windows: months(year),
      quota: { redemptionsPerDay: 1, amountPerDayFen: BREAKFAST_FEN },
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

function months(year: number): ProgrammeWindow[] {
  return Array.from({ length: 12 }, (_, index) => {
    const first = Temporal.PlainDate.from({ year, month: index + 1, day: 1 })
    const days = first.daysInMonth
    return {
      window: `month-${String(index + 1).padStart(2, '0')}`,
      name: `${index + 1}月`,
      from: first.toString(),
      until: first.with({ day: days }).toString(),
      creditFen: days * BREAKFAST_FEN,
    }
  })
}

/** Of the Chinese calendar, whose year begins within this one. */
function lunarDay(year: number, monthCode: string, day: number): string {
  return Temporal.PlainDate.from({ calendar: 'chinese', year, monthCode, day }).withCalendar('iso8601').toString()
}
