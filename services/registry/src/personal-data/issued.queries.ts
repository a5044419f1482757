import { addFen } from '@welfare/contracts/money.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'

/** A programme's issuances; of one round, one window, or what was recorded after one sequence and through another, where that is said. */
export interface IssuedSelection {
  readonly programme: string
  readonly round?: string | undefined
  readonly window?: string | undefined
  readonly afterSequence?: number | undefined
  readonly throughSequence?: number | undefined
}

export interface IssuedToWorker {
  readonly worker: string
  readonly amountFen: number
}

export interface IssuedQueries {
  /** What each worker was issued in all, in the order in which the workers were registered. */
  listIssued(selection: IssuedSelection): readonly IssuedToWorker[]
  /** What people call a round, or a window (`<programme>/<window>`); undefined for one that nobody knows. */
  findLabel(id: string): string | undefined
  /** Credits that have neither ended nor outlived their window and the days for late entry. Those used up count: a meal may be reversed. */
  countOpenCredits(worker: string, today: string): number
}

export function createIssuedQueries(people: ProjectionFile): IssuedQueries {
  return {
    listIssued({ programme, round, window, afterSequence, throughSequence }) {
      const rows = people
        .prepare(`SELECT issued.worker, issued.amount_fen FROM issuance
          JOIN issued ON issued.batch = issuance.id JOIN worker ON worker.id = issued.worker
          WHERE issuance.programme = ? AND issuance.round = ifnull(?, issuance.round) AND issued.window = ifnull(?, issued.window)
            AND issued.sequence > ? AND issued.sequence <= ?
          ORDER BY worker.registered`)
        .all(programme, round ?? null, window ?? null, afterSequence ?? 0, throughSequence ?? Number.MAX_SAFE_INTEGER)
      const totals = new Map<string, number>()
      for (const row of rows) {
        const worker = String(row.worker)
        totals.set(worker, addFen(totals.get(worker) ?? 0, Number(row.amount_fen)))
      }
      return [...totals].map(([worker, amountFen]) => ({ worker, amountFen }))
    },
    findLabel: (id) => people.prepare('SELECT name FROM label WHERE id = ?').get(id)?.name?.toString(),
    countOpenCredits(worker, today) {
      const row = people
        .prepare(`SELECT count(*) AS open FROM issued
          JOIN issuance_window USING (batch, window) WHERE worker = ? AND ended = 0 AND usable_until >= ?`)
        .get(worker, today)
      return Number(row?.open)
    },
  }
}
