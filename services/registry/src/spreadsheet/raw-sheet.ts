import { columnLetter, type RawCell, type RawRow, type Read, refuseFile } from './roster.ts'
import { rosterLimits } from './roster-limits.ts'

/** Takes rows one by one and holds them to the limits, so that a file over them is given up at the first row too many. */
export class SheetCollector {
  readonly rows: RawRow[] = []
  readonly #maxRows: number

  /** @param maxRows people; titles, headers and footers may stand beside them */
  constructor(maxRows: number) {
    this.#maxRows = maxRows
  }

  add({ row, cells, hidden }: RawRow): Read<never> | undefined {
    if (this.rows.length >= mostRows(this.#maxRows)) return tooManyRows(this.#maxRows)
    const filled = cells.findLastIndex((cell) => !isBlank(cell)) + 1
    if (filled > rosterLimits.columns) {
      return refuseFile('spreadsheet-too-many-columns', { row, columns: filled, maxColumns: rosterLimits.columns })
    }
    const kept = cells.slice(0, filled)
    const tooLong = kept.findIndex((cell) => typeof cell === 'string' && isTooLong(cell))
    if (tooLong >= 0) {
      const facts = { row, column: columnLetter(tooLong), maxBytes: rosterLimits.cellBytes }
      return refuseFile('spreadsheet-cell-too-long', facts)
    }
    this.rows.push({ row, cells: kept, ...(hidden && { hidden }) })
    return undefined
  }
}

/** Rows of a sheet that may hold something: people, and what stands above, between and below them. */
export function mostRows(maxRows: number): number {
  return maxRows + rosterLimits.headerSearchRows + Math.ceil(maxRows * rosterLimits.otherRowsShare)
}

export function tooManyRows(maxRows: number): Read<never> {
  return refuseFile('spreadsheet-too-many-rows', { maxRows })
}

export function isBlank(cell: RawCell | undefined): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && isBlankText(cell))
}

/** Blanks of any width, and characters that nobody sees. */
function isBlankText(text: string): boolean {
  return /^[\s\p{Default_Ignorable_Code_Point}\p{Cf}]*$/u.test(text)
}

function isTooLong(cell: string): boolean {
  return cell.length * 3 > rosterLimits.cellBytes && Buffer.byteLength(cell) > rosterLimits.cellBytes
}
