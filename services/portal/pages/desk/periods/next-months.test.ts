import { expect, test } from 'vitest'
import { nextMonths } from './next-months.ts'

test('after a month comes the next one, over the end of a year', () => {
  expect(nextMonths('2025-12', '2026-03-05')).toEqual(['2026-01'])
})

test('where none was closed any month that is over may be the first', () => {
  const months = nextMonths(undefined, '2026-02-28')
  expect(months).toHaveLength(12)
  expect([months[0], months[1], months.at(-1)]).toEqual(['2026-01', '2025-12', '2025-02'])
})
