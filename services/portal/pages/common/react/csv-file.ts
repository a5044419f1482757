import { saveFile } from '../save-file.ts'

interface CsvColumn<Row> {
  readonly title: string
  readonly text: (row: Row) => string
}

/** With a byte order mark, which spreadsheets want; a cell that would be taken for a formula is quoted as text. */
export function saveCsv<Row>(name: string, columns: readonly CsvColumn<Row>[], rows: readonly Row[]): void {
  saveFile(new Blob(['\ufeff', csvOf(columns, rows)], { type: 'text/csv;charset=utf-8' }), `${name}.csv`)
}

export function csvOf<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ text }) => text(row)))]
  return lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d,.]+$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
