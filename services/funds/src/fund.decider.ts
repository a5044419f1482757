import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import type { Restriction } from '@welfare/contracts/events/funds.ts'
import { addFen, MAX_TOTAL_FEN, subtractFen } from '@welfare/contracts/money.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/decider/decider.ts'
import {
  type AllocationProposal,
  approve,
  endProposal,
  evolveProposal,
  type ProposalEvent,
  type ProposalRefusalCode,
  propose,
  refuseProposal,
  withdraw,
} from './allocation-proposals.ts'
import { MAX_FUNDS } from './budget.state.ts'
import type { AllocateFunds, FundCommand, ReceiveDonation, ReceiveReturn, RefundDonation } from './fund.commands.ts'
import { restrictionBreach } from './restriction.ts'

/**
 * Stream `fund-<uuid>`: one donor's restricted money. Owns `available`: never below zero, and spent only as the donor allows. Money that
 * budgets gave back counts only once this stream has acknowledged it. Receipt numbers are unique within the fund. Owns what is `reserved`
 * for allocations that wait for an approver: it goes to the programme by another's hand than the maker's, or comes back.
 */
export const fundDecider: Decider<FundState, FundCommand, FundEvent, FundRefusalCode> = {
  category: 'fund',
  initialState: { status: 'absent' },
  decide,
  evolve,
}

export type FundState = { readonly status: 'absent' } | OpenFund

export interface OpenFund extends DataOf<'FundOpened'> {
  readonly status: 'open'
  availableFen: number
  /** Donated less refunded. */
  grantedFen: number
  readonly donations: Map<string, { readonly amountFen: number; refundedFen: number }>
  /** Donation by receipt number. */
  readonly receipts: Map<string, string>
  readonly acknowledgedReturns: Set<string>
  readonly proposals: Map<string, AllocationProposal>
}

export type FundEvent =
  | EventOf<'FundOpened' | 'DonationReceived' | 'DonationRefunded' | 'FundsAllocated' | 'AllocationReturnReceived'>
  | ProposalEvent

export type FundRefusalCode =
  | 'already-exists'
  | 'fund-unknown'
  | 'restriction-period-empty'
  | 'receipt-number-used'
  | 'received-in-the-future'
  | 'total-too-large'
  | 'donation-unknown'
  | 'refund-exceeds-donation'
  | ProposalRefusalCode
  | 'too-many-funds'
  | 'funds-not-available'

type FundDecision = Decision<FundEvent, FundRefusalCode>

function decide(state: FundState, command: FundCommand): FundDecision {
  if (command.type === 'OpenFund') return open(state, command)
  if (state.status === 'absent') return refuse('fund-unknown')
  switch (command.type) {
    case 'ReceiveDonation':
      return receiveDonation(state, command)
    case 'RefundDonation':
      return refundDonation(state, command)
    case 'AllocateFunds':
      return allocate(state, command)
    case 'ApproveAllocation':
      return approve(state, command)
    case 'RefuseAllocation':
      return refuseProposal(state, command)
    case 'WithdrawAllocation':
      return withdraw(state, command)
    case 'EndProposal':
      return endProposal(state, command)
    case 'ReceiveReturn':
      return receiveReturn(state, command)
  }
}

function open(state: FundState, { type: _, ...data }: Extract<FundCommand, { type: 'OpenFund' }>): FundDecision {
  if (state.status === 'open') return refuse('already-exists')
  if (isEmptyPeriod(data.restriction)) return refuse('restriction-period-empty')
  return accept([{ type: 'FundOpened', data }])
}

function receiveDonation(fund: OpenFund, command: ReceiveDonation): FundDecision {
  const { receiptNumber, donor, receivedOn, amountFen, today } = command
  const known = fund.receipts.get(receiptNumber)
  if (known !== undefined) return refuse('receipt-number-used', { receiptNumber, donation: known })
  if (receivedOn > today) return refuse('received-in-the-future', { receivedOn, today })
  if (addFen(fund.grantedFen, amountFen) > MAX_TOTAL_FEN) {
    return refuse('total-too-large', { totalFen: fund.grantedFen, largestTotalFen: MAX_TOTAL_FEN })
  }
  const availableAfterFen = addFen(fund.availableFen, amountFen)
  const data = { receiptNumber, donor, receivedOn, shares: oneShare(command), availableAfterFen }
  return accept([{ type: 'DonationReceived', data }])
}

