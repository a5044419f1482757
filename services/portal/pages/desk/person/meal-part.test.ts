import { expect, test } from 'vitest'
import { toTakingBack } from './meal-part.ts'

const paper = { slip: ' X-1 ', reason: '多记' }
const sent = { reason: '多记', document: { kind: 'slip', number: 'X-1' } }

test.each([
  ['the whole', { part: 'whole' as const, ...paper }, sent],
  ['an amount', { part: 'amount' as const, amountFen: 250, ...paper }, { ...sent, amountFen: 250 }],
  ['an amount that is missing', { part: 'amount' as const, ...paper }, undefined],
  [
    'dishes, without those of which none was chosen',
    { part: 'items' as const, quantities: { a: 1, b: 0, c: null }, ...paper },
    { ...sent, items: [{ code: 'a', quantity: 1 }] },
  ],
  ['no dish', { part: 'items' as const, quantities: {}, ...paper }, undefined],
  ['no paper', { part: 'whole' as const, reason: '多记' }, undefined],
  ['an amount that was typed before the whole was chosen', { part: 'whole' as const, amountFen: 5, ...paper }, sent],
])('%s', (_, typed, body) => {
  expect(toTakingBack(typed)).toEqual(body)
})
