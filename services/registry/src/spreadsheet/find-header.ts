import { fieldOf } from './header-names.ts'
import type { RawRow, RosterField } from './roster.ts'
import { rosterLimits } from './roster-limits.ts'

export const REQUIRED_FIELDS: readonly RosterField[] = ['name', 'identityNumber']
/** From so many on a row is a header in which something is missing, rather than no header. */
const FIELDS_OF_PARTIAL_HEADER = 2

export interface FoundHeader {
  readonly headers: readonly string[]
  /** Index of its first row among the sheet's, and of the first row below it. */
  readonly from: number
  readonly rowsFrom: number
  readonly missing: readonly RosterField[]
}

/** The header may stand under a title and over two rows. One in which something is missing is found where there is none that is whole. */
export function findHeader(rows: readonly RawRow[]): FoundHeader | undefined {
  let partial: FoundHeader | undefined
  const last = Math.min(rows.length, rosterLimits.headerSearchRows)
  for (let index = 0; index < last; index++) {
    const headers = headerTexts(rows[index])
    const below = headerTexts(rows[index + 1])
    const merged = missingOf(below).length === 0 ? undefined : mergeHeaders(headers, below)
    const candidate = { headers: merged ?? headers, from: index, rowsFrom: index + (merged === undefined ? 1 : 2) }
    const missing = missingOf(candidate.headers)
    if (missing.length === 0) return { ...candidate, missing }
    if (partial === undefined && isPartial(candidate.headers)) partial = { ...candidate, missing }
  }
  return partial
}

/** A header over two rows: the lower one names what the merged cells above left open. `undefined` where the lower row is data. */
function mergeHeaders(upper: readonly string[], lower: readonly string[]): readonly string[] | undefined {
  if (!lower.some((header) => fieldOf(header)) || !upper.some((header) => fieldOf(header))) return undefined
  const width = Math.max(upper.length, lower.length)
  return Array.from({ length: width }, (_, index) => lower[index] || upper[index] || '')
}

function headerTexts(row: RawRow | undefined): readonly string[] {
  return row?.cells.map((cell) => (typeof cell === 'string' ? cell.trim() : '')) ?? []
}

function missingOf(headers: readonly string[]): readonly RosterField[] {
  const fields = new Set(headers.map(fieldOf))
  return REQUIRED_FIELDS.filter((field) => !fields.has(field))
}

function isPartial(headers: readonly string[]): boolean {
  const fields = new Set(headers.map(fieldOf).filter((field) => field !== undefined))
  return fields.size >= FIELDS_OF_PARTIAL_HEADER && REQUIRED_FIELDS.some((field) => fields.has(field))
}
