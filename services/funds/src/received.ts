import { comparableNumber } from '@welfare/contracts/comparable-text.ts'
import { addFen, MAX_TOTAL_FEN } from '@welfare/contracts/money.ts'
import { refuse } from '@welfare/event-store/decider/decider.ts'
import { refusalOfEntry } from './bank/fund-money.ts'
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
