import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import type { KitComponent } from './kit.decider.ts'

/** `depot` is the stream's own id: lots are named by it. `today` is the day in Shanghai on which it is decided. */
export type DepotCommand =
  | { readonly type: 'OpenDepot'; readonly name: string; readonly division: string }
  | ReceiveGoods
  | PackKits
  | DispatchGoods
  | AcceptReturn
  | WriteOffGoods

type Received = DataOf<'GoodsReceived'>
export type ReceiveGoods = {
  readonly type: 'ReceiveGoods'
  readonly depot: string
  readonly today: string
  /** Was it ever defined? */
  readonly commodityKnown: boolean
  /** The fund that it was bought or given for, where there is no such fund. */
  readonly unknownFund?: string | undefined
} & Pick<Received, 'commodity' | 'quantity' | 'source' | 'receiptNumber' | 'receivedOn' | 'expiresOn'>

export interface PackKits {
  readonly type: 'PackKits'
  readonly depot: string
  readonly today: string
  readonly kit: string
  readonly kitVersion: number
  /** Of one kit, as that version says; undefined where there is no such version. */
  readonly components: readonly KitComponent[] | undefined
  readonly quantity: number
}

export interface DispatchGoods {
  readonly type: 'DispatchGoods'
  readonly depot: string
  readonly today: string
  readonly consignment: string
  /** As the consignment's own stream said just before. What is cancelled later is declined there and comes back. */
  readonly cancelled: boolean
  /** The consignment's plan. */
  readonly lines: readonly { readonly commodity: string; readonly quantity: number }[]
}

export interface AcceptReturn {
  readonly type: 'AcceptReturn'
  readonly consignment: string
  readonly goodsReturn: string
  readonly lines: readonly LotLine[]
}

export interface WriteOffGoods {
  readonly type: 'WriteOffGoods'
  readonly lines: readonly { readonly lot: string; readonly quantity: number }[]
  readonly reason: string
}
