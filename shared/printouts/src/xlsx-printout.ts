import { type Cell, type CellStyle, type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { type AmountFormat, amountFormat, unitNames } from './amounts.ts'
import {
  emphasisOf,
  type Printout,
  type PrintoutColumn,
  type PrintoutTable,
  type ShownCell,
  shownCells,
  stampLine,
  wholeNumber,
} from './printout.ts'

export const xlsxContentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * A sheet for each table, set up for A4. Amounts and counts are numbers with a format; ids, days and everything else are text, so that
 * nothing is taken for a number, a date or a formula.
 */
export function writeXlsxPrintout(printout: Printout): Promise<Uint8Array> {
  const amounts = amountFormat(printout.unit ?? 'yuan', printout.tables)
  const names = sheetNames(printout)
  return writeXlsx({
    properties: { title: printout.title },
    sheets: printout.tables.map((table, index) => sheetOf(printout, table, names[index] ?? '', amounts)),
  })
}

function sheetOf(printout: Printout, table: PrintoutTable, name: string, amounts: AmountFormat): WriteSheet {
  const { columns } = table
  const sheet = createLines(columns.length)
  sheet.line(printout.title, titleStyle)
  for (const subtitle of printout.subtitles ?? []) sheet.line(subtitle, subtitleStyle)
  if (table.name !== undefined && printout.tables.length > 1) sheet.line(table.name, subtitleStyle)
  if (columns.some(({ kind }) => kind === 'money')) sheet.line(`单位：${unitNames[printout.unit ?? 'yuan']}`, unitStyle)
  const headingRow = sheet.row(columns.map(({ heading }) => ({ value: heading, style: headingStyle })))
  for (const row of table.rows) {
    const isEmphasized = emphasisOf(row) !== undefined
    sheet.row(shownCells(columns, row).map((shown) => cellOf(shown, amounts, isEmphasized)))
  }
  for (const remark of table.remarks ?? []) sheet.line(remark, remarkStyle)
  if (printout.signatures && printout.signatures.length > 0) {
    sheet.line('', remarkStyle)
    sheet.line(printout.signatures.map((who) => `${who}：____________`).join('    '), remarkStyle)
  }
  if (printout.stamp) sheet.line(stampLine(printout.stamp), stampStyle)
  return {
    ...sheet.written(),
    name,
    columns: columns.map((column) => ({ width: column.width ?? widths[column.kind] })),
    freezePane: { rows: headingRow + 1 },
    pageSetup: {
      paperSize: 'a4',
      orientation: printout.orientation ?? 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$1:$${headingRow + 1}`,
      horizontalCentered: true,
    },
    headerFooter: { oddFooter: '&R第 &P 页 / 共 &N 页' },
  }
}

/** Rows from the top down; a line goes over the whole width. */
function createLines(width: number) {
  const rows: CellValue[][] = []
  const cells = new Map<string, Partial<Cell>>()
  const merges: NonNullable<WriteSheet['merges']> = []
  const row = (line: readonly { value: CellValue; style: CellStyle }[]): number => {
    const index = rows.push(line.map(({ value }) => value)) - 1
    for (const [column, cell] of line.entries()) cells.set(`${index},${column}`, cell)
    return index
  }
  return {
    row,
    line(value: string, style: CellStyle): void {
      const index = row([{ value, style }])
      if (width > 1) merges.push({ startRow: index, endRow: index, startCol: 0, endCol: width - 1 })
    },
    written: () => ({ rows, cells, merges }),
  }
}

function cellOf(
  { kind, cell }: ShownCell,
  amounts: AmountFormat,
  isEmphasized: boolean,
): { value: CellValue; style: CellStyle } {
  const style = (numFmt: string): CellStyle => ({ numFmt, border, ...(isEmphasized && { font: { bold: true } }) })
  if (kind === 'money')
    return {
      value: cell === undefined ? null : amounts.number(wholeNumber(cell)),
      style: style(`#,##0.${'0'.repeat(amounts.decimals)}`),
    }
  if (kind === 'count') return { value: cell === undefined ? null : wholeNumber(cell), style: style('#,##0') }
  return { value: cell === undefined ? null : String(cell), style: style('@') }
}

/** At most 31 UTF-16 units (a character beyond the first plane is two), none of `[]:*?/\`, each once. */
function sheetNames({ title, tables }: Printout): string[] {
  const names: string[] = []
  for (const { name } of tables) {
    const wanted = firstUnits((name ?? title).replace(/[[\]:*?/\\']/g, ' ').trim(), 27) || 'Sheet'
    names.push(names.includes(wanted) ? `${wanted} ${names.length + 1}` : wanted)
  }
  return names
}

/** No character is cut in two. */
function firstUnits(text: string, most: number): string {
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > most) break
    kept += character
  }
  return kept.trim()
}

const widths: Readonly<Record<PrintoutColumn['kind'], number>> = {
  text: 24,
  money: 18,
  count: 10,
  figure: 12,
  day: 12,
  signature: 16,
}
const thin = { style: 'thin', color: { rgb: 'FF808080' } } as const
const border = { top: thin, right: thin, bottom: thin, left: thin }
const titleStyle: CellStyle = { font: { bold: true, size: 16 }, alignment: { horizontal: 'center' }, numFmt: '@' }
const subtitleStyle: CellStyle = { alignment: { horizontal: 'center' }, numFmt: '@' }
const unitStyle: CellStyle = { alignment: { horizontal: 'right' }, numFmt: '@' }
const remarkStyle: CellStyle = { alignment: { horizontal: 'left', wrapText: true }, numFmt: '@' }
const stampStyle: CellStyle = {
  font: { size: 8, color: { rgb: 'FF555555' } },
  alignment: { wrapText: true },
  numFmt: '@',
}
const headingStyle: CellStyle = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFF1F1EE' } },
  alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  border,
  numFmt: '@',
}
