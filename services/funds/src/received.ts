import { comparableNumber } from '@welfare/contracts/comparable-text.ts'
import { addFen, MAX_TOTAL_FEN } from '@welfare/contracts/money.ts'
import { refuse } from '@welfare/event-store/decider/decider.ts'
import type { OpenFund } from './fund.state.ts'

/** Of a gift as its paper has it, whoever records it. */
export function refusalOfDonation(
  fund: OpenFund,
  {
    receiptNumber,
    amountFen,
    bankAccount,
  }: { readonly receiptNumber: string; readonly amountFen: number; readonly bankAccount?: string | undefined },
) {
  const known = fund.receipts.get(comparableNumber(receiptNumber))
  if (known !== undefined) return refuse('receipt-number-used', { receiptNumber, donation: known })
  if (addFen(fund.grantedFen, amountFen) > MAX_TOTAL_FEN)
    return refuse('total-too-large', { totalFen: fund.grantedFen, largestTotalFen: MAX_TOTAL_FEN })
  return refusalOfEntry(fund, bankAccount)
}

/** Of a movement into an account, or into none. */
export function refusalOfEntry({ money, donations }: OpenFund, bankAccount: string | undefined) {
  if (money.payer !== undefined) return refuse('fund-paid-by-payer', { payer: money.payer })
  if (bankAccount === undefined) return money.isOnAccounts ? refuse('bank-account-missing') : undefined
  return money.isOnAccounts || donations.size === 0 ? undefined : refuse('balance-not-assigned')
}
