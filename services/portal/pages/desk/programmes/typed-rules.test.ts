import { describe, expect, test } from 'vitest'
import { fromToday, toRules, toTyped } from './typed-rules.ts'

const rules = {
  windows: [{ window: 'races', name: '赛马节', from: '2025-07-25', until: '2025-07-31', creditFen: 16_000 }],
  quota: { redemptionsPerDay: 2, amountPerDayFen: 5_000 },
  lateEntryDays: 3,
  sharing: 'in-order' as const,
  ownSharePerRedemptionFen: 100,
  kitsPerHead: 2,
  exclusiveWith: [],
}

test('a template of this year proposes no window that is over, and none that began before today', () => {
  const window = (key: string, from: string, until: string) => ({ window: key, name: key, from, until, creditFen: 1 })
  const windows = [
    window('over', '2025-01-28', '2025-02-04'),
    window('begun', '2025-07-01', '2025-07-31'),
    window('ahead', '2025-10-01', '2025-10-08'),
  ]
  expect(fromToday({ ...rules, windows }, '2025-07-25').windows).toEqual([
    window('begun', '2025-07-25', '2025-07-31'),
    window('ahead', '2025-10-01', '2025-10-08'),
  ])
})

describe('rules in a form', () => {
  test('are the same when they come out', () => {
    expect(toRules(toTyped(rules))).toEqual(rules)
    const plain = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const, exclusiveWith: [] }
    expect(toRules(toTyped(plain))).toEqual(plain)
  })

  test('with limits by week and window and dishes alone', () => {
    const quota = { redemptionsPerWeek: 5, amountPerWeekFen: 3_000, redemptionsPerWindow: 20 }
    expect(toRules(toTyped({ ...rules, quota, itemsOnly: true }))).toEqual({ ...rules, quota, itemsOnly: true })
  })

  test('with several payers too, and are none while one lacks something', () => {
    const fund = 'fund-00000000-0000-4000-8000-000000000001'
    const split = {
      usualPriceFen: 1_400,
      lines: [
        { payer: fund, rule: { kind: 'share' as const, thousandths: 335, upToFen: 300 }, onEmpty: 'next' as const },
        { payer: 'merchant', rule: { kind: 'upToInAll' as const, amountFen: 500 } },
        { payer: 'worker', rule: { kind: 'rest' as const } },
      ],
    }
    expect(toRules(toTyped({ ...rules, split }))).toEqual({ ...rules, split })
    const typed = toTyped({ ...rules, split })
    const [first, ...others] = typed.split?.lines ?? []
    for (const lacking of [{ payer: undefined }, { percent: null }])
      expect(
        toRules({ ...typed, split: { usualPriceFen: 1_400, lines: [{ ...first, ...lacking } as never, ...others] } }),
      ).toBeUndefined()
    expect(toRules({ ...typed, split: { lines: typed.split?.lines ?? [] } })).toBeUndefined()
    expect(toRules({ ...typed, split: { usualPriceFen: 1_400, lines: [] } })).toEqual(rules)
  })

  test('give a new window a key that none has, and leave the old ones', () => {
    const added = { name: '国庆', from: '2025-10-01', until: '2025-10-03', creditFen: 1 }
    const keysOf = (windows: object[]) => toRules({ ...toTyped(rules), windows })?.windows.map(({ window }) => window)
    expect(keysOf([...rules.windows, added, added])).toEqual(['races', 'window-1', 'window-2'])
    expect(keysOf([{ ...added, window: 'window-1' }, added])).toEqual(['window-1', 'window-2'])
  })

  test('are none while a window lacks something', () => {
    expect(toRules({ ...toTyped(rules), windows: [{ name: '国庆', from: '2025-10-01' }] })).toBeUndefined()
  })

  test('say nothing of what was left empty', () => {
    expect(toRules({ windows: [], redemptionsPerDay: null, lateEntryDays: null })).toEqual({
      ...{ windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion', exclusiveWith: [] },
    })
  })
})
