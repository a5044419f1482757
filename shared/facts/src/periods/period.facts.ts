import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import type { EventHandlers } from '../event-handlers.ts'
import type { Facts } from '../facts.service.ts'
import type { FactsDeclaration, Prepare } from '../facts-declaration.ts'
import { createYearHandlers, yearSchema } from './year.facts.ts'

/** Which months and years are closed, and by whom; the day from which on whatever is decided counts. */
export const periodFacts: FactsDeclaration = {
  name: 'periods',
  version: 2,
  schema: `
    CREATE TABLE period (month TEXT PRIMARY KEY, sequence INTEGER NOT NULL, closing TEXT NOT NULL, said TEXT NOT NULL, recorded_at TEXT NOT NULL,
      closed TEXT, closed_at TEXT) WITHOUT ROWID;
    CREATE TABLE period_passed (month TEXT, writer TEXT, sequence INTEGER NOT NULL, PRIMARY KEY (month, writer)) WITHOUT ROWID;
    ${yearSchema}
  `,
  handlers: (prepare) => [createHandlers(prepare), createYearHandlers(prepare)],
}

function createHandlers(prepare: Prepare): EventHandlers {
  return {
    PeriodClosing(closing, { sequence, metadata, recordedAt }) {
      const insert = prepare('INSERT INTO period VALUES (?, ?, ?, ?, ?, NULL, NULL)')
      insert.run(closing.month, sequence, JSON.stringify(closing), JSON.stringify(metadata), recordedAt)
    },
    PeriodPassed({ month, writers }, { sequence }) {
      const insert = prepare('INSERT INTO period_passed VALUES (?, ?, ?)')
      for (const writer of writers) insert.run(month, writer, sequence)
    },
    PeriodClosed(closed, { recordedAt }) {
      const update = prepare('UPDATE period SET closed = ?, closed_at = ? WHERE month = ?')
      update.run(JSON.stringify(closed), recordedAt, closed.month)
    },
  }
}

/** The months of a ledger are one stream. */
export function periodOf(ledger: string): string {
  return derivedId('period', ledger)
}

/** The day before which nothing counts any more; undefined where no month was closed. */
export function createFirstOpenDay(prepare: Prepare): () => string | undefined {
  return () => {
    const row = prepare(`SELECT max(closing ->> 'firstOpenDay') AS day FROM period`).get()
    return typeof row?.day === 'string' ? row.day : undefined
  }
}

/** The same for whoever asks with every command. */
export function rememberFirstOpenDay({ prepare, remember }: Pick<Facts, 'prepare' | 'remember'>) {
  const look = createFirstOpenDay(prepare)
  // What is not found would be asked for again each time.
  const known = remember(periodFacts, () => look() ?? '')
  return (): string | undefined => known() || undefined
}

type Closing = DataOf<'PeriodClosing'>

export interface Period extends Closing {
  readonly sequence: number
  readonly closingAt: string
  readonly said: { readonly actor: string; readonly approvedBy?: string | undefined }
  /** Writers that have not said yet that what they began before is settled. */
  readonly awaited: readonly string[]
  readonly closed?: DataOf<'PeriodClosed'> & { readonly closedAt: string }
}

export function createPeriodLookUps(prepare: Prepare) {
  const toPeriod = (row: Readonly<Record<string, unknown>>): Period => {
    const closing: Closing = JSON.parse(String(row.closing))
    const { actor, approval } = JSON.parse(String(row.said))
    const passed = prepare('SELECT writer FROM period_passed WHERE month = ?').all(closing.month)
    const hasPassed = new Set(passed.map(({ writer }) => String(writer)))
    return {
      ...closing,
      ...{ sequence: Number(row.sequence), closingAt: String(row.recorded_at) },
      said: { actor: String(actor), ...(approval && { approvedBy: String(approval.approvedBy) }) },
      awaited: closing.writers.filter((writer) => !hasPassed.has(writer)),
      ...(row.closed !== null && { closed: { ...JSON.parse(String(row.closed)), closedAt: String(row.closed_at) } }),
    }
  }
  return {
    /** The newest first. */
    listPeriods: (beforeMonth: string, limit: number): Period[] =>
      prepare('SELECT * FROM period WHERE month < ? ORDER BY month DESC LIMIT ?').all(beforeMonth, limit).map(toPeriod),
    findPeriod(month: string): Period | undefined {
      const row = prepare('SELECT * FROM period WHERE month = ?').get(month)
      return row && toPeriod(row)
    },
    /** The sequence at which the last of its writers had passed; undefined while one is awaited. */
    passedAt(month: string): number | undefined {
      const row = prepare('SELECT closing FROM period WHERE month = ?').get(month)
      if (!row) return undefined
      const { writers }: Closing = JSON.parse(String(row.closing))
      const passed = prepare('SELECT count(*) AS n, max(sequence) AS last FROM period_passed WHERE month = ?').get(
        month,
      )
      return Number(passed?.n) === writers.length ? Number(passed?.last) : undefined
    },
  }
}
