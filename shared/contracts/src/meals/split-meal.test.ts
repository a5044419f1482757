import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sumFen } from '../money.ts'
import { totalOf } from '../shares.ts'
import {
  fillPots,
  isPaidByFunds,
  linesOf,
  type OnEmpty,
  type OpenLine,
  owedAfter,
  owedChange,
  type PartRule,
  type Pot,
  potsOf,
  type SplitLine,
  splitMeal,
  splitSmallerMeal,
} from './split-meal.ts'

const fixed = (payer: string, amountFen: number, more: Partial<OpenLine> = {}): OpenLine => ({
  ...{ payer, rule: { kind: 'fixed', amountFen } },
  ...more,
})
const upToInAll = (payer: string, amountFen: number, more: Partial<OpenLine> = {}): OpenLine => ({
  ...{ payer, rule: { kind: 'upToInAll', amountFen } },
  ...more,
})
const share = (payer: string, thousandths: number, upToFen?: number): OpenLine => ({
  ...{ payer, rule: { kind: 'share', thousandths, ...(upToFen !== undefined && { upToFen }) } },
})
const split = (lines: readonly OpenLine[], priceFen: number) => splitMeal(linesOf({ lines }), priceFen)

describe('the splits of practice', () => {
  test.each<[string, OpenLine[], number, number[]]>([
    [
      '6.00 a day, half county half union',
      [share('county', 500, 300), share('union', 500, 300)],
      1_000,
      [300, 300, 400],
    ],
    ['a cheaper one', [share('county', 500, 300), share('union', 500, 300)], 450, [225, 225, 0]],
    ['5.60 of 14.00', [{ payer: 'union', rule: { kind: 'upTo', amountFen: 560 } }], 1_400, [560, 840]],
    ['first 3.00, then up to 5.00', [fixed('county', 300), upToInAll('union', 500)], 1_400, [300, 200, 900]],
    ['of 4.00', [fixed('county', 300), upToInAll('union', 500)], 400, [300, 100, 0]],
    ['of 2.50', [fixed('county', 300), upToInAll('union', 500)], 250, [250, 0, 0]],
    [
      'a discount and the worker first',
      [share('merchant', 100), fixed('worker', 200), upToInAll('union', 900)],
      1_000,
      [100, 200, 600, 100],
    ],
  ])('%s', (_, lines, priceFen, parts) => {
    expect(split(lines, priceFen)).toEqual(parts)
  })

  test('what a pot lacks the next line pays, or the worker', () => {
    const lines = (onEmpty: OnEmpty) => [fixed('county', 300, { limitFen: 100, onEmpty }), upToInAll('union', 500)]
    expect(split(lines('next'), 1_400)).toEqual([100, 400, 900])
    expect(split(lines('stop'), 1_400)).toEqual([100, 200, 1_100])
    expect(split([fixed('county', 300, { limitFen: 100, onEmpty: 'next' }), fixed('union', 200)], 1_400)).toEqual([
      ...[100, 400, 900],
    ])
  })

  test('of the smaller meal nobody pays more than of the larger one', () => {
    const lines = linesOf({ lines: [share('county', 334), share('union', 333), share('province', 333)] })
    const whole = splitMeal(lines, 1_000)
    expect(whole).toEqual([334, 333, 333, 0])
    expect(splitSmallerMeal(lines, 500, whole)).toEqual([167, 167, 166, 0])
  })
})

const line = fc
  .record({
    rule: fc.oneof(
      fc.integer({ min: 1, max: 900 }).map((amountFen): PartRule => ({ kind: 'fixed', amountFen })),
      fc.integer({ min: 1, max: 900 }).map((amountFen): PartRule => ({ kind: 'upTo', amountFen })),
      fc.integer({ min: 1, max: 1_500 }).map((amountFen): PartRule => ({ kind: 'upToInAll', amountFen })),
      fc
        .record({ thousandths: fc.integer({ min: 1, max: 250 }), upToFen: fc.option(fc.integer({ min: 1, max: 500 })) })
        .map(
          ({ thousandths, upToFen }): PartRule => ({
            kind: 'share',
            thousandths,
            ...(upToFen !== null && { upToFen }),
          }),
        ),
    ),
    limitFen: fc.option(fc.integer({ min: 0, max: 800 }), { nil: undefined }),
    onEmpty: fc.constantFrom<(OnEmpty | undefined)[]>('stop', 'next', 'refuse', undefined),
    owedMilliFen: fc.integer({ min: -999, max: 999 }),
  })
  .map((one): Omit<OpenLine, 'payer'> => one)
