import type { Share } from '@welfare/contracts/shares.ts'
import { addShares } from '@welfare/contracts/shares.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import type { CreditReturn } from './credit-returns.process.ts'

/** What has come back of each batch's credits so far, per fund, through the checkpoint beside it. */
export const creditReturnTables = `
  CREATE TABLE credit_return (batch TEXT, fund TEXT, ordinal INTEGER NOT NULL, amount_fen INTEGER NOT NULL, PRIMARY KEY (batch, fund)) WITHOUT ROWID;
`

export function createCreditReturnTotals(prepare: Prepare) {
  const totalsOf = (batch: string): Share[] =>
    prepare('SELECT fund, amount_fen FROM credit_return WHERE batch = ? ORDER BY ordinal')
      .all(batch)
      .map((row) => ({ fund: String(row.fund), amountFen: Number(row.amount_fen) }))
  return {
    /** The batch's totals with these shares added; nothing is stored. */
    totalsWith: (batch: string, shares: readonly Share[]) => addShares(totalsOf(batch), shares),
    add({ batch, shares }: CreditReturn): void {
      addShares(totalsOf(batch), shares).forEach(({ fund, amountFen }, ordinal) => {
        prepare('INSERT OR REPLACE INTO credit_return VALUES (?, ?, ?, ?)').run(batch, fund, ordinal, amountFen)
      })
    },
  }
}
