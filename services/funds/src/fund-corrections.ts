/**
 * Wrong entries of a fund, taken back in red: what was wrong is mirrored and named, the paper's own number is free again, and what was
 * right stands in the same append. Only their sum must fit: the one that adds to `available` comes first.
 */

import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { comparableNumber } from '@welfare/contracts/comparable-text.ts'
import { drawFrom, leftOf } from '@welfare/contracts/gifts.ts'
import { addFen, MAX_TOTAL_FEN, subtractFen } from '@welfare/contracts/money.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import type { OnAccountsCode } from './bank/fund-money.ts'
import type { CorrectAllocationReturn, CorrectDonation, CorrectRefund, MoneyPlaces } from './fund.commands.ts'
import type { FundEvent, OpenFund } from './fund.state.ts'

export type FundCorrectionRefusalCode =
  | 'donation-unknown'
  | 'refund-unknown'
  | 'allocation-return-unknown'
  | 'already-corrected'
  | 'donation-has-refunds'
  | 'receipt-number-used'
  | 'refund-exceeds-donation'
  | 'gift-already-used'
  | 'correction-changes-nothing'
  | 'correction-exceeds-entry'
  | 'correction-does-not-fit'
  | 'total-too-large'
  | OnAccountsCode

type CorrectionDecision = Decision<FundEvent, FundCorrectionRefusalCode>

export function correctDonation(fund: OpenFund, command: CorrectDonation): CorrectionDecision {
  const { fund: id, donation, reason, right } = command
  const wrong = fund.donations.get(donation)
  if (!wrong) return refuse('donation-unknown', { donation })
  if (wrong.reversedBy !== undefined) return refuse('already-corrected', { by: wrong.reversedBy })
  if (wrong.refundedFen > 0) return refuse('donation-has-refunds', { donation, refundedFen: wrong.refundedFen })
  const holder = right && fund.receipts.get(comparableNumber(right.receiptNumber))
  if (right && holder !== undefined && holder !== donation)
    return refuse('receipt-number-used', { receiptNumber: right.receiptNumber, donation: holder })
  const rightFen = right?.amountFen ?? 0
  const unfit = refusalOfNet(fund, subtractFen(rightFen, wrong.amountFen), command)
  if (unfit) return unfit
  const from = lyingOn(fund, wrong)
  const nowhere = right && (from.bankAccount === undefined) !== (right.bankAccount === undefined)
  if (nowhere) return refuse(fund.money.isOnAccounts ? 'bank-account-missing' : 'balance-not-assigned')
  const isSameAccount = right?.bankAccount === from.bankAccount
  const gone = refusalOfTakingBack(fund, from, subtractFen(wrong.amountFen, isSameAccount ? rightFen : 0))
  if (gone) return gone
  const withRightFen = addFen(fund.available.total, rightFen)
  if (addFen(fund.grantedFen, rightFen) > MAX_TOTAL_FEN)
    return refuse('total-too-large', { totalFen: fund.grantedFen, largestTotalFen: MAX_TOTAL_FEN })
  const reversed: EventOf<'DonationReversed'> = {
    type: 'DonationReversed',
    data: {
      corrects: donation,
      receiptNumber: wrong.receiptNumber,
      shares: [{ fund: id, amountFen: wrong.amountFen }],
      reason,
      availableAfterFen: subtractFen(withRightFen, wrong.amountFen),
      ...from,
    },
  }
  if (!right) return accept([reversed])
  const { amountFen, ...paper } = right
  const data = { ...paper, shares: [{ fund: id, amountFen }], availableAfterFen: withRightFen, correctedFrom: donation }
  return accept([{ type: 'DonationReceived', data }, reversed])
}

