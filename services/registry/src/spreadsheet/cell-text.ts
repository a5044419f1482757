import { day } from '@welfare/contracts/primitives.ts'
import type { RawCell, RosterField } from './roster.ts'

/** An apostrophe before a number keeps a spreadsheet program from rounding it; saved as text it stands in the cell. */
const GUARDED_NUMBER = /^['‘’＇`´](?=[\d０-９+＋])/u
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const WHOLE_WITH_FRACTION = /^(\d+)\.0+$/

/** What a person sees in the cell: one line, no invisible characters, one apostrophe before a number taken off. */
export function cellText(cell: RawCell): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return String(cell ?? '')
    .replace(INVISIBLE, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(GUARDED_NUMBER, '')
    .replace(WHOLE_WITH_FRACTION, '$1')
}

/** From here on a spreadsheet's number has lost digits, or would be shown without them. */
const FIRST_INEXACT_NUMBER = 1e15
const SCIENTIFIC = /^\d(\.\d+)?e\+?\d+$/i
const FORMULA_ERROR = /^#(REF!|N\/A|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)$/

export function problemOfCell(
  cell: RawCell,
  field: RosterField,
): 'cell-formula-error' | 'identity-number-was-number' | undefined {
  const text = typeof cell === 'string' ? cellText(cell).normalize('NFKC') : undefined
  if (text !== undefined && FORMULA_ERROR.test(text)) return 'cell-formula-error'
  if (field !== 'identityNumber') return undefined
  const wasNumber = text === undefined ? Number(cell) >= FIRST_INEXACT_NUMBER : SCIENTIFIC.test(text)
  return wasNumber ? 'identity-number-was-number' : undefined
}

/** Whole ones only: no digit or letter before or behind. */
const PERSON_NUMBER = /(?<![\dA-Za-z])(\d{17}[\dXx]|\d{15})(?![\dA-Za-z])/g

/** What looks like identity numbers in a cell, each once; a row with two is about two people. */
export function personNumbersIn(cell: RawCell): readonly string[] {
  if (typeof cell === 'number') return cell >= 1e14 ? [String(cell)] : []
  if (typeof cell !== 'string' || cell.length < 15) return []
  const joined = cell.normalize('NFKC').replace(INVISIBLE, '')
  const found = joined.match(PERSON_NUMBER) ?? joined.replace(/[ \t\u00a0\p{Pd}]/gu, '').match(PERSON_NUMBER) ?? []
  return [...new Set(found.map((number) => number.toUpperCase()))]
}

/** 2025-08-05, 2025/8/5, 20250805; a time behind it is passed over. */
export function cellDay(cell: string): string | undefined {
  const [, year, month = '', date = ''] = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:\s.*)?$/.exec(cell) ?? []
  const read = day.safeParse(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`)
  return read.success ? read.data : undefined
}
