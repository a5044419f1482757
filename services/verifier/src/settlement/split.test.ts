import { rmSync } from 'node:fs'
import {
  linesOf,
  type OpenLine,
  owedAfter,
  type PartRule,
  splitMeal,
  splitSmallerMeal,
} from '@welfare/contracts/meals/split-meal.ts'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { createHistory, createNoteKey, type SampleEvent, uuid, writeBundle } from '../bundle.fixture.ts'
import type { JsonObject } from '../json.ts'
import { verifyBundle } from '../verify-bundle.ts'
import { leftToShares, partsOf, partsOfSmaller, readLine } from './split-meal.ts'

const line = fc
  .record({
    rule: fc.oneof(
      fc
        .record({
          kind: fc.constantFrom<('fixed' | 'upTo' | 'upToInAll')[]>('fixed', 'upTo', 'upToInAll'),
          amountFen: fc.integer({ min: 1, max: 900 }),
        })
        .map((rule): PartRule => rule),
      fc
        .record({ thousandths: fc.integer({ min: 1, max: 333 }), upToFen: fc.option(fc.integer({ min: 1, max: 500 })) })
        .map(
          ({ thousandths, upToFen }): PartRule => ({
            kind: 'share',
            thousandths,
            ...(upToFen !== null && { upToFen }),
          }),
        ),
    ),
    onEmpty: fc.constantFrom('stop', 'next', 'refuse'),
    limitFen: fc.option(fc.integer({ min: 0, max: 600 })),
    owedMilliFen: fc.integer({ min: -1_200, max: 1_200 }),
  })
  .map(({ limitFen, ...one }) => ({ ...one, ...(limitFen !== null && { limitFen }) }) as Omit<OpenLine, 'payer'>)

test('the verifier splits as the ledger does, from code of its own', () => {
  const lists = fc.array(line, { minLength: 1, maxLength: 5 })
  const prices = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(lists, prices, (some, all) => {
      const lines = linesOf({ lines: some.map((one, index) => ({ ...one, payer: `fund-${index}` })) })
      const read = lines.map((one) => readLine(JSON.parse(JSON.stringify(one)) as JsonObject))
      const [whole = 0, ...smaller] = all.sort((a, b) => b - a)
      let kept = splitMeal(lines, whole)
      expect(partsOf(read, whole)).toEqual(kept)
      expect(leftToShares(read, whole)).toEqual(owedAfter(lines, whole))
      for (const price of smaller) {
        const left = splitSmallerMeal(lines, price, kept)
        expect(partsOfSmaller(read, price, kept)).toEqual(left)
        kept = left
      }
    }),
    { numRuns: 3_000 },
  )
})

const key = createNoteKey()
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const [programme, budget, batch] = [`programme-${uuid(1)}`, `budget-${uuid(1)}`, `batch-${uuid(1)}`]
const [wallet, worker, merchant] = [`wallet-${uuid(1)}`, `worker-${uuid(1)}`, `merchant-${uuid(1)}`]
const [county, union] = [`fund-${uuid(1)}`, `fund-${uuid(2)}`] as const
const between = { programme, merchant }
const rest = { payer: 'worker' as const, rule: { kind: 'rest' as const } }

/** Half and half, each at most 3.00: 5.55, another 5.55 of which 2.00 are taken back, 14.00; the credits, 50.00 of each fund, allow it. */
function play(): readonly SampleEvent[] {
  const { add, events } = createHistory()
  const split = {
    lines: [county, union].map((payer) => ({
      ...{ payer, rule: { kind: 'share' as const, thousandths: 500, upToFen: 300 }, onEmpty: 'next' as const },
    })),
    usualPriceFen: 600,
  }
  const both = (a: number, b: number) => [
    { fund: county, amountFen: a },
    { fund: union, amountFen: b },
  ]
  for (const [fund, receiptNumber] of [
    [county, 'R-1'],
    [union, 'R-2'],
  ] as const) {
    const funder = { name: '虚构出资方', kind: 'union' as const }
    const shares = [{ fund, amountFen: 5_000 }]
    add(fund, 'FundOpened', { name: '资金', division: '632701', funder, restriction: { purposes: [], divisions: [] } })
    const donation = { receiptNumber, donor: { kind: 'individual' as const }, receivedOn: '2025-06-01' }
    add(fund, 'DonationReceived', { ...donation, shares, availableAfterFen: 5_000 })
    add(fund, 'FundsAllocated', { programme, budget, shares, availableAfterFen: 0 })
  }
  add(budget, 'FundsCommitted', { programme, for: batch, attempt: 1, shares: both(5_000, 5_000) })
  const wallets = [{ wallet, worker, serial: 1, credits: [{ window: 'june', shares: both(5_000, 5_000) }] }]
  add(batch, 'CreditsIssued', { programme, part: 1, wallets })
  add(wallet, 'CreditReceived', {
    ...{ programme, worker, batch, window: 'june', from: '2025-06-01', until: '2025-06-30', quota: {} },
    ...{ shares: both(5_000, 5_000), lateEntryDays: 3, split },
  })
  const draw = (a: number, b: number) => ({ credit: `${wallet}.1`, batch, window: 'june', shares: both(a, b) })
  const eat = (parts: readonly number[], limits: readonly number[], owed: readonly number[] = []) => {
    const [a = 0, b = 0, ownShareFen = 0] = parts
    const price = a + b + ownShareFen
    return add(wallet, 'MealRedeemed', {
      ...{ programme, worker, merchant, redeemedOn: '2025-06-02', items: [], factsReadThrough: 1 },
      ...{ listPriceFen: price, discountFen: 0, ownShareFen, balanceAfterFen: 0, draws: [draw(a, b)] },
      ...{ deviceId: 'till', deviceSequence: events.length, capturedOffline: false },
      split: [...split.lines, rest].map((one, index) => ({
        ...{ ...one, amountFen: parts[index] ?? 0 },
        ...(index < 2 && { limitFen: limits[index] ?? 0 }),
        ...(owed[index] && { owedMilliFen: owed[index] }),
      })),
    })
  }
  eat([278, 277, 0], [5_000, 5_000])
  const second = eat([277, 278, 0], [4_722, 4_723], [-500, 500])
  add(wallet, 'RedemptionReversed', {
    ...{ ...between, worker, redemption: second, by: 'union', reason: '录错', balanceAfterFen: 0, corrects: second },
    draws: [{ ...draw(100, 100), to: 'issued' }],
    ...{ ownShareBackFen: 0, discountBackFen: 0, keptFen: 355, windowsFreed: [] },
    keptSplit: [
      { payer: county, amountFen: 177 },
      { payer: union, amountFen: 178 },
      { payer: 'worker', amountFen: 0 },
    ],
  })
  eat([300, 300, 800], [4_545, 4_545])
  return events
}

