import { postingAccounts } from '@welfare/contracts/accounts.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { besideMeasures, correctedPaperMeasures, flowMeasures } from '../people/counts.ts'
import { type BalanceName, type BudgetAmounts, balanceNames } from './budget.contract.ts'
import { creditsOf } from './running-totals.store.ts'

type Flow = (typeof flowMeasures)[number]
type Beside = (typeof besideMeasures)[number] | (typeof correctedPaperMeasures)[number]

/** Where a fund's money can stand: together what was donated, and brought on. */
const spreadNames = [
  'available',
  'reserved',
  'allocated',
  'committed',
  'issued',
  'used',
  'claimed',
  'written-off',
] as const

/** Balances and turnovers summed over some accounts. */
export interface BudgetSums {
  readonly balances: Record<BalanceName, { balance: number; debits: number }>
  readonly flows: Record<Flow | Beside, number>
}

export function emptySums(): BudgetSums {
  const balances = Object.fromEntries(balanceNames.map((name) => [name, { balance: 0, debits: 0 }]))
  const flows = Object.fromEntries(
    [...flowMeasures, ...besideMeasures, ...correctedPaperMeasures].map((name) => [name, 0]),
  )
  return { balances, flows } as BudgetSums
}

export function addToBalance(
  sums: BudgetSums,
  name: BalanceName,
  row: { readonly balance: number; readonly debits: number },
): void {
  const sum = sums.balances[name]
  sum.balance = addFen(sum.balance, row.balance)
  sum.debits = addFen(sum.debits, row.debits)
}

export function addToFlow(sums: BudgetSums, name: Flow | Beside, amountFen: number): void {
  sums.flows[name] = addFen(sums.flows[name], amountFen)
}