function refundDonation(fund: OpenFund, command: RefundDonation): FundDecision {
  const { donation, amountFen, reason } = command
  const given = fund.donations.get(donation)
  if (!given) return refuse('donation-unknown', { donation })
  const unrefundedFen = subtractFen(given.amountFen, given.refundedFen)
  if (amountFen > unrefundedFen) return refuse('refund-exceeds-donation', { unrefundedFen, requestedFen: amountFen })
  if (amountFen > fund.availableFen) return notAvailable(fund, amountFen)
  const availableAfterFen = subtractFen(fund.availableFen, amountFen)
  return accept([
    { type: 'DonationRefunded', data: { donation, shares: oneShare(command), reason, availableAfterFen } },
  ])
}

function allocate(fund: OpenFund, command: AllocateFunds): FundDecision {
  const { amountFen, allocation, today, facts, limitFen } = command
  if (facts.closed) return refuse('programme-closed', { programme: allocation.programme })
  const breach = restrictionBreach(fund.restriction, facts, today)
  if (breach) return refuse(breach.code, breach.facts)
  if (!fitsBudget(command)) return refuse('too-many-funds', { largest: MAX_FUNDS })
  if (amountFen > fund.availableFen) return notAvailable(fund, amountFen)
  if (limitFen !== undefined && amountFen > limitFen) return propose(fund, command, limitFen)
  const availableAfterFen = subtractFen(fund.availableFen, amountFen)
  return accept([{ type: 'FundsAllocated', data: { ...allocation, shares: oneShare(command), availableAfterFen } }])
}

function receiveReturn(fund: OpenFund, command: ReceiveReturn): FundDecision {
  const { allocationReturn, amountFen } = command
  if (fund.acknowledgedReturns.has(allocationReturn)) return accept([])
  const availableAfterFen = addFen(fund.availableFen, amountFen)
  const data = { allocationReturn, shares: oneShare(command), availableAfterFen }
  return accept([{ type: 'AllocationReturnReceived', data }])
}

function evolve(state: FundState, event: FundEvent, version: number): FundState {
  if (event.type === 'FundOpened') return opened(event.data)
  if (state.status === 'absent') throw new Error(`${event.type} before FundOpened`)
  state.availableFen = event.data.availableAfterFen
  const amountFen = event.data.shares[0]?.amountFen ?? 0
  switch (event.type) {
    case 'DonationReceived': {
      const donation = `${event.data.shares[0]?.fund}.${version}`
      state.grantedFen = addFen(state.grantedFen, amountFen)
      state.donations.set(donation, { amountFen, refundedFen: 0 })
      state.receipts.set(event.data.receiptNumber, donation)
      return state
    }
    case 'DonationRefunded': {
      const donation = state.donations.get(event.data.donation)
      state.grantedFen = subtractFen(state.grantedFen, amountFen)
      if (donation) donation.refundedFen = addFen(donation.refundedFen, amountFen)
      return state
    }
    case 'FundsAllocated':
      return state
    case 'AllocationProposed':
    case 'AllocationApproved':
    case 'AllocationProposalRefused':
    case 'AllocationProposalWithdrawn':
      evolveProposal(state, event, version)
      return state
    case 'AllocationReturnReceived':
      state.acknowledgedReturns.add(event.data.allocationReturn)
      return state
  }
}

function opened(data: DataOf<'FundOpened'>): OpenFund {
  const nothing = { donations: new Map(), receipts: new Map(), acknowledgedReturns: new Set<string>() }
  return { status: 'open', ...data, availableFen: 0, grantedFen: 0, ...nothing, proposals: new Map() }
}

function fitsBudget({ fund, fundsInBudget }: AllocateFunds): boolean {
  return fundsInBudget.length < MAX_FUNDS || fundsInBudget.includes(fund)
}

function oneShare({ fund, amountFen }: { readonly fund: string; readonly amountFen: number }) {
  return [{ fund, amountFen }]
}

function notAvailable(fund: OpenFund, requestedFen: number): FundDecision {
  return refuse('funds-not-available', { availableFen: fund.availableFen, requestedFen })
}

function isEmptyPeriod({ from, until }: Restriction): boolean {
  return from !== undefined && until !== undefined && from > until
}
