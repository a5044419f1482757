import type { Scope } from '@welfare/contracts/authority.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'
import type { EventHandlers } from '@welfare/facts/event-handlers.ts'
import type { Prepare } from '@welfare/facts/facts-declaration.ts'
import { allOf, divisionCondition, idCondition, nothing } from '@welfare/http/authority/scope-conditions.ts'
import { type ListOrder, listOrders } from '@welfare/http/list-order.ts'
import {
  evolvePurchase,
  type PlacedPurchase,
  type PurchaseEvent,
  type PurchaseState,
  type PurchaseStatus,
} from './purchase.state.ts'

export const purchasesSchema = `
  CREATE TABLE purchases (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, division TEXT NOT NULL, programme TEXT NOT NULL,
    merchant TEXT NOT NULL, fund TEXT NOT NULL, status TEXT NOT NULL, state TEXT NOT NULL);
  CREATE INDEX purchases_by_merchant ON purchases (merchant);
  CREATE TABLE purchase_lots (lot TEXT PRIMARY KEY, purchase TEXT NOT NULL, line INTEGER NOT NULL, quantity INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE purchase_payments (payment TEXT, purchase TEXT, PRIMARY KEY (payment, purchase)) WITHOUT ROWID;
  CREATE INDEX purchase_lots_by_purchase ON purchase_lots (purchase);
`

interface PurchaseFilter {
  readonly merchant?: string | undefined
  readonly programme?: string | undefined
  readonly fund?: string | undefined
  readonly status?: PurchaseStatus | undefined
}

export function createPurchaseHandlers(prepare: Prepare): EventHandlers {
  /** As the stream itself remembers it. */
  const keep = (event: PurchaseEvent, source: SequencedEvent): void => {
    const { stream, version } = source
    const row = prepare('SELECT sequence, state FROM purchases WHERE id = ?').get(stream)
    const before: PurchaseState = row ? JSON.parse(String(row.state)) : { status: 'absent' }
    const after = evolvePurchase(before, event, version, accountingDateOf(source))
    if (after.status === 'absent') throw new Error(`${stream} has nothing of a purchase`)
    const { division, programme, merchant, fund, status } = after
    prepare('INSERT OR REPLACE INTO purchases VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
      ...[Number(row?.sequence ?? source.sequence), stream, division, programme, merchant, fund, status],
      JSON.stringify(after),
    )
  }
  return {
    GoodsOrdered: (data, source) => keep({ type: 'GoodsOrdered', data }, source),
    PurchaseFunded: (data, source) => keep({ type: 'PurchaseFunded', data }, source),
    PurchaseShortened: (data, source) => keep({ type: 'PurchaseShortened', data }, source),
    PurchaseExtended: (data, source) => keep({ type: 'PurchaseExtended', data }, source),
    PurchaseExtensionRefused: (data, source) => keep({ type: 'PurchaseExtensionRefused', data }, source),
    GoodsInvoiced: (data, source) => keep({ type: 'GoodsInvoiced', data }, source),
    InvoiceDeclined: (data, source) => keep({ type: 'InvoiceDeclined', data }, source),
    InvoiceAssigned: (data, source) => keep({ type: 'InvoiceAssigned', data }, source),
    InvoiceReleased: (data, source) => keep({ type: 'InvoiceReleased', data }, source),
    SupplierPaid: (data, source) => keep({ type: 'SupplierPaid', data }, source),
    SupplierPaymentReturned: (data, source) => keep({ type: 'SupplierPaymentReturned', data }, source),
    PaymentPrepared({ parts }, { stream: payment }) {
      const insert = prepare('INSERT OR IGNORE INTO purchase_payments VALUES (?, ?)')
      for (const { stream } of parts) if (stream.startsWith('purchase-')) insert.run(payment, stream)
    },
    GoodsReceived({ lot, quantity, order }) {
      const insert = prepare('INSERT INTO purchase_lots VALUES (?, ?, ?, ?)')
      if (order) insert.run(lot, order.purchase, order.line, quantity)
    },
    GoodsReceiptCorrected({ corrects, difference }) {
      prepare('UPDATE purchase_lots SET quantity = quantity + ? WHERE lot = ?').run(difference, corrects)
    },
    PurchaseEnded: (data, source) => keep({ type: 'PurchaseEnded', data }, source),
  }
}

export function createPurchaseLookUps(prepare: Prepare) {
  return {
    /** An order as its events are followed here; undefined where there is no such order. */
    findPurchase(id: string): PlacedPurchase | undefined {
      const row = prepare('SELECT state FROM purchases WHERE id = ?').get(id)
      return row && JSON.parse(String(row.state))
    },
    /** Orders of which the payment pays invoices. */
    purchasesOfPayment(payment: string): string[] {
      const rows = prepare('SELECT purchase FROM purchase_payments WHERE payment = ? ORDER BY purchase').all(payment)
      return rows.map(({ purchase }) => String(purchase))
    },
    /** What came of each line of an order, as it was received or corrected since. */
    receivedOf(purchase: string): ReadonlyMap<number, number> {
      const rows = prepare('SELECT line, sum(quantity) AS n FROM purchase_lots WHERE purchase = ? GROUP BY line')
      return new Map(rows.all(purchase).map(({ line, n }) => [Number(line), Number(n)]))
    },
    /** Those within the scope in the order in which they were made or against it, after a sequence. */
    listPurchases(
      scope: Scope,
      filter: PurchaseFilter,
      { order, from, limit }: { readonly order: ListOrder; readonly from: number; readonly limit: number },
    ): { readonly sequence: number; readonly id: string; readonly purchase: PlacedPurchase }[] {
      const { beyond, by, start } = listOrders[order]
      const columns = ['merchant', 'programme', 'fund', 'status'] as const
      const { sql, values } = allOf(
        scope.merchants
          ? nothing
          : allOf(divisionCondition(scope, 'division'), idCondition(scope.programmes, 'programme')),
        ...columns.map((column) => idCondition(filter[column] === undefined ? undefined : [filter[column]], column)),
      )
      return prepare(
        `SELECT sequence, id, state FROM purchases WHERE sequence ${beyond} ? AND ${sql} ORDER BY sequence ${by} LIMIT ?`,
      )
        .all(start(from), ...values, limit)
        .map((row) => ({
          sequence: Number(row.sequence),
          id: String(row.id),
          purchase: JSON.parse(String(row.state)),
        }))
    },
  }
}