/** @param wholeFunds the sums hold all accounts of their funds, so that what comes in must equal what is there */
export function toAmounts({ balances, flows }: BudgetSums, { wholeFunds }: { wholeFunds: boolean }): BudgetAmounts {
  const of = (name: BalanceName): number => {
    const { balance } = balances[name]
    return postingAccounts[name].normalSide === 'debit' ? balance : subtractFen(0, balance)
  }
  const discountFen = flows.discount
  const ownShareFen = flows['own-share']
  const spread = sumFen(spreadNames.map(of))
  const writtenOffTotalFen = creditsOf(balances['written-off'])
  const waivedTotalFen = flows['waived-total']
  const bankChargeTotalFen = flows['bank-charge-total']
  const bankChargeCorrectedTotalFen = flows['bank-charge-corrected-total']
  const purchasedTotalFen = flows['purchased-total']
  const besideMealsFen = addFen(purchasedTotalFen, subtractFen(bankChargeTotalFen, bankChargeCorrectedTotalFen))
  const usedByMealsFen = subtractFen(of('used'), besideMealsFen)
  const reversedTotalFen = subtractFen(balances.used.debits, addFen(waivedTotalFen, bankChargeCorrectedTotalFen))
  const priorYearTotalFen = creditsOf(balances.carried)
  const receivedFen = addFen(of('donated'), of('carried'))
  return {
    balances: {
      grantedFen: of('granted'),
      availableFen: of('available'),
      reservedFen: of('reserved'),
      allocatedFen: of('allocated'),
      committedFen: of('committed'),
      issuedFen: of('issued'),
      usedFen: of('used'),
      claimedFen: of('claimed'),
      writtenOffFen: of('written-off'),
      bankFen: of('bank'),
      quotaFen: of('quota'),
      transitFen: of('transit'),
      donatedFen: of('donated'),
      costFen: of('cost'),
      lossFen: of('loss'),
      payableFen: of('payable'),
      disputedFen: of('disputed'),
      suspenseFen: of('suspense'),
      carriedFen: of('carried'),
    },
    turnovers: {
      donatedTotalFen: subtractFen(
        balances.granted.debits,
        sumFen([flows['refund-corrected-total'], flows['income-total'], priorYearTotalFen]),
      ),
      refundedTotalFen: subtractFen(
        creditsOf(balances.granted),
        addFen(flows['donation-corrected-total'], flows['income-corrected-total']),
      ),
      allocatedTotalFen: flows['allocated-total'],
      allocationReturnedTotalFen: flows['allocation-returned-total'],
      committedTotalFen: flows['committed-total'],
      commitmentReleasedTotalFen: flows['commitment-released-total'],
      issuedTotalFen: flows['issued-total'],
      redeemedTotalFen: subtractFen(creditsOf(balances.used), addFen(bankChargeTotalFen, purchasedTotalFen)),
      reversedTotalFen,
      expiredTotalFen: flows['expired-total'],
      withdrawnTotalFen: flows['withdrawn-total'],
      declinedTotalFen: flows['declined-total'],
      reversedToProgrammeTotalFen: flows['reversed-to-programme-total'],
      returnedFromCreditsTotalFen: sumFen([
        flows['expired-total'],
        flows['withdrawn-total'],
        flows['declined-total'],
        flows['reversed-to-programme-total'],
      ]),
      donationCorrectedTotalFen: flows['donation-corrected-total'],
      refundCorrectedTotalFen: flows['refund-corrected-total'],
      allocationCorrectedTotalFen: flows['allocation-corrected-total'],
      allocationReturnCorrectedTotalFen: flows['allocation-return-corrected-total'],
      priorYearTotalFen,
      claimedTotalFen: creditsOf(balances.claimed),
      claimSettledTotalFen: subtractFen(balances.claimed.debits, writtenOffTotalFen),
      writtenOffTotalFen,
      recoveredTotalFen: balances['written-off'].debits,
      disputedTotalFen: creditsOf(balances.disputed),
      disputeEndedTotalFen: balances.disputed.debits,
      paidTotalFen: flows['paid-total'],
      paymentReturnedTotalFen: flows['payment-returned-total'],
      repaidTotalFen: flows['repaid-total'],
      waivedTotalFen,
      purchasedTotalFen,
      supplierPaidTotalFen: flows['supplier-paid-total'],
      supplierPaymentReturnedTotalFen: flows['supplier-payment-returned-total'],
      sentTotalFen: balances.transit.debits,
      arrivedTotalFen: subtractFen(creditsOf(balances.transit), flows['came-back-total']),
      cameBackTotalFen: flows['came-back-total'],
      incomeTotalFen: flows['income-total'],
      bankChargeTotalFen,
      incomeCorrectedTotalFen: flows['income-corrected-total'],
      bankChargeCorrectedTotalFen,
    },
    correctedLater: {
      donatedFen: subtractFen(flows['donation-corrected-paper'], flows['donation-corrected-total']),
      refundedFen: subtractFen(flows['refund-corrected-paper'], flows['refund-corrected-total']),
      allocatedFen: subtractFen(flows['allocation-corrected-paper'], flows['allocation-corrected-total']),
      allocationReturnedFen: subtractFen(
        flows['allocation-return-corrected-paper'],
        flows['allocation-return-corrected-total'],
      ),
      redeemedFen: subtractFen(flows['reversed-paper'], reversedTotalFen),
    },
    beside: {
      listPriceFen: sumFen([usedByMealsFen, waivedTotalFen, discountFen, ownShareFen]),
      discountFen,
      ownShareFen,
    },
    identities: {
      donatedIsSpreadHolds: wholeFunds ? receivedFen === spread : null,
      usedIsCostHolds: addFen(of('used'), of('written-off')) === addFen(of('cost'), of('loss')),
      bankHolds: wholeFunds
        ? sumFen([of('bank'), of('quota'), of('transit')]) ===
          subtractFen(
            sumFen([receivedFen, of('payable'), of('disputed'), of('suspense')]),
            addFen(of('cost'), of('loss')),
          )
        : null,
    },
  }
}
