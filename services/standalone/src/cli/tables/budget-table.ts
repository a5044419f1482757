import { groupWords } from '@welfare/contracts/words/figure-words.ts'
import { idColumn } from '@welfare/contracts/words/terminal-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import { cellsOf, columnOf, type PrintoutTable } from '@welfare/printouts/printout.ts'
import { writeTextTable } from '@welfare/printouts/text-table.ts'
import type { BudgetAmounts, BudgetAnswer } from '@welfare/reports/budget/budget.contract.ts'
import { type BudgetLine, budgetTables } from '@welfare/reports/printouts/budget-printout.ts'
import { joinParts, momentLine, totalLabel, wanCell } from './cells.ts'

/** The printout's tables, each fund of a line apart; the last line in ten thousands of yuan. */
export function renderBudget(answer: BudgetAnswer): string {
  return joinParts([
    ...budgetTables(answer, linesOf(answer)).map((table) => writeTextTable(withWan(table))),
    renderIds(answer),
    `${identityLine(answer.total)}\n${momentLine(answer)}`,
  ])
}

/** False where a fund identity of the whole ledger, or of a row, does not hold: the books are broken. */
export function budgetHolds({ rows, total }: BudgetAnswer): boolean {
  const all = [total, ...rows, ...rows.flatMap(({ funds }) => funds ?? [])]
  return all.every(({ identities }) => Object.values(identities).every((holds) => holds !== false))
}

function linesOf({ by, rows, total }: BudgetAnswer): BudgetLine[] {
  const lines = rows.flatMap((row): BudgetLine[] => [
    { label: labelOf(by, row), amounts: row },
    ...(row.funds ?? []).map((part) => ({ label: `  └ ${part.name ?? part.fund}`, amounts: part })),
  ])
  return [...lines, { label: totalLabel, amounts: total, isTotal: true }]
}

function withWan({ rows, ...table }: PrintoutTable): PrintoutTable {
  const [, ...sums] = cellsOf(rows.at(-1) ?? [])
  return {
    ...table,
    rows: [...rows, { emphasis: 'total', cells: ['  万元', ...sums.map((sum) => wanCell(Number(sum)))] }],
  }
}

function labelOf(by: BudgetAnswer['by'], { key, name }: BudgetAnswer['rows'][number]): string {
  if (key === null) return '(in no programme)'
  if (by === 'division') return `${key} ${printedDivision(key)}`
  return name ?? key
}

/** For the next question: a fund's or a programme's trail, its coverage, its gaps. */
function renderIds({ by, rows }: BudgetAnswer): string {
  if (by !== 'fund' && by !== 'programme') return ''
  const named = rows.flatMap(({ key, name }) => (key === null || name === null ? [] : [[name, key]]))
  if (named.length === 0) return ''
  const columns = [columnOf(groupWords[by], 'text'), columnOf(idColumn, 'text')]
  return writeTextTable({ english: 'Ids', name: idColumn.chinese, columns, rows: named })
}

function identityLine({ identities }: BudgetAmounts): string {
  const said = [
    [
      'donated + carried = available + reserved + allocated + committed + issued + used + claimed + written off',
      identities.donatedIsSpreadHolds,
    ],
    ['used + written off = cost + loss', identities.usedIsCostHolds],
    ['bank + quota + transit = donated + carried + payable + disputed − cost − loss', identities.bankHolds],
  ] as const
  return said
    .filter(([, holds]) => holds !== null)
    .map(([identity, holds]) => `${holds ? '✓' : '✗ DOES NOT HOLD:'} ${identity}`)
    .join('\n')
}
