import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { TermsBreach, TermsBreachCode } from '@welfare/contracts/donor-terms.ts'
import type { LotLine } from '@welfare/contracts/events/deliveries.ts'
import type { StatedLine } from '../consignments/stated-line.ts'
import type { KitComponent } from '../kits/kit.decider.ts'

/**
 * `depot` is the stream's own id: lots are named by it. `day` is the day on which the act counts, as its paper states it; `today` the day in
 * Shanghai on which it is decided: corrections count on it.
 */
export type DepotCommand =
  | { readonly type: 'OpenDepot'; readonly name: string; readonly division: string }
  | ReceiveGoods
  | CorrectGoodsReceipt
  | PackKits
  | ReversePacking
  | UnpackKits
  | DispatchGoods
  | TakeInDispatchReversal
  | AcceptReturn
  | ReleaseReturn
  | LossCommand
  | CountCommand
  | TransferCommand

type Received = DataOf<'GoodsReceived'>
type GoodsEntry = Pick<Received, 'commodity' | 'quantity' | 'source' | 'receiptNumber' | 'receivedOn' | 'expiresOn'>
interface GoodsFacts {
  /** Was it ever defined? */
  readonly commodityKnown: boolean
  /** The fund that it was bought or given for, where there is no such fund. */
  readonly unknownFund?: string | undefined
}
export type ReceiveGoods = {
  readonly type: 'ReceiveGoods'
  readonly depot: string
  readonly today: string
} & GoodsFacts &
  GoodsEntry

export interface CorrectGoodsReceipt {
  readonly type: 'CorrectGoodsReceipt'
  readonly depot: string
  readonly today: string
  readonly lot: string
  /** What it should say; 0: it was no receipt. Fields that are absent stay as they are. */
  readonly quantity: number
  readonly receiptNumber?: string | undefined
  readonly invoiceNumber?: string | undefined
  readonly expiresOn?: string | undefined
  /** What was really received under the same paper, where the goods or their source were wrong: a lot of its own. */
  readonly right?: (GoodsEntry & GoodsFacts) | undefined
  readonly reason: string
}

export interface PackKits {
  readonly type: 'PackKits'
  readonly depot: string
  readonly day: string
  readonly kit: string
  readonly kitVersion: number
  /** Of one kit, as that version says; undefined where there is no such version. */
  readonly components: readonly KitComponent[] | undefined
  readonly quantity: number
}

export interface ReversePacking {
  readonly type: 'ReversePacking'
  readonly today: string
  readonly lot: string
  /** How many were never packed; default: all of them. */
  readonly quantity?: number | undefined
  readonly reason: string
}

export interface UnpackKits {
  readonly type: 'UnpackKits'
  readonly day: string
  readonly lot: string
  readonly quantity: number
  readonly reason?: string | undefined
}

/** The fund whose donor's terms keep a lot from a consignment, and the term. */
export interface LotBreach {
  readonly fund: string
  readonly term: TermsBreachCode
  readonly allowed: TermsBreach['facts'][string]
}

export interface DispatchGoods {
  readonly type: 'DispatchGoods'
  readonly depot: string
  readonly day: string
  readonly consignment: string
  /** As the consignment's own stream said just before. What is cancelled later is declined there and comes back. */
  readonly cancelled: boolean
  /** The consignment's plan. */
  readonly lines: readonly { readonly commodity: string; readonly quantity: number }[]
  /** Lot → what keeps it from the consignment, or null. Lots that are not here came in meanwhile, and stay. */
  readonly checked: ReadonlyMap<string, LotBreach | null>
}

export interface TakeInDispatchReversal {
  readonly type: 'TakeInDispatchReversal'
  readonly consignment: string
  readonly reversal: string
  readonly lines: readonly LotLine[]
}

export interface AcceptReturn {
  readonly type: 'AcceptReturn'
  readonly consignment: string
  readonly goodsReturn: string
  readonly lines: readonly LotLine[]
}

/** So that the consignment can correct the return. */
export interface ReleaseReturn {
  readonly type: 'ReleaseReturn'
  readonly today: string
  readonly consignment: string
  readonly goodsReturn: string
  readonly lines: readonly LotLine[]
  readonly reason: string
}

type LotQuantities = readonly { readonly lot: string; readonly quantity: number }[]

export type LossCommand = WriteOffGoods | CorrectWriteOff | FindAgain
export interface WriteOffGoods {
  readonly type: 'WriteOffGoods'
  readonly day: string
  readonly lines: LotQuantities
  readonly reason: string
}
export interface CorrectWriteOff {
  readonly type: 'CorrectWriteOff'
  readonly today: string
  /** The write-off's part. */
  readonly corrects: string
  /** What was really written off; absent: nothing was. */
  readonly right?: LotQuantities | undefined
  readonly reason: string
}
export interface FindAgain {
  readonly type: 'FindAgain'
  readonly day: string
  readonly loss: string
  readonly lines: LotQuantities
  readonly reason: string
}

export type CountCommand = CountStock | CorrectStockCount | ConfirmCountLoss | ReverseCountLoss
export interface CountStock {
  readonly type: 'CountStock'
  readonly day: string
  readonly lines: LotQuantities
  readonly signedBy: readonly string[]
  readonly unknownWorker?: string | undefined
}
export interface CorrectStockCount {
  readonly type: 'CorrectStockCount'
  readonly today: string
  readonly corrects: string
  /** What was really counted; absent: nothing was counted. */
  readonly lines?: LotQuantities | undefined
  readonly reason: string
}
export interface ConfirmCountLoss {
  readonly type: 'ConfirmCountLoss'
  readonly day: string
  readonly count: string
  readonly lines: LotQuantities
  readonly reason: string
}
export interface ReverseCountLoss {
  readonly type: 'ReverseCountLoss'
  readonly today: string
  readonly corrects: string
  readonly reason: string
}

export type TransferCommand =
  | SendTransfer
  | AnnounceTransfer
  | ReceiveTransfer
  | ReverseTransferReceipt
  | ReverseTransfer
  | TakeInTransferReversal
export interface SendTransfer {
  readonly type: 'SendTransfer'
  readonly depot: string
  readonly day: string
  readonly to: string
  readonly toKnown: boolean
  readonly lines: readonly { readonly commodity: string; readonly quantity: number }[]
}
export type AnnounceTransfer = { readonly type: 'AnnounceTransfer' } & DataOf<'TransferAnnounced'>
export interface ReceiveTransfer {
  readonly type: 'ReceiveTransfer'
  readonly depot: string
  readonly today: string
  readonly transfer: string
  readonly receivedOn: string
  readonly receivedBy: string
  readonly lines: readonly StatedLine[]
  readonly proof?: string | undefined
  readonly unknownWorker?: string | undefined
}
export interface ReverseTransferReceipt {
  readonly type: 'ReverseTransferReceipt'
  readonly depot: string
  readonly today: string
  readonly transfer: string
  readonly reason: string
}
export interface ReverseTransfer {
  readonly type: 'ReverseTransfer'
  readonly depot: string
  readonly today: string
  readonly transfer: string
  readonly reason: string
}
export type TakeInTransferReversal = { readonly type: 'TakeInTransferReversal' } & DataOf<'TransferReversalReceived'>
