import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idOf } from '../history.fixture.ts'
import { naiveFindings } from '../naive-findings.fixture.ts'
import { expectAnswer, projectHistory } from '../projected-history.fixture.ts'
import {
  clockTime,
  FIRST_MEAL,
  findingsOf,
  history,
  type MealOf,
  mealsOn,
  merchants,
  programme,
} from './findings.fixture.ts'
import { findingsThresholds, thresholdsFor } from './findings-thresholds.ts'

const { tillBurst, twoPlaces, merchantShare } = findingsThresholds

describe('a burst at a till', () => {
  const withinSeconds = tillBurst.withinMinutes * 60
  const burst = (count: number, overSeconds: number, device = () => 'till-1') =>
    Array.from({ length: count }, (_, index) => ({
      at: clockTime(12 * 3_600 + (count === 1 ? 0 : Math.round((index * overSeconds) / (count - 1)))),
      worker: index,
      device: device(),
    }))

  test('as many as the threshold within its minutes', () => {
    const [found, ...others] = findingsOf(mealsOn('2025-08-01', burst(tillBurst.redemptions, withinSeconds - 1)))
    expect(others).toEqual([])
    expect(found).toMatchObject({
      // Reviews name it for ever.
      id: 'finding-0609a7ff-a795-5d42-ae57-35f0b0b4f801',
      kind: 'till-burst',
      programme,
      merchant: merchants[0],
      worker: null,
      facts: { device: 'till-1', redemptions: tillBurst.redemptions },
      thresholds: tillBurst,
      eventCount: tillBurst.redemptions,
    })
    expect(found?.events[0]?.sequence).toBe(FIRST_MEAL)
    expect(found?.found.sequence).toBe(FIRST_MEAL + tillBurst.redemptions - 1)
  })

  test.each([
    ['one less', () => burst(tillBurst.redemptions - 1, withinSeconds - 1)],
    ['as many, a second too slow', () => burst(tillBurst.redemptions, withinSeconds)],
    [
      'as many at two tills of two accounts',
      () => {
        let next = 0
        const meals = burst(tillBurst.redemptions, withinSeconds - 1, () => `till-${next++ % 2}`)
        return meals.map((meal) => ({ ...meal, account: `merchant/${meal.device}` }))
      },
    ],
  ])('%s is none', (_, meals) => {
    expect(findingsOf(mealsOn('2025-08-01', meals()))).toEqual([])
  })

  test('goes on while it lasts: one finding; as of any moment, with the events by then', () => {
    const events = mealsOn('2025-08-01', burst(tillBurst.redemptions * 3, (withinSeconds - 1) * 3))
    expect(findingsOf(events)).toHaveLength(1)
    const at = `${FIRST_MEAL + tillBurst.redemptions}`
    expect(findingsOf(events, { at })).toMatchObject([{ eventCount: tillBurst.redemptions + 1 }])
    expect(findingsOf(events, { at: `${FIRST_MEAL + tillBurst.redemptions - 2}` })).toEqual([])
  })

  test('another one later is another', () => {
    const first = burst(tillBurst.redemptions, 60)
    const again = first.map((meal) => ({ ...meal, at: meal.at.replace('12:', '13:'), worker: `x${meal.worker}` }))
    expect(findingsOf(mealsOn('2025-08-01', [...first, ...again]))).toHaveLength(2)
  })
})

describe('a burst whatever the tills call themselves', () => {
  const { accountBurst, merchantBurst } = findingsThresholds
  const burst = (count: number, more: (index: number) => Partial<MealOf>): MealOf[] =>
    Array.from({ length: count }, (_, index) => ({ at: clockTime(12 * 3_600 + index), worker: index, ...more(index) }))
  const ownTill = (index: number) => ({ device: `till-${index}` })

  test('by one account', () => {
    const meals = burst(accountBurst.redemptions + 1, ownTill)
    expect(findingsOf(mealsOn('2025-08-01', meals))).toMatchObject([
      {
        kind: 'account-burst',
        facts: { account: 'officer/sample', redemptions: accountBurst.redemptions },
        eventCount: accountBurst.redemptions + 1,
      },
    ])
    expect(findingsOf(mealsOn('2025-08-01', meals.slice(2)))).toEqual([])
  })

  test('at one merchant by many accounts', () => {
    const meals = burst(merchantBurst.redemptions, (index) => ({ ...ownTill(index), account: `merchant/${index % 5}` }))
    expect(findingsOf(mealsOn('2025-08-01', meals))).toMatchObject([
      { kind: 'merchant-burst', merchant: merchants[0], eventCount: merchantBurst.redemptions },
    ])
    expect(findingsOf(mealsOn('2025-08-01', meals.slice(1)))).toEqual([])
    expect(
      findingsOf(
        mealsOn(
          '2025-08-01',
          meals.map((meal, index) => ({ ...meal, merchant: index % 2 })),
        ),
      ),
    ).toEqual([])
  })
})

