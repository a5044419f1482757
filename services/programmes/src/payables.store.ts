import { totalOf } from '@welfare/contracts/shares.ts'
import type { BudgetBalances, OwedAmount } from '@welfare/facts/budget-balance.facts.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'

/** Which approved numbers, and which invoices of suppliers, are not paid. */
export const payablesSchema = `
  CREATE TABLE unpaid_number (statement TEXT, number INTEGER, programme TEXT NOT NULL, merchant TEXT NOT NULL, amount_fen INTEGER NOT NULL,
    PRIMARY KEY (statement, number)) WITHOUT ROWID;
  CREATE INDEX unpaid_number_programme ON unpaid_number (programme);
  CREATE TABLE unpaid_invoice (purchase TEXT, invoice INTEGER, invoice_number TEXT NOT NULL, programme TEXT NOT NULL, merchant TEXT NOT NULL,
    amount_fen INTEGER NOT NULL, PRIMARY KEY (purchase, invoice)) WITHOUT ROWID;
  CREATE INDEX unpaid_invoice_programme ON unpaid_invoice (programme);
`

export interface Owed {
  readonly merchant: string
  /** Less what it owes; below zero the merchant owes. */
  readonly payableFen: number
  readonly disputedFen: number
  /** Approved, and not paid. */
  readonly numbers: readonly { readonly statement: string; readonly number: number; readonly unpaidFen: number }[]
  /** Of suppliers, in the programme's orders. */
  readonly invoices: readonly {
    readonly purchase: string
    readonly invoice: number
    readonly invoiceNumber: string
    readonly unpaidFen: number
  }[]
}

export function createPayablesHandlers(prepare: Prepare): EventHandlers {
  const change = (purchase: string, invoice: number, differenceFen: number): void =>
    void prepare('UPDATE unpaid_invoice SET amount_fen = amount_fen + ? WHERE purchase = ? AND invoice = ?').run(
      ...[differenceFen, purchase, invoice],
    )
  return {
    StatementApproved: ({ statement, programme, merchant, payFen }, { stream }) => {
      if (payFen > 0)
        prepare('INSERT INTO unpaid_number VALUES (?, ?, ?, ?, ?)').run(stream, statement, programme, merchant, payFen)
    },
    PayableWaived: ({ statement, shares }, { stream }) => {
      prepare('UPDATE unpaid_number SET amount_fen = amount_fen - ? WHERE statement = ? AND number = ?').run(
        ...[totalOf(shares), stream, statement],
      )
    },
    SettlementPaid: ({ statement, shares }, { stream }) => {
      prepare('UPDATE unpaid_number SET amount_fen = amount_fen - ? WHERE statement = ? AND number = ?').run(
        ...[totalOf(shares), stream, statement],
      )
    },
    GoodsInvoiced: ({ invoice, invoiceNumber, programme, merchant, shares }, { stream }) => {
      prepare('INSERT INTO unpaid_invoice VALUES (?, ?, ?, ?, ?, ?)').run(
        ...[stream, invoice, invoiceNumber, programme, merchant, totalOf(shares)],
      )
    },
    SupplierPaid: ({ invoice, shares }, { stream }) => change(stream, invoice, -totalOf(shares)),
    SupplierPaymentReturned: ({ invoice, shares }, { stream }) => change(stream, invoice, totalOf(shares)),
  }
}

/** Of each merchant that is owed something, or of whose meals something is disputed. */
export function createPayablesLookUp(prepare: Prepare, { owedIn }: BudgetBalances): (programme: string) => Owed[] {
  return (programme) => {
    const owed = owedIn(programme)
    const unpaid = prepare(
      'SELECT * FROM unpaid_number WHERE programme = ? AND amount_fen > 0 ORDER BY statement, number',
    )
      .all(programme)
      .map((row) => ({
        merchant: String(row.merchant),
        ...{ statement: String(row.statement), number: Number(row.number), unpaidFen: Number(row.amount_fen) },
      }))
    const invoiced = prepare(
      'SELECT * FROM unpaid_invoice WHERE programme = ? AND amount_fen > 0 ORDER BY purchase, invoice',
    )
      .all(programme)
      .map((row) => ({
        ...{ merchant: String(row.merchant), purchase: String(row.purchase), invoice: Number(row.invoice) },
        ...{ invoiceNumber: String(row.invoice_number), unpaidFen: Number(row.amount_fen) },
      }))
    const merchants = [...new Set([...owed, ...unpaid, ...invoiced].map(({ merchant }) => merchant))].sort()
    return merchants.map((merchant) => {
      const fenOf = (account: OwedAmount['account']) =>
        owed.find((one) => one.merchant === merchant && one.account === account)?.amountFen ?? 0
      const numbers = unpaid.flatMap(({ merchant: of, ...number }) => (of === merchant ? [number] : []))
      const invoices = invoiced.flatMap(({ merchant: of, ...invoice }) => (of === merchant ? [invoice] : []))
      return { merchant, payableFen: fenOf('payable'), disputedFen: fenOf('disputed'), numbers, invoices }
    })
  }
}
