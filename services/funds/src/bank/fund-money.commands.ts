import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Place } from './fund-money.state.ts'

/** `fund` is the command's own stream: shares name it. */
export type FundMoneyCommand =
  | GrantDirectPayment
  | ReduceDirectPayment
  | AssignBankBalance
  | SendTransfer
  | EndTransfer
  | HoldForPayment
  | ReleaseFromPayment
  | AcknowledgeReceipt
  | ReceiveIncome
  | PayBankCharge
  | ReceiveUnidentified
  | IdentifyReceipt
  | ReceiveIdentified
  | EndIdentification

export interface GrantDirectPayment {
  readonly type: 'GrantDirectPayment'
  readonly fund: string
  readonly payer: string
  readonly noticeNumber: string
  readonly grantedOn: string
  readonly amountFen: number
}
export interface ReduceDirectPayment {
  readonly type: 'ReduceDirectPayment'
  readonly fund: string
  readonly grant: string
  readonly amountFen: number
  readonly reason: string
  readonly day: string
}
export interface AssignBankBalance {
  readonly type: 'AssignBankBalance'
  readonly fund: string
  readonly bankAccount: string
  /** What the books have of the fund on no account, as far as they were read. */
  readonly unassignedFen: number
  /** What the fund had been given, less refunds, by then: what came to it since lies on none, either. */
  readonly grantedFen: number
  /** Payments of the fund that name no account and have not ended: they would still pay from none. */
  readonly openPayments: readonly string[]
  readonly factsReadThrough: number
}
export interface SendTransfer {
  readonly type: 'SendTransfer'
  readonly fund: string
  /** From where. */
  readonly bankAccount: string
  readonly to: string
  readonly amountFen: number
  readonly reference?: string | undefined
  /** The day on which it counts. */
  readonly day: string
}
export type EndTransfer = ReceiveTransfer | TakeTransferBack
interface EndedTransfer {
  readonly fund: string
  readonly transfer: string
  readonly day: string
}
interface ReceiveTransfer extends EndedTransfer {
  readonly type: 'ReceiveTransfer'
}
interface TakeTransferBack extends EndedTransfer {
  readonly type: 'TakeTransferBack'
  readonly reason: string
}
/** By a process, on a payment's word. */
export interface HoldForPayment extends Place {
  readonly type: 'HoldForPayment'
  readonly fund: string
  readonly payment: string
  readonly amountFen: number
  readonly day: string
}
export interface ReleaseFromPayment {
  readonly type: 'ReleaseFromPayment'
  readonly fund: string
  readonly payment: string
}
/** By a process: money that a merchant gave back, or that came back of a payment. */
export interface AcknowledgeReceipt extends Place {
  readonly type: 'AcknowledgeReceipt'
  readonly fund: string
  readonly receipt: string
  readonly amountFen: number
}
interface BankEntry {
  readonly fund: string
  readonly bankAccount: string
  readonly amountFen: number
  readonly reference?: string | undefined
}
/** Of the fund that is the union's own money on the account. */
export interface ReceiveIncome extends BankEntry {
  readonly type: 'ReceiveIncome'
  readonly kind: 'interest'
}
export interface PayBankCharge extends BankEntry {
  readonly type: 'PayBankCharge'
  /** The day on which it counts. */
  readonly day: string
}
export interface ReceiveUnidentified extends BankEntry {
  readonly type: 'ReceiveUnidentified'
  readonly payerLastDigits?: string | undefined
}
export interface IdentifyReceipt {
  readonly type: 'IdentifyReceipt'
  readonly fund: string
  readonly receipt: string
  readonly as: DataOf<'ReceiptIdentified'>['as']
  /** The day on which it counts. */
  readonly day: string
}
/** By a process: what was identified is a gift to the fund. */
export interface ReceiveIdentified extends Pick<DataOf<'ReceiptIdentified'>, 'receivedOn' | 'bankAccount'> {
  readonly type: 'ReceiveIdentified'
  readonly fund: string
  readonly identified: string
  readonly amountFen: number
  readonly gift: Extract<DataOf<'ReceiptIdentified'>['as'], { kind: 'donation' }>
}
/** By a process: the fund did not take it. */
export interface EndIdentification {
  readonly type: 'EndIdentification'
  readonly fund: string
  readonly identified: string
  readonly code: string
}
