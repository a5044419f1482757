import type { Restriction } from '@welfare/contracts/events/funds.ts'
import type { BudgetBalances } from '@welfare/facts/budget-balance.facts.ts'
import type { FundInProgramme } from './broken-terms.ts'

/** Funds whose money lies in the programme, neither committed nor issued, with what their donors allow: a change of its days must suit those. */
export function createFundsInProgramme(termsOf: (fund: string) => Restriction | undefined, balances: BudgetBalances) {
  return (programme: string): FundInProgramme[] =>
    balances
      .ofProgramme(programme)
      .filter(({ account, amountFen }) => account === 'allocated' && amountFen > 0)
      .map(({ fund, amountFen }) => {
        const terms = termsOf(fund)
        if (!terms) throw new Error(`money was allocated from ${fund}, which was never opened`)
        return { fund, terms, allocatedFen: amountFen }
      })
}
