import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import {
  addFen,
  MAX_AMOUNT_FEN,
  multiplyFen,
  subtractFen,
  sumFen,
  sumProductsWithin,
} from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'

/** `ordered`: the programme's money is not kept for it yet. */
export type PurchaseStatus = 'ordered' | 'open' | 'ended'

export interface OrderedLine
  extends Pick<DataOf<'GoodsOrdered'>['lines'][number], 'commodity' | 'depot' | 'unitPriceFen'> {
  /** As things stand: it may have become shorter. */
  quantity: number
}

export interface PlacedPurchase extends Omit<DataOf<'GoodsOrdered'>, 'lines' | 'totalFen'> {
  status: PurchaseStatus
  readonly lines: OrderedLine[]
  /** Kept for it, and not invoiced. */
  committedFen: number
  /** Of what was asked of the budget, the last that it answered. */
  attempt: number
  ended: Pick<DataOf<'PurchaseEnded'>, 'why' | 'reason' | 'code' | 'facts'> | undefined
}

export type PurchaseState = { readonly status: 'absent' } | PlacedPurchase

export type PurchaseEvent = EventOf<'GoodsOrdered' | 'PurchaseFunded' | 'PurchaseShortened' | 'PurchaseEnded'>

export function evolvePurchase(
  state: PurchaseState,
  event: PurchaseEvent,
  _version: number,
  _accountingDate: string,
): PurchaseState {
  if (event.type === 'GoodsOrdered') return placed(event.data)
  if (state.status === 'absent') throw new Error(`${event.type} before GoodsOrdered`)
  switch (event.type) {
    case 'PurchaseFunded':
      state.status = 'open'
      state.attempt = event.data.attempt
      state.committedFen = addFen(state.committedFen, totalOf(event.data.shares))
      return state
    case 'PurchaseShortened':
      for (const { line, quantity } of event.data.lines) {
        const known = state.lines[line - 1]
        if (known) known.quantity = quantity
      }
      state.committedFen = subtractFen(state.committedFen, totalOf(event.data.shares))
      return state
    case 'PurchaseEnded': {
      const { why, reason, code, facts, shares = [] } = event.data
      state.status = 'ended'
      state.committedFen = subtractFen(state.committedFen, totalOf(shares))
      state.ended = { why, ...(reason && { reason }), ...(code && { code }), ...(facts && { facts }) }
      return state
    }
  }
}

/** At the prices of the order. */
export function worthOf(lines: readonly Pick<OrderedLine, 'quantity' | 'unitPriceFen'>[]): number {
  return sumFen(lines.map(({ quantity, unitPriceFen }) => multiplyFen(unitPriceFen, quantity)))
}

/** Undefined where that is more than one amount may be. */
export function worthWithin(lines: readonly Pick<OrderedLine, 'quantity' | 'unitPriceFen'>[]): number | undefined {
  const products = lines.map(({ quantity: times, unitPriceFen: amountFen }) => ({ amountFen, times }))
  return sumProductsWithin(MAX_AMOUNT_FEN, products)
}

export function placed({ totalFen: _, lines, ...ordered }: DataOf<'GoodsOrdered'>): PlacedPurchase {
  const nothing = { committedFen: 0, attempt: 0, ended: undefined }
  return { ...ordered, status: 'ordered', lines: lines.map((line) => ({ ...line })), ...nothing }
}
