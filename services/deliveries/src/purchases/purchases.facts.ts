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
    PurchaseEnded: (data, source) => keep({ type: 'PurchaseEnded', data }, source),
  }
}

export function createPurchaseLookUps(prepare: Prepare) {
  return {
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
