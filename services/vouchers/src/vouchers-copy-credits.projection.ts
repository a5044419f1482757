import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addDays } from '@welfare/contracts/days.ts'
import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'

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
        dayOf(source),
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

/** The day on which the event counts. */
export function dayOf({ metadata, recordedAt }: SequencedEvent): string {
  return String(metadata.accountingDate ?? recordedAt.slice(0, 10))
}
