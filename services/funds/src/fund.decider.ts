import { comparableNumber } from '@welfare/contracts/comparable-text.ts'
import { termsBreach } from '@welfare/contracts/donor-terms.ts'
import type { Restriction } from '@welfare/contracts/events/funds.ts'
import { drawFrom, leftOf, receivedOnOf } from '@welfare/contracts/gifts.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { unknownKind } from '@welfare/contracts/programme-kinds.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { refusalOfDraw } from './available.ts'
import { grantDirectPayment, reduceDirectPayment } from './bank/direct-payments.ts'
import { correctBankEntry, type EntryCorrectionRefusalCode } from './bank/entry-corrections.ts'
import {
  acknowledgeReceipt,
  assignBankBalance,
  endTransfer,
  type FundMoneyRefusalCode,
  holdForPayment,
  refusalOfLeaving,
  releaseFromPayment,
  sendTransfer,
} from './bank/fund-money.ts'
import { payBankCharge, receiveIncome } from './bank/own-money.ts'
import {
  endIdentification,
  identifyReceipt,
  receiveIdentified,
  receiveUnidentified,
  type SuspenseRefusalCode,
} from './bank/suspense.ts'
import {
  approve,
  endProposal,
  type ProposalRefusalCode,
  propose,
  refuseProposal,
  withdraw,
} from './budgets/allocation-proposals.ts'
import { MAX_FUNDS } from './budgets/budget-shares.ts'
import type {
  AllocateFunds,
  FundCommand,
  OpenFund as OpenFundCommand,
  ReceiveDonation,
  ReceiveReturn,
  RefundDonation,
  SetFundRelation,
} from './fund.commands.ts'
import { evolveFund, type FundEvent, type FundState, type OpenFund } from './fund.state.ts'
import {
  correctAllocationReturn,
  correctDonation,
  correctRefund,
  type FundCorrectionRefusalCode,
} from './fund-corrections.ts'
import { refusalOfDonation } from './received.ts'

/**
 * Stream `fund-<uuid>`: one donor's restricted money. Owns `available`: never below zero, and spent only as the donor allows. Money that
 * budgets gave back counts only once this stream has acknowledged it. Receipt numbers are unique within the fund. Owns what is `reserved`
 * for allocations that wait for an approver: it goes to the programme by another's hand than the maker's, or comes back.
 */
export const fundDecider: Decider<FundState, FundCommand, FundEvent, FundRefusalCode> = {
  category: 'fund',
  initialState: { status: 'absent' },
  decide,
  evolve: evolveFund,
}

export type FundRefusalCode =
  | 'already-exists'
  | 'fund-unknown'
  | 'restriction-period-empty'
  | 'kind-unknown'
  | 'restriction-programme-unknown'
  | 'relation-known'
  | 'receipt-number-used'
  | 'total-too-large'
  | 'donation-unknown'
  | 'refund-exceeds-donation'
  | 'refunded-before-donation'
  | 'donation-reversed'
  | FundCorrectionRefusalCode
  | FundMoneyRefusalCode
  | SuspenseRefusalCode
  | EntryCorrectionRefusalCode
  | ProposalRefusalCode
  | 'too-many-funds'
  | 'too-many-gifts'
  | 'gift-already-used'
  | 'funds-not-available'
  | 'fund-has-money'
  | 'grant-unknown'
  | 'reduced-before-granted'

type FundDecision = Decision<FundEvent, FundRefusalCode>

function decide(state: FundState, command: FundCommand): FundDecision {
  if (command.type === 'OpenFund') return open(state, command)
  if (state.status === 'absent') return refuse('fund-unknown')
  switch (command.type) {
    case 'SetFundRelation':
      return setRelation(state, command)
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
    case 'CorrectDonation':
      return correctDonation(state, command)
    case 'CorrectRefund':
      return correctRefund(state, command)
    case 'CorrectAllocationReturn':
      return correctAllocationReturn(state, command)
    case 'CorrectBankEntry':
      return correctBankEntry(state, command)
    case 'GrantDirectPayment':
      return grantDirectPayment(state, command)
    case 'ReduceDirectPayment':
      return reduceDirectPayment(state, command)
    case 'AssignBankBalance':
      return assignBankBalance(state, command)
    case 'SendTransfer':
      return sendTransfer(state, command)
    case 'ReceiveTransfer':
    case 'TakeTransferBack':
      return endTransfer(state, command)
    case 'HoldForPayment':
      return holdForPayment(state, command)
    case 'ReleaseFromPayment':
      return releaseFromPayment(state, command)
    case 'AcknowledgeReceipt':
      return acknowledgeReceipt(state, command)
    case 'ReceiveIncome':
      return receiveIncome(state, command)
    case 'PayBankCharge':
      return payBankCharge(state, command)
    case 'ReceiveUnidentified':
      return receiveUnidentified(state, command)
    case 'IdentifyReceipt':
      return identifyReceipt(state, command)
    case 'ReceiveIdentified':
      return receiveIdentified(state, command)
    case 'EndIdentification':
      return endIdentification(state, command)
  }
}

