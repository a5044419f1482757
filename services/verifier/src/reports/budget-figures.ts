import { add, sum } from '../amounts.ts'
import type { JsonObject } from '../json.ts'

/** Wrong entries taken back, in red. */
export const correctionNames = [
  'donationCorrectedTotalFen',
  'refundCorrectedTotalFen',
  'allocationCorrectedTotalFen',
  'allocationReturnCorrectedTotalFen',
] as const
/** What of an earlier day's turnover was taken back, by the day of its paper. */
export const printoutNames = [
  'donatedFen',
  'refundedFen',
  'allocatedFen',
  'allocationReturnedFen',
  'redeemedFen',
] as const

/** What came with the accounts of unions: a report from before them does not tell it. */
export const transferNames = ['transitFen', 'sentTotalFen', 'arrivedTotalFen', 'cameBackTotalFen'] as const

/** What came with what banks themselves put on accounts and take. */
export const bankEntryNames = ['incomeTotalFen', 'bankChargeTotalFen'] as const

/** What came with the correction of these: a report from before it does not tell it. */
export const bankEntryCorrectionNames = ['incomeCorrectedTotalFen', 'bankChargeCorrectedTotalFen'] as const

/** What came with goods that suppliers invoice: a report from before it does not tell it. */
export const purchaseNames = ['purchasedTotalFen', 'supplierPaidTotalFen', 'supplierPaymentReturnedTotalFen'] as const

/** What came with payers that are no unions: a report from before them does not tell it. */
export const quotaNames = ['quotaFen'] as const

/** What came with the settlement of merchants: a report from before it does not tell them. */
export const settlementNames = [
  ...(['claimedFen', 'writtenOffFen', 'lossFen', 'disputedFen', 'carriedFen', 'claimedTotalFen'] as const),
  ...(['claimSettledTotalFen', 'writtenOffTotalFen', 'recoveredTotalFen'] as const),
  ...(['disputedTotalFen', 'disputeEndedTotalFen'] as const),
  ...(['paidTotalFen', 'paymentReturnedTotalFen', 'repaidTotalFen', 'waivedTotalFen'] as const),
] as const

/** What came with years that take back of earlier ones: a report from before it does not tell it. */
export const priorYearNames = ['priorYearTotalFen'] as const

export const flowNames = [
  'allocatedTotalFen',
  'allocationReturnedTotalFen',
  'committedTotalFen',
  'commitmentReleasedTotalFen',
  'issuedTotalFen',
  'declinedTotalFen',
  'expiredTotalFen',
  'withdrawnTotalFen',
  'reversedToProgrammeTotalFen',
  ...correctionNames,
  'paidTotalFen',
  'paymentReturnedTotalFen',
  'repaidTotalFen',
  'waivedTotalFen',
  'cameBackTotalFen',
  ...purchaseNames,
  ...bankEntryNames,
  ...bankEntryCorrectionNames,
  'discountFen',
  'ownShareFen',
] as const
export type FlowName = (typeof flowNames)[number]

export interface BudgetFigures {
  /** Account → debits less credits, and its debits. */
  readonly accounts: Map<string, { readonly balance: number; readonly debits: number }>
  readonly flows: Record<FlowName, number>
  readonly corrected: Record<(typeof printoutNames)[number], number>
}

export function emptyFigures(): BudgetFigures {
  return {
    accounts: new Map(),
    flows: Object.fromEntries(flowNames.map((name) => [name, 0])) as Record<FlowName, number>,
    corrected: { donatedFen: 0, refundedFen: 0, allocatedFen: 0, allocationReturnedFen: 0, redeemedFen: 0 },
  }
}

/** Where a fund's money can stand. */
const spread = ['available', 'reserved', 'allocated', 'committed', 'issued', 'used', 'claimed', 'written-off']
const debitAccounts = ['granted', 'bank', 'quota', 'transit', 'cost', 'loss']

/** @param wholeFunds the figures hold all of their funds' accounts */
export function figuresOf({ accounts, flows, corrected }: BudgetFigures, wholeFunds: boolean): JsonObject {
  const sums = (account: string) => accounts.get(account) ?? { balance: 0, debits: 0 }
  const credits = (account: string): number => sums(account).debits - sums(account).balance
  const of = (account: string): number => {
    const { balance } = sums(account)
    return debitAccounts.includes(account) ? balance : 0 - balance
  }
  const { discountFen, ownShareFen, ...turnovers } = flows
  const reversedTotalFen = less(sums('used').debits, sum([flows.waivedTotalFen, flows.bankChargeCorrectedTotalFen]))
  const ended = ['expiredTotalFen', 'withdrawnTotalFen', 'declinedTotalFen', 'reversedToProgrammeTotalFen'] as const
  return {
    balances: Object.fromEntries(
      [...spread, ...debitAccounts, 'donated', 'payable', 'disputed', 'suspense', 'carried'].map((account) => [
        account === 'written-off' ? 'writtenOffFen' : `${account}Fen`,
        of(account),
      ]),
    ),
    turnovers: {
      ...turnovers,
      donatedTotalFen: less(
        sums('granted').debits,
        sum([flows.refundCorrectedTotalFen, flows.incomeTotalFen, credits('carried')]),
      ),
      refundedTotalFen: less(credits('granted'), sum([flows.donationCorrectedTotalFen, flows.incomeCorrectedTotalFen])),
      redeemedTotalFen: less(credits('used'), sum([flows.bankChargeTotalFen, flows.purchasedTotalFen])),
      reversedTotalFen,
      priorYearTotalFen: credits('carried'),
      claimedTotalFen: credits('claimed'),
      claimSettledTotalFen: less(sums('claimed').debits, credits('written-off')),
      writtenOffTotalFen: credits('written-off'),
      recoveredTotalFen: sums('written-off').debits,
      disputedTotalFen: credits('disputed'),
      disputeEndedTotalFen: sums('disputed').debits,
      sentTotalFen: sums('transit').debits,
      arrivedTotalFen: less(credits('transit'), flows.cameBackTotalFen),
      returnedFromCreditsTotalFen: sum(ended.map((name) => turnovers[name])),
    },
    correctedLater: {
      donatedFen: less(corrected.donatedFen, flows.donationCorrectedTotalFen),
      refundedFen: less(corrected.refundedFen, flows.refundCorrectedTotalFen),
      allocatedFen: less(corrected.allocatedFen, flows.allocationCorrectedTotalFen),
      allocationReturnedFen: less(corrected.allocationReturnedFen, flows.allocationReturnCorrectedTotalFen),
      redeemedFen: less(corrected.redeemedFen, reversedTotalFen),
    },
    beside: {
      listPriceFen: sum([
        ...[of('used'), 0 - flows.bankChargeTotalFen, flows.bankChargeCorrectedTotalFen, 0 - flows.purchasedTotalFen],
        ...[flows.waivedTotalFen, discountFen, ownShareFen],
      ]),
      discountFen,
      ownShareFen,
    },
    identities: {
      donatedIsSpreadHolds: wholeFunds ? sum([of('donated'), of('carried')]) === sum(spread.map(of)) : null,
      usedIsCostHolds: add(of('used'), of('written-off')) === add(of('cost'), of('loss')),
      bankHolds: wholeFunds
        ? sum([of('bank'), of('quota'), of('transit')]) ===
          sum([...['donated', 'carried', 'payable', 'disputed', 'suspense'].map(of), 0 - of('cost'), 0 - of('loss')])
        : null,
    },
  }
}

function less(amount: number, taken: number): number {
  return sum([amount, -taken])
}
