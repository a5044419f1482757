import { formatYuanPlain } from '@welfare/contracts/money.ts'
import { stringify } from 'csv-stringify/sync'
import { type PaperTable, type ShownCell, shownCells, wholeNumber } from './printout.ts'

export const csvContentType = 'text/csv; charset=utf-8; header=present'

/**
 * One table as CSV: UTF-8 with a byte order mark (without it Excel reads Chinese wrongly), CRLF, a header line, amounts in plain yuan. A text that a
 * spreadsheet would take for a formula is preceded by an apostrophe.
 */
export function writeCsvTable({ columns, rows }: PaperTable): string {
  const lines = rows.map((row) => shownCells(columns, row).map(textOf))
  return stringify([columns.map(({ heading }) => guarded(heading)), ...lines], {
    bom: true,
    record_delimiter: 'windows',
  })
}

function textOf({ kind, cell }: ShownCell): string {
  if (cell === undefined) return ''
  if (kind === 'money') return formatYuanPlain(wholeNumber(cell))
  return kind === 'count' ? String(wholeNumber(cell)) : guarded(String(cell))
}

function guarded(text: string): string {
  return /^[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text
}
