import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addShares, drawShares, type Share, sharesEqual, subtractShares, totalOf, withoutZeros } from './shares.ts'

const holding = fc
  .array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 6 })
  .map((amounts): Share[] => amounts.map((amountFen, index) => ({ fund: `fund-${index}`, amountFen })))
const part = fc.double({ min: 0, max: 1, noNaN: true })

describe('drawing', () => {
  it('takes 167/83, 167/83, 167/83, 166/84 from 667 + 333 in four draws of 250', () => {
    let remaining: Share[] = [
      { fund: 'a', amountFen: 667 },
      { fund: 'b', amountFen: 333 },
    ]
    const draws = [1, 2, 3, 4].map(() => {
      const drawn = drawShares(remaining, 250)
      remaining = subtractShares(remaining, drawn)
      return drawn.map(({ amountFen }) => amountFen)
    })
    expect(draws).toEqual([
      [167, 83],
      [167, 83],
      [167, 83],
      [166, 84],
    ])
    expect(remaining.map(({ amountFen }) => amountFen)).toEqual([0, 0])
  })

  it('leaves every share zero when the whole is drawn, in whatever pieces, and none negative on the way', () => {
    fc.assert(
      fc.property(holding, fc.array(part, { maxLength: 20 }), (held, parts) => {
        let remaining: readonly Share[] = held
        const drawSome = (amountFen: number) => {
          const drawn = drawShares(remaining, amountFen)
          expect(totalOf(drawn)).toBe(amountFen)
          remaining = subtractShares(remaining, drawn)
          for (const share of remaining) expect(share.amountFen).toBeGreaterThanOrEqual(0)
        }
        for (const one of parts) drawSome(Math.floor(totalOf(remaining) * one))
        drawSome(totalOf(remaining))
        expect(remaining.every(({ amountFen }) => amountFen === 0)).toBe(true)
      }),
    )
  })

  it('takes nothing for nothing, also where nothing remains', () => {
    expect(drawShares([{ fund: 'a', amountFen: 0 }], 0)).toEqual([])
    expect(drawShares([], 0)).toEqual([])
  })

  it('leaves out funds that give nothing', () => {
    expect(
      drawShares(
        [
          { fund: 'a', amountFen: 0 },
          { fund: 'b', amountFen: 5 },
        ],
        2,
      ),
    ).toEqual([{ fund: 'b', amountFen: 2 }])
  })

  it('throws on more than remains', () => {
    expect(() => drawShares([{ fund: 'a', amountFen: 4 }], 5)).toThrow(RangeError)
  })
})

test('what is taken and put back is as before', () => {
  fc.assert(
    fc.property(holding, part, (held, one) => {
      const drawn = drawShares(held, Math.floor(totalOf(held) * one))
      const left = subtractShares(held, drawn)
      expect(addShares(left, drawn)).toEqual(held)
      expect(left.map(({ fund }) => fund)).toEqual(held.map(({ fund }) => fund))
    }),
  )
})

test('adding keeps the order in which funds joined and the lists it was given', () => {
  const held = [{ fund: 'a', amountFen: 1 }]
  const more = [
    { fund: 'b', amountFen: 2 },
    { fund: 'a', amountFen: 3 },
    { fund: 'b', amountFen: 4 },
  ]
  expect(addShares(held, more)).toEqual([
    { fund: 'a', amountFen: 4 },
    { fund: 'b', amountFen: 6 },
  ])
  expect(held).toEqual([{ fund: 'a', amountFen: 1 }])
  expect(more[0]).toEqual({ fund: 'b', amountFen: 2 })
})

test.each([
  ['another fund', [{ fund: 'b', amountFen: 1 }]],
  ['more than there is', [{ fund: 'a', amountFen: 6 }]],
  [
    'more than there is in two parts',
    [
      { fund: 'a', amountFen: 3 },
      { fund: 'a', amountFen: 3 },
    ],
  ],
])('taking from %s is a bug and thrown', (_, taken) => {
  expect(() => subtractShares([{ fund: 'a', amountFen: 5 }], taken)).toThrow(RangeError)
})

test('equality looks neither at order nor at zeros', () => {
  const a = [
    { fund: 'a', amountFen: 1 },
    { fund: 'b', amountFen: 0 },
    { fund: 'c', amountFen: 2 },
  ]
  const b = [
    { fund: 'c', amountFen: 2 },
    { fund: 'a', amountFen: 1 },
  ]
  expect(sharesEqual(a, b)).toBe(true)
  expect(sharesEqual(a, [...b, { fund: 'd', amountFen: 1 }])).toBe(false)
  expect(sharesEqual(a, [{ fund: 'a', amountFen: 1 }])).toBe(false)
  expect(withoutZeros(a)).toHaveLength(2)
})
