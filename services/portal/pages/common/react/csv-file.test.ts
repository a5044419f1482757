import { expect, it } from 'vitest'
import { csvOf } from './csv-file.ts'

it('quotes what would be taken for a formula or for more cells, and leaves amounts', () => {
  const columns = [
    { title: '名称', text: ({ name }: Row) => name },
    { title: '金额', text: ({ amount }: Row) => amount },
  ]
  const rows = [
    { name: '=1+1', amount: '-1,234.56' },
    { name: '甲,"乙"', amount: '0.00' },
  ]
  expect(csvOf(columns, rows)).toBe('名称,金额\r\n\'=1+1,"-1,234.56"\r\n"甲,""乙""",0.00\r\n')
})

interface Row {
  readonly name: string
  readonly amount: string
}