export function correctRefund(fund: OpenFund, command: CorrectRefund): CorrectionDecision {
  const { fund: id, refund, reason, rightAmountFen } = command
  const wrong = fund.refunds.get(refund)
  if (!wrong) return refuse('refund-unknown', { refund })
  if (wrong.reversedBy !== undefined) return refuse('already-corrected', { by: wrong.reversedBy })
  if (rightAmountFen === wrong.amountFen) return refuse('correction-changes-nothing')
  const given = fund.donations.get(wrong.donation)
  const unrefundedFen = addFen(subtractFen(given?.amountFen ?? 0, given?.refundedFen ?? 0), wrong.amountFen)
  if (rightAmountFen > unrefundedFen)
    return refuse('refund-exceeds-donation', { unrefundedFen, requestedFen: rightAmountFen })
  const leftFen = addFen(leftOf(fund.gifts, wrong.donation), wrong.amountFen)
  if (rightAmountFen > leftFen)
    return refuse('gift-already-used', { donation: wrong.donation, leftFen, requestedFen: rightAmountFen })
  const unfit = refusalOfNet(fund, subtractFen(wrong.amountFen, rightAmountFen), command)
  if (unfit) return unfit
  const from = lyingOn(fund, wrong)
  const gone = refusalOfTakingBack(fund, from, subtractFen(rightAmountFen, wrong.amountFen))
  if (gone) return gone
  const { donation } = wrong
  const backFen = addFen(fund.available.total, wrong.amountFen)
  const wrongShares = [{ fund: id, amountFen: wrong.amountFen }]
  const reversed: EventOf<'RefundReversed'> = {
    type: 'RefundReversed',
    data: { corrects: refund, donation, shares: wrongShares, reason, availableAfterFen: backFen, ...from },
  }
  if (rightAmountFen === 0) return accept([reversed])
  const data: DataOf<'DonationRefunded'> = {
    donation,
    shares: [{ fund: id, amountFen: rightAmountFen }],
    reason,
    availableAfterFen: subtractFen(backFen, rightAmountFen),
    correctedFrom: refund,
    ...from,
  }
  return accept([reversed, { type: 'DonationRefunded', data }])
}

/** More came back from a budget than should have: the rest is allocated once more. */
export function correctAllocationReturn(fund: OpenFund, command: CorrectAllocationReturn): CorrectionDecision {
  const { fund: id, allocationReturn, programme, budget, amountFen, reason } = command
  const wrong = fund.acknowledgedReturns.get(allocationReturn)
  if (!wrong) return refuse('allocation-return-unknown', { allocationReturn })
  if (amountFen <= 0) return refuse('correction-changes-nothing')
  const leftFen = subtractFen(wrong.amountFen, wrong.reversedFen)
  if (amountFen > leftFen) return refuse('correction-exceeds-entry', { leftFen, requestedFen: amountFen })
  const unfit = refusalOfNet(fund, -amountFen, command)
  if (unfit) return unfit
  const availableAfterFen = subtractFen(fund.available.total, amountFen)
  const shares = [{ fund: id, amountFen }]
  const donors = drawFrom(fund.gifts, amountFen)
  const data = { corrects: allocationReturn, programme, budget, shares, reason, availableAfterFen, donors }
  return accept([{ type: 'AllocationReturnReversed', data }])
}

/** Where the money of an entry lies now: what named no account went to the one that it was assigned to. */
function lyingOn({ money }: OpenFund, { bankAccount = money.assignedTo }: { bankAccount: string | undefined }) {
  return { ...(bankAccount !== undefined && { bankAccount }) }
}

export function refusalOfTakingBack(
  { money }: OpenFund,
  { bankAccount }: { readonly bankAccount?: string },
  requestedFen: number,
) {
  if (bankAccount === undefined) return undefined
  const thereFen = money.there.get(bankAccount)?.total ?? 0
  return requestedFen > thereFen ? refuse('money-not-there', { bankAccount, thereFen, requestedFen }) : undefined
}

/** Corrections count on the day on which they are made: what there is now is what they may take. */
export function refusalOfNet({ available }: OpenFund, netFen: number, { moneyIsIn }: MoneyPlaces) {
  const missingFen = subtractFen(0, addFen(available.total, netFen))
  if (missingFen <= 0) return undefined
  return refuse('correction-does-not-fit', {
    availableFen: available.total,
    missingFen,
    ...(moneyIsIn && { moneyIsIn }),
  })
}
