import type { Scope } from '@welfare/contracts/authority.ts'
import { type Share, subtractShares, withoutZeros } from '@welfare/contracts/shares.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { programmeFacts } from '@welfare/facts/programme.facts.ts'
import { allOf, divisionCondition, idCondition, type SqlCondition } from '@welfare/http/authority/scope-conditions.ts'
import { type ListOrder, listOrders } from '@welfare/http/list-order.ts'
import type { DueStatement, StatementOfPayment } from './payment.commands.ts'
import {
  evolvePayment,
  fundsOf,
  type OpenPayment,
  type Payee,
  type PaymentEvent,
  type PaymentState,
  type PaymentStatus,
} from './payment.state.ts'

const schema = `
  CREATE TABLE due_statement (stream TEXT, number INTEGER, merchant TEXT NOT NULL, programme TEXT NOT NULL, shares TEXT NOT NULL,
    PRIMARY KEY (stream, number)) WITHOUT ROWID;
  CREATE TABLE taken_share (payment TEXT, stream TEXT, number INTEGER, shares TEXT NOT NULL, is_paid INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (payment, stream, number)) WITHOUT ROWID;
  CREATE INDEX taken_share_number ON taken_share (stream, number);
  CREATE TABLE listed_payment (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, merchant TEXT NOT NULL, programme TEXT NOT NULL,
    status TEXT NOT NULL, state TEXT NOT NULL);
  CREATE INDEX listed_payment_merchant ON listed_payment (merchant);
  CREATE TABLE payee_now (merchant TEXT PRIMARY KEY, payee TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE payment_file (id TEXT PRIMARY KEY, payments TEXT NOT NULL, first_refused TEXT) WITHOUT ROWID;
`

/** What approved statements pay, but for what was waived, what is owed on invoices of goods, what of it which payment has taken, where merchants are paid to, and payments as a list. */
export const paymentsFacts: FactsDeclaration = {
  name: 'payments',
  version: 5,
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
  /** Of those that ended: why. */
  readonly ended?: NonNullable<OpenPayment['ended']>['why'] | undefined
  readonly order: ListOrder
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
  const take = (stream: string, number: number, { payment, shares }: { payment: string; shares: Share[] }): void => {
    const insert = prepare('INSERT INTO taken_share VALUES (?, ?, ?, ?, 0)')
    insert.run(payment, stream, number, JSON.stringify(shares))
  }
  const giveBack = (stream: string, number: number, payment: string): void =>
    void prepare('DELETE FROM taken_share WHERE payment = ? AND stream = ? AND number = ?').run(payment, stream, number)
  const pay = (stream: string, number: number, payment: string): void => {
    const update = prepare('UPDATE taken_share SET is_paid = 1 WHERE payment = ? AND stream = ? AND number = ?')
    update.run(payment, stream, number)
  }
  return {
    PayeeSet: ({ lastDigits, version }, { stream }) => {
      const payee: Payee = { lastDigits, version }
      prepare('INSERT OR REPLACE INTO payee_now VALUES (?, ?)').run(stream, JSON.stringify(payee))
    },
    StatementApproved: ({ merchant, programme, statement, funds }, { stream }) => {
      const shares = withoutZeros(funds.map(({ fund, dueFen }) => ({ fund, amountFen: Math.max(0, dueFen) })))
      const insert = prepare('INSERT INTO due_statement VALUES (?, ?, ?, ?, ?)')
      insert.run(stream, statement, merchant, programme, JSON.stringify(shares))
    },
    PayableWaived: ({ statement, shares }, { stream }) => {
      const due = prepare('SELECT shares FROM due_statement WHERE stream = ? AND number = ?').get(stream, statement)
      const left = withoutZeros(subtractShares(JSON.parse(String(due?.shares)), shares))
      const update = prepare('UPDATE due_statement SET shares = ? WHERE stream = ? AND number = ?')
      update.run(JSON.stringify(left), stream, statement)
    },
    GoodsInvoiced: ({ merchant, programme, invoice, shares }, { stream }) => {
      const insert = prepare('INSERT INTO due_statement VALUES (?, ?, ?, ?, ?)')
      insert.run(stream, invoice, merchant, programme, JSON.stringify(shares))
    },
    StatementAssigned: ({ statement, ...data }, { stream }) => take(stream, statement, data),
    InvoiceAssigned: ({ invoice, ...data }, { stream }) => take(stream, invoice, data),
    StatementReleased: ({ statement, payment }, { stream }) => giveBack(stream, statement, payment),
    InvoiceReleased: ({ invoice, payment }, { stream }) => giveBack(stream, invoice, payment),
    SettlementPaid: ({ statement, payment }, { stream }) => pay(stream, statement, payment),
    SupplierPaid: ({ invoice, payment }, { stream }) => pay(stream, invoice, payment),
    // Owed on the same invoice again; of a statement, in its open number.
    SupplierPaymentReturned: ({ invoice, payment }, { stream }) => giveBack(stream, invoice, payment),
    PaymentFileWritten: ({ payments }, { stream }) => {
      const ids = payments.map(({ payment }) => payment)
      prepare('INSERT INTO payment_file VALUES (?, ?, NULL)').run(stream, JSON.stringify(ids))
    },
    PaymentPrepared: (data, source) => keep({ type: 'PaymentPrepared', data }, source),
    PaymentPartTaken: (data, source) => keep({ type: 'PaymentPartTaken', data }, source),
    PaymentMoneyTaken: (data, source) => keep({ type: 'PaymentMoneyTaken', data }, source),
    PaymentApproved: (data, source) => keep({ type: 'PaymentApproved', data }, source),
    PaymentEnded: (data, source) => keep({ type: 'PaymentEnded', data }, source),
    PaymentSent: (data, source) => keep({ type: 'PaymentSent', data }, source),
    PaymentSettled: (data, source) => keep({ type: 'PaymentSettled', data }, source),
    PaymentSendingRefused: (data, source) => {
      const update = prepare('UPDATE payment_file SET first_refused = ? WHERE id = ? AND first_refused IS NULL')
      update.run(source.stream, data.file)
      keep({ type: 'PaymentSendingRefused', data }, source)
    },
    PaymentResultRefused: (data, source) => keep({ type: 'PaymentResultRefused', data }, source),
    PaymentBounced: (data, source) => keep({ type: 'PaymentBounced', data }, source),
  }
}

