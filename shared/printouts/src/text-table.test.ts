import { expect, test } from 'vitest'
import { countText, writeTextTable } from './text-table.ts'

test('a table keeps its columns under Chinese headings, and no line ends in blanks', () => {
  const text = writeTextTable({
    english: 'T',
    columns: [
      { english: 'fund', heading: '资金', kind: 'text' },
      { english: 'issued', heading: '已发放', kind: 'money' },
    ],
    rows: [
      ['北京', 100],
      ['x', 1_000],
    ],
  })
  expect(text.split('\n')).toEqual([
    'T · 元',
    'fund  issued',
    '资金  已发放',
    '────────────',
    '北京    1.00',
    'x      10.00',
  ])
})

test('what is not there is said as such, and a word may stand in a sum', () => {
  const columns = [
    { heading: '摘要', kind: 'text' },
    { heading: '数量', kind: 'count' },
    { heading: '覆盖率', kind: 'figure' },
  ] as const
  const rows = [['甲', 1_200, null], { emphasis: 'total' as const, cells: ['', '三', '99.8%'] }]
  expect(writeTextTable({ name: '表', columns, rows, remarks: ['注'] }).split('\n')).toEqual([
    ...['表', '摘要   数量  覆盖率', '───────────────────'],
    ...['甲    1,200       –', '         三   99.8%', '注'],
  ])
})

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [1_234_567, '1,234,567'],
])('%d pieces are %s', (count, text) => expect(countText(count)).toBe(text))
