import { columnLetter, type RawCell, type RawRow, type Read, refuseFile } from './roster.ts'
import { rosterLimits } from './roster-limits.ts'

/** Takes rows one by one and holds them to the limits, so that a file over them is given up at the first row too many. */
export class SheetCollector {
  readonly rows: RawRow[] = []

  add({ row, cells }: RawRow): Read<never> | undefined {
    if (this.rows.length >= rosterLimits.rows + rosterLimits.headerSearchRows) return tooManyRows()
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
    this.rows.push({ row, cells: kept })
    return undefined
  }
}

export function tooManyRows(): Read<never> {
  return refuseFile('spreadsheet-too-many-rows', { maxRows: rosterLimits.rows })
}

export function isBlank(cell: RawCell | undefined): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '')
}

function isTooLong(cell: string): boolean {
  return cell.length * 3 > rosterLimits.cellBytes && Buffer.byteLength(cell) > rosterLimits.cellBytes
}
