import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'

/** What of payees is nobody's secret, beside the sealed part; and the payments that name them. */
export const payeesSchema = `
  CREATE TABLE payee (
    merchant TEXT NOT NULL, version INTEGER NOT NULL, said TEXT NOT NULL, account_hash TEXT NOT NULL, credit_code TEXT,
    set_at TEXT NOT NULL, set_by TEXT NOT NULL, approved_by TEXT, PRIMARY KEY (merchant, version)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX payee_by_account ON payee (account_hash);
  CREATE INDEX payee_by_credit_code ON payee (credit_code) WHERE credit_code IS NOT NULL;
`

export interface PayeeFacts extends DataOf<'PayeeSet'> {
  readonly setAt: string
  readonly setBy: string
  readonly approvedBy: string | undefined
}

export interface PayeeQueries {
  /** Newest first. */
  listPayees(merchant: string): readonly PayeeFacts[]
  /** Other merchants that are paid there now. */
  listSharingAccount(merchant: string, accountHash: string): readonly string[]
  /** Other merchants that have this code now. */
  listSharingCreditCode(merchant: string, creditCode: string): readonly string[]
}

export function payeeHandlers(people: ProjectionFile): EventHandlers {
  return {
    PayeeSet(data, { stream, version, metadata }) {
      const { approval } = metadata as { approval?: { approvedBy?: string } }
      people
        .prepare('INSERT INTO payee VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          ...[stream, data.version, JSON.stringify(data), data.accountHash, data.creditCode ?? null],
          ...[String(metadata.occurredAt), String(metadata.actor), approval?.approvedBy ?? null],
        )
      people.prepare('UPDATE directory SET version = ? WHERE id = ?').run(version, stream)
    },
  }
}

export function createPayeeQueries(people: ProjectionFile): PayeeQueries {
  const elsewhere = (column: 'account_hash' | 'credit_code', merchant: string, value: string) =>
    people
      .prepare(`SELECT merchant FROM payee AS one WHERE ${column} = ? AND merchant <> ?
        AND version = (SELECT max(version) FROM payee WHERE merchant = one.merchant) ORDER BY merchant`)
      .all(value, merchant)
      .map((row) => String(row.merchant))
  return {
    listPayees: (merchant) =>
      people
        .prepare('SELECT said, set_at, set_by, approved_by FROM payee WHERE merchant = ? ORDER BY version DESC')
        .all(merchant)
        .map((row) => ({
          ...(JSON.parse(String(row.said)) as DataOf<'PayeeSet'>),
          setAt: String(row.set_at),
          setBy: String(row.set_by),
          approvedBy: row.approved_by === null ? undefined : String(row.approved_by),
        })),
    listSharingAccount: (merchant, accountHash) => elsewhere('account_hash', merchant, accountHash),
    listSharingCreditCode: (merchant, creditCode) => elsewhere('credit_code', merchant, creditCode),
  }
}
