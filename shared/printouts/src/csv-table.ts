import { formatYuanPlain } from '@welfare/contracts/money.ts'
import { stringify } from 'csv-stringify/sync'
import { unitNames } from './amounts.ts'
import { type PrintoutCells, type PrintoutTable, type ShownCell, shownCells, wholeNumber } from './printout.ts'

export const csvContentType = 'text/csv; charset=utf-8; header=present'

/**
 * One table as CSV: UTF-8 with a byte order mark (without it Excel reads Chinese wrongly), CRLF, a header line, amounts in plain yuan, whatever a printout shows, as their headings say; texts `guarded`.
 * @param notes below it, a line each
 */
export function writeCsvTable({ columns, rows }: PrintoutTable, notes: readonly string[] = []): string {
  const lines = rows.map((row) => shownCells(columns, row).map(textOf))
  const headings = columns.map(({ heading, kind }) =>
    guarded(kind === 'money' ? `${heading}（${unitNames.yuan}）` : heading),
  )
  return `\ufeff${writeCsvLines([headings, ...lines, ...notes.map((note) => [guarded(note)])])}`
}

/** Lines alone, for a table that is written piece by piece: a number stays one, of texts each by `guarded`. */
export function writeCsvLines(rows: readonly PrintoutCells[]): string {
  return stringify([...rows], { record_delimiter: 'windows' })
}

function textOf({ kind, cell }: ShownCell): string {
  if (cell === undefined) return ''
  if (kind === 'money') return formatYuanPlain(wholeNumber(cell))
  return kind === 'count' ? String(wholeNumber(cell)) : guarded(String(cell))
}

/** A text that a spreadsheet would take for a formula follows an apostrophe. */
export function guarded(text: string): string {
  return /^[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text
}
