import type { Scope } from '@welfare/contracts/authority.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { allOf, divisionCondition, idCondition } from '@welfare/http/authority/scope-conditions.ts'
import type { z } from 'zod'
import type { unidentifiedAnswer } from './suspense-wire.ts'

export const suspenseSchema = `
  CREATE TABLE unidentified (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, fund TEXT NOT NULL, said TEXT NOT NULL, status TEXT NOT NULL, identified_on TEXT);
  CREATE INDEX unidentified_status ON unidentified (status);
`

export type Unidentified = z.infer<typeof unidentifiedAnswer>

export function createSuspenseHandlers(prepare: Prepare): EventHandlers {
  const become = (receipt: string, status: Unidentified['status'], on: string | null): void =>
    void prepare('UPDATE unidentified SET status = ?, identified_on = ? WHERE id = ?').run(status, on, receipt)
  return {
    UnidentifiedReceived: ({ shares, correctedFrom: _, ...said }, { stream: fund, version, sequence, ...source }) => {
      const told = { ...said, amountFen: totalOf(shares), receivedOn: accountingDateOf(source) }
      const insert = prepare("INSERT INTO unidentified VALUES (?, ?, ?, ?, 'open', NULL)")
      insert.run(sequence, `${fund}.${version}`, fund, JSON.stringify(told))
    },
    UnidentifiedReversed: ({ corrects }, source) => become(corrects, 'corrected', accountingDateOf(source)),
    ReceiptIdentified: ({ receipt, as }, source) =>
      become(receipt, as.kind === 'donation' ? 'donation' : 'sent-back', accountingDateOf(source)),
    IdentificationEnded: ({ receipt }) => become(receipt, 'open', null),
  }
}

export function createSuspenseLookUps(prepare: Prepare) {
  return {
    findUnidentified(id: string): Unidentified | undefined {
      const row = prepare('SELECT * FROM unidentified WHERE id = ?').get(id)
      return row && toUnidentified(row)
    },
    /** Of every fund within the scope, in the order of entry, after a sequence. */
    listUnidentified(
      scope: Scope,
      status: Unidentified['status'] | undefined,
      afterSequence: number,
      limit: number,
    ): { sequence: number; unidentified: Unidentified }[] {
      const { sql, values } = allOf(
        divisionCondition(scope, "opened ->> 'division'"),
        idCondition(status === undefined ? undefined : [status], 'status'),
      )
      return prepare(
        `SELECT unidentified.* FROM unidentified JOIN opened_fund ON opened_fund.id = fund
           WHERE unidentified.sequence > ? AND ${sql} ORDER BY unidentified.sequence LIMIT ?`,
      )
        .all(afterSequence, ...values, limit)
        .map((row) => ({ sequence: Number(row.sequence), unidentified: toUnidentified(row) }))
    },
  }
}

function toUnidentified(row: Record<string, unknown>): Unidentified {
  return {
    ...{ id: String(row.id), fund: String(row.fund) },
    ...JSON.parse(String(row.said)),
    status: row.status as Unidentified['status'],
    ...(typeof row.identified_on === 'string' && { identifiedOn: row.identified_on }),
  }
}
