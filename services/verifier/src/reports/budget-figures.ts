import { sum } from '../amounts.ts'
import type { JsonObject } from '../json.ts'

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
  'discountFen',
  'ownShareFen',
] as const
export type FlowName = (typeof flowNames)[number]

export interface BudgetFigures {
  /** Account → debits less credits, and its debits. */
  readonly accounts: Map<string, { readonly balance: number; readonly debits: number }>
  readonly flows: Record<FlowName, number>
}

export function emptyFigures(): BudgetFigures {
  return {
    accounts: new Map(),
    flows: Object.fromEntries(flowNames.map((name) => [name, 0])) as Record<FlowName, number>,
  }
}

/** Where a fund's money can stand. */
const spread = ['available', 'reserved', 'allocated', 'committed', 'issued', 'used']
const debitAccounts = ['granted', 'bank', 'cost']

/** @param wholeFunds the figures hold all of their funds' accounts */
export function figuresOf({ accounts, flows }: BudgetFigures, wholeFunds: boolean): JsonObject {
  const sums = (account: string) => accounts.get(account) ?? { balance: 0, debits: 0 }
  const credits = (account: string): number => sums(account).debits - sums(account).balance
  const of = (account: string): number => {
    const { balance } = sums(account)
    return debitAccounts.includes(account) ? balance : 0 - balance
  }
  const { discountFen, ownShareFen, ...turnovers } = flows
  const ended = ['expiredTotalFen', 'withdrawnTotalFen', 'declinedTotalFen', 'reversedToProgrammeTotalFen'] as const
  return {
    balances: Object.fromEntries(
      [...spread, ...debitAccounts, 'donated', 'payable'].map((account) => [`${account}Fen`, of(account)]),
    ),
    turnovers: {
      ...turnovers,
      donatedTotalFen: sums('granted').debits,
      refundedTotalFen: credits('granted'),
      redeemedTotalFen: credits('used'),
      reversedTotalFen: sums('used').debits,
      returnedFromCreditsTotalFen: sum(ended.map((name) => turnovers[name])),
    },
    beside: { listPriceFen: sum([of('used'), discountFen, ownShareFen]), discountFen, ownShareFen },
    identities: {
      donatedIsSpreadHolds: wholeFunds ? of('donated') === sum(spread.map(of)) : null,
      usedIsCostHolds: of('used') === of('cost'),
      bankHolds: wholeFunds ? of('bank') === sum([of('donated'), of('payable'), 0 - of('cost')]) : null,
    },
  }
}
