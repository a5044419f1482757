import { formatYuanPlain } from '@welfare/contracts/money.ts'
import { type CellValue, writeXlsxStream } from 'hucre/xlsx'
import { type PrintoutCells, type PrintoutColumn, wholeNumber } from './printout.ts'

export interface LongTable {
  /** Of the sheet: at most 31 characters. */
  readonly name: string
  /** First line, above the headings: what the table reflects. */
  readonly remark: string
  readonly columns: readonly PrintoutColumn[]
  readonly rows: AsyncIterable<PrintoutCells>
}

/**
 * A table of any length as XLSX, in constant memory: rows are read as the file is taken. Amounts are numbers in 元, counts whole numbers, all
 * else text. Past a million rows it goes on in a second sheet.
 */
export function streamXlsxTable({ name, remark, columns, rows }: LongTable): AsyncIterable<Uint8Array> {
  return writeXlsxStream(lines(), {
    name,
    columns: columns.map(({ kind, width }) => ({ width: width ?? widths[kind], style: { numFmt: formats[kind] } })),
    freezePane: { rows: 2 },
  })

  async function* lines(): AsyncIterable<CellValue[]> {
    yield [remark]
    yield columns.map(({ heading }) => heading)
    for await (const row of rows) yield columns.map(({ kind }, index) => toValue(kind, row[index] ?? null))
  }
}

function toValue(kind: PrintoutColumn['kind'], cell: string | number | null): CellValue {
  if (cell === null || kind === 'signature') return null
  if (kind === 'money') return Number(formatYuanPlain(wholeNumber(cell)))
  return kind === 'count' ? wholeNumber(cell) : String(cell)
}

const widths: Readonly<Record<PrintoutColumn['kind'], number>> = {
  text: 20,
  money: 16,
  count: 10,
  figure: 12,
  day: 12,
  signature: 16,
}
const formats: Readonly<Record<PrintoutColumn['kind'], string>> = {
  text: '@',
  money: '#,##0.00',
  count: '#,##0',
  figure: '@',
  day: '@',
  signature: '@',
}
