import { writeTextTable } from '@welfare/printouts/text-table.ts'
import type { BankBalancesAnswer } from '@welfare/reports/bank/bank-balances.contract.ts'
import { bankBalancesTables } from '@welfare/reports/printouts/bank-balances-printout.ts'
import { joinParts, momentLine } from './cells.ts'

/** Where the money lies: the printout's tables. */
export function renderBankBalances(answer: BankBalancesAnswer): string {
  return joinParts([...bankBalancesTables(answer).map(writeTextTable), momentLine(answer)])
}
