import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { ProjectionFile } from '@welfare/facts/projection-file.store.ts'

/** Where payments stand, as far as files for the bank and from it mind, and the files that were written. */
export const paymentsSchema = `
  CREATE TABLE payment (
    id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, merchant TEXT NOT NULL, programmes TEXT NOT NULL, division TEXT NOT NULL, total_fen INTEGER NOT NULL,
    payee_version INTEGER NOT NULL, status TEXT NOT NULL, file TEXT, place TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE payment_file (id TEXT PRIMARY KEY, said TEXT NOT NULL, superseded INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

/** `written`: in a file, and not sent by it yet. */
export type PaymentStatus = 'prepared' | 'approved' | 'written' | 'sent' | 'paid' | 'ended' | 'returned'
export interface PaymentFacts {
  readonly id: string
  readonly reference: string
  readonly merchant: string
  /** Of its statements, all in the one division. */
  readonly programmes: readonly string[]
  readonly division: string
  readonly totalFen: number
  readonly payeeVersion: number
  readonly status: PaymentStatus
  /** That it is written in, or was sent by. */
  readonly file: string | undefined
  /** The union's account that pays, or who pays instead of a union; undefined where it names neither. */
  readonly place: string | undefined
}

export interface PaymentFileFacts extends DataOf<'PaymentFileWritten'> {
  /** One of its payments could not be sent by it. */
  readonly superseded: boolean
}

export interface PaymentQueries {
  findPayment(id: string): PaymentFacts | undefined
  findPaymentByReference(reference: string): PaymentFacts | undefined
  findPaymentFile(id: string): PaymentFileFacts | undefined
}

export function paymentHandlers(people: ProjectionFile): EventHandlers {
  const become = (id: string, status: PaymentStatus) =>
    void people.prepare('UPDATE payment SET status = ? WHERE id = ?').run(status, id)
  return {
    PaymentPrepared({ reference, merchant, payee, parts, totalFen, bankAccount, payer }, { stream }) {
      const programmes = [...new Set(parts.map(({ programme }) => programme))]
      const division = people.prepare('SELECT division FROM programme WHERE id = ?').get(programmes[0] ?? '')?.division
      people
        .prepare("INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, 'prepared', NULL, ?)")
        .run(
          ...[stream, reference, merchant, JSON.stringify(programmes), String(division ?? ''), totalFen],
          ...[payee.version, payer ?? bankAccount ?? null],
        )
    },
    PaymentApproved({ payee }, { stream }) {
      people
        .prepare("UPDATE payment SET status = 'approved', file = NULL, payee_version = ? WHERE id = ?")
        .run(payee.version, stream)
    },
    PaymentSent({ file }, { stream }) {
      people.prepare("UPDATE payment SET status = 'sent', file = ? WHERE id = ?").run(file ?? null, stream)
    },
    PaymentSettled: (_, { stream }) => become(stream, 'paid'),
    PaymentEnded: (_, { stream }) => become(stream, 'ended'),
    PaymentBounced: (_, { stream }) => become(stream, 'returned'),
    PaymentSendingRefused({ file }, { stream }) {
      people.prepare('UPDATE payment_file SET superseded = 1 WHERE id = ?').run(file)
      people
        .prepare(
          "UPDATE payment SET status = 'approved', file = NULL WHERE id = ? AND file = ? AND status IN ('written', 'sent')",
        )
        .run(stream, file)
    },
    PaymentFileWritten(data, { stream }) {
      people.prepare('INSERT INTO payment_file VALUES (?, ?, 0)').run(stream, JSON.stringify(data))
      const write = people.prepare(
        "UPDATE payment SET status = 'written', file = ? WHERE id = ? AND status = 'approved'",
      )
      for (const { payment } of data.payments) write.run(stream, payment)
    },
  }
}

export function createPaymentQueries(people: ProjectionFile): PaymentQueries {
  const find = (column: 'id' | 'reference', value: string): PaymentFacts | undefined => {
    const row = people.prepare(`SELECT * FROM payment WHERE ${column} = ?`).get(value)
    return (
      row && {
        id: String(row.id),
        reference: String(row.reference),
        merchant: String(row.merchant),
        programmes: JSON.parse(String(row.programmes)) as string[],
        division: String(row.division),
        totalFen: Number(row.total_fen),
        payeeVersion: Number(row.payee_version),
        status: row.status as PaymentStatus,
        file: row.file === null ? undefined : String(row.file),
        place: row.place === null ? undefined : String(row.place),
      }
    )
  }
  return {
    findPayment: (id) => find('id', id),
    findPaymentByReference: (reference) => find('reference', reference),
    findPaymentFile(id) {
      const row = people.prepare('SELECT said, superseded FROM payment_file WHERE id = ?').get(id)
      return (
        row && { ...(JSON.parse(String(row.said)) as DataOf<'PaymentFileWritten'>), superseded: row.superseded === 1 }
      )
    },
  }
}