const lines = fc
  .array(line, { minLength: 1, maxLength: 4 })
  .map((all) => linesOf({ lines: all.map((one, index) => ({ ...one, payer: `fund-${index}` })) }) as OpenLine[])
const price = fc.integer({ min: 1, max: 3_000 })

test('the parts are the price; no pot, no limit is exceeded', () => {
  fc.assert(
    fc.property(lines, price, (open, priceFen) => {
      const parts = splitMeal(open, priceFen)
      expect(sumFen(parts)).toBe(priceFen)
      let soFarFen = 0
      for (const [index, { rule, limitFen = priceFen }] of open.entries()) {
        const part = parts[index] ?? 0
        const lackedBefore = open[index - 1]?.onEmpty === 'next'
        expect(part).toBeGreaterThanOrEqual(0)
        if (index === open.length - 1) break
        expect(part).toBeLessThanOrEqual(limitFen)
        soFarFen += part
        if (rule.kind === 'fixed' && !lackedBefore) expect(part).toBeLessThanOrEqual(rule.amountFen)
        if (rule.kind === 'upTo') expect(part).toBeLessThanOrEqual(rule.amountFen)
        if (rule.kind === 'share') expect(part).toBeLessThanOrEqual(rule.upToFen ?? priceFen)
        if (rule.kind === 'upToInAll' && part > 0) expect(soFarFen).toBeLessThanOrEqual(rule.amountFen)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('whatever parts are taken back, the parts are what is left, and nobody pays more on the way', () => {
  fc.assert(
    fc.property(lines, price, fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 5 }), (open, whole, backs) => {
      const paid = splitMeal(open, whole)
      let [kept, priceFen] = [paid, whole]
      expect(splitSmallerMeal(open, whole, paid)).toEqual(paid)
      for (const back of backs) {
        priceFen = Math.max(0, priceFen - back)
        const left = splitSmallerMeal(open, priceFen, kept)
        expect(sumFen(left)).toBe(priceFen)
        for (const [index, part] of left.entries()) expect(part).toBeLessThanOrEqual(kept[index] ?? 0)
        kept = left
      }
    }),
    { numRuns: 2_000 },
  )
})

const shares = fc
  .array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 4 })
  .map((weights) => {
    const sum = sumFen(weights)
    return weights.map((weight) => Math.max(1, Math.floor((weight * 1_000) / sum)))
  })
  .filter((thousandthss) => sumFen(thousandthss) <= 1_000)

/** Each meal is eaten, and of some a part is taken back. */
const eaten = fc.array(fc.record({ priceFen: price, backFen: fc.option(fc.integer({ min: 1, max: 500 })) }), {
  ...{ minLength: 1, maxLength: 60 },
})

test('over many meals each share is within a fen of the exact fraction, and one more for each part that was taken back', () => {
  fc.assert(
    fc.property(shares, eaten, (thousandthss, meals) => {
      const rules = thousandthss.map((thousandths, index) => share(`fund-${index}`, thousandths))
      let owed: ReadonlyMap<string, number> = new Map()
      const got = rules.map(() => 0n)
      let [eatenFen, takenBack] = [0n, 0n]
      for (const { priceFen, backFen } of meals) {
        const open = linesOf({
          lines: rules.map((rule) => ({ ...rule, owedMilliFen: owed.get(rule.payer) ?? 0 })),
        })
        const whole = splitMeal(open, priceFen)
        const leftFen = Math.max(0, priceFen - (backFen ?? 0))
        const kept = splitSmallerMeal(open, leftFen, whole)
        if (leftFen < priceFen) takenBack += 1n
        const change = owedChange(open, { from: priceFen, to: leftFen })
        owed = new Map([...owedAfter(open, priceFen)].map(([payer, one]) => [payer, one + (change.get(payer) ?? 0)]))
        eatenFen += BigInt(leftFen)
        for (const index of rules.keys()) got[index] = (got[index] ?? 0n) + BigInt(kept[index] ?? 0)
        for (const [index, thousandths] of thousandthss.entries()) {
          const apart = (got[index] ?? 0n) * 1_000n - eatenFen * BigInt(thousandths)
          expect(apart < 0n ? -apart : apart).toBeLessThanOrEqual(1_000n * (1n + takenBack))
        }
      }
    }),
    { numRuns: 1_000 },
  )
})

test('a credit whose shares leave nothing to the worker is used up to the fen, whatever the meals', () => {
  fc.assert(
    fc.property(
      shares,
      fc.integer({ min: 1, max: 20_000 }),
      fc.array(price, { maxLength: 60 }),
      (some, creditFen, prices) => {
        const rest = 1_000 - sumFen(some)
        const rules = [...some, ...(rest > 0 ? [rest] : [])].map(
          (thousandths, index): SplitLine => ({
            ...share(`fund-${index}`, thousandths),
            onEmpty: 'next',
          }),
        )
        const pots = potsOf({ lines: rules, usualPriceFen: 100_000 }, creditFen)
        expect(totalOf(pots)).toBe(creditFen)
        const left = new Map(pots.map(({ fund, amountFen }) => [fund, amountFen]))
        let owed: ReadonlyMap<string, number> = new Map()
        for (const wanted of [...prices, creditFen]) {
          const leftFen = sumFen(left.values())
          const priceFen = Math.min(wanted, leftFen)
          if (priceFen === 0) break
          const open: readonly OpenLine[] = linesOf({ lines: rules }).map((one) => ({
            ...one,
            ...(left.has(one.payer) && { limitFen: left.get(one.payer), owedMilliFen: owed.get(one.payer) ?? 0 }),
          }))
          const parts = splitMeal(open, priceFen)
          owed = owedAfter(open, priceFen)
          for (const [index, { payer }] of open.entries())
            if (left.has(payer)) left.set(payer, (left.get(payer) ?? 0) - (parts[index] ?? 0))
          for (const amount of left.values()) expect(amount).toBeGreaterThanOrEqual(0)
          expect(parts.at(-1)).toBe(0)
        }
      },
    ),
    { numRuns: 500 },
  )
})

describe('pots', () => {
  const rule = { lines: [fixed('fund-a', 300), upToInAll('fund-b', 500)], usualPriceFen: 1_400 }

  test('are the credit, in the ratio of a usual meal', () => {
    expect(potsOf(rule, 15_000).map(({ amountFen }) => amountFen)).toEqual([9_000, 6_000])
    expect(potsOf(rule, 1).map(({ amountFen }) => amountFen)).toEqual([1, 0])
    expect(isPaidByFunds(rule)).toBe(true)
    expect(isPaidByFunds({ ...rule, lines: [{ payer: 'worker', rule: { kind: 'rest' } }] })).toBe(false)
    expect(
      isPaidByFunds({
        ...rule,
        lines: [{ payer: 'worker', rule: { kind: 'fixed', amountFen: 1_400 } }, fixed('f', 5)],
      }),
    ).toBe(false)
  })

  test('are filled from what funds have, and by the next where one has too little and its line says so', () => {
    const pots = (onEmpty: OnEmpty): Pot[] => [
      { fund: 'a', amountFen: 300, onEmpty },
      { fund: 'b', amountFen: 200, onEmpty: 'refuse' },
    ]
    const has = (a: number, b: number) => [
      { fund: 'a', amountFen: a },
      { fund: 'b', amountFen: b },
      { fund: 'c', amountFen: 900 },
    ]
    expect(fillPots(pots('refuse'), has(300, 200))).toEqual({ shares: has(300, 200).slice(0, 2), lacking: [] })
    expect(fillPots(pots('next'), has(100, 500))).toEqual({ shares: has(100, 400).slice(0, 2), lacking: [] })
    expect(fillPots(pots('next'), has(100, 399)).lacking).toMatchObject([{ fund: 'b', amountFen: 400, lackingFen: 1 }])
    expect(fillPots(pots('stop'), has(100, 200))).toMatchObject({
      shares: has(100, 200).slice(0, 2),
      lacking: [{ fund: 'a', onEmpty: 'stop', lackingFen: 200 }],
    })
    expect(fillPots(pots('next'), []).shares).toEqual([])
  })
})
