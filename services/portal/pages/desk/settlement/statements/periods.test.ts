import { expect, test } from 'vitest'
import { kindOf, periodOf } from './periods.ts'

test.each([
  ['day', '2025-07-25', '2025-07-25', '2025-07-25'],
  ['week', '2025-07-25', '2025-07-21', '2025-07-27'],
  ['week', '2025-07-21', '2025-07-21', '2025-07-27'],
  ['week', '2025-07-27', '2025-07-21', '2025-07-27'],
  ['week', '2026-01-01', '2025-12-29', '2026-01-04'],
  ['month', '2024-02-10', '2024-02-01', '2024-02-29'],
  ['month', '2025-12-31', '2025-12-01', '2025-12-31'],
  ['quarter', '2025-05-05', '2025-04-01', '2025-06-30'],
  ['quarter', '2025-12-01', '2025-10-01', '2025-12-31'],
] as const)('the %s that holds %s is %s to %s', (kind, day, from, to) => {
  expect(periodOf(kind, day)).toEqual({ from, to })
})

test('a period is known again by its days', () => {
  expect(kindOf({ from: '2025-07-01', to: '2025-07-31' }, '2025-07-25')).toBe('month')
  expect(kindOf({ from: '2025-07-02', to: '2025-07-31' }, '2025-07-25')).toBeUndefined()
  expect(kindOf({}, '2025-07-25')).toBeUndefined()
})
