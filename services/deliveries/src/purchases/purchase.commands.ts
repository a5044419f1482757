import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Share } from '@welfare/contracts/shares.ts'

export type PurchaseCommand = OrderGoods | ReceiveFunds | RefuseFunds | ShortenPurchase | CancelPurchase

export interface OrderGoods extends Omit<DataOf<'GoodsOrdered'>, 'totalFen'> {
  readonly type: 'OrderGoods'
  readonly programmeClosed: boolean
}
/** By a process, on the budget's word. */
export interface ReceiveFunds {
  readonly type: 'ReceiveFunds'
  readonly commitment: string
  readonly attempt: number
  readonly shares: Share[]
}
export interface RefuseFunds {
  readonly type: 'RefuseFunds'
  readonly attempt: number
  readonly code: string
  readonly facts: DataOf<'CommitmentRefused'>['facts']
}
export interface ShortenPurchase {
  readonly type: 'ShortenPurchase'
  readonly lines: DataOf<'PurchaseShortened'>['lines']
  readonly reason: string
}
/** What is still ordered is not wanted any more. */
export interface CancelPurchase {
  readonly type: 'CancelPurchase'
  readonly reason: string
}
