import { type CellStyle, type CellValue, writeXlsx } from 'hucre/xlsx'
import { findHeader } from './find-header.ts'
import type { RawSheet, RowRemark } from './roster.ts'

const ERROR_HEADER = '错误'
const RED: CellStyle = {
  font: { color: { rgb: 'FFC00000' }, bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFFFC7CE' } },
}

/** Every row where it was; the remarks in one more column at the right, in red. */
export async function annotateSheet(sheet: RawSheet, remarks: readonly RowRemark[]): Promise<Uint8Array> {
  const remarkByRow = new Map(remarks.map(({ row, text }) => [row, text]))
  const header = findHeader(sheet.rows)
  const headerRow = sheet.rows[(header?.rowsFrom ?? 1) - 1]?.row
  const errorColumn = Math.max(...sheet.rows.map(({ cells }) => cells.length))
  const height = sheet.rows.at(-1)?.row ?? 0
  const rows: CellValue[][] = Array.from({ length: height }, () => [])
  const red = new Map<string, { value: CellValue; style: CellStyle }>()
  for (const { row, cells } of sheet.rows) {
    rows[row - 1] = cells.map((cell) => (typeof cell === 'number' ? String(cell) : cell))
    const text = row === headerRow ? ERROR_HEADER : remarkByRow.get(row)
    if (text !== undefined) red.set(`${row - 1},${errorColumn}`, { value: text, style: RED })
  }
  return writeXlsx({ sheets: [{ name: sheet.file.sheet ?? 'roster', rows, cells: red }] })
}
