import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addDays } from '@welfare/contracts/days.ts'
import { subtractFen } from '@welfare/contracts/money.ts'
import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { createExclusionLookUps } from '../issuance/rounds.facts.ts'

type Returned = Pick<DataOf<'CreditExpired'>, 'programme' | 'worker' | 'batch' | 'credit'> & {
  readonly shares: readonly Share[]
}

type Granted = Pick<DataOf<'CreditReceived'>, 'programme' | 'worker' | 'window' | 'batch'>

/** Credits as the sweep and issuance need them: when each ends, and what each person was given for a window and has not given back. */
export function createCreditWriters(prepare: Prepare) {
  const setGranted = (of: Granted, amountFen: number, sequence: number) => {
    const { programme, worker, window, batch } = of
    prepare(`INSERT INTO granted VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET amount_fen = excluded.amount_fen`).run(
      ...[programme, worker, window, batch],
      amountFen,
      sequence,
    )
  }
  const takeFromGranted = ({ programme, worker, batch, credit, shares }: Returned) => {
    prepare(`UPDATE granted SET amount_fen = amount_fen - ? WHERE programme = ? AND worker = ? AND batch = ?
      AND window = (SELECT issued_for FROM credit WHERE id = ?)`).run(totalOf(shares), programme, worker, batch, credit)
  }
  return {
    issue({ programme, wallets }: DataOf<'CreditsIssued'>, { stream: batch, sequence }: SequencedEvent): void {
      for (const { worker, credits } of wallets)
        for (const { window, shares } of credits)
          setGranted({ programme, worker, window, batch }, totalOf(shares), sequence)
    },
    receive(data: DataOf<'CreditReceived'>, source: SequencedEvent): void {
      const { programme, worker, window, batch, until, lateEntryDays, shares } = data
      setGranted({ programme, worker, window, batch }, totalOf(shares), source.sequence)
      prepare('INSERT INTO credit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)').run(
        `${source.stream}.${source.version}`,
        source.stream,
        window,
        window,
        until,
        lateEntryDays,
        addDays(until, lateEntryDays),
        accountingDateOf(source),
        totalOf(shares),
      )
    },
    decline({ programme, worker, window, batch }: DataOf<'CreditDeclined'>): void {
      prepare('DELETE FROM granted WHERE programme = ? AND worker = ? AND window = ? AND batch = ?').run(
        programme,
        worker,
        window,
        batch,
      )
    },
    add(credit: string, amountFen: number, day: string): void {
      prepare('UPDATE credit SET remaining_fen = remaining_fen + ?, moved_on = max(moved_on, ?) WHERE id = ?').run(
        amountFen,
        day,
        credit,
      )
    },
    extend(credit: string, until: string): void {
      const lateDays = Number(prepare('SELECT late_days FROM credit WHERE id = ?').get(credit)?.late_days ?? 0)
      prepare('UPDATE credit SET until = ?, last_day = ? WHERE id = ?').run(until, addDays(until, lateDays), credit)
    },
    move(credit: string, window: string, until: string): void {
      prepare('UPDATE credit SET window = ? WHERE id = ?').run(window, credit)
      this.extend(credit, until)
    },
    end(data: Returned): void {
      takeFromGranted(data)
      prepare('UPDATE credit SET remaining_fen = 0, ended = 1 WHERE id = ?').run(data.credit)
    },
    takeFromGranted,
  }
}

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
/** How many of a round lack how much of a window, the most first: who was given a part before lacks less. */
export type MissingInWindow = readonly { readonly amountFen: number; readonly workers: number }[]
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
  const listLacking = (round: string, programme: string, batch: string, windows: readonly WindowCredit[]) =>
    prepare(`SELECT worker ${LACKING}`)
      .all(round, JSON.stringify(windows), programme, batch, programme)
      .map(({ worker }) => String(worker))
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
    /** The same of a whole round: workers who lack something, and by window how many lack how much. */
    countMissing(
      round: string,
      programme: string,
      batch: string,
      windows: readonly WindowCredit[],
      heldBack: ReadonlyMap<string, unknown> = new Map(),
    ): {
      readonly workers: number
      readonly byWindow: ReadonlyMap<string, MissingInWindow>
    } {
      const asked = JSON.stringify(windows)
      const barred = JSON.stringify([...listBarred(round, programme).keys(), ...heldBack.keys()])
      const rows = prepare(
        `SELECT w.value ->> 'window' AS window, w.value ->> 'creditFen' - ${GRANTED} AS fen, count(*) AS workers
          FROM json_each(?) w CROSS JOIN round_entry e WHERE e.round = ? AND ${LACKS} AND NOT ${IS_BARRED}
          GROUP BY 1, 2 ORDER BY 1, 2 DESC`,
      ).all(programme, batch, asked, round, programme, batch, programme, barred)
      const workers = prepare(`SELECT count(*) AS workers ${LACKING} AND NOT ${IS_BARRED}`).get(
        ...[round, asked, programme, batch, programme],
        barred,
      )
      return {
        workers: Number(workers?.workers ?? 0),
        byWindow: new Map(
          [...Map.groupBy(rows, (row) => String(row.window))].map(([window, lacking]) => [
            window,
            lacking.map(({ fen, workers }) => ({ amountFen: Number(fen), workers: Number(workers) })),
          ]),
        ),
      }
    },
    /** Of the round, who lacks something too and keeps to a programme that this one excludes, by that programme. */
    countExcluded(
      round: string,
      programme: string,
      batch: string,
      windows: readonly WindowCredit[],
      heldBack: ReadonlyMap<string, unknown> = new Map(),
    ): { readonly programme: string; readonly workers: number }[] {
      const barred = listBarred(round, programme)
      if (barred.size === 0) return []
      const lacking = listLacking(round, programme, batch, windows).filter(
        (worker) => barred.has(worker) && !heldBack.has(worker),
      )
      const byProgramme = Map.groupBy(lacking, (worker) => String(barred.get(worker)))
      return [...byProgramme].map(([other, people]) => ({ programme: other, workers: people.length }))
    },
    /** Of those who are held back, who lacks something: why, by worker. */
    listLackingOf<Why>(
      heldBack: ReadonlyMap<string, Why>,
      [round, programme, batch]: readonly [round: string, programme: string, batch: string],
      windows: readonly WindowCredit[],
    ): Why[] {
      if (heldBack.size === 0) return []
      return listLacking(round, programme, batch, windows).flatMap((worker) => heldBack.get(worker) ?? [])
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
    /** What the wallet's holder was given and has not given back, by the window in which it can be used now. */
    listGranted: (wallet: string): { readonly window: string; readonly until: string; readonly grantedFen: number }[] =>
      prepare(
        `SELECT c.window, max(c.until) AS until, (SELECT sum(g.amount_fen) FROM granted g JOIN wallet w ON w.id = c.wallet
            WHERE g.programme = w.programme AND g.worker = w.worker AND g.window = c.issued_for) AS fen
          FROM credit c WHERE c.id > ? || '.' AND c.id < ? || '/' GROUP BY c.issued_for ORDER BY 2, 1`,
      )
        .all(wallet, wallet)
        .map((row) => ({ window: String(row.window), until: String(row.until), grantedFen: Number(row.fen) }))
        .filter(({ grantedFen }) => grantedFen > 0),
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