function open(
  state: FundState,
  { type: _, unknownKinds = [], unknownProgrammes = [], relation, ...data }: OpenFundCommand,
): FundDecision {
  if (state.status === 'open') return refuse('already-exists')
  if (isEmptyPeriod(data.restriction)) return refuse('restriction-period-empty')
  const [kind] = unknownKinds
  if (kind !== undefined) return refuse('kind-unknown', unknownKind(kind))
  const [programme] = unknownProgrammes
  if (programme !== undefined) return refuse('restriction-programme-unknown', { programme })
  return accept([
    { type: 'FundOpened', data },
    ...(relation ? [{ type: 'FundRelationSet', data: { relation } } as const] : []),
  ])
}

/** Once said, books were made with it: another one says why. */
function setRelation(fund: OpenFund, { relation, reason }: SetFundRelation): FundDecision {
  if (fund.relation === relation) return accept([])
  if (fund.relation !== undefined && reason === undefined) return refuse('relation-known', { relation: fund.relation })
  return accept([{ type: 'FundRelationSet', data: { relation, ...(reason !== undefined && { reason }) } }])
}

function receiveDonation(fund: OpenFund, command: ReceiveDonation): FundDecision {
  const { type: _, fund: __, amountFen, ...paper } = command
  const refusal = refusalOfDonation(fund, { ...paper, amountFen })
  if (refusal) return refusal
  const availableAfterFen = addFen(fund.available.total, amountFen)
  const correctedFrom = reversedUnder(fund, paper.receiptNumber)
  const data = { ...paper, shares: oneShare(command), availableAfterFen, ...(correctedFrom && { correctedFrom }) }
  return accept([{ type: 'DonationReceived', data }])
}

function refundDonation(fund: OpenFund, command: RefundDonation): FundDecision {
  const { donation, amountFen, reason, day, bankAccount } = command
  const given = fund.donations.get(donation)
  if (!given) return refuse('donation-unknown', { donation })
  if (given.reversedBy !== undefined) return refuse('donation-reversed', { donation, by: given.reversedBy })
  const unrefundedFen = subtractFen(given.amountFen, given.refundedFen)
  if (amountFen > unrefundedFen) return refuse('refund-exceeds-donation', { unrefundedFen, requestedFen: amountFen })
  const receivedOn = receivedOnOf(fund.gifts, donation)
  if (receivedOn !== undefined && day < receivedOn)
    return refuse('refunded-before-donation', { donation, refundedOn: day, receivedOn })
  const unavailable = refusalOfDraw(fund, amountFen, day)
  if (unavailable) return unavailable
  const leftFen = leftOf(fund.gifts, donation)
  if (amountFen > leftFen) return refuse('gift-already-used', { donation, leftFen, requestedFen: amountFen })
  const notThere = refusalOfLeaving(fund, { bankAccount, amountFen, day })
  if (notThere) return notThere
  const availableAfterFen = subtractFen(fund.available.total, amountFen)
  const from = bankAccount !== undefined && { bankAccount }
  const data = { donation, shares: oneShare(command), reason, availableAfterFen, ...from }
  return accept([{ type: 'DonationRefunded', data }])
}

function allocate(fund: OpenFund, command: AllocateFunds): FundDecision {
  const { amountFen, allocation, day, facts, limitFen } = command
  if (facts.closed) return refuse('programme-closed', { programme: allocation.programme })
  const breach = termsBreach(fund.restriction, { ...facts, programme: allocation.programme }, day)
  if (breach) return refuse(breach.code, breach.facts)
  if (!fitsBudget(command)) return refuse('too-many-funds', { largest: MAX_FUNDS })
  const unavailable = refusalOfDraw(fund, amountFen, day)
  if (unavailable) return unavailable
  if (limitFen !== undefined) return propose(fund, command, limitFen)
  const donors = drawFrom(fund.gifts, amountFen, day)
  const fromGiftsFen = sumFen(donors.map((draw) => draw.amountFen))
  if (fromGiftsFen < amountFen) return refuse('too-many-gifts', { largestFen: fromGiftsFen, requestedFen: amountFen })
  const availableAfterFen = subtractFen(fund.available.total, amountFen)
  const data = { ...allocation, shares: oneShare(command), availableAfterFen, donors }
  return accept([{ type: 'FundsAllocated', data }])
}

function receiveReturn(fund: OpenFund, command: ReceiveReturn): FundDecision {
  const { allocationReturn, amountFen } = command
  if (fund.acknowledgedReturns.has(allocationReturn)) return accept([])
  const availableAfterFen = addFen(fund.available.total, amountFen)
  const data = { allocationReturn, shares: oneShare(command), availableAfterFen }
  return accept([{ type: 'AllocationReturnReceived', data }])
}

function fitsBudget({ fund, fundsInBudget }: AllocateFunds): boolean {
  return fundsInBudget.length < MAX_FUNDS || fundsInBudget.includes(fund)
}

function oneShare({ fund, amountFen }: { readonly fund: string; readonly amountFen: number }) {
  return [{ fund, amountFen }]
}

/** The wrong entry that stood under the same receipt: who enters the paper once more puts that one right. */
function reversedUnder({ donations }: OpenFund, receiptNumber: string): string | undefined {
  const number = comparableNumber(receiptNumber)
  return [...donations].findLast(
    ([, one]) => one.reversedBy !== undefined && comparableNumber(one.receiptNumber) === number,
  )?.[0]
}

function isEmptyPeriod({ from, until }: Restriction): boolean {
  return from !== undefined && until !== undefined && from > until
}
