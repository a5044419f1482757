import { splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import type { GrantAnswer } from './payer-wire.ts'

export const grantSchema = `
  CREATE TABLE direct_grant (fund TEXT, version INTEGER, payer TEXT NOT NULL, notice_number TEXT NOT NULL, granted_on TEXT NOT NULL,
    amount_fen INTEGER NOT NULL, reduced_fen INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (fund, version)) WITHOUT ROWID;
`

export function createGrantHandlers(prepare: Prepare): EventHandlers {
  const change = (fund: string, availableFen: number, addedFen: number): void => {
    const update = prepare('UPDATE opened_fund SET available_fen = ?, granted_fen = granted_fen + ? WHERE id = ?')
    update.run(availableFen, addedFen, fund)
  }
  return {
    DirectPaymentGranted: ({ payer, noticeNumber, grantedOn, shares, availableAfterFen }, { stream, version }) => {
      change(stream, availableAfterFen, totalOf(shares))
      const insert = prepare('INSERT INTO direct_grant VALUES (?, ?, ?, ?, ?, ?, 0)')
      insert.run(stream, version, payer, noticeNumber, grantedOn, totalOf(shares))
    },
    DirectPaymentReduced: ({ grant, shares, availableAfterFen }, { stream }) => {
      change(stream, availableAfterFen, -totalOf(shares))
      const update = prepare('UPDATE direct_grant SET reduced_fen = reduced_fen + ? WHERE fund = ? AND version = ?')
      update.run(totalOf(shares), stream, splitPart(grant).version)
    },
  }
}

export function createGrantLookUps(prepare: Prepare) {
  return {
    /** In the order of entry, after a version of the fund's stream. */
    listGrants: (fund: string, afterVersion: number, limit: number): { version: number; grant: GrantAnswer }[] =>
      prepare('SELECT * FROM direct_grant WHERE fund = ? AND version > ? ORDER BY version LIMIT ?')
        .all(fund, afterVersion, limit)
        .map((row) => ({
          version: Number(row.version),
          grant: {
            ...{ id: `${row.fund}.${row.version}`, fund: String(row.fund), payer: String(row.payer) },
            ...{ noticeNumber: String(row.notice_number), grantedOn: String(row.granted_on) },
            ...{ amountFen: Number(row.amount_fen), reducedFen: Number(row.reduced_fen) },
          },
        })),
  }
}
