import { comparableText } from '@welfare/contracts/comparable-text.ts'
import { cellText } from './cell-text.ts'
import { fillEmployers } from './fill-employers.ts'
import { type FoundHeader, findHeader, REQUIRED_FIELDS } from './find-header.ts'
import { fieldOf } from './header-names.ts'
import { isBlank, tooManyRows } from './raw-sheet.ts'
import { readRow } from './read-row.ts'
import {
  columnLetter,
  type PassedOverRow,
  type RawRow,
  type RawSheet,
  type Read,
  ROSTER_FIELDS,
  type Roster,
  type RosterField,
  type RosterRow,
  readAs,
  refuseFile,
} from './roster.ts'
import { type FieldColumn, isOtherHeader, isTotal, whyPassedOver } from './row-kinds.ts'
import { employerOfHead, titlesOf } from './sheet-head.ts'

export interface ReadChoices {
  readonly maxRows: number
  /** Whether what the spreadsheet program hides is read or passed over. It is read where nothing is said, and said. */
  readonly hidden?: 'include' | 'leave' | undefined
  /** Whether a blank employer below a filled one means "as above". */
  readonly fillEmployers: boolean
}

/** Finds the header and reads the rows below it. Every row of the sheet ends up in one place of the answer. */
export function readRosterColumns(sheet: RawSheet, choices: ReadChoices): Read<Roster> {
  const found = findHeader(sheet.rows)
  if (found === undefined)
    return refuseFile('roster-header-not-found', { required: [...REQUIRED_FIELDS], ...sheetsOf(sheet) })
  const columns = columnsOf(found, sheet, choices)
  const below = sheet.rows.slice(found.rowsFrom)
  const refused = refuseMissing(found, columns) ?? refuseRepeated(columns, below)
  if (refused !== undefined) return refused
  const head = sheet.rows.slice(0, found.from)
  const sorted = sortRows(below, columns, found, titlesOf(head), choices)
  if ('refused' in sorted) return sorted.refused
  if (sorted.rows.length === 0) return refuseFile('roster-without-rows')
  if (sorted.rows.length > choices.maxRows) return tooManyRows(choices.maxRows)
  const { rows, filledRows } = choices.fillEmployers
    ? fillEmployers(sorted.rows, sorted.employerEndsAt)
    : { rows: sorted.rows, filledRows: [] }
  return readAs({
    file: sheet.file,
    columns: columns.map(({ field, header, letter }) => ({ field, header, letter })),
    ignoredHeaders: found.headers.filter((header) => header !== '' && fieldOf(header) === undefined),
    headerRows: sheet.rows.slice(found.from, found.rowsFrom).map(({ row }) => row),
    passedOver: [...head.map(({ row }) => ({ row, why: 'above-header' as const })), ...sorted.passedOver],
    blankRows: sheet.file.physicalRows - sheet.rows.length,
    hidden: {
      rows: below.filter(({ hidden }) => hidden).map(({ row }) => row),
      columns: columnsOf(found, sheet, { ...choices, hidden: 'include' })
        .filter(({ index }) => sheet.hiddenColumns.has(index) && below.some(({ cells }) => !isBlank(cells[index])))
        .map(({ letter }) => letter),
    },
    filledRows,
    offeredEmployer: employerOfHead(head),
    emptyFields: ROSTER_FIELDS.filter((field) => rows.every(({ values }) => values[field] === undefined)),
    rows,
  })
}

/** Where a workbook has others: which was read. */
function sheetsOf({ file: { sheet, otherSheets = [] } }: RawSheet) {
  return sheet === undefined || otherSheets.length === 0 ? {} : { sheet, otherSheets: [...otherSheets] }
}

function columnsOf({ headers }: FoundHeader, { hiddenColumns }: RawSheet, { hidden }: ReadChoices): FieldColumn[] {
  return headers.flatMap((header, index) => {
    const field = fieldOf(header)
    if (field === undefined || (hidden === 'leave' && hiddenColumns.has(index))) return []
    return [{ field, header, index, letter: columnLetter(index) }]
  })
}

/** All at once, also those that could be given for the whole file. */
function refuseMissing({ missing }: FoundHeader, columns: readonly FieldColumn[]): Read<never> | undefined {
  const known = new Set(columns.map(({ field }) => field))
  if (missing.length === 0 && REQUIRED_FIELDS.every((field) => known.has(field))) return undefined
  const wanted: readonly RosterField[] = [...REQUIRED_FIELDS, 'employer', 'trade']
  return refuseFile('roster-columns-missing', { missing: wanted.filter((field) => !known.has(field)) })
}

/** Two columns for one field are one where no row contradicts itself. Two for names or numbers are two people side by side. */
function refuseRepeated(columns: readonly FieldColumn[], rows: readonly RawRow[]): Read<never> | undefined {
  for (const field of ROSTER_FIELDS) {
    const own = columns.filter((column) => column.field === field)
    if (own.length < 2) continue
    const differs = rows.some((row) => distinctTexts(row, own) > 1)
    if (!differs && !REQUIRED_FIELDS.includes(field)) continue
    return refuseFile('roster-header-repeated', { field, columns: own.map(({ letter }) => letter) })
  }
  return undefined
}

function distinctTexts({ cells }: RawRow, columns: readonly FieldColumn[]): number {
  const filled = columns.filter(({ index }) => !isBlank(cells[index]))
  return new Set(filled.map(({ index }) => comparableText(cellText(cells[index] ?? null)))).size
}

interface SortedRows {
  readonly rows: RosterRow[]
  readonly passedOver: PassedOverRow[]
  /** Rows of totals: what is blank below one is not "as above". */
  readonly employerEndsAt: number[]
}

function sortRows(
  below: readonly RawRow[],
  columns: readonly FieldColumn[],
  { headers }: FoundHeader,
  titles: ReadonlySet<string>,
  { hidden }: ReadChoices,
): SortedRows | { readonly refused: Read<never> } {
  const sorted: SortedRows = { rows: [], passedOver: [], employerEndsAt: [] }
  for (const row of below) {
    if (isOtherHeader(row, columns)) return { refused: refuseFile('roster-header-changes', { row: row.row }) }
    const why = row.hidden && hidden === 'leave' ? 'hidden' : whyPassedOver(row, columns, titles)
    if (why === undefined) sorted.rows.push(readRow(row, columns, headers))
    else sorted.passedOver.push({ row: row.row, why })
    if (why === 'footer' && isTotal(row)) sorted.employerEndsAt.push(row.row)
  }
  return sorted
}
