import { expect, it } from 'vitest'
import { type Column, seekIn, sortBy } from './table-columns.ts'

interface Row {
  readonly name: string
  readonly amount: number
}

const rows: readonly Row[] = [
  { name: '乙店 Bay', amount: 9 },
  { name: '甲店', amount: 10 },
]
const columns: readonly Column<Row>[] = [
  { key: 'name', title: '商户', text: ({ name }) => name, order: ({ name }) => name },
  { key: 'amount', title: '金额', text: ({ amount }) => `${amount}.00`, order: ({ amount }) => amount },
  { key: 'acts', title: '操作', text: () => '', isAct: true },
]

it('what is sought may stand in any cell, in capitals or small; nothing sought is everything', () => {
  expect(seekIn(rows, columns, ' bay ')).toEqual([rows[0]])
  expect(seekIn(rows, columns, '10.0')).toEqual([rows[1]])
  expect(seekIn(rows, columns, '丙')).toEqual([])
  expect(seekIn(rows, columns, ' ')).toBe(rows)
})

it('numbers are put in order as numbers, names by their sound; a column of buttons orders nothing', () => {
  const sorted = (columnKey: string) => sortBy(rows, columns, { columnKey, order: 'ascend' }).map(({ name }) => name)
  expect(sorted('amount')).toEqual(['乙店 Bay', '甲店'])
  expect(sorted('name')).toEqual(['甲店', '乙店 Bay'])
  expect(sorted('acts')).toEqual(['乙店 Bay', '甲店'])
})
