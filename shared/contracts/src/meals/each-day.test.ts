import { expect, test } from 'vitest'
import { MAX_AMOUNT_FEN } from '../money.ts'
import { creditOfDays } from './each-day.ts'

test('a window gives for each of its days, the first and the last included', () => {
  expect(creditOfDays(600, { from: '2025-06-01', until: '2025-06-30' })).toBe(18_000)
  expect(creditOfDays(600, { from: '2025-06-01', until: '2025-06-01' })).toBe(600)
  expect(creditOfDays(600, { from: '2025-06-01', until: '2025-09-28' })).toBe(72_000)
  expect(creditOfDays(MAX_AMOUNT_FEN, { from: '2025-06-01', until: '2025-06-02' })).toBeUndefined()
})