/** All its parts lie in one division, and in as many programmes as it has parts. */
function everyPartWithin(programmes: readonly string[] | undefined): SqlCondition {
  const { sql, values } = idCondition(programmes, "value ->> 'programme'")
  return { sql: `NOT EXISTS (SELECT 1 FROM json_each(state, '$.parts') WHERE NOT (${sql}))`, values }
}

export function createPaymentsLookUps(prepare: Prepare) {
  return {
    /** What an approved number of a statement pays; undefined where no such number was approved. */
    findDue({ stream, statement }: StatementOfPayment): DueStatement | undefined {
      const row = prepare(
        `SELECT merchant, programme, shares, division FROM due_statement JOIN programme ON id = programme
           WHERE stream = ? AND number = ?`,
      ).get(stream, statement)
      const taken = prepare('SELECT payment, shares FROM taken_share WHERE stream = ? AND number = ?').all(
        stream,
        statement,
      )
      const sharesIn = (said: unknown): Share[] => JSON.parse(String(said))
      return (
        row && {
          merchant: String(row.merchant),
          programme: String(row.programme),
          division: String(row.division),
          shares: withoutZeros(
            taken.reduce((left, { shares }) => subtractShares(left, sharesIn(shares)), sharesIn(row.shares)),
          ),
          payment: taken[0] && String(taken[0].payment),
        }
      )
    },
    /** Where the merchant is paid to now. */
    payeeOf(merchant: string): Payee | undefined {
      const row = prepare('SELECT payee FROM payee_now WHERE merchant = ?').get(merchant)
      return row && JSON.parse(String(row.payee))
    },
    /** Whose money a payment is. */
    fundsPaying(payment: string): string[] {
      const row = prepare('SELECT state FROM listed_payment WHERE id = ?').get(payment)
      return row ? fundsOf(JSON.parse(String(row.state)) as OpenPayment) : []
    },
    /** Payments of the fund's money that name no account and whose statements do not all say yet that they are paid, or never will be. */
    listPaymentsWithoutAccount(fund: string): string[] {
      return prepare(
        `SELECT id FROM listed_payment WHERE state ->> 'bankAccount' IS NULL AND state ->> 'payer' IS NULL
           AND (status IN ('preparing', 'ready', 'approved', 'sent')
             OR status = 'paid' AND EXISTS (SELECT 1 FROM taken_share WHERE payment = id AND NOT is_paid))
           AND EXISTS (SELECT 1 FROM json_each(state, '$.parts') part, json_each(part.value, '$.shares') share
             WHERE share.value ->> 'fund' = ?) ORDER BY sequence`,
      )
        .all(fund)
        .map(({ id }) => String(id))
    },
    /** What a file for the bank was written with, beside the first payment that could not be sent by it; nothing beside another one. */
    listBesideRefused(file: string, payment: string): string[] {
      const row = prepare('SELECT payments FROM payment_file WHERE id = ? AND first_refused = ?').get(file, payment)
      const payments: string[] = row ? JSON.parse(String(row.payments)) : []
      return payments.filter((one) => one !== payment)
    },
    /** Those within the scope in the order of their preparation or against it, after a sequence. */
    listPayments(scope: Scope, filter: PaymentFilter, afterSequence: number, limit: number): ListedPayment[] {
      const { beyond, by, start } = listOrders[filter.order]
      const within = scope.merchants
        ? idCondition(scope.merchants, 'merchant')
        : allOf(divisionCondition(scope, 'division'), everyPartWithin(scope.programmes))
      const { sql, values } = allOf(
        within,
        idCondition(filter.merchant === undefined ? undefined : [filter.merchant], 'merchant'),
        idCondition(filter.status === undefined ? undefined : [filter.status], 'status'),
        idCondition(filter.ended === undefined ? undefined : [filter.ended], "state ->> '$.ended.why'"),
      )
      return prepare(
        `SELECT one.sequence, one.id, state FROM listed_payment one JOIN programme p ON p.id = programme
           WHERE one.sequence ${beyond} ? AND ${sql} ORDER BY one.sequence ${by} LIMIT ?`,
      )
        .all(start(afterSequence), ...values, limit)
        .map((row) => ({
          sequence: Number(row.sequence),
          id: String(row.id),
          payment: JSON.parse(String(row.state)),
        }))
    },
  }
}
