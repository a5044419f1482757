import '../../common/without-a-browser.fixture.ts'
import { expect, it } from 'vitest'
import { expandRows, joinRows, type Preview, remarksByRow, remarksOfAll } from './row-remarks.ts'

it('ranges of rows and rows are the same, whatever their order', () => {
  expect(expandRows('3,7-9')).toEqual([3, 7, 8, 9])
  expect(joinRows([9, 3, 8, 7])).toBe('3,7-9')
  expect(joinRows([])).toBe('')
  expect(joinRows([5, 5, 6])).toBe('5-6')
})

const rows: Preview['rows'] = [2, 3, 4].map((row) => ({ row, status: 'error', problems: [] }))
const problem = { severity: 'error', code: 'name-missing', count: 2, detail: '缺姓名' } as const

it('a sentence of many rows is said of each, with its column', () => {
  const remarks = remarksByRow({
    problems: [
      { ...problem, column: 'A', rows: '2-3' },
      { ...problem, count: 1, detail: '多出一格', rows: '3' },
    ],
    rows,
  })
  expect([...remarks]).toEqual([
    [2, ['A 列：缺姓名']],
    [3, ['A 列：缺姓名', '多出一格']],
  ])
})

it('a sentence of all rows is said once, and beside none', () => {
  const problems = [{ ...problem, column: 'C', count: 3, rows: '2-4' }]
  expect(remarksOfAll({ problems, rows })).toEqual(['C 列：缺姓名'])
  expect(remarksByRow({ problems, rows }).size).toBe(0)
})
