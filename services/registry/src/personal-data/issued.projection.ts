import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addDays } from '@welfare/contracts/days.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'

/** Who was issued what: for the papers with names, and for whether a person can be erased. Meals are not followed: a till must not wait for it. */
export function issuedHandlers(people: ProjectionFile): EventHandlers {
  const end = ({ batch, worker, window }: Credit) =>
    void people
      .prepare('UPDATE issued SET ended = 1 WHERE batch = ? AND worker = ? AND window = ?')
      .run(batch, worker, window)
  const useUntil = (batch: string, window: string, day: string) =>
    void people
      .prepare(`INSERT INTO issuance_window VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET usable_until = max(usable_until, excluded.usable_until)`)
      .run(batch, window, day)
  /** It is the other window's from now on; what was eaten of it stays where it was. Who signed for it has signed. */
  const move = ({ batch, worker, window, toWindow, shares }: DataOf<'CreditMoved'>) => {
    const movedFen = totalOf(shares)
    const issued = people.prepare('SELECT sequence FROM issued WHERE batch = ? AND worker = ? AND window = ?')
    const { sequence = 0 } = issued.get(batch, worker, window) ?? {}
    people
      .prepare('UPDATE issued SET amount_fen = amount_fen - ?, ended = 1 WHERE batch = ? AND worker = ? AND window = ?')
      .run(movedFen, batch, worker, window)
    people
      .prepare('DELETE FROM issued WHERE batch = ? AND worker = ? AND window = ? AND amount_fen <= 0')
      .run(batch, worker, window)
    people
      .prepare(`INSERT INTO issued VALUES (?, ?, ?, ?, 0, ?)
        ON CONFLICT DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen, ended = 0`)
      .run(batch, worker, toWindow, movedFen, sequence)
  }
  return {
    IssuanceOrdered({ programme, round, terms, lateEntryDays }, { stream }) {
      people.prepare('INSERT OR REPLACE INTO issuance VALUES (?, ?, ?)').run(stream, programme, round)
      const put = people.prepare('INSERT OR REPLACE INTO issuance_window VALUES (?, ?, ?)')
      for (const { window, until } of terms) put.run(stream, window, addDays(until, lateEntryDays))
    },
    CreditsIssued({ wallets }, { sequence, stream }) {
      const put = people.prepare('INSERT INTO issued VALUES (?, ?, ?, ?, 0, ?)')
      for (const { worker, credits } of wallets) {
        for (const { window, shares } of credits) put.run(stream, worker, window, totalOf(shares), sequence)
      }
    },
    /** As if it had never been issued. */
    CreditDeclined({ batch, worker, window }) {
      people.prepare('DELETE FROM issued WHERE batch = ? AND worker = ? AND window = ?').run(batch, worker, window)
    },
    CreditExpired: end,
    CreditWithdrawn: end,
    /** Other people's credits of the batch may end earlier: the last day is what an erasure waits for. */
    CreditExtended: ({ batch, window, until, lateEntryDays }) => useUntil(batch, window, addDays(until, lateEntryDays)),
    CreditMoved(data) {
      move(data)
      useUntil(data.batch, data.toWindow, addDays(data.until, data.lateEntryDays))
    },
  }
}

interface Credit {
  readonly batch: string
  readonly worker: string
  readonly window: string
}
