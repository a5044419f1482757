import type { Scope } from '@welfare/contracts/authority.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { allOf, anyOf, divisionCondition, idCondition } from '@welfare/http/authority/scope-conditions.ts'
import type { z } from 'zod'
import type { transferAnswer } from './bank-wire.ts'

export const transferSchema = `
  CREATE TABLE transfer (sequence INTEGER PRIMARY KEY, fund TEXT NOT NULL, version INTEGER NOT NULL, from_account TEXT NOT NULL, to_account TEXT NOT NULL, amount_fen INTEGER NOT NULL,
    reference TEXT, sent_on TEXT NOT NULL, status TEXT NOT NULL, ended_on TEXT, UNIQUE (fund, version));
  CREATE INDEX transfer_status ON transfer (status);
`

export function createTransferHandlers(prepare: Prepare): EventHandlers {
  const end = (transfer: string, status: 'arrived' | 'came-back', source: SequencedEvent): void => {
    const { stream, version } = splitPart(transfer)
    const update = prepare('UPDATE transfer SET status = ?, ended_on = ? WHERE fund = ? AND version = ?')
    update.run(status, accountingDateOf(source), stream, version)
  }
  return {
    TransferSent: ({ bankAccount, to, shares, reference }, { stream, version, sequence, ...source }) => {
      const insert = prepare("INSERT INTO transfer VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'sent', NULL)")
      const sentOn = accountingDateOf(source)
      insert.run(sequence, stream, version, bankAccount, to, totalOf(shares), reference ?? null, sentOn)
    },
    TransferArrived: ({ transfer }, source) => end(transfer, 'arrived', source),
    TransferCameBack: ({ transfer }, source) => end(transfer, 'came-back', source),
  }
}

export type Transfer = z.infer<typeof transferAnswer>

const TRANSFER =
  "SELECT transfer.*, opened_fund.opened ->> 'name' AS fund_name FROM transfer JOIN opened_fund ON opened_fund.id = fund"

export function createTransferLookUps(prepare: Prepare) {
  return {
    /** In the order of sending, after a version of the fund's stream. */
    listTransfers: (fund: string, afterVersion: number, limit: number): { version: number; transfer: Transfer }[] =>
      prepare(`${TRANSFER} WHERE fund = ? AND version > ? ORDER BY version LIMIT ?`)
        .all(fund, afterVersion, limit)
        .map((row) => ({ version: Number(row.version), transfer: toTransfer(row) })),
    findTransfer(id: string): Transfer | undefined {
      const { stream, version } = splitPart(id)
      const row = prepare(`${TRANSFER} WHERE fund = ? AND version = ?`).get(stream, version)
      return row && toTransfer(row)
    },
    /** Of every fund within the scope, and to accounts of its unions, in the order of sending, after a sequence. */
    listEveryTransfer(
      scope: Scope,
      status: Transfer['status'] | undefined,
      afterSequence: number,
      limit: number,
    ): { sequence: number; transfer: Transfer }[] {
      const { sql, values } = allOf(
        anyOf(
          divisionCondition(scope, "opened_fund.opened ->> 'division'"),
          divisionCondition(scope, "receiving.opened ->> 'division'"),
        ),
        idCondition(status === undefined ? undefined : [status], 'status'),
      )
      return prepare(
        `${TRANSFER} JOIN bank_account receiving ON receiving.id = to_account
           WHERE transfer.sequence > ? AND ${sql} ORDER BY transfer.sequence LIMIT ?`,
      )
        .all(afterSequence, ...values, limit)
        .map((row) => ({ sequence: Number(row.sequence), transfer: toTransfer(row) }))
    },
    inTransitFen: (fund: string): number =>
      Number(
        prepare("SELECT sum(amount_fen) AS fen FROM transfer WHERE fund = ? AND status = 'sent'").get(fund)?.fen ?? 0,
      ),
  }
}

function toTransfer(row: Record<string, unknown>): Transfer {
  return {
    ...{ id: `${row.fund}.${row.version}`, fund: String(row.fund) },
    ...{ from: String(row.from_account), to: String(row.to_account), amountFen: Number(row.amount_fen) },
    ...(typeof row.reference === 'string' && { reference: row.reference }),
    sentOn: String(row.sent_on),
    fundName: String(row.fund_name),
    status: row.status as Transfer['status'],
    ...(typeof row.ended_on === 'string' && { endedOn: row.ended_on }),
  }
}
