import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { besideWords, correctedLaterWords, groupWords, turnoverWords } from '@welfare/contracts/words/figure-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { BalanceName, BudgetAmounts, BudgetAnswer } from '@welfare/reports/budget/budget.contract.ts'
import { momentLine, wanCell, yuanCell } from './cells.ts'
import { type Column, joinParts, numberOf, renderTable, totalLabel, wordsOf } from './table.ts'

/** Each state of money apart, turnover beside it, in yuan; the last line in ten thousands of yuan. */
export function renderBudget(answer: BudgetAnswer): string {
  const lines = linesOf(answer)
  const first = wordsOf(groupWords[answer.by])
  return joinParts([
    ...[...sections, ...(answer.effective === undefined ? [] : [correctedLater])].map(({ title, columns }) =>
      renderTable({
        title: `${title} · 元`,
        columns: [first, ...columns.map(({ heading }) => heading)],
        rows: [
          ...lines.map(({ label, amounts }) => [label, ...columns.map(({ read }) => yuanCell(read(amounts)))]),
          ['  万元', ...columns.map(({ read }) => wanCell(read(answer.total)))],
        ],
      }),
    ),
    renderIds(answer),
    `${identityLine(answer.total)}\n${momentLine(answer)}`,
  ])
}

/** False where a fund identity of the whole ledger, or of a row, does not hold: the books are broken. */
export function budgetHolds({ rows, total }: BudgetAnswer): boolean {
  const all = [total, ...rows, ...rows.flatMap(({ funds }) => funds ?? [])]
  return all.every(({ identities }) => Object.values(identities).every((holds) => holds !== false))
}

interface Section {
  readonly title: string
  readonly columns: readonly { readonly heading: Column; readonly read: (amounts: BudgetAmounts) => number }[]
}

type Columns = Section['columns']

const balances = (...names: readonly BalanceName[]): Columns =>
  names.map((name) => ({ heading: numberOf(accountWords[name]), read: (amounts) => amounts.balances[`${name}Fen`] }))

const turnovers = (...names: readonly (keyof typeof turnoverWords)[]): Columns =>
  names.map((name) => ({ heading: numberOf(turnoverWords[name]), read: (amounts) => amounts.turnovers[name] }))

const beside = (...names: readonly (keyof typeof besideWords)[]): Columns =>
  names.map((name) => ({ heading: numberOf(besideWords[name]), read: (amounts) => amounts.beside[name] }))

const later = (...names: readonly (keyof typeof correctedLaterWords)[]): Columns =>
  names.map((name) => ({
    heading: numberOf(correctedLaterWords[name]),
    read: (amounts) => amounts.correctedLater[name],
  }))

const sections: readonly Section[] = [
  {
    title: 'Balances, budget book 预算余额',
    columns: balances('granted', 'available', 'reserved', 'allocated', 'committed', 'issued', 'used'),
  },
  { title: 'Balances, money book 资金余额', columns: balances('donated', 'bank', 'cost', 'payable') },
  {
    title: 'Turnover, in total 发生额: from the donor to the wallet',
    columns: turnovers(
      ...(['donatedTotalFen', 'refundedTotalFen', 'allocatedTotalFen', 'allocationReturnedTotalFen'] as const),
      ...(['committedTotalFen', 'commitmentReleasedTotalFen', 'issuedTotalFen'] as const),
    ),
  },
  {
    title: 'Turnover, in total 发生额: wrong entries taken back, in red 红字更正',
    columns: turnovers(
      ...(['donationCorrectedTotalFen', 'refundCorrectedTotalFen', 'allocationCorrectedTotalFen'] as const),
      ...(['allocationReturnCorrectedTotalFen', 'reversedTotalFen'] as const),
    ),
  },
  {
    title: 'Turnover, in total 发生额: out of the wallet',
    columns: turnovers(
      ...(['redeemedTotalFen', 'reversedTotalFen', 'expiredTotalFen', 'withdrawnTotalFen'] as const),
      ...(['declinedTotalFen', 'returnedFromCreditsTotalFen'] as const),
    ),
  },
  {
    title: 'Beside the books, of meals not reversed 账外',
    columns: beside('listPriceFen', 'discountFen', 'ownShareFen'),
  },
]

/** The turnover of the day stays as it was; what was taken back since is said beside it. */
const correctedLater: Section = {
  title: 'Of which corrected after that day 其中该日以后已更正',
  columns: later('donatedFen', 'refundedFen', 'allocatedFen', 'allocationReturnedFen', 'redeemedFen'),
}

interface Line {
  readonly label: string
  readonly amounts: BudgetAmounts
}

function linesOf({ by, rows, total }: BudgetAnswer): Line[] {
  const lines = rows.flatMap((row): Line[] => [
    { label: labelOf(by, row), amounts: row },
    ...(row.funds ?? []).map((part) => ({ label: `  └ ${part.name ?? part.fund}`, amounts: part })),
  ])
  return [...lines, { label: totalLabel, amounts: total }]
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
  return renderTable({ title: 'Ids 编号', columns: [wordsOf(groupWords[by]), { heading: 'id' }], rows: named })
}

function identityLine({ identities }: BudgetAmounts): string {
  const said = [
    ['donated = available + reserved + allocated + committed + issued + used', identities.donatedIsSpreadHolds],
    ['used = cost', identities.usedIsCostHolds],
    ['bank = donated + payable − cost', identities.bankHolds],
  ] as const
  return said
    .filter(([, holds]) => holds !== null)
    .map(([identity, holds]) => `${holds ? '✓' : '✗ DOES NOT HOLD:'} ${identity}`)
    .join('\n')
}
