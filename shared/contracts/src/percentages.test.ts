import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatPercentage } from './percentages.ts'

describe('a percentage', () => {
  test.each([
    [0, 1, '0.0%'],
    [1, 1_001, '0.0%'],
    [10_371, 10_572, '98.0%'],
    [499, 500, '99.8%'],
    [1_999, 2_000, '99.9%'],
    [999_999, 1_000_000, '99.9%'],
    [2_000, 2_000, '100.0%'],
    [11, 10, '110.0%'],
    [Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER, '99.9%'],
  ])('of %d in %d is %s', (numerator, denominator, text) =>
    expect(formatPercentage({ numerator, denominator })).toBe(text),
  )

  it('of nothing is none', () => expect(formatPercentage({ numerator: 0, denominator: 0 })).toBeUndefined())

  it('is never more than the fraction, less than a tenth below it, and 100 only when all are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (all, part) => {
        const numerator = Math.floor(all * part)
        const text = formatPercentage({ numerator, denominator: all }) ?? ''
        const tenths = BigInt(text.replace(/[.%]/g, ''))
        expect(tenths * BigInt(all) <= BigInt(numerator) * 1_000n).toBe(true)
        expect((tenths + 1n) * BigInt(all) > BigInt(numerator) * 1_000n).toBe(true)
        expect(text === '100.0%').toBe(numerator === all)
      }),
    )
  })
})
