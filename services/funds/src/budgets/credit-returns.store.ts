import type { Share } from '@welfare/contracts/shares.ts'
import { addShares } from '@welfare/contracts/shares.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { openRoomCopy } from '@welfare/facts/room-copy.store.ts'
import type { CreditReturn } from './credit-returns.process.ts'

const SCHEMA = `
  CREATE TABLE credit_return (batch TEXT, fund TEXT, ordinal INTEGER NOT NULL, amount_fen INTEGER NOT NULL, PRIMARY KEY (batch, fund)) WITHOUT ROWID;
`
const VERSION = 1

export type CreditReturnTotals = ReturnType<typeof openCreditReturnTotals>

/** What has come back of each batch's credits so far, per fund, in one transaction with the place in the feed through which it counts. */
export function openCreditReturnTotals(file: string, ledger: { readonly ledger: string; readonly epoch: number }) {
  const copy = openRoomCopy(file, { schema: SCHEMA, version: VERSION, ledger: ledger.ledger, epoch: ledger.epoch })
  const totalsOf = (batch: string): Share[] =>
    copy
      .prepare('SELECT fund, amount_fen FROM credit_return WHERE batch = ? ORDER BY ordinal')
      .all(batch)
      .map((row) => ({ fund: String(row.fund), amountFen: Number(row.amount_fen) }))
  return {
    readCheckpoint: () => copy.readCheckpoint(),
    /** The batch's totals with these shares added; nothing is stored. */
    totalsWith: (batch: string, shares: readonly Share[]) => addShares(totalsOf(batch), shares),
    /** Stores the returns of a slice of the feed, and that the slice has been read. */
    store(events: readonly SequencedEvent[], returns: readonly CreditReturn[]): void {
      if (returns.length === 0) copy.applyBatch(events, () => {})
      else
        copy.transaction(() => {
          for (const { batch, shares } of returns) {
            addShares(totalsOf(batch), shares).forEach(({ fund, amountFen }, ordinal) => {
              copy
                .prepare('INSERT OR REPLACE INTO credit_return VALUES (?, ?, ?, ?)')
                .run(batch, fund, ordinal, amountFen)
            })
          }
          copy.markRead(events)
        })
    },
    close: () => copy.close(),
  }
}
