import type { Scope } from '@welfare/contracts/authority.ts'
import { withoutZeros } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { programmeFacts } from '@welfare/facts/programme.facts.ts'
import { allOf, divisionCondition, idCondition } from '@welfare/http/authority/scope-conditions.ts'
import type { DueStatement, StatementOfPayment } from './payment.commands.ts'
import {
  evolvePayment,
  type OpenPayment,
  type Payee,
  type PaymentEvent,
  type PaymentState,
  type PaymentStatus,
} from './payment.state.ts'

const schema = `
  CREATE TABLE due_statement (stream TEXT, number INTEGER, merchant TEXT NOT NULL, programme TEXT NOT NULL, shares TEXT NOT NULL, payment TEXT,
    PRIMARY KEY (stream, number)) WITHOUT ROWID;
  CREATE TABLE listed_payment (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, merchant TEXT NOT NULL, programme TEXT NOT NULL,
    status TEXT NOT NULL, state TEXT NOT NULL);
  CREATE INDEX listed_payment_merchant ON listed_payment (merchant);
  CREATE TABLE payee_now (merchant TEXT PRIMARY KEY, payee TEXT NOT NULL) WITHOUT ROWID;
`

/** What approved statements pay, which payment has taken each, where merchants are paid to, and payments as a list. */
export const paymentsFacts: FactsDeclaration = {
  name: 'payments',
  version: 1,
  schema,
  needs: [programmeFacts],
  handlers: (prepare) => [createHandlers(prepare)],
}

export type PaymentsFacts = ReturnType<typeof createPaymentsLookUps>

export interface ListedPayment {
  readonly sequence: number
  readonly id: string
  readonly payment: OpenPayment
}
export interface PaymentFilter {
  readonly merchant?: string | undefined
  readonly status?: PaymentStatus | undefined
}

function createHandlers(prepare: Prepare): EventHandlers {
  /** As the stream itself remembers it. */
  const keep = (event: PaymentEvent, { stream, version, ...source }: SequencedEvent): void => {
    const row = prepare('SELECT sequence, state FROM listed_payment WHERE id = ?').get(stream)
    const before: PaymentState = row ? JSON.parse(String(row.state)) : { status: 'absent' }
    const after = evolvePayment(before, event, version, accountingDateOf(source))
    if (after.status === 'absent') throw new Error(`${stream} has nothing of a payment`)
    prepare('INSERT OR REPLACE INTO listed_payment VALUES (?, ?, ?, ?, ?, ?)').run(
      ...[Number(row?.sequence ?? source.sequence), stream, after.merchant, after.parts[0]?.programme ?? ''],
      ...[after.status, JSON.stringify(after)],
    )
  }
  return {
    PayeeSet: ({ lastDigits, version }, { stream }) => {
      const payee: Payee = { lastDigits, version }
      prepare('INSERT OR REPLACE INTO payee_now VALUES (?, ?)').run(stream, JSON.stringify(payee))
    },
    StatementApproved: ({ merchant, programme, statement, funds }, { stream }) => {
      const shares = withoutZeros(funds.map(({ fund, dueFen }) => ({ fund, amountFen: Math.max(0, dueFen) })))
      const insert = prepare('INSERT INTO due_statement VALUES (?, ?, ?, ?, ?, NULL)')
      insert.run(stream, statement, merchant, programme, JSON.stringify(shares))
    },
    StatementAssigned: ({ statement, payment }, { stream }) => {
      const update = prepare('UPDATE due_statement SET payment = ? WHERE stream = ? AND number = ?')
      update.run(payment, stream, statement)
    },
    StatementReleased: ({ statement, payment }, { stream }) => {
      const update = prepare('UPDATE due_statement SET payment = NULL WHERE stream = ? AND number = ? AND payment = ?')
      update.run(stream, statement, payment)
    },
    PaymentPrepared: (data, source) => keep({ type: 'PaymentPrepared', data }, source),
    PaymentPartTaken: (data, source) => keep({ type: 'PaymentPartTaken', data }, source),
    PaymentApproved: (data, source) => keep({ type: 'PaymentApproved', data }, source),
    PaymentEnded: (data, source) => keep({ type: 'PaymentEnded', data }, source),
    PaymentSent: (data, source) => keep({ type: 'PaymentSent', data }, source),
    PaymentSettled: (data, source) => keep({ type: 'PaymentSettled', data }, source),
    PaymentSendingRefused: (data, source) => keep({ type: 'PaymentSendingRefused', data }, source),
    PaymentResultRefused: (data, source) => keep({ type: 'PaymentResultRefused', data }, source),
    PaymentBounced: (data, source) => keep({ type: 'PaymentBounced', data }, source),
  }
}

export function createPaymentsLookUps(prepare: Prepare) {
  return {
    /** What an approved number of a statement pays; undefined where no such number was approved. */
    findDue({ stream, statement }: StatementOfPayment): DueStatement | undefined {
      const row = prepare(
        `SELECT merchant, programme, shares, payment, division FROM due_statement JOIN programme ON id = programme
           WHERE stream = ? AND number = ?`,
      ).get(stream, statement)
      return (
        row && {
          merchant: String(row.merchant),
          programme: String(row.programme),
          division: String(row.division),
          shares: JSON.parse(String(row.shares)),
          payment: row.payment === null ? undefined : String(row.payment),
        }
      )
    },
    /** Where the merchant is paid to now. */
    payeeOf(merchant: string): Payee | undefined {
      const row = prepare('SELECT payee FROM payee_now WHERE merchant = ?').get(merchant)
      return row && JSON.parse(String(row.payee))
    },
    findPayment(id: string): OpenPayment | undefined {
      const row = prepare('SELECT state FROM listed_payment WHERE id = ?').get(id)
      return row && JSON.parse(String(row.state))
    },
    /** Those within the scope in the order of their preparation, after a sequence. */
    listPayments(scope: Scope, filter: PaymentFilter, afterSequence: number, limit: number): ListedPayment[] {
      const within = scope.merchants
        ? idCondition(scope.merchants, 'merchant')
        : allOf(divisionCondition(scope, 'division'), idCondition(scope.programmes, 'programme'))
      const { sql, values } = allOf(
        within,
        idCondition(filter.merchant === undefined ? undefined : [filter.merchant], 'merchant'),
        idCondition(filter.status === undefined ? undefined : [filter.status], 'status'),
      )
      return prepare(
        `SELECT one.sequence, one.id, state FROM listed_payment one JOIN programme p ON p.id = programme
           WHERE one.sequence > ? AND ${sql} ORDER BY one.sequence LIMIT ?`,
      )
        .all(afterSequence, ...values, limit)
        .map((row) => ({
          sequence: Number(row.sequence),
          id: String(row.id),
          payment: JSON.parse(String(row.state)),
        }))
    },
  }
}
