import { expect, test } from 'vitest'
import { monthsOf } from './months-of.ts'

test('each month from the first paper to the last, the newest first', () => {
  const statements = [
    { from: '2024-11-15', until: '2024-12-31' },
    { from: '2025-01-01', until: '2025-02-28' },
  ]
  expect(monthsOf(statements)).toEqual(['2025-02', '2025-01', '2024-12', '2024-11'])
  expect(monthsOf([{ from: '2025-07-31', until: '2025-07-31' }])).toEqual(['2025-07'])
  expect(monthsOf([])).toEqual([])
})
