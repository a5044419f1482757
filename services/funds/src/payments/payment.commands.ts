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
  | RecordFileResult
  | ReturnPayment

/** What one number of a statement pays, as its approval says. */
export interface DueStatement {
  readonly merchant: string
  readonly programme: string
  readonly division: string
  /** Funds with something to pay; empty where nothing is due. */
  readonly shares: Share[]
  /** The payment that has taken it. */
  readonly payment?: string | undefined
}

export interface StatementOfPayment {
  readonly stream: string
  readonly statement: number
}

export interface PreparePayment extends Pick<DataOf<'PaymentPrepared'>, 'reference' | 'merchant' | 'preparedBy'> {
  readonly type: 'PreparePayment'
  /** Undefined where nobody has set one. */
  readonly payee: Payee | undefined
  /** `due` is undefined where no such number was approved. */
  readonly parts: readonly (StatementOfPayment & { readonly due: DueStatement | undefined })[]
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
}
/** By a process: a file for the bank was written with it. */
export interface SendByFile extends Omit<SendPayment, 'type' | 'payee'> {
  readonly type: 'SendByFile'
  readonly file: string
  /** As it stands in the file. */
  readonly payee: Payee
}
/** By a process: a file of the bank says it. */
export interface RecordFileResult {
  readonly type: 'RecordFileResult'
  readonly file: string
  readonly result: DataOf<'PaymentResultsRead'>['results'][number]
  readonly readOn: string
}
