import { cellText, personNumbersIn, problemOfCell } from './cell-text.ts'
import { isBlank } from './raw-sheet.ts'
import type { CellProblem, RawCell, RawRow, RosterField, RosterRow } from './roster.ts'
import type { FieldColumn } from './row-kinds.ts'

/** Between two names in one cell. A blank is none: 张 三. */
const BETWEEN_NAMES = /[、，,;；/／|&＆+＋]/u
/** A column that tells the number of somebody else: a spouse, a bank's customer. */
const OTHER_NUMBER_HEADER = /证|号|卡|number|account/i

/** As above: for an employer the same as nothing below a filled one. */
const DITTO = /^(同上|同前|〃|″|"|''|`{2}|\.\.\.|…+)$/u

export function readRow(row: RawRow, columns: readonly FieldColumn[], headers: readonly string[]): RosterRow {
  const values: Partial<Record<RosterField, string>> = {}
  const problems: CellProblem[] = problemsOfRow(row, columns, headers)
  for (const { field, index } of columns) {
    const cell = row.cells[index] ?? null
    if (isBlank(cell) || values[field] !== undefined) continue
    if (field === 'employer' && DITTO.test(cellText(cell))) continue
    const code = problemOfCell(cell, field)
    if (code === undefined) values[field] = cellText(cell)
    else problems.push({ code, field })
  }
  if (values.name !== undefined && BETWEEN_NAMES.test(values.name)) {
    problems.push({ code: 'name-holds-two-people', field: 'name' })
  }
  return { row: row.row, values, problems }
}

function problemsOfRow({ cells }: RawRow, columns: readonly FieldColumn[], headers: readonly string[]): CellProblem[] {
  const problems: CellProblem[] = []
  // Behind the last column that is read: what stands there without a header was pushed there, or is somebody else.
  const last = Math.max(...columns.map(({ index }) => index))
  const isSurplus = (cell: RawCell, index: number) => index > last && !isBlank(cell) && !headers[index]
  if (cells.some(isSurplus)) problems.push({ code: 'row-longer-than-header' })
  const numbers = cells.flatMap((cell, index) => {
    const isOther = !columns.some((column) => column.index === index) && OTHER_NUMBER_HEADER.test(headers[index] ?? '')
    return isOther ? [] : personNumbersIn(cell)
  })
  if (new Set(numbers).size > 1) problems.push({ code: 'row-holds-two-people' })
  return problems
}
