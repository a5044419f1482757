import type { SequencedEvent } from '@welfare/event-store/port.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FindingsAnswer } from './findings.contract.ts'
import { findingsThresholds, thresholdsFor } from './findings-thresholds.ts'
import { createHistory, type History, idOf, toSequenced } from './history.sample.ts'
import { naiveFindings } from './naive-findings.sample.ts'
import { expectAnswer, listAll, projectHistory } from './projected-history.fixture.ts'
import type { QueryParams } from './queries.ts'

const [programme, fund, batch, depot] = [idOf('programme', 1), idOf('fund', 1), idOf('batch', 1), idOf('depot', 1)]
const merchants = [0, 1, 2, 3].map((number) => idOf('merchant', number))
const { tillBurst, twoPlaces, merchantShare } = findingsThresholds

interface MealOf {
  /** Shanghai time. */
  readonly at: string
  readonly merchant?: number
  readonly worker?: number | string
  readonly device?: string
  readonly amountFen?: number
}

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
      'as many at two tills',
      () => {
        let next = 0
        return burst(tillBurst.redemptions, withinSeconds - 1, () => `till-${next++ % 2}`)
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

describe('the same paper twice', () => {
  const donation = (receiptNumber: string) => ({
    receiptNumber,
    donor: { kind: 'individual' as const },
    receivedOn: '2025-08-01',
    shares: [{ fund, amountFen: 5 }],
    availableAfterFen: 5,
  })
  const goods = (number: number, receiptNumber: string) => ({
    commodity: idOf('item', number),
    lot: `${depot}.1`,
    quantity: 1,
    source: { kind: 'purchase' as const, fund, invoiceNumber: `I-${receiptNumber}` },
    receiptNumber,
    receivedOn: '2025-08-01',
  })
  const paper = { kind: 'minutes', number: '7' }

  test('one receipt for two donations, with a third later', () => {
    const events = history('meal', ({ add }) => {
      for (const number of ['R-1', 'R-2', 'R-1', 'R-1']) add(fund, 'DonationReceived', donation(number), '2025-08-01')
    })
    expect(findingsOf(events)).toMatchObject([
      { kind: 'same-paper', facts: { paper: 'donation-receipt', number: 'R-1' }, thresholds: null, eventCount: 3 },
    ])
    expect(findingsOf(events, { at: `${FIRST_MEAL + 2}` })).toMatchObject([{ eventCount: 2, division: '630000' }])
  })

  test('one receipt and invoice for the same goods; other goods may stand on it too', () => {
    const events = history('meal', ({ add }) => {
      for (const number of [1, 2, 1]) add(depot, 'GoodsReceived', goods(number, 'G-1'), '2025-08-01')
    })
    expect(findingsOf(events).map(({ facts }) => facts)).toEqual([
      { paper: 'goods-receipt', number: 'G-1' },
      { paper: 'invoice', number: 'I-G-1' },
    ])
  })

  test('a document in the metadata, but not of the events of one command', () => {
    const one = history('meal', ({ add }) => {
      for (const number of ['R-1', 'R-2'])
        add(fund, 'DonationReceived', donation(number), '2025-08-01', { document: paper, commandId: 'same' })
    })
    expect(findingsOf(one)).toEqual([])
    const two = history('meal', ({ add }) => {
      for (const number of ['R-1', 'R-2'])
        add(fund, 'DonationReceived', donation(number), '2025-08-01', { document: paper })
    })
    expect(findingsOf(two)).toMatchObject([{ facts: { paper: 'minutes', number: '7' } }])
  })

  test('one roster file for a programme twice, not for two programmes', () => {
    const file = (of: string) => ({ programme: of, fileHash: 'abc', rows: 1 })
    const events = history('meal', ({ add }) => {
      add(idOf('import', 1), 'RosterImportStarted', file(programme), '2025-08-01')
      add(idOf('import', 2), 'RosterImportStarted', file(idOf('programme', 2)), '2025-08-01')
      add(idOf('import', 3), 'RosterImportStarted', file(programme), '2025-08-01')
    })
    expect(findingsOf(events)).toMatchObject([{ kind: 'same-paper', programme, eventCount: 2 }])
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
    expect(kinds).toEqual(new Set(['till-burst', 'odd-hours', 'two-places', 'merchant-share']))
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

  test('within a reach', () => {
    expect(findingsOf(events, { reach: { divisions: ['630000'] } })).toHaveLength(3)
    expect(findingsOf(events, { reach: { divisions: ['632722'] } })).toEqual([])
  })
})

/** What comes before the first meal of a history. */
const FIRST_MEAL = 8

interface Play {
  readonly add: History['add']
  /** @returns its version in the worker's wallet */
  meal(day: string, meal: MealOf): number
  reverse(day: string, worker: string, version: number): void
}

function history(kind: string, play: (play: Play) => void): SequencedEvent[] {
  const made = createHistory()
  const { add } = made
  const restriction = { purposes: [], divisions: [] }
  const start = '2025-07-01'
  add(fund, 'FundOpened', { name: 'F', division: '630000', funder: { name: 'U', kind: 'union' }, restriction }, start)
  const rules = { windows: [], quota: {}, lateEntryDays: 0, sharing: 'in-proportion' as const }
  const defined = { name: 'Meals', kind, division: '632701', plan: 'people' as const, year: 2025 }
  add(programme, 'ProgrammeDefined', { ...defined, rules, rulesVersion: 1 }, start)
  for (const [index, merchant] of merchants.entries())
    add(merchant, 'MerchantRegistered', { name: `Merchant ${index}`, division: '632701' }, start)
  add(depot, 'DepotOpened', { name: 'Depot', division: '632701' }, start)
  const meals = new Map<string, ReturnType<typeof mealData>>()
  play({
    add,
    meal(day, meal) {
      const data = mealData(day, meal)
      const wallet = walletOf(data.worker)
      const occurredAt = new Date(`${day}T${meal.at}+08:00`).toISOString()
      const { version } = add(wallet, 'MealRedeemed', data, day, { occurredAt })
      meals.set(`${wallet}.${version}`, data)
      return version
    },
    reverse(day, worker, version) {
      const redemption = `${walletOf(idOf('worker', worker))}.${version}`
      const data = meals.get(redemption)
      if (!data) throw new Error(`no meal ${redemption}`)
      const draws = data.draws.map((draw) => ({ ...draw, to: 'issued' as const }))
      const { merchant, worker: of } = data
      const reversal = { programme, worker: of, merchant, redemption, draws, reason: 'mistake', balanceAfterFen: 0 }
      add(walletOf(of), 'RedemptionReversed', reversal, day)
    },
  })
  return toSequenced(made.events)
}

function mealsOn(day: string, meals: readonly MealOf[], kind = 'meal'): SequencedEvent[] {
  return history(kind, (play) => {
    for (const meal of meals) play.meal(day, meal)
  })
}

function mealData(day: string, { merchant = 0, worker = 0, device = 'till-1', amountFen = 500 }: MealOf) {
  const of = idOf('worker', `${worker}`)
  return {
    programme,
    worker: of,
    merchant: merchants[merchant] ?? '',
    redeemedOn: day,
    items: [],
    factsReadThrough: 1,
    listPriceFen: amountFen,
    discountFen: 0,
    ownShareFen: 0,
    draws: [{ credit: `${walletOf(of)}.1`, batch, window: 'w', shares: [{ fund, amountFen }] }],
    balanceAfterFen: 0,
    deviceId: device,
    deviceSequence: 1,
    capturedOffline: false,
  }
}

function walletOf(worker: string): string {
  return idOf('wallet', worker)
}

function clockTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(11, 19)
}

type Finding = FindingsAnswer['findings'][number]

function findingsOf(
  events: readonly SequencedEvent[],
  query: Partial<QueryParams<'findings'>> = {},
  batchSize = 1_000,
): Finding[] {
  const { ask } = projectHistory(events, batchSize)
  return listAll(
    (cursor) => ask('findings', { limit: 3, ...query, ...cursor }),
    (page) => page.findings,
  )
}

function sorted(findings: readonly object[]): string[] {
  return findings.map((one) => JSON.stringify(Object.entries(one).sort())).sort()
}
