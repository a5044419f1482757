import { expect, it } from 'vitest'
import { expandRows, joinRows, remarksByRow } from './row-remarks.ts'

it('ranges of rows and rows are the same, whatever their order', () => {
  expect(expandRows('3,7-9')).toEqual([3, 7, 8, 9])
  expect(joinRows([9, 3, 8, 7])).toBe('3,7-9')
  expect(joinRows([])).toBe('')
  expect(joinRows([5, 5, 6])).toBe('5-6')
})

it('a sentence of many rows is said of each, with the letter of its column', () => {
  const problem = { severity: 'error', code: 'name-missing', count: 2, detail: '缺姓名' } as const
  const remarks = remarksByRow({
    problems: [
      { ...problem, column: 'A', rows: '2-3' },
      { ...problem, detail: '多出一格', rows: '3' },
    ],
  })
  expect([...remarks]).toEqual([
    [2, ['A · 缺姓名']],
    [3, ['A · 缺姓名', '多出一格']],
  ])
})
