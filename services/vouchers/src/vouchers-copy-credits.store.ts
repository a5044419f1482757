import { addDays } from '@welfare/contracts/days.ts'
import { subtractFen } from '@welfare/contracts/money.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { createExclusionLookUps } from './issuance/exclusions.store.ts'

/** Who keeps to another programme is given nothing here. */
const IS_BARRED = 'e.worker IN (SELECT value FROM json_each(?))'
/** What others than batch ? gave the worker for the window. */
const GRANTED = `coalesce((SELECT sum(amount_fen) FROM granted g WHERE g.programme = ? AND g.worker = e.worker AND g.window = w.value ->> 'window' AND g.batch <> ?), 0)`
const LACKS = `w.value ->> 'creditFen' > ${GRANTED} AND e.worker NOT IN (SELECT worker FROM wallet WHERE programme = ? AND closed = 1)`
const LACKING = `FROM round_entry e WHERE e.round = ? AND EXISTS (SELECT 1 FROM json_each(?) w WHERE ${LACKS})`

/** What one worker gets for a window. */
export interface WindowCredit {
  readonly window: string
  readonly creditFen: number
}
/** What somebody lacks of it. */
export interface MissingCredit {
  readonly window: string
  readonly amountFen: number
}
export interface EndedCredits {
  readonly wallet: string
  /** The day on which their end counts. */
  readonly endedOn: string
  readonly credits: readonly string[]
}
/** What people were given, what they lack, and what of it ends when. */
export function createCreditLookUps(prepare: Prepare) {
  const { barredBy, listBarred } = createExclusionLookUps(prepare)
  return {
    /** What the worker lacks of `windows`, but for what batch `batch` gave; nothing where the wallet receives nothing any more, or another programme bars it. */
    missingCredits(
      programme: string,
      worker: string,
      batch: string,
      windows: readonly WindowCredit[],
    ): MissingCredit[] {
      if (prepare('SELECT 1 FROM wallet WHERE programme = ? AND worker = ? AND closed = 1').get(programme, worker))
        return []
      if (barredBy(programme, worker) !== undefined) return []
      const rows = prepare(
        'SELECT window, sum(amount_fen) AS fen FROM granted WHERE programme = ? AND worker = ? AND batch <> ? GROUP BY window',
      )
      const granted = new Map(rows.all(programme, worker, batch).map((row) => [String(row.window), Number(row.fen)]))
      return windows
        .map(({ window, creditFen }) => ({ window, amountFen: subtractFen(creditFen, granted.get(window) ?? 0) }))
        .filter(({ amountFen }) => amountFen > 0)
    },
    /** The same of a whole round: workers who lack something, and by window how many and how much in all. */
    countMissing(
      round: string,
      programme: string,
      batch: string,
      windows: readonly WindowCredit[],
    ): {
      readonly workers: number
      readonly byWindow: ReadonlyMap<string, { readonly workers: number; readonly amountFen: number }>
    } {
      const asked = JSON.stringify(windows)
      const barred = JSON.stringify([...listBarred(round, programme).keys()])
      const rows = prepare(
        `SELECT w.value ->> 'window' AS window, count(*) AS workers, sum(w.value ->> 'creditFen' - ${GRANTED}) AS fen
          FROM json_each(?) w CROSS JOIN round_entry e WHERE e.round = ? AND ${LACKS} AND NOT ${IS_BARRED} GROUP BY 1`,
      ).all(programme, batch, asked, round, programme, batch, programme, barred)
      const workers = prepare(`SELECT count(*) AS workers ${LACKING} AND NOT ${IS_BARRED}`).get(
        ...[round, asked, programme, batch, programme],
        barred,
      )
      return {
        workers: Number(workers?.workers ?? 0),
        byWindow: new Map(
          rows.map((row) => [String(row.window), { workers: Number(row.workers), amountFen: Number(row.fen) }]),
        ),
      }
    },
    /** Of the round, who lacks something too and keeps to a programme that this one excludes, by that programme. */
    countExcluded(
      round: string,
      programme: string,
      batch: string,
      windows: readonly WindowCredit[],
    ): { readonly programme: string; readonly workers: number }[] {
      const barred = listBarred(round, programme)
      if (barred.size === 0) return []
      const rows = prepare(`SELECT worker ${LACKING} AND ${IS_BARRED}`).all(
        ...[round, JSON.stringify(windows), programme, batch, programme],
        JSON.stringify([...barred.keys()]),
      )
      const byProgramme = Map.groupBy(rows, ({ worker }) => String(barred.get(String(worker))))
      return [...byProgramme].map(([other, people]) => ({ programme: other, workers: people.length }))
    },
    /** Wallets with a credit of the window that has not ended and lasts less long than until `until`. */
    listWalletsToExtend: (programme: string, window: string, until: string): string[] =>
      prepare(
        `SELECT DISTINCT w.id FROM wallet w JOIN credit c ON c.id > w.id || '.' AND c.id < w.id || '/'
          WHERE w.programme = ? AND c.window = ? AND c.ended = 0 AND c.until < ?`,
      )
        .all(programme, window, until)
        .map((row) => String(row.id)),
    /** Credits that hold something and whose days, late-entry days included, were over before `today`: by wallet and day of the end, the earliest first. */
    listEndedCredits(today: string): EndedCredits[] {
      const due = new Map<string, { wallet: string; endedOn: string; credits: string[] }>()
      const rows = prepare(
        'SELECT id, wallet, last_day, moved_on FROM credit WHERE remaining_fen > 0 AND last_day < ? ORDER BY id',
      ).all(today)
      for (const row of rows) {
        const [wallet, endsOn, movedOn] = [String(row.wallet), addDays(String(row.last_day), 1), String(row.moved_on)]
        const endedOn = movedOn > endsOn ? movedOn : endsOn
        const known = due.get(`${wallet}|${endedOn}`)
        if (known) known.credits.push(String(row.id))
        else due.set(`${wallet}|${endedOn}`, { wallet, endedOn, credits: [String(row.id)] })
      }
      return [...due.values()].sort((a, b) => (a.endedOn < b.endedOn ? -1 : a.endedOn > b.endedOn ? 1 : 0))
    },
    /** What the wallet's credits hold that have not ended. */
    remainingFen: (wallet: string): number =>
      Number(
        prepare(`SELECT sum(remaining_fen) AS fen FROM credit WHERE id > ? || '.' AND id < ? || '/'`).get(
          wallet,
          wallet,
        )?.fen ?? 0,
      ),
  }
}