function misfitsOf(events: readonly SampleEvent[]): string {
  const folder = writeBundle({ events, key })
  folders.push(folder)
  return verifyBundle(folder, { key: key.vkey })
    .misfits.filter(({ check }) => check === 'settlement')
    .map(({ what }) => what)
    .join('\n')
}

type Data = Record<string, unknown>

function altered(type: string, nth: number, change: (data: Data) => Data): readonly SampleEvent[] {
  const history = play()
  const event = history.filter((one) => one.type === type)[nth - 1]
  return history.map((one) =>
    one === event ? { ...one, data: { ...one.data, ...change(structuredClone(one.data) as Data) } } : one,
  )
}

const ofLines = (data: Data, change: (line: Data, index: number) => Data, key = 'split') => ({
  [key]: (data[key] as Data[]).map((one, index) => ({ ...one, ...change(one, index) })),
})
const drawn = (a: number, b: number) => (data: Data) => ({
  draws: (data.draws as Data[]).map((one) => ({
    ...one,
    shares: [
      { fund: county, amountFen: a },
      { fund: union, amountFen: b },
    ],
  })),
})

test('what credits pay on a day stays within the amount of a day, but for what was taken back', () => {
  const limited = (amountPerDayFen: number) => altered('CreditReceived', 1, () => ({ quota: { amountPerDayFen } }))
  // 555, 355 of the second and 600 are left; before 200 of it were taken back, 1,110.
  expect(misfitsOf(limited(1_510))).toBe('')
  expect(misfitsOf(limited(1_509))).toContain('its credits pay 1510 on 2025-06-02, 1509 a day at most')
  expect(misfitsOf(limited(1_109))).toContain('its credits pay 1110 on 2025-06-02, 1109 a day at most')
})

test('meals that several paid hold', () => {
  expect(misfitsOf(play())).toBe('')
})

describe('what was split otherwise is named, although it was signed', () => {
  test.each<[string, string, number, (data: Data) => Data, RegExp]>([
    [
      'a fen of the other fund',
      'MealRedeemed',
      1,
      (data) => ({ ...drawn(277, 278)(data), ...ofLines(data, (_, index) => ({ amountFen: [277, 278, 0][index] })) }),
      /its parts are 277 .* recomputed 277/,
    ],
    ['draws of others than the parts', 'MealRedeemed', 1, drawn(277, 278), /its draws are/],
    [
      'a part of the worker’s',
      'MealRedeemed',
      3,
      () => ({ ownShareFen: 900, listPriceFen: 1_500 }),
      /the worker pays 900/,
    ],
    ['another price', 'MealRedeemed', 3, () => ({ listPriceFen: 1_500 }), /its price is 1500, its parts are 1400/],
    [
      'another rule',
      'MealRedeemed',
      1,
      (data) => ofLines(data, (one, index) => (index === 0 ? { rule: { ...(one.rule as Data), upToFen: 400 } } : {})),
      /a rule that no credit has/,
    ],
    [
      'a limit that would allow less',
      'MealRedeemed',
      3,
      (data) => ofLines(data, () => ({ limitFen: 100 })),
      /its parts are/,
    ],
    [
      'a rounding that was not left over',
      'MealRedeemed',
      2,
      (data) => ofLines(data, (_, index) => (index === 0 ? { owedMilliFen: -400 } : {})),
      /rounding is said to leave -400/,
    ],
    ['no split at all', 'MealRedeemed', 1, () => ({ split: undefined }), /it is not split/],
    [
      'a smaller meal split otherwise',
      'RedemptionReversed',
      1,
      (data) => ({
        ...ofLines(data, (_, index) => ({ amountFen: [178, 177, 0][index] }), 'keptSplit'),
        draws: (data.draws as Data[]).map((one) => ({
          ...one,
          shares: [
            { fund: county, amountFen: 99 },
            { fund: union, amountFen: 101 },
          ],
        })),
      }),
      /of the smaller meal remain/,
    ],
    [
      'a smaller meal of others',
      'RedemptionReversed',
      1,
      (data) => ofLines(data, (_, index) => (index === 2 ? { payer: 'merchant' } : {}), 'keptSplit'),
      /of other payers/,
    ],
    [
      'draws that give back otherwise',
      'RedemptionReversed',
      1,
      () => ({ ownShareBackFen: 1 }),
      /the worker gets back 1/,
    ],
  ])('%s', (_, type, nth, change, what) => {
    expect(misfitsOf(altered(type, nth, change))).toMatch(what)
  })
})
