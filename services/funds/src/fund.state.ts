import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { comparableNumber } from '@welfare/contracts/comparable-text.ts'
import { addOnDay, type DayBalances, emptyDayBalances } from '@welfare/contracts/day-balances.ts'
import { evolveGifts, type Gifts, type GiftsEvent, noGifts } from '@welfare/contracts/gifts.ts'
import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import type { FundRelation } from '@welfare/contracts/words/relation-words.ts'
import {
  evolveFundMoney,
  type FundMoney,
  type FundMoneyEvent,
  type GiftOnAccount,
  type Grant,
  noFundMoney,
} from './bank/fund-money.state.ts'
import { type AllocationProposal, evolveProposal } from './budgets/allocation-proposal.state.ts'

export type FundState = { readonly status: 'absent' } | OpenFund

export interface OpenFund extends DataOf<'FundOpened'> {
  readonly status: 'open'
  relation: FundRelation | undefined
  readonly available: DayBalances
  /** Donated less refunded. */
  grantedFen: number
  readonly donations: Map<string, Donation>
  readonly refunds: Map<string, Refund>
  /** Donation by receipt number, as people compare numbers; a donation that was reversed has given its number free. */
  readonly receipts: Map<string, string>
  /** What budgets gave back, by the id of their word on it, and how much of that was put right. */
  readonly acknowledgedReturns: Map<string, { readonly amountFen: number; reversedFen: number }>
  readonly proposals: Map<string, AllocationProposal>
  readonly grants: Map<string, Granted>
  readonly gifts: Gifts
  readonly money: FundMoney
}

export interface Donation {
  readonly amountFen: number
  readonly receiptNumber: string
  /** The account that it reached. */
  readonly bankAccount: string | undefined
  refundedFen: number
  /** The red entry that took it back. */
  reversedBy: string | undefined
}

/** What another payer than a union pays. */
export interface Granted {
  readonly payer: string
  readonly noticeNumber: string
  /** But for what it took back. */
  amountFen: number
}

export interface Refund {
  readonly donation: string
  readonly amountFen: number
  readonly bankAccount: string | undefined
  reversedBy: string | undefined
}

export type FundEvent = EventOf<'FundOpened' | 'FundRelationSet'> | GiftsEvent | FundMoneyEvent

const fundMoneyTypes: Readonly<Record<FundMoneyEvent['type'], true>> = {
  BankBalanceAssigned: true,
  TransferSent: true,
  TransferArrived: true,
  TransferCameBack: true,
  PaymentMoneyHeld: true,
  PaymentMoneyRefused: true,
  PaymentMoneyReleased: true,
  BankReceiptAcknowledged: true,
  UnidentifiedReceived: true,
  UnidentifiedReversed: true,
  ReceiptIdentified: true,
  IdentificationDeclined: true,
  IdentificationEnded: true,
}

function isFundMoneyEvent(event: { readonly type: string }): event is FundMoneyEvent {
  return Object.hasOwn(fundMoneyTypes, event.type)
}

export function evolveFund(state: FundState, event: FundEvent, version: number, accountingDate: string): FundState {
  if (event.type === 'FundOpened') return opened(event.data)
  if (state.status === 'absent') throw new Error(`${event.type} before FundOpened`)
  if (event.type === 'FundRelationSet') {
    state.relation = event.data.relation
    return state
  }
  if (isFundMoneyEvent(event)) {
    evolveFundMoney(state.money, event, `${event.data.shares[0]?.fund}.${version}`, accountingDate)
    return state
  }
  addOnDay(state.available, accountingDate, subtractFen(event.data.availableAfterFen, state.available.total))
  const [share] = event.data.shares
  if (!share) throw new Error(`${event.type} without money`)
  const { fund, amountFen } = share
  const id = `${fund}.${version}`
  evolveGifts(state.gifts, event, id, accountingDate)
  if ('bankAccount' in event.data || 'payer' in event.data)
    evolveFundMoney(state.money, event as GiftOnAccount | Grant, id, accountingDate)
  switch (event.type) {
    case 'DonationReceived': {
      const { receiptNumber, bankAccount } = event.data
      state.grantedFen = addFen(state.grantedFen, amountFen)
      state.donations.set(id, { amountFen, receiptNumber, bankAccount, refundedFen: 0, reversedBy: undefined })
      state.receipts.set(comparableNumber(receiptNumber), id)
      return state
    }
    case 'DonationReversed': {
      const { corrects } = event.data
      const donation = state.donations.get(corrects)
      state.grantedFen = subtractFen(state.grantedFen, amountFen)
      if (!donation) return state
      donation.reversedBy = id
      const number = comparableNumber(donation.receiptNumber)
      if (state.receipts.get(number) === corrects) state.receipts.delete(number)
      return state
    }
    case 'DonationRefunded': {
      const { donation, bankAccount } = event.data
      state.refunds.set(id, { donation, amountFen, bankAccount, reversedBy: undefined })
      refund(state, event.data.donation, amountFen)
      return state
    }
    case 'RefundReversed': {
      const reversed = state.refunds.get(event.data.corrects)
      if (reversed) reversed.reversedBy = id
      refund(state, event.data.donation, -amountFen)
      return state
    }
    case 'DirectPaymentGranted': {
      const { payer, noticeNumber } = event.data
      state.grantedFen = addFen(state.grantedFen, amountFen)
      state.grants.set(id, { payer, noticeNumber, amountFen })
      state.receipts.set(comparableNumber(noticeNumber), id)
      return state
    }
    case 'DirectPaymentReduced': {
      const granted = state.grants.get(event.data.grant)
      state.grantedFen = subtractFen(state.grantedFen, amountFen)
      if (!granted) return state
      granted.amountFen = subtractFen(granted.amountFen, amountFen)
      // As a whole it was none: its notice may be entered again.
      if (granted.amountFen === 0) state.receipts.delete(comparableNumber(granted.noticeNumber))
      return state
    }
    case 'IncomeReceived':
      state.grantedFen = addFen(state.grantedFen, amountFen)
      return state
    case 'IncomeReversed':
      state.grantedFen = subtractFen(state.grantedFen, amountFen)
      return state
    case 'BankChargePaid':
    case 'BankChargeReversed':
    case 'FundsAllocated':
      return state
    case 'AllocationProposed':
    case 'AllocationApproved':
    case 'AllocationProposalRefused':
    case 'AllocationProposalWithdrawn':
      evolveProposal(state.proposals, event, version)
      return state
    case 'AllocationReturnReceived':
      state.acknowledgedReturns.set(event.data.allocationReturn, { amountFen, reversedFen: 0 })
      return state
    case 'AllocationReturnReversed': {
      const known = state.acknowledgedReturns.get(event.data.corrects)
      if (known) known.reversedFen = addFen(known.reversedFen, amountFen)
      return state
    }
  }
}

function opened(data: DataOf<'FundOpened'>): OpenFund {
  return {
    status: 'open',
    relation: undefined,
    ...data,
    available: emptyDayBalances(),
    grantedFen: 0,
    donations: new Map(),
    refunds: new Map(),
    receipts: new Map(),
    acknowledgedReturns: new Map(),
    proposals: new Map(),
    grants: new Map(),
    gifts: noGifts(),
    money: noFundMoney(),
  }
}

function refund(state: OpenFund, id: string, amountFen: number): void {
  state.grantedFen = subtractFen(state.grantedFen, amountFen)
  const donation = state.donations.get(id)
  if (donation) donation.refundedFen = addFen(donation.refundedFen, amountFen)
}
