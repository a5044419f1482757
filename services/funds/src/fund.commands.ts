import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { UseOfMoney } from '@welfare/contracts/donor-terms.ts'
import type { FundRelation } from '@welfare/contracts/words/relation-words.ts'
import type { JsonObject } from '@welfare/event-store/decider/decider.ts'

import type { FundMoneyCommand } from './bank/fund-money.commands.ts'

/** `fund` is the command's own stream: shares name it. */
export type FundCommand =
  | OpenFund
  | SetFundRelation
  | ReceiveDonation
  | RefundDonation
  | AllocateFunds
  | ApproveAllocation
  | RefuseAllocation
  | WithdrawAllocation
  | EndProposal
  | ReceiveReturn
  | CorrectDonation
  | CorrectRefund
  | CorrectAllocationReturn
  | CorrectBankEntry
  | FundMoneyCommand

/** What a fund needs to know of a programme. */
export interface ProgrammeFacts extends Omit<UseOfMoney, 'programme'> {
  readonly closed: boolean
}

export interface OpenFund extends DataOf<'FundOpened'> {
  readonly type: 'OpenFund'
  /** Of the kinds and programmes that the donor names: those that neither the list nor this ledger knows. */
  readonly unknownKinds?: readonly string[]
  readonly unknownProgrammes?: readonly string[]
  readonly relation?: FundRelation | undefined
}
export interface SetFundRelation extends DataOf<'FundRelationSet'> {
  readonly type: 'SetFundRelation'
}
/** A donation as its paper states it. */
export interface StatedDonation
  extends Omit<DataOf<'DonationReceived'>, 'shares' | 'availableAfterFen' | 'correctedFrom'> {
  readonly amountFen: number
}
export interface ReceiveDonation extends StatedDonation {
  readonly type: 'ReceiveDonation'
  readonly fund: string
}
export interface RefundDonation extends Pick<DataOf<'DonationRefunded'>, 'donation' | 'reason' | 'bankAccount'> {
  readonly type: 'RefundDonation'
  readonly fund: string
  readonly amountFen: number
  /** The day on which it counts. */
  readonly day: string
}
export interface AllocateFunds {
  readonly type: 'AllocateFunds'
  readonly fund: string
  readonly amountFen: number
  readonly allocation: Omit<DataOf<'FundsAllocated'>, 'shares' | 'availableAfterFen' | 'proposal' | 'donors'>
  /** The day on which it counts: the donor's terms and the money of that day decide. */
  readonly day: string
  readonly facts: ProgrammeFacts
  /** Funds with money in the programme's budget now: it holds so many and no more. */
  readonly fundsInBudget: readonly string[]
  /** Account that allocates, or proposes to. */
  readonly maker: string
  /** Given where the allocation waits for an approver: the limit that it is above, alone or with what its maker did before. */
  readonly limitFen: number | undefined
  /** Every limit that it is above. */
  readonly because?: DataOf<'ActProposed'>['because']
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
/** What cannot be taken back is somewhere: with a programme, a batch, a card, or eaten. For the refusal. */
export interface MoneyPlaces {
  readonly moneyIsIn?: readonly JsonObject[]
}
/** A donation that was entered wrongly. Without `right` it never was. */
export interface CorrectDonation extends MoneyPlaces {
  readonly type: 'CorrectDonation'
  readonly fund: string
  readonly donation: string
  readonly reason: string
  readonly right?: StatedDonation | undefined
}
export interface CorrectRefund extends MoneyPlaces {
  readonly type: 'CorrectRefund'
  readonly fund: string
  readonly refund: string
  readonly reason: string
  /** What was really given back; 0: nothing. */
  readonly rightAmountFen: number
}
export interface CorrectAllocationReturn extends MoneyPlaces {
  readonly type: 'CorrectAllocationReturn'
  readonly fund: string
  readonly allocationReturn: string
  readonly programme: string
  readonly budget: string
  /** By how much too much came back. */
  readonly amountFen: number
  readonly reason: string
}
/** Interest, a charge of the bank, or what nobody knew. Without `right` it never was. */
export interface CorrectBankEntry extends MoneyPlaces {
  readonly type: 'CorrectBankEntry'
  readonly fund: string
  readonly entry: string
  readonly reason: string
  readonly right?:
    | { readonly bankAccount: string; readonly amountFen: number; readonly reference?: string | undefined }
    | undefined
}
