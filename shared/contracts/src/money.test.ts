import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  addFen,
  formatWan,
  formatYuan,
  formatYuanPlain,
  MAX_AMOUNT_FEN,
  MAX_TOTAL_FEN,
  multiplyFen,
  parseYuan,
  splitInProportion,
  subtractFen,
  sumFen,
  sumProductsWithin,
} from './money.ts'

const amount = fc.integer({ min: 0, max: MAX_AMOUNT_FEN })
const weights = fc
  .array(fc.oneof(amount, fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 12 })
  .filter((all) => all.some((weight) => weight > 0))

describe('splitting in proportion', () => {
  it('gives out exactly the amount, no part negative', () => {
    fc.assert(
      fc.property(amount, weights, (amountFen, all) => {
        const parts = splitInProportion(amountFen, all)
        expect(parts).toHaveLength(all.length)
        expect(sumFen(parts)).toBe(amountFen)
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('never gives more than the weight while the amount does not exceed them all', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (all, part) => {
        const parts = splitInProportion(Math.floor(sumFen(all) * part), all)
        for (const [index, given] of parts.entries()) expect(given).toBeLessThanOrEqual(all[index] ?? -1)
      }),
    )
  })

  it('is within one fen of the exact proportion, as bigints have it', () => {
    fc.assert(
      fc.property(amount, weights, (amountFen, all) => {
        const total = BigInt(sumFen(all))
        for (const [index, given] of splitInProportion(amountFen, all).entries()) {
          const exact = BigInt(amountFen) * BigInt(all[index] ?? 0)
          expect(BigInt(given) * total - exact).toBeLessThan(total)
          expect(exact - BigInt(given) * total).toBeLessThan(total)
        }
      }),
    )
  })

  it('gives odd fen to the largest remainders, ties to the earlier', () => {
    expect(splitInProportion(1, [1, 1])).toEqual([1, 0])
    expect(splitInProportion(10, [1, 1, 1])).toEqual([4, 3, 3])
    expect(splitInProportion(100, [1, 2])).toEqual([33, 67])
    expect(splitInProportion(7, [5])).toEqual([7])
    expect(splitInProportion(0, [3, 4])).toEqual([0, 0])
  })

  it.each([
    ['a negative amount', -1, [1, 1]],
    ['nothing to split by', 5, [0, 0]],
    ['a negative weight', 5, [-1, 8]],
    ['a fraction', 0.5, [1, 1]],
    ['a fraction as weight', 5, [0.5, 1]],
  ])('throws on %s', (_, amountFen, all) => {
    expect(() => splitInProportion(amountFen, all)).toThrow(RangeError)
  })
})

test('sums of products stay exact or are told to be too large', () => {
  const line = fc.record({ amountFen: amount, times: fc.integer({ min: 0, max: 1_000_000 }) })
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.integer({ min: 0, max: MAX_TOTAL_FEN }), (lines, limitFen) => {
      const exact = lines.reduce((sum, { amountFen, times }) => sum + BigInt(amountFen) * BigInt(times), 0n)
      expect(sumProductsWithin(limitFen, lines)).toBe(exact > BigInt(limitFen) ? undefined : Number(exact))
    }),
  )
})

test('a sum of products equal to the limit still fits', () => {
  expect(sumProductsWithin(3_000, [{ amountFen: 1_000, times: 3 }])).toBe(3_000)
  expect(sumProductsWithin(2_999, [{ amountFen: 1_000, times: 3 }])).toBeUndefined()
})

test.each([
  ['a sum', () => addFen(Number.MAX_SAFE_INTEGER, 1)],
  ['a difference', () => subtractFen(-Number.MAX_SAFE_INTEGER, 1)],
  ['a product', () => multiplyFen(MAX_AMOUNT_FEN, 1_000_000)],
  ['a fraction', () => addFen(0.1, 0.2)],
  ['a list', () => sumFen([1, Number.NaN])],
  ['a formatted amount', () => formatYuan(1.5)],
])('%s that is not exact is thrown, never rounded', (_, compute) => {
  expect(compute).toThrow(RangeError)
})

test.each([
  [0, '0.00', '0.00', '0'],
  [5, '0.05', '0.05', '0.000005'],
  [100, '1.00', '1.00', '0.0001'],
  [99_999, '999.99', '999.99', '0.099999'],
  [100_000, '1,000.00', '1000.00', '0.1'],
  [20_000_000, '200,000.00', '200000.00', '20'],
  [143_260_000, '1,432,600.00', '1432600.00', '143.26'],
  [-143_260_000, '-1,432,600.00', '-1432600.00', '-143.26'],
  [-1, '-0.01', '-0.01', '-0.000001'],
  [MAX_TOTAL_FEN, '1,000,000,000,000.00', '1000000000000.00', '100000000'],
])('%i fen is shown as %s yuan, plain %s, and %s wan', (amountFen, yuan, plain, wan) => {
  expect(formatYuan(amountFen)).toBe(yuan)
  expect(formatYuanPlain(amountFen)).toBe(plain)
  expect(formatWan(amountFen)).toBe(wan)
})

test('plain yuan reads back as the same fen', () => {
  fc.assert(
    fc.property(fc.integer({ min: -MAX_TOTAL_FEN, max: MAX_TOTAL_FEN }), (amountFen) => {
      expect(Number(formatYuanPlain(amountFen).replace('.', ''))).toBe(amountFen === 0 ? 0 : amountFen)
    }),
  )
})

describe('yuan as people type them', () => {
  it.each([
    ['23.5', 2_350],
    ['1,234.56', 123_456],
    ['２３．５０', 2_350],
    [' ¥ 8 元', 800],
    ['0.07', 7],
    ['5.', 500],
    ['12。5', 1_250],
    ['１２｡５０', 1_250],
    ['1，234', 123_400],
    ['1,234,567.8', 123_456_780],
  ])('%s is %i fen', (text, amountFen) => expect(parseYuan(text)).toBe(amountFen))

  it.each(['', '.5', '-1', '1e3', '0.005', '十', '1.2.3', '12345678901234'])('%j is no amount', (text) =>
    expect(parseYuan(text)).toBeUndefined(),
  )

  it.each(['12,5', '12，50', '1,23', '1234,567', '1,2345', ',5', '1,234,5', '1.234,5', '12 5', '1 234'])(
    '%j may mean two amounts, and is none',
    (text) => expect(parseYuan(text)).toBeUndefined(),
  )

  it('are what they are shown as', () => {
    fc.assert(
      fc.property(amount, (amountFen) => {
        expect(parseYuan(formatYuan(amountFen))).toBe(amountFen)
      }),
    )
  })
})
