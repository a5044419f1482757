import { writeTextTable } from '@welfare/printouts/text-table.ts'
import type { ReconciliationAnswer } from '@welfare/reports/bank/reconciliation.contract.ts'
import { reconciliationTable } from '@welfare/reports/printouts/reconciliation-printout.ts'
import { joinParts, momentLine } from './cells.ts'

/** What the books and the bank have of an account: the printout's table. */
export function renderReconciliation(answer: ReconciliationAnswer): string {
  return joinParts([writeTextTable(reconciliationTable(answer)), momentLine(answer)])
}
