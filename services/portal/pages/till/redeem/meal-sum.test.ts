import { describe, expect, it } from 'vitest'
import { emptyMeal, isTyped, sumMeal, type TypedMeal } from './meal-sum.ts'

const dishes = [
  { code: 'noodles', name: '面', agreedPriceFen: 1_000, listPriceFen: 1_200 },
  { code: 'dumplings', name: '饺子', agreedPriceFen: 1_500, listPriceFen: 1_500 },
] as const
const means = { dishes, balanceFen: 16_000, leastOwnShareFen: 200 }

const byAmount = (amount: string, own?: TypedMeal['own']): TypedMeal => ({
  ...{ isByAmount: true, counts: new Map(), amount },
  ...(own && { own }),
})

describe('what a guest pays beside the card', () => {
  it('is the least that the programme asks for, until something else is typed', () => {
    expect(sumMeal(byAmount('50'), means)).toMatchObject({
      ownText: '2.00',
      meal: { ownShareFen: 200, creditFen: 4_800 },
    })
    expect(sumMeal(byAmount('50', { text: '5', ofFen: 5_000 }), means).meal).toMatchObject({ ownShareFen: 500 })
  })

  it('of one amount says nothing about another', () => {
    const own = { text: '140', ofFen: 30_000 }
    expect(sumMeal(byAmount('300', own), means).meal).toMatchObject({ ownShareFen: 14_000, creditFen: 16_000 })
    expect(sumMeal(byAmount('150', own), means).meal).toMatchObject({ ownShareFen: 200, creditFen: 14_800 })
  })

  it('of some dishes says nothing about others', () => {
    const typed = { isByAmount: false, amount: '', own: { text: '9', ofFen: 1_000 } }
    expect(sumMeal({ ...typed, counts: new Map([['noodles', 1]]) }, means).meal).toMatchObject({ ownShareFen: 900 })
    const other = sumMeal({ ...typed, counts: new Map([['dumplings', 1]]) }, means)
    expect(other.meal).toEqual({ items: [{ code: 'dumplings', quantity: 1 }], ownShareFen: 200, creditFen: 1_300 })
  })
})

describe('a meal that cannot be confirmed says why', () => {
  it.each([
    ['nothing is typed', byAmount(''), 'none'],
    ['zero', byAmount('0'), 'none'],
    ['a comma for a point', byAmount('12,5'), 'amount-wrong'],
    ['an own share that is none', byAmount('50', { text: '5,5', ofFen: 5_000 }), 'own-wrong'],
    ['an own share that is empty', byAmount('50', { text: '', ofFen: 5_000 }), 'own-wrong'],
    ['an own share above the meal', byAmount('50', { text: '60', ofFen: 5_000 }), 'own-too-large'],
    ['an own share that is the meal', byAmount('50', { text: '50', ofFen: 5_000 }), 'own-too-large'],
    ['less than the least own share', byAmount('50', { text: '1', ofFen: 5_000 }), 'own-too-small'],
    ['a meal that the least own share pays', byAmount('2'), 'own-covers'],
    ['more than the card holds', byAmount('200'), 'missing'],
  ])('%s', (_, typed, fault) => {
    expect(sumMeal(typed, means)).toMatchObject({ fault, meal: undefined })
  })

  it('and what the guest would pay so that the card is enough', () => {
    expect(sumMeal(byAmount('200'), means)).toMatchObject({ missingFen: 3_800, enoughOwnFen: 4_000 })
    expect(sumMeal(byAmount('200'), { ...means, balanceFen: 0 }).enoughOwnFen).toBeUndefined()
  })
})

describe('where several pay', () => {
  const fund = (n: number) => `fund-00000000-0000-4000-8000-00000000000${n}`
  const split = [
    { payer: fund(1), rule: { kind: 'fixed' as const, amountFen: 300 }, limitFen: 9_000 },
    { payer: fund(2), rule: { kind: 'upToInAll' as const, amountFen: 500 }, limitFen: 100 },
    { payer: 'worker' as const, rule: { kind: 'rest' as const } },
  ]

  it('the guest sees what the rule and the pots leave to pay, and types nothing', () => {
    expect(sumMeal(byAmount('14', { text: '1', ofFen: 1_400 }), { ...means, split })).toMatchObject({
      ...{ ownText: '10.00', isOwnFixed: true, creditFen: 400, fault: undefined },
      meal: { amountFen: 1_400, ownShareFen: 1_000, creditFen: 400 },
    })
    expect(sumMeal(byAmount('2'), { ...means, split })).toMatchObject({ meal: { ownShareFen: 0, creditFen: 200 } })
    expect(sumMeal(byAmount(''), { ...means, split })).toMatchObject({ fault: 'none', meal: undefined })
    expect(sumMeal(byAmount('x'), { ...means, split })).toMatchObject({ fault: 'amount-wrong', meal: undefined })
    const dishesEaten = { ...byAmount(''), isByAmount: false, counts: new Map([['noodles', 1]]) }
    expect(sumMeal(dishesEaten, { ...means, split }).meal).toEqual({
      ...{ items: [{ code: 'noodles', quantity: 1 }], ownShareFen: 600, creditFen: 400 },
    })
  })

  it('a meal of which no fund pays anything is paid in cash', () => {
    const empty = split.map((line) => ({ ...line, ...('limitFen' in line && { limitFen: 0 }) }))
    expect(sumMeal(byAmount('14'), { ...means, split: empty })).toMatchObject({ fault: 'own-is-all', meal: undefined })
  })
})

it('knows whether something would be lost', () => {
  expect(isTyped(emptyMeal(dishes))).toBe(false)
  expect(isTyped({ ...emptyMeal(dishes), counts: new Map([['noodles', 0]]) })).toBe(false)
  expect(isTyped({ ...emptyMeal(dishes), counts: new Map([['noodles', 1]]) })).toBe(true)
  expect(isTyped(byAmount('1'))).toBe(true)
})
