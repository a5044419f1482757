import type { AccountName } from '@welfare/contracts/accounts.ts'
import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { splitInProportion } from '@welfare/contracts/money.ts'
import type { Leg } from '@welfare/contracts/postings.ts'
import { addShares, type Share } from '@welfare/contracts/shares.ts'
import type { Counter, correctedPaperMeasures, Measure } from '../people/counts.ts'
import type { People } from '../people/people.store.ts'
import type { Projected } from '../read-model/projection.ts'

type Flow = { readonly account: AccountName; readonly measure: Measure }
type PaperFlow = { readonly account: AccountName; readonly measure: (typeof correctedPaperMeasures)[number] }

/** Which leg of which event is a turnover; what the two sides of a posting account tell by themselves is not kept twice. */
export const flows: { readonly [type: string]: Flow } = {
  FundsAllocated: { account: 'allocated', measure: 'allocated-total' },
  AllocationReturned: { account: 'allocated', measure: 'allocation-returned-total' },
  FundsCommitted: { account: 'committed', measure: 'committed-total' },
  CommitmentReleased: { account: 'committed', measure: 'commitment-released-total' },
  PurchaseShortened: { account: 'committed', measure: 'commitment-released-total' },
  PurchaseEnded: { account: 'committed', measure: 'commitment-released-total' },
  CreditsIssued: { account: 'issued', measure: 'issued-total' },
  CreditDeclined: { account: 'issued', measure: 'declined-total' },
  CreditExpired: { account: 'issued', measure: 'expired-total' },
  CreditWithdrawn: { account: 'issued', measure: 'withdrawn-total' },
  RedemptionReversed: { account: 'allocated', measure: 'reversed-to-programme-total' },
  DonationReversed: { account: 'granted', measure: 'donation-corrected-total' },
  RefundReversed: { account: 'granted', measure: 'refund-corrected-total' },
  AllocationReversed: { account: 'allocated', measure: 'allocation-corrected-total' },
  AllocationReturnReversed: { account: 'allocated', measure: 'allocation-return-corrected-total' },
  SettlementPaid: { account: 'payable', measure: 'paid-total' },
  PaymentReturned: { account: 'payable', measure: 'payment-returned-total' },
  GoodsInvoiced: { account: 'used', measure: 'purchased-total' },
  SupplierPaid: { account: 'payable', measure: 'supplier-paid-total' },
  SupplierPaymentReturned: { account: 'payable', measure: 'supplier-payment-returned-total' },
  MerchantRepaid: { account: 'payable', measure: 'repaid-total' },
  PayableWaived: { account: 'payable', measure: 'waived-total' },
  TransferCameBack: { account: 'transit', measure: 'came-back-total' },
  IncomeReversed: { account: 'granted', measure: 'income-corrected-total' },
  IncomeReceived: { account: 'granted', measure: 'income-total' },
  BankChargePaid: { account: 'used', measure: 'bank-charge-total' },
  BankChargeReversed: { account: 'used', measure: 'bank-charge-corrected-total' },
}

/** What of it is of an earlier day: "of which corrected later". */
const paperFlows: { readonly [type: string]: PaperFlow } = {
  DonationReversed: { account: 'granted', measure: 'donation-corrected-paper' },
  RefundReversed: { account: 'granted', measure: 'refund-corrected-paper' },
  AllocationReversed: { account: 'allocated', measure: 'allocation-corrected-paper' },
  AllocationReturnReversed: { account: 'allocated', measure: 'allocation-return-corrected-paper' },
  RedemptionReversed: { account: 'used', measure: 'reversed-paper' },
}

/** Turnovers, and what stands beside the money of each meal. */
export function createBudgetProjection(counts: Counter, people: People) {
  return (projected: Projected): void => {
    const { event, legs, date, paperDay } = projected
    const flow = flows[event.type]
    if (flow) for (const leg of legs) if (leg.account === flow.account) addFlow(leg, flow.measure, date)
    const paper = paperFlows[event.type]
    if (paper) for (const leg of legs) if (leg.account === paper.account) addFlow(leg, paper.measure, paperDay)
    if (event.type === 'MealRedeemed') {
      const { discountFen, ownShareFen } = event.data
      addBeside(event.data, { discountFen, ownShareFen }, date, 1)
    } else if (event.type === 'RedemptionReversed') {
      addBeside(event.data, besideBack(event.data, people), date, -1)
    }
  }

  function addFlow({ fund, programme, merchant, amount }: Leg, measure: Measure, date: string): void {
    counts.add(measure, { fund, programme, merchant }, date, Math.abs(amount))
  }

  function addBeside(
    { draws, programme }: Pick<DataOf<'MealRedeemed' | 'RedemptionReversed'>, 'draws' | 'programme'>,
    { discountFen, ownShareFen }: { discountFen: number; ownShareFen: number },
    date: string,
    sign: 1 | -1,
  ): void {
    if (discountFen === 0 && ownShareFen === 0) return
    const shares = draws.reduce<readonly Share[]>((sum, draw) => addShares(sum, draw.shares), [])
    const weights = shares.map((share) => share.amountFen)
    const discounts = splitInProportion(discountFen, weights)
    const ownShares = splitInProportion(ownShareFen, weights)
    for (const [index, { fund }] of shares.entries()) {
      counts.add('discount', { fund, programme }, date, sign * (discounts[index] ?? 0))
      counts.add('own-share', { fund, programme }, date, sign * (ownShares[index] ?? 0))
    }
  }
}

/** Version 1 took meals back as a whole, and did not say what stood beside them. */
function besideBack(data: DataOf<'RedemptionReversed'>, people: Pick<People, 'findRedemption'>) {
  const { ownShareBackFen, discountBackFen } = data
  if (ownShareBackFen === undefined || discountBackFen === undefined) return people.findRedemption(data)
  return { ownShareFen: ownShareBackFen, discountFen: discountBackFen }
}
