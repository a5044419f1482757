import { expect, test } from 'vitest'
import type { RawCell } from '../spreadsheet/roster.ts'
import { readStatement } from './read-statement.ts'
import { findMapping } from './statement-mapping.ts'

const rowsOf = (...rows: RawCell[][]) => rows.map((cells, index) => ({ row: index + 1, cells }))
const read = (...rows: RawCell[][]) => readStatement(rowsOf(...rows), findMapping('plain'))
const header = ['交易日期', '流水号', '借方发生额', '贷方发生额', '余额', '对方账号', '对方户名', '摘要']

test('money that came and that left stand in two columns; of the other party nothing is read but four digits', () => {
  expect(
    read(
      ['玉树市总工会 对账单'],
      header,
      ['2025-07-02', 'L1', '', '1,000.00', '1,000.00', '6217000999000005417', '虚构捐赠人', '捐款'],
      ['20250703', 'L2', '200.5', '', '799.50', '', '', '付餐费'],
      ['合计', '', '', '', '', '', '', ''],
    ),
  ).toEqual({
    columns: expect.arrayContaining([{ field: 'balance', header: '余额', letter: 'E' }]),
    lines: [
      { row: 3, day: '2025-07-02', reference: 'L1', amountFen: 100_000, counterparty: '5417', balanceFen: 100_000 },
      { row: 4, day: '2025-07-03', reference: 'L2', amountFen: -20_050, balanceFen: 79_950 },
    ],
    problems: [],
    passedOver: [5],
    openingFen: 0,
    closingFen: 79_950,
  })
})

test('one column with its sign; dates and numbers as a workbook has them', () => {
  expect(
    read(['日期', '流水号', '金额'], [new Date('2025-07-02T00:00:00Z'), 17, -12.3], ['2025/7/3 10:00', "'0018", '+8']),
  ).toMatchObject({
    lines: [
      { day: '2025-07-02', reference: '17', amountFen: -1_230 },
      { day: '2025-07-03', reference: '0018', amountFen: 800 },
    ],
  })
})

test('the newest first is turned round, by its days or, within one, by its balances', () => {
  const column = ['日期', '流水号', '金额', '余额']
  const referencesOf = (...rows: RawCell[][]) => {
    const found = read(column, ...rows)
    return 'lines' in found && found.lines.map(({ reference }) => reference)
  }
  expect(referencesOf(['2025-07-03', 'B', '1', '3'], ['2025-07-02', 'A', '1', '2'])).toEqual(['A', 'B'])
  expect(referencesOf(['2025-07-02', 'B', '1', '3'], ['2025-07-02', 'A', '1', '2'])).toEqual(['A', 'B'])
  expect(referencesOf(['2025-07-02', 'A', '1', '2'], ['2025-07-02', 'B', '1', '3'])).toEqual(['A', 'B'])
})

test('a row that cannot be read is named, and none is left out unsaid', () => {
  expect(
    read(
      ['日期', '流水号', '金额'],
      ['七月二日', 'L1', '5'],
      ['2025-07-02', 'L2', '五'],
      ['2025-07-02', 'L3', '0'],
      ['2025-07-02', '', '5'],
      ['2025-07-02', 1e15, '5'],
    ),
  ).toMatchObject({
    lines: [],
    problems: [
      { row: 2, code: 'bank-row-day' },
      { row: 3, code: 'bank-row-amount' },
      { row: 4, code: 'bank-row-amount' },
      { row: 5, code: 'bank-row-reference' },
      { row: 6, code: 'bank-row-reference' },
    ],
  })
})

test('without its heading a file is refused with what it lacks', () => {
  expect(read(['日期', '金额'], ['2025-07-02', '5'])).toEqual({ missing: ['流水号'] })
  expect(read(['甲', '乙'])).toEqual({ missing: ['交易日期', '流水号', '发生额'] })
})
