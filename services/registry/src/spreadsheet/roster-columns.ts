import { isBlank, tooManyRows } from './raw-sheet.ts'
import {
  type CellProblem,
  columnLetter,
  type RawCell,
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
import { rosterLimits } from './roster-limits.ts'

/** What people head a column with, after `normaliseHeader`. */
const HEADERS: Readonly<Record<RosterField, readonly string[]>> = {
  name: ['姓名', '职工姓名', '名字', '真实姓名', 'name', 'fullname', 'workername'],
  identityNumber: [
    '身份证号',
    '身份证号码',
    '身份证',
    '公民身份号码',
    '证件号码',
    '证件号',
    'identitynumber',
    'idnumber',
    'idno',
    'residentid',
  ],
  phone: [
    '手机号',
    '手机号码',
    '手机',
    '电话',
    '电话号码',
    '联系电话',
    '联系方式',
    'phone',
    'mobile',
    'phonenumber',
    'telephone',
  ],
  employer: [
    '用人单位',
    '单位',
    '工作单位',
    '单位名称',
    '所在单位',
    '企业名称',
    '企业',
    'employer',
    'company',
    'workunit',
  ],
  trade: ['工种', '行业', '岗位', '职业', 'trade', 'occupation', 'job'],
  division: ['行政区划', '区划代码', '行政区划代码', '区划', '地区代码', 'division', 'divisioncode'],
}
const REQUIRED: readonly RosterField[] = ['name', 'identityNumber']
const FIELD_BY_HEADER = new Map(
  ROSTER_FIELDS.flatMap((field) => HEADERS[field].map((header) => [header, field] as const)),
)

/** Finds the header, which may stand under a title and over two rows, and reads the rows below it. */
export function readRosterColumns(sheet: RawSheet): Read<Roster> {
  const found = findHeader(sheet.rows)
  if (found === undefined) return refuseFile('roster-header-not-found', { required: [...REQUIRED] })
  const columns = found.headers.flatMap((header, index) => {
    const field = FIELD_BY_HEADER.get(normaliseHeader(header))
    return field === undefined ? [] : [{ field, header, index, letter: columnLetter(index) }]
  })
  const repeated = columns.find(({ field }, index) => columns.findIndex((other) => other.field === field) !== index)
  if (repeated !== undefined) {
    const letters = columns.filter(({ field }) => field === repeated.field).map(({ letter }) => letter)
    return refuseFile('roster-header-repeated', { field: repeated.field, columns: letters })
  }
  const rows = sheet.rows.slice(found.rowsFrom).flatMap((row) => readRow(row, columns))
  if (rows.length === 0) return refuseFile('roster-without-rows')
  if (rows.length > rosterLimits.rows) return tooManyRows()
  const ignoredHeaders = found.headers.filter(
    (header) => header !== '' && !FIELD_BY_HEADER.has(normaliseHeader(header)),
  )
  return readAs({
    sheet: sheet.sheet,
    encoding: sheet.encoding,
    columns: columns.map(({ field, header, letter }) => ({ field, header, letter })),
    ignoredHeaders,
    rows,
  })
}

/** Cells of the header row, index of the first row of data. */
export function findHeader(rows: readonly RawRow[]): { headers: readonly string[]; rowsFrom: number } | undefined {
  const last = Math.min(rows.length, rosterLimits.headerSearchRows)
  for (let index = 0; index < last; index++) {
    const headers = headerTexts(rows[index])
    const twoRows = mergeHeaders(headers, headerTexts(rows[index + 1]))
    if (twoRows !== undefined && holdsRequired(twoRows)) return { headers: twoRows, rowsFrom: index + 2 }
    if (holdsRequired(headers)) return { headers, rowsFrom: index + 1 }
  }
  return undefined
}

/** A header over two rows: the lower one names what the merged cells above left open. `undefined` where the lower row is data. */
function mergeHeaders(upper: readonly string[], lower: readonly string[]): readonly string[] | undefined {
  const lowerFields = lower.filter((header) => FIELD_BY_HEADER.has(normaliseHeader(header)))
  const upperFields = upper.filter((header) => FIELD_BY_HEADER.has(normaliseHeader(header)))
  if (lowerFields.length === 0 || upperFields.length === 0) return undefined
  const width = Math.max(upper.length, lower.length)
  return Array.from({ length: width }, (_, index) => lower[index] || upper[index] || '')
}

function headerTexts(row: RawRow | undefined): readonly string[] {
  return row?.cells.map((cell) => (typeof cell === 'string' ? cell.trim() : '')) ?? []
}

function holdsRequired(headers: readonly string[]): boolean {
  const fields = new Set(headers.map((header) => FIELD_BY_HEADER.get(normaliseHeader(header))))
  return REQUIRED.every((field) => fields.has(field))
}

/** Width, blanks, case, remarks in brackets and the star of "required" do not matter. */
function normaliseHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*?\)|【.*?】|\[.*?\]/gs, '')
    .replace(/[\s\p{Cf}*:_-]/gu, '')
}

function readRow(row: RawRow, columns: readonly { field: RosterField; index: number }[]): RosterRow[] {
  const values: Partial<Record<RosterField, string>> = {}
  const problems: CellProblem[] = []
  for (const { field, index } of columns) {
    const cell = row.cells[index] ?? null
    if (isBlank(cell)) continue
    const problem = problemOf(cell, field)
    if (problem === undefined) values[field] = cellText(cell)
    else problems.push({ code: problem, field })
  }
  const isEmpty = Object.keys(values).length === 0 && problems.length === 0
  return isEmpty ? [] : [{ row: row.row, values, problems }]
}

/** From here on a spreadsheet's number has lost digits, or would be shown without them. */
const FIRST_INEXACT_NUMBER = 1e15
const SCIENTIFIC = /^\d(\.\d+)?e\+\d+$/i
const FORMULA_ERROR = /^#(REF!|N\/A|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)$/

function problemOf(cell: RawCell, field: RosterField): CellProblem['code'] | undefined {
  if (typeof cell === 'string' && FORMULA_ERROR.test(cell.trim())) return 'cell-formula-error'
  if (field !== 'identityNumber') return undefined
  const wasNumber =
    typeof cell === 'number' ? cell >= FIRST_INEXACT_NUMBER : typeof cell === 'string' && SCIENTIFIC.test(cell.trim())
  return wasNumber ? 'identity-number-was-number' : undefined
}

export function cellText(cell: RawCell): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return String(cell ?? '')
    .replace(/\s+/gu, ' ')
    .trim()
}