describe('odd hours', () => {
  test.each([
    ['04:59', 1],
    ['05:00', 0],
    ['22:29', 0],
    ['22:30', 1],
    ['00:00', 1],
  ])('%s: %i', (time, count) => {
    expect(findingsOf(mealsOn('2025-08-01', [{ at: `${time}:00` }]))).toHaveLength(count)
  })

  test('of one merchant and day are one finding, and the day is Shanghai’s', () => {
    const events = mealsOn('2025-08-01', [
      { at: '23:10:00', worker: 1 },
      { at: '23:50:00', worker: 2 },
      { at: '23:55:00', worker: 3, merchant: 1 },
    ])
    expect(findingsOf(events)).toMatchObject([
      { kind: 'odd-hours', merchant: merchants[0], facts: { day: '2025-08-01' }, eventCount: 2 },
      { kind: 'odd-hours', merchant: merchants[1], facts: { day: '2025-08-01' }, eventCount: 1 },
    ])
  })

  test('are those of the programme’s kind, where it has its own', () => {
    const at = '12:00:00'
    expect(findingsOf(mealsOn('2025-08-01', [{ at }], 'breakfast'))).toMatchObject([
      { kind: 'odd-hours', thresholds: thresholdsFor(findingsThresholds, 'breakfast').oddHours },
    ])
    expect(findingsOf(mealsOn('2025-08-01', [{ at }], 'dinner'))).toEqual([])
  })
})

describe('one person at two places', () => {
  const apart = (seconds: number) => [
    { at: '12:00:00', merchant: 0 },
    { at: clockTime(12 * 3_600 + seconds), merchant: 1 },
  ]

  test('within the minutes', () => {
    const [found, ...others] = findingsOf(mealsOn('2025-08-01', apart(twoPlaces.withinMinutes * 60)))
    expect(others).toEqual([])
    expect(found).toMatchObject({
      kind: 'two-places',
      worker: idOf('worker', '0'),
      facts: { merchants: [merchants[0], merchants[1]] },
      events: [{ sequence: FIRST_MEAL }, { sequence: FIRST_MEAL + 1, type: 'MealRedeemed' }],
    })
  })

  test.each([
    ['a second later', apart(twoPlaces.withinMinutes * 60 + 1)],
    ['at one place', apart(60).map((meal) => ({ ...meal, merchant: 0 }))],
    ['two people', apart(60).map((meal, worker) => ({ ...meal, worker }))],
  ])('%s is none', (_, meals) => {
    expect(findingsOf(mealsOn('2025-08-01', meals))).toEqual([])
  })

  test('recorded later than it happened counts by when it happened', () => {
    const [first, second] = apart(60)
    expect(findingsOf(mealsOn('2025-08-01', [second ?? { at: '' }, first ?? { at: '' }]))).toHaveLength(1)
  })

  test('a redemption that was reversed took place nowhere', () => {
    const events = history('meal', (play) => {
      const [first, second] = apart(60)
      if (first) play.meal('2025-08-01', first)
      play.reverse('2025-08-01', '0', 1)
      if (second) play.meal('2025-08-01', second)
    })
    expect(findingsOf(events)).toEqual([])
  })
})

describe('a merchant’s share out of line', () => {
  const { atLeastMeals, timesMedianOfOthers } = merchantShare
  /** Merchant 0 takes `meals` of 100 fen, merchants 1 and 2 together what makes their median `medianFen`. */
  const dayOf = (meals: number, medianFen: number, others = [1, 2]): MealOf[] => [
    ...Array.from({ length: meals }, (_, index) => ({
      at: clockTime(8 * 3_600 + index * 60),
      worker: `a${index}`,
      amountFen: 100,
    })),
    ...others.map((merchant) => ({ at: '11:00:00', merchant, worker: `b${merchant}`, amountFen: medianFen })),
  ]
  const nextDay = { at: '12:00:00', worker: 'z' }
  const medianFen = Math.floor((atLeastMeals * 100 - 1) / timesMedianOfOthers)

  test('more than so many times the others’ median, told when the day is over', () => {
    const events = history('meal', (play) => {
      for (const meal of dayOf(atLeastMeals, medianFen)) play.meal('2025-08-01', meal)
      play.meal('2025-08-02', nextDay)
    })
    const [found, ...others] = findingsOf(events)
    expect(others).toEqual([])
    expect(found).toMatchObject({
      kind: 'merchant-share',
      merchant: merchants[0],
      found: { sequence: events.length },
      facts: { day: '2025-08-01', meals: atLeastMeals, takenFen: atLeastMeals * 100, medianOfOthersFen: medianFen },
      events: [{ sequence: FIRST_MEAL }, { sequence: FIRST_MEAL + atLeastMeals - 1 }],
    })
    expect(findingsOf(events, { at: `${events.length - 1}` })).toEqual([])
  })

  test.each([
    ['exactly so many times', dayOf(atLeastMeals, (atLeastMeals * 100) / timesMedianOfOthers)],
    ['a meal too few', dayOf(atLeastMeals - 1, 1)],
    ['a merchant too few', dayOf(atLeastMeals, medianFen, [1])],
  ])('%s is none', (_, meals) => {
    const events = history('meal', (play) => {
      for (const meal of meals) play.meal('2025-08-01', meal)
      play.meal('2025-08-02', nextDay)
    })
    expect(findingsOf(events)).toEqual([])
  })
})

