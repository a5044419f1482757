import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { EventHandlers } from '../event-handlers.ts'
import type { Prepare } from '../facts-declaration.ts'

export const yearSchema = `
  CREATE TABLE period_year (year TEXT PRIMARY KEY, through INTEGER NOT NULL, said TEXT NOT NULL, closing_at TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0, parts INTEGER, closed_at TEXT) WITHOUT ROWID;
`

export function createYearHandlers(prepare: Prepare): EventHandlers {
  return {
    YearClosing({ year, throughSequence }, { metadata, recordedAt }) {
      const insert = prepare('INSERT INTO period_year (year, through, said, closing_at) VALUES (?, ?, ?, ?)')
      insert.run(year, throughSequence, JSON.stringify(metadata), recordedAt)
    },
    YearClosed({ year, part, parts }: DataOf<'YearClosed'>, { recordedAt }) {
      const update = prepare('UPDATE period_year SET done = ?, parts = ?, closed_at = ? WHERE year = ?')
      update.run(part, parts, part === parts ? recordedAt : null, year)
    },
  }
}

export interface ClosedYear {
  readonly year: string
  readonly throughSequence: number
  readonly closingAt: string
  readonly said: { readonly actor: string; readonly approvedBy?: string | undefined }
  /** Of the closing entry. */
  readonly partsRecorded: number
  readonly closedAt?: string
}

export function createYearLookUps(prepare: Prepare) {
  const toYear = (row: Readonly<Record<string, unknown>>): ClosedYear => {
    const { actor, approval } = JSON.parse(String(row.said))
    return {
      ...{ year: String(row.year), throughSequence: Number(row.through), closingAt: String(row.closing_at) },
      said: { actor: String(actor), ...(approval && { approvedBy: String(approval.approvedBy) }) },
      partsRecorded: Number(row.done),
      ...(row.closed_at !== null && { closedAt: String(row.closed_at) }),
    }
  }
  return {
    /** The newest first. */
    listYears: (beforeYear: string, limit: number): ClosedYear[] =>
      prepare('SELECT * FROM period_year WHERE year < ? ORDER BY year DESC LIMIT ?').all(beforeYear, limit).map(toYear),
    findYear(year: string): ClosedYear | undefined {
      const row = prepare('SELECT * FROM period_year WHERE year = ?').get(year)
      return row && toYear(row)
    },
    /** The first that was closed: it closed what is before it, too. */
    firstYear(): string | undefined {
      const row = prepare('SELECT min(year) AS year FROM period_year').get()
      return typeof row?.year === 'string' ? row.year : undefined
    },
  }
}
