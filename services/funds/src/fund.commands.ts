import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { ProgrammeFacts } from './restriction.ts'

/** `fund` is the command's own stream: shares name it. */
export type FundCommand =
  | ({ readonly type: 'OpenFund' } & DataOf<'FundOpened'>)
  | ReceiveDonation
  | RefundDonation
  | AllocateFunds
  | ApproveAllocation
  | RefuseAllocation
  | WithdrawAllocation
  | EndProposal
  | ReceiveReturn

export interface ReceiveDonation extends Omit<DataOf<'DonationReceived'>, 'shares' | 'availableAfterFen'> {
  readonly type: 'ReceiveDonation'
  readonly fund: string
  readonly amountFen: number
  readonly today: string
}
export interface RefundDonation extends Omit<DataOf<'DonationRefunded'>, 'shares' | 'availableAfterFen'> {
  readonly type: 'RefundDonation'
  readonly fund: string
  readonly amountFen: number
}
export interface AllocateFunds {
  readonly type: 'AllocateFunds'
  readonly fund: string
  readonly amountFen: number
  readonly allocation: Omit<DataOf<'FundsAllocated'>, 'shares' | 'availableAfterFen' | 'proposal'>
  readonly today: string
  readonly facts: ProgrammeFacts
  /** Funds with money in the programme's budget now: it holds so many and no more. */
  readonly fundsInBudget: readonly string[]
  /** Account that allocates, or proposes to. */
  readonly maker: string
  /** What is above it waits for an approver; undefined: nothing waits. */
  readonly limitFen: number | undefined
}
export interface ApproveAllocation {
  readonly type: 'ApproveAllocation'
  readonly fund: string
  readonly proposal: string
  readonly approver: string
  readonly today: string
  readonly facts: ProgrammeFacts
  readonly factsReadThrough: number
  readonly note?: string | undefined
}
export interface RefuseAllocation {
  readonly type: 'RefuseAllocation'
  readonly fund: string
  readonly proposal: string
  readonly reason: string
}
export interface WithdrawAllocation extends Omit<RefuseAllocation, 'type'> {
  readonly type: 'WithdrawAllocation'
  readonly account: string
}
/** By a process: nothing where the proposal was decided meanwhile. */
export interface EndProposal extends Omit<RefuseAllocation, 'type'> {
  readonly type: 'EndProposal'
}
export interface ReceiveReturn {
  readonly type: 'ReceiveReturn'
  readonly fund: string
  readonly allocationReturn: string
  readonly amountFen: number
}