describe('random days at the tills', () => {
  const someMeals = fc.array(
    fc.record({
      gapSeconds: fc.oneof(
        { weight: 30, arbitrary: fc.noBias(fc.integer({ min: 0, max: 16 })) },
        { weight: 1, arbitrary: fc.noBias(fc.integer({ min: 300, max: 40_000 })) },
      ),
      merchant: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3),
      device: fc.constantFrom('till-1', 'till-1', 'till-1', 'till-2'),
      worker: fc.noBias(fc.nat(40)),
      amountFen: fc.noBias(fc.integer({ min: 1, max: 300 })),
      account: fc.constantFrom('merchant/1', 'merchant/1', 'merchant/1', 'merchant/2'),
      slip: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1, 2),
      lateSeconds: fc.constantFrom(0, 0, 0, 0, 0, 200, 90_000),
      reverses: fc.constantFrom(false, false, false, false, true),
    }),
    { minLength: 60, maxLength: 260, size: 'max' },
  )

  test('are found as a naive look at all of the past finds them, in any batches', () => {
    const kinds = new Set<string>()
    fc.assert(
      fc.property(someMeals, fc.integer({ min: 1, max: 40 }), (meals, batchSize) => {
        const events = history('meal', (play) => {
          let now = Date.UTC(2025, 7, 1, 4)
          for (const { gapSeconds, lateSeconds, reverses, worker, ...meal } of meals) {
            now += gapSeconds * 1_000
            const local = new Date(now - lateSeconds * 1_000 + 8 * 3_600_000).toISOString()
            const version = play.meal(local.slice(0, 10), { ...meal, worker, at: local.slice(11, 19) })
            if (reverses) play.reverse(local.slice(0, 10), `${worker}`, version)
          }
        })
        const found = findingsOf(events, {}, batchSize).map(
          ({ kind, found: { sequence }, merchant, worker, ...rest }) => ({
            kind,
            found: sequence,
            merchant: merchant ?? '',
            worker: worker ?? '',
            events: rest.eventCount,
            shown: rest.events.map((event) => event.sequence),
          }),
        )
        const expected = naiveFindings(events).map(({ events: of, ...rest }) => ({
          ...rest,
          events: of.length,
          shown: of.toSorted((a, b) => a - b).slice(0, 20),
        }))
        for (const { kind } of expected) kinds.add(kind)
        expect(sorted(found)).toEqual(sorted(expected))
      }),
      { numRuns: 40 },
    )
    expect([...kinds]).toEqual(
      expect.arrayContaining(['till-burst', 'account-burst', 'same-slip', 'odd-hours', 'two-places', 'merchant-share']),
    )
  })
})

describe('asked for', () => {
  const events = mealsOn('2025-08-01', [
    { at: '23:10:00', worker: 1 },
    { at: '23:15:00', worker: 1, merchant: 1 },
  ])

  test('by kind, merchant and programme; counted; page by page', () => {
    expect(findingsOf(events, { kind: 'two-places' })).toMatchObject([{ kind: 'two-places', merchant: merchants[1] }])
    expect(findingsOf(events, { merchant: `${merchants[0]}` })).toMatchObject([{ kind: 'odd-hours' }])
    expect(findingsOf(events, { programme })).toHaveLength(3)
    const { ask } = projectHistory(events)
    const page = expectAnswer(ask('findings', { limit: 1 }))
    expect(page).toMatchObject({
      total: 3,
      counts: [
        { kind: 'odd-hours', count: 2 },
        { kind: 'two-places', count: 1 },
      ],
      thresholds: findingsThresholds,
    })
    expect(page.nextCursor).not.toBeNull()
  })

  test('within a scope', () => {
    expect(findingsOf(events, { scope: { divisions: ['630000'] } })).toHaveLength(3)
    expect(findingsOf(events, { scope: { divisions: ['632722'] } })).toEqual([])
  })
})

function sorted(findings: readonly object[]): string[] {
  return findings.map((one) => JSON.stringify(Object.entries(one).sort())).sort()
}
