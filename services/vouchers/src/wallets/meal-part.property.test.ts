import { addFen, multiplyFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { addShares, type Share, sharesEqual, totalOf } from '@welfare/contracts/shares.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batch, fromFunds, wallet } from '../sample.fixture.ts'
import { givenBack, type MealSplit, paidByCredit, splitSmaller, type TakenPart } from './meal-part.ts'

const item = fc.record({
  code: fc.constantFrom('a', 'b', 'c'),
  quantity: fc.integer({ min: 1, max: 4 }),
  agreedPriceFen: fc.integer({ min: 0, max: 900 }),
  cheaperFen: fc.integer({ min: 0, max: 300 }),
})
const meal = fc
  .record({
    items: fc.array(item, { maxLength: 4 }),
    amountFen: fc.integer({ min: 1, max: 3_000 }),
    own: fc.integer({ min: 0, max: 99 }),
    weights: fc.array(fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(toMeal)
const part = fc.oneof(
  fc.integer({ min: 1, max: 900 }).map((amountFen): TakenPart => ({ kind: 'amount', amountFen })),
  fc
    .record({ code: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1, max: 3 }) })
    .map((one): TakenPart => ({ kind: 'items', items: [one] })),
)

test('whatever parts a meal is taken back in, each payer gets exactly what it paid, and nobody pays more on the way', () => {
  fc.assert(
    fc.property(meal, fc.array(part, { maxLength: 8 }), (paid, parts) => {
      let kept = paid
      let [ownBack, discountBack] = [0, 0]
      const back = new Map<string, Share[]>()
      for (const taken of [...parts, undefined]) {
        if (kept.draws.length === 0) break
        const left = splitSmaller(paid, kept, taken)
        if ('accepted' in left) continue
        expect(left.agreedFen).toBe(addFen(left.ownShareFen, paidByCredit(left)))
        for (const { credit, shares } of givenBack(kept, left)) {
          for (const { amountFen } of shares) expect(amountFen).toBeGreaterThan(0)
          back.set(credit, addShares(back.get(credit) ?? [], shares))
        }
        const [own, discount] = [
          subtractFen(kept.ownShareFen, left.ownShareFen),
          subtractFen(kept.discountFen, left.discountFen),
        ]
        expect([own >= 0, discount >= 0]).toEqual([true, true])
        ownBack = addFen(ownBack, own)
        discountBack = addFen(discountBack, discount)
        kept = left
      }
      for (const { credit, shares } of paid.draws) expect(sharesEqual(back.get(credit) ?? [], shares)).toBe(true)
      expect(ownBack).toBe(subtractFen(paid.ownShareFen, kept.ownShareFen))
      expect(discountBack).toBe(subtractFen(paid.discountFen, kept.discountFen))
    }),
    { numRuns: 2_000 },
  )
})

test('one part leaves the meal as if it had been the smaller one from the start', () => {
  const shares = fromFunds(667, 333)
  const draws = [{ credit: `${wallet}.2`, batch, window: 'w', shares }]
  const paid: MealSplit = { items: [], agreedFen: 1_000, discountFen: 0, ownShareFen: 0, draws }
  const left = splitSmaller(paid, paid, { kind: 'amount', amountFen: 750 })
  expect('accepted' in left ? left : left.draws[0]?.shares).toEqual(fromFunds(167, 83))
})

function toMeal(given: {
  items: { code: string; quantity: number; agreedPriceFen: number; cheaperFen: number }[]
  amountFen: number
  own: number
  weights: number[][]
}): MealSplit {
  const items = given.items.map(({ cheaperFen, ...rest }) => ({
    ...rest,
    listPriceFen: rest.agreedPriceFen + cheaperFen,
  }))
  const priced = sumFen(items.map(({ agreedPriceFen, quantity }) => multiplyFen(agreedPriceFen, quantity)))
  const agreedFen = priced === 0 ? given.amountFen : priced
  const listFen = sumFen(items.map(({ listPriceFen, quantity }) => multiplyFen(listPriceFen, quantity)))
  const ownShareFen = Math.min(agreedFen - 1, given.own)
  const draws = drawsOf(given.weights, subtractFen(agreedFen, ownShareFen))
  const isPriced = priced > 0
  const discountFen = isPriced ? subtractFen(listFen, priced) : 0
  return { items: isPriced ? items : [], agreedFen, discountFen, ownShareFen, draws }
}

/** Credits that pay what they hold, one after the other; the last pays the rest. */
function drawsOf(weights: readonly (readonly number[])[], neededFen: number): MealSplit['draws'] {
  let leftFen = neededFen
  return weights.flatMap((funds, index) => {
    const isLast = index === weights.length - 1
    const shares = fromFunds(...funds).map((share) => {
      const amountFen = Math.min(share.amountFen, leftFen)
      leftFen = subtractFen(leftFen, amountFen)
      return { ...share, amountFen }
    })
    if (isLast && shares[0]) shares[0] = { ...shares[0], amountFen: addFen(shares[0].amountFen, leftFen) }
    const held = shares.filter(({ amountFen }) => amountFen > 0)
    return totalOf(held) === 0 ? [] : [{ credit: `${wallet}.${index + 2}`, batch, window: 'w', shares: held }]
  })
}
