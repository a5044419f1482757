import { expect, test } from 'vitest'
import { workingDayAfter } from './working-days.ts'

test.each([
  ['over a weekend', '2025-07-18', 5, '2025-07-25'],
  ['over National Day, whose Sunday before and Saturday after are worked', '2025-09-26', 5, '2025-10-10'],
  ['that ends on a Saturday that is worked', '2025-09-26', 6, '2025-10-11'],
  ['over Spring Festival', '2026-02-13', 2, '2026-02-24'],
  ['into the next year', '2025-12-31', 1, '2026-01-04'],
])('a term %s', (_, from, days, day) => {
  expect(workingDayAfter(from, days)).toEqual({ day })
})

test('a year without published days off has no working days', () => {
  expect(workingDayAfter('2026-12-30', 1)).toEqual({ day: '2026-12-31' })
  expect(workingDayAfter('2026-12-30', 2)).toEqual({ unknownYear: '2027' })
  expect(workingDayAfter('2024-07-01', 1)).toEqual({ unknownYear: '2024' })
})

// Both have 365 days and begin with a holiday: 248 is what the published lists say of each.
test.each([['2025'], ['2026']])('%s has 248 working days', (year) => {
  expect(workingDayAfter(`${year}-01-01`, 248)).toEqual({ day: `${year}-12-31` })
})
