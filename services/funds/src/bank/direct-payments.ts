/** What another payer than a union pays for a fund: granted like a gift, lessened like a refund; no bank of ours ever has it. */
import { comparableNumber } from '@welfare/contracts/comparable-text.ts'
import { leftOf, receivedOnOf } from '@welfare/contracts/gifts.ts'
import { addFen, MAX_TOTAL_FEN, subtractFen } from '@welfare/contracts/money.ts'
import { accept, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { refusalOfDraw } from '../available.ts'
import type { OpenFund } from '../fund.state.ts'
import type { GrantDirectPayment, ReduceDirectPayment } from './fund-money.commands.ts'
import type { Grant } from './fund-money.state.ts'
import { type FundMoneyRefusalCode, refusalOfLeaving } from './fund-money.ts'

type DirectPaymentDecision = Decision<
  Grant,
  | FundMoneyRefusalCode
  | 'fund-has-money'
  | 'receipt-number-used'
  | 'total-too-large'
  | 'grant-unknown'
  | 'reduced-before-granted'
  | 'gift-already-used'
  | 'funds-not-available'
>

/** A fund is paid by one payer, and then by nobody else: the money of a fund that unions hold is another fund. */
export function grantDirectPayment(fund: OpenFund, command: GrantDirectPayment): DirectPaymentDecision {
  const { type: _, fund: id, amountFen, ...notice } = command
  const { payer, noticeNumber } = notice
  const { money, receipts, donations, available, grantedFen } = fund
  if (donations.size > 0 || money.isOnAccounts) return refuse('fund-has-money')
  if (money.payer !== undefined && money.payer !== payer) return refuse('fund-paid-by-payer', { payer: money.payer })
  const known = receipts.get(comparableNumber(noticeNumber))
  if (known !== undefined) return refuse('receipt-number-used', { receiptNumber: noticeNumber, donation: known })
  if (addFen(grantedFen, amountFen) > MAX_TOTAL_FEN)
    return refuse('total-too-large', { totalFen: grantedFen, largestTotalFen: MAX_TOTAL_FEN })
  const availableAfterFen = addFen(available.total, amountFen)
  const data = { ...notice, shares: [{ fund: id, amountFen }], availableAfterFen }
  return accept([{ type: 'DirectPaymentGranted', data }])
}

/** At most what of this grant is in no programme, then and since. */
export function reduceDirectPayment(fund: OpenFund, command: ReduceDirectPayment): DirectPaymentDecision {
  const { fund: id, grant, amountFen, reason, day } = command
  const granted = fund.grants.get(grant)
  if (!granted) return refuse('grant-unknown', { grant })
  const { payer } = granted
  const grantedOn = receivedOnOf(fund.gifts, grant) ?? day
  if (day < grantedOn) return refuse('reduced-before-granted', { reducedOn: day, grantedOn })
  const unavailable = refusalOfDraw(fund, amountFen, day)
  if (unavailable) return unavailable
  const leftFen = leftOf(fund.gifts, grant)
  if (amountFen > leftFen) return refuse('gift-already-used', { donation: grant, leftFen, requestedFen: amountFen })
  const notThere = refusalOfLeaving(fund, { payer, amountFen, day })
  if (notThere) return notThere
  const availableAfterFen = subtractFen(fund.available.total, amountFen)
  const data = { payer, grant, shares: [{ fund: id, amountFen }], reason, availableAfterFen }
  return accept([{ type: 'DirectPaymentReduced', data }])
}
