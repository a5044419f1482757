import { expect, test } from 'vitest'
import { toLateMeal, toRightMeal } from './eaten-meal.ts'

const typed = {
  what: 'amount' as const,
  amountFen: 1_300,
  merchant: 'a',
  day: '2025-07-24',
  slip: ' X-1 ',
  reason: '多打',
}
const paper = { reason: '多打', document: { kind: 'slip', number: 'X-1' } }
const wrong = { merchant: 'a', day: '2025-07-24' }

test('a right meal names its shop and its day only where they were wrong', () => {
  expect(toRightMeal(typed, wrong)).toEqual({ ...paper, right: { amountFen: 1_300 } })
  expect(toRightMeal({ ...typed, merchant: 'b', day: '2025-07-23', ownShareFen: 0 }, wrong)).toEqual({
    ...paper,
    right: { amountFen: 1_300, ownShareFen: 0, merchant: 'b', day: '2025-07-23' },
  })
})

test('dishes are those of the shop that is chosen', () => {
  const dishes = { a: { noodles: 1 }, b: { dumplings: 2, tea: null, soup: 0 } }
  const meal = { ...typed, what: 'items' as const, dishes }
  expect(toRightMeal({ ...meal, merchant: 'b' }, wrong)?.right).toEqual({
    merchant: 'b',
    items: [{ code: 'dumplings', quantity: 2 }],
  })
  expect(toRightMeal({ ...meal, merchant: 'c' }, wrong)).toBeUndefined()
})

test('a meal of a day before today is a late entry, one of today is not', () => {
  const { document, reason } = paper
  const meal = { merchant: 'a', amountFen: 1_300, document }
  const lateEntry = { occurredAt: '2025-07-24T00:00:00+08:00', reason }
  expect(toLateMeal(typed, '2025-07-25')).toEqual({ ...meal, lateEntry })
  expect(toLateMeal(typed, '2025-07-24')).toEqual({ ...meal, reason })
})

test.each([
  ['the paper', { slip: ' ' }],
  ['the reason', { reason: '' }],
  ['the amount', { amountFen: 0 }],
  ['the shop', { merchant: '' }],
  ['the day', { day: '' }],
])('nothing is sent without %s', (_, missing) => {
  expect(toLateMeal({ ...typed, ...missing }, '2025-07-25')).toBeUndefined()
  expect(toRightMeal({ ...typed, ...missing }, wrong)).toBeUndefined()
})
