import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { divisionCondition } from '@welfare/http/authority/scope-conditions.ts'
import type { AccountUse } from './account-closing.ts'

const UNDER_WAY = `status IN ('preparing', 'ready', 'approved', 'sent')
  OR status = 'paid' AND EXISTS (SELECT 1 FROM taken_share WHERE payment = id AND NOT is_paid)`
/** What of an approved statement no payment has taken. */
const UNPAID = `(SELECT coalesce(sum(value ->> 'amountFen'), 0) FROM json_each(due_statement.shares))
  > (SELECT coalesce(sum(value ->> 'amountFen'), 0) FROM taken_share, json_each(taken_share.shares)
       WHERE taken_share.stream = due_statement.stream AND taken_share.number = due_statement.number)`

export function createClosingLookUps(prepare: Prepare) {
  return {
    useOf(bankAccount: string): AccountUse {
      const lying = prepare('SELECT sum(amount_fen) AS fen FROM bank_balance WHERE place = ?').get(bankAccount)
      const payments = prepare(
        `SELECT count(*) AS n FROM listed_payment WHERE state ->> 'bankAccount' = ? AND (${UNDER_WAY})`,
      ).get(bankAccount)
      const sent = prepare(
        "SELECT count(*) AS n, sum(amount_fen) AS fen FROM transfer WHERE status = 'sent' AND ? IN (from_account, to_account)",
      ).get(bankAccount)
      const last = prepare('SELECT max(day) AS day FROM bank_movement WHERE bank_account = ?').get(bankAccount)?.day
      return {
        ...{ balanceFen: Number(lying?.fen ?? 0), payments: Number(payments?.n) },
        ...{ transfers: Number(sent?.n), inTransitFen: Number(sent?.fen ?? 0) },
        ...(typeof last === 'string' && { lastMonth: last.slice(0, 7) }),
      }
    },
    /** Where the account is the only open one of its union: approved statements that it would have to pay. */
    unpaidWithout(bankAccount: string, division: string): number {
      const other = prepare(
        `SELECT 1 FROM bank_account WHERE opened ->> 'division' = ? AND id <> ?
           AND id NOT IN (SELECT bank_account FROM closed_account) LIMIT 1`,
      ).get(division, bankAccount)
      if (other !== undefined) return 0
      const { sql, values } = divisionCondition({ divisions: [division] }, 'division')
      const unpaid = prepare(
        `SELECT count(*) AS n FROM due_statement JOIN programme ON programme.id = due_statement.programme WHERE ${sql} AND ${UNPAID}`,
      ).get(...values)
      return Number(unpaid?.n)
    },
  }
}
