import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import type { Payee } from './payment.state.ts'

export type PaymentCommand =
  | PreparePayment
  | TakePart
  | RefusePart
  | ApprovePayment
  | RefusePayment
  | WithdrawPayment
  | SendPayment
  | SettlePayment
  | FailPayment
  | SendByFile
  | LeaveFile
  | RecordFileResult
  | ReturnPayment
  | TakeMoney
  | RefuseMoney

/** What one number of a statement pays, as its approval says. */
export interface DueStatement {
  readonly merchant: string
  readonly programme: string
  readonly division: string
  /** Funds with something to pay that no payment has taken. */
  readonly shares: Share[]
  /** The payment that has taken something of it last. */
  readonly payment?: string | undefined
}

export interface StatementOfPayment {
  readonly stream: string
  readonly statement: number
}

export interface PreparePayment
  extends Pick<DataOf<'PaymentPrepared'>, 'reference' | 'merchant' | 'preparedBy' | 'bankAccount' | 'payer'> {
  readonly type: 'PreparePayment'
  /** Whose union's account it is. */
  readonly accountDivision?: string | undefined
  /** Of each fund of its parts. */
  readonly money: ReadonlyMap<string, MoneyOfFund>
  /** Undefined where nobody has set one. */
  readonly payee: Payee | undefined
  /** `due` is undefined where no such number was approved. */
  readonly parts: readonly (StatementOfPayment & { readonly due: DueStatement | undefined })[]
}
export interface MoneyOfFund {
  readonly isOnAccounts: boolean
  /** Who pays it instead of a union. */
  readonly payer?: string | undefined
  /** On the account, or at the payer, that is to pay. */
  readonly thereFen: number
}
/** By a process, on a fund's word. */
export interface TakeMoney {
  readonly type: 'TakeMoney'
  readonly fund: string
}
export interface RefuseMoney {
  readonly type: 'RefuseMoney'
  readonly code: string
}
/** By a process, on a statement's word. */
export interface TakePart extends StatementOfPayment {
  readonly type: 'TakePart'
}
export interface RefusePart extends StatementOfPayment {
  readonly type: 'RefusePart'
  readonly code: string
}
export interface ApprovePayment {
  readonly type: 'ApprovePayment'
  readonly approver: string
  readonly payee: Payee | undefined
  /** Version of the payee that the approver saw. */
  readonly seenVersion: number
  /** Some of its money has come to lie on accounts of unions since it was prepared without one. */
  readonly needsAccount: boolean
}
export interface RefusePayment {
  readonly type: 'RefusePayment'
  readonly approver: string
  readonly reason: string
}
export interface WithdrawPayment {
  readonly type: 'WithdrawPayment'
  readonly reason: string
}
export interface SendPayment {
  readonly type: 'SendPayment'
  readonly sentOn: string
  readonly payee: Payee | undefined
}
export interface SettlePayment {
  readonly type: 'SettlePayment'
  readonly paidOn: string
  readonly bankReference?: string | undefined
  readonly amountFen: number
}
/** The bank's written no. */
export interface FailPayment {
  readonly type: 'FailPayment'
  readonly amountFen: number
  readonly reason: string
}
/** It was paid, and the money came back. */
export interface ReturnPayment {
  readonly type: 'ReturnPayment'
  readonly returnedOn: string
  readonly reason: string
  /** Where it came back to; default: where it was paid from. */
  readonly bankAccount?: string | undefined
  readonly needsAccount: boolean
}
/** By a process: a file for the bank was written with it. */
export interface SendByFile extends Omit<SendPayment, 'type' | 'payee'> {
  readonly type: 'SendByFile'
  readonly file: string
  /** As it stands in the file. */
  readonly payee: Payee
}
/** By a process: another payment of the file could not be sent by it. */
export interface LeaveFile {
  readonly type: 'LeaveFile'
  readonly file: string
}
/** By a process: a file of the bank says it. */
export interface RecordFileResult {
  readonly type: 'RecordFileResult'
  readonly file: string
  readonly result: DataOf<'PaymentResultsRead'>['results'][number]
  readonly readOn: string
}
