import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Pot } from '@welfare/contracts/meals/split-meal.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import type { MoneyPlaces } from '../fund.commands.ts'

export type Sharing = DataOf<'BudgetOpened'>['sharing']

export type BudgetCommand =
  | ({ readonly type: 'OpenBudget' } & DataOf<'BudgetOpened'>)
  | { readonly type: 'ChangeSharing'; readonly sharing: Sharing }
  | ReceiveAllocation
  | ReserveFunds
  | ReleaseReservation
  | CommitFunds
  | ReceiveRelease
  | ReceiveCreditReturns
  | ReceiveClaim
  | SettleClaim
  | WriteOffClaim
  | RecoverClaim
  | ReceiveWaiver
  | ReturnAllocation
  | CorrectAllocation
  | { readonly type: 'CloseBudget'; readonly reason: string }

export interface ReceiveAllocation extends Share {
  readonly type: 'ReceiveAllocation'
  readonly allocation: string
}
export interface CommitFunds {
  readonly type: 'CommitFunds'
  /** Of credits; or the purchase that the order is. */
  readonly batch: string
  /** Counts the orders of one batch; each is answered once. */
  readonly attempt: number
  readonly amountFen: number
  /** Funds whose donors do not allow their money to be used on the days of the order. */
  readonly barred?: readonly string[]
  /** What each fund is to give, where the programme's rule says who pays; else all give by the budget's own rule. */
  readonly pots?: readonly Pot[]
  /** All of it from this one: goods are bought with one fund's money. */
  readonly fund?: string
}
/** For an issuance that waits for an approver; a CommitFunds of the same batch and attempt takes what is reserved. */
export interface ReserveFunds extends Omit<CommitFunds, 'type'> {
  readonly type: 'ReserveFunds'
}
export interface ReleaseReservation {
  readonly type: 'ReleaseReservation'
  readonly batch: string
  readonly attempt: number
  readonly cause: 'refused' | 'withdrawn'
}
export interface ReceiveRelease {
  readonly type: 'ReceiveRelease'
  readonly release: string
  readonly shares: Share[]
}
export interface ReceiveCreditReturns extends Omit<DataOf<'CreditReturnsReceived'>, 'programme'> {
  readonly type: 'ReceiveCreditReturns'
}
/** A meal taken back after its statement was approved: its merchant owes it. */
export interface ReceiveClaim extends Omit<DataOf<'ClaimReceived'>, 'programme'> {
  readonly type: 'ReceiveClaim'
}
/** The merchant was paid so much less, or gave it back. */
export interface SettleClaim extends Omit<DataOf<'ClaimSettled'>, 'programme'> {
  readonly type: 'SettleClaim'
}
/** Nobody asks the merchant for it any more. */
export interface WriteOffClaim extends Omit<DataOf<'ClaimWrittenOff'>, 'programme'> {
  readonly type: 'WriteOffClaim'
}
export interface RecoverClaim extends Omit<DataOf<'ClaimRecovered'>, 'programme'> {
  readonly type: 'RecoverClaim'
}
/** What a merchant does without; with it, claims that were to be set off with its payment. */
export interface ReceiveWaiver extends Omit<DataOf<'WaiverReceived'>, 'programme'> {
  readonly type: 'ReceiveWaiver'
  readonly setOff: Share[]
}
export interface ReturnAllocation extends Share {
  readonly type: 'ReturnAllocation'
  readonly reason: string
}
/** An allocation that was entered too high, or should never have been. */
export interface CorrectAllocation extends MoneyPlaces {
  readonly type: 'CorrectAllocation'
  readonly allocation: string
  /** By how much it was too high. */
  readonly amountFen: number
  readonly reason: string
}
