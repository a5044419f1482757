import { addDays } from '@welfare/contracts/days.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { EventHandlers } from '@welfare/service-kit/event-handlers.ts'
import type { RoomCopy } from '@welfare/service-kit/room-copy.store.ts'

/** Who was issued what: for the papers with names, and for whether a person can be erased. Meals are not followed: a till must not wait for it. */
export function issuedHandlers(copy: RoomCopy): EventHandlers {
  const end = ({ batch, worker, window }: Credit) =>
    void copy
      .prepare('UPDATE issued SET ended = 1 WHERE batch = ? AND worker = ? AND window = ?')
      .run(batch, worker, window)
  const useUntil = (batch: string, window: string, day: string) =>
    void copy
      .prepare('UPDATE issuance_window SET usable_until = max(usable_until, ?) WHERE batch = ? AND window = ?')
      .run(day, batch, window)
  return {
    IssuanceOrdered({ programme, round, terms, lateEntryDays }, { stream }) {
      copy.prepare('INSERT OR REPLACE INTO issuance VALUES (?, ?, ?)').run(stream, programme, round)
      const put = copy.prepare('INSERT OR REPLACE INTO issuance_window VALUES (?, ?, ?)')
      for (const { window, until } of terms) put.run(stream, window, addDays(until, lateEntryDays))
    },
    CreditsIssued({ wallets }, { sequence, stream }) {
      const put = copy.prepare('INSERT INTO issued VALUES (?, ?, ?, ?, 0, ?)')
      for (const { worker, credits } of wallets) {
        for (const { window, shares } of credits) put.run(stream, worker, window, totalOf(shares), sequence)
      }
    },
    /** As if it had never been issued. */
    CreditDeclined({ batch, worker, window }) {
      copy.prepare('DELETE FROM issued WHERE batch = ? AND worker = ? AND window = ?').run(batch, worker, window)
    },
    CreditExpired: end,
    CreditWithdrawn: end,
    /** Other people's credits of the batch may end earlier: the last day is what an erasure waits for. */
    CreditExtended: ({ batch, window, until, lateEntryDays }) => useUntil(batch, window, addDays(until, lateEntryDays)),
    CreditMoved: ({ batch, window, until, lateEntryDays }) => useUntil(batch, window, addDays(until, lateEntryDays)),
  }
}

interface Credit {
  readonly batch: string
  readonly worker: string
  readonly window: string
}
