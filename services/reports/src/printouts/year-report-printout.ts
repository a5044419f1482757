import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { bankWords } from '@welfare/contracts/words/bank-words.ts'
import { groupWords, total as totalWord, turnoverWords, yearWords } from '@welfare/contracts/words/figure-words.ts'
import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import {
  columnOf,
  type MoneyUnit,
  type Printout,
  type PrintoutRow,
  type PrintoutTable,
} from '@welfare/printouts/printout.ts'
import type { BankAmounts, BankBalancesAnswer } from '../bank/bank-balances.contract.ts'
import type { BudgetAmounts, BudgetAnswer } from '../budget/budget.contract.ts'
import { budgetLabelOf } from './budget-printout.ts'
import { statesTable } from './fund-statement-printout.ts'
import { signedPrintout } from './printout-words.ts'

/** The same question at the end of the year before and at the end of the year, as known at one sequence. */
export interface BothEnds<Answer> {
  readonly opening: Answer
  readonly closing: Answer
}
type BudgetOfYear = BothEnds<BudgetAnswer>
export interface YearReport {
  readonly byFund: BudgetOfYear
  /** By programme and division. */
  readonly others: readonly BudgetOfYear[]
  readonly bank: BothEnds<BankBalancesAnswer>
}

/** What was there, what came, what was used, and what is left: by fund, programme and division, and on the accounts of each union. */
export function yearReportPrintout(
  { byFund, others, bank }: YearReport,
  { year, unit }: { readonly year: number; readonly unit: MoneyUnit },
): Printout {
  const { opening, closing } = byFund
  return signedPrintout(closing, {
    title: '年度报告',
    subtitles: [`${year} 年度`],
    unit,
    orientation: 'landscape',
    tables: [
      statesTable(opening, closing),
      ...[byFund, ...others].map(groupTable),
      accountsTable(bank),
      turnoversTable(byFund),
    ],
  })
}

/** What a row had at both ends that was neither used nor written off, and what made the difference. */
function movementOf(before: BudgetAmounts | undefined, after: BudgetAmounts) {
  const changeOf = (name: 'usedFen' | 'writtenOffFen') => subtractFen(after.balances[name], before?.balances[name] ?? 0)
  const [openingFen, closingFen] = [before ? unspentOf(before) : 0, unspentOf(after)]
  const [usedFen, writtenOffFen] = [changeOf('usedFen'), changeOf('writtenOffFen')]
  const spentFen = addFen(usedFen, writtenOffFen)
  const addedFen = addFen(subtractFen(closingFen, openingFen), spentFen)
  return [openingFen, addedFen, usedFen, writtenOffFen, closingFen, after.balances.payableFen]
}

function unspentOf({ balances }: BudgetAmounts): number {
  const { availableFen, reservedFen, allocatedFen, committedFen, issuedFen, claimedFen } = balances
  return sumFen([availableFen, reservedFen, allocatedFen, committedFen, issuedFen, claimedFen])
}

function groupTable({ opening, closing }: BudgetOfYear): PrintoutTable {
  const { by } = closing
  const before = new Map(opening.rows.map((row) => [row.key, row]))
  const figures = closing.rows.map((row) => ({ row, cells: movementOf(before.get(row.key), row) }))
  const isOfUnion = by === 'division'
  const nameOf = ({ name }: BudgetAnswer['rows'][number]) => (isOfUnion ? [name] : [])
  const total = movementOf(opening.total, closing.total)
  return {
    name: `按${groupWords[by].chinese}`,
    english: `By ${groupWords[by].english}`,
    columns: [
      columnOf(groupWords[by], 'text', 30),
      ...(isOfUnion ? [columnOf(yearWords.union, 'text', 24)] : []),
      ...([yearWords.opening, yearWords.added, yearWords.used, yearWords.writtenOff, yearWords.closing] as const).map(
        (heading) => columnOf(heading, 'money'),
      ),
      columnOf(accountWords.payable, 'money'),
    ],
    rows: [
      ...figures
        .filter(({ cells }) => cells.some((amountFen) => amountFen !== 0))
        .map(({ row, cells }): PrintoutRow => [budgetLabelOf(by, row), ...nameOf(row), ...cells]),
      { emphasis: 'total', cells: [totalWord.chinese, ...(isOfUnion ? [null] : []), ...total] },
    ],
    remarks: [
      ...(by === 'fund' ? [`年末结余合计（大写）：${amountInWords(unspentOf(closing.total))}`] : []),
      added[by],
    ],
  }
}

const added: Readonly<Record<BudgetAnswer['by'], string>> = {
  fund: '本年增加为到账资金与利息，减退捐；年初结余 ＋ 本年增加 － 本年已用 － 本年坏账 ＝ 年末结余。',
  funder: '本年增加为到账资金与利息，减退捐。',
  programme: '本年增加为资金安排，减退回；未进项目的一行为专项资金尚未安排的部分。',
  division: '项目资金列项目所在区划，未进项目的资金列专项资金所在区划。',
}

function accountsTable({ opening, closing }: BothEnds<BankBalancesAnswer>): PrintoutTable {
  const before = new Map(opening.accounts.map((account) => [account.bankAccount, account]))
  const cellsOf = (was: BankAmounts | undefined, is: BankAmounts) => {
    const changeOf = (names: readonly (keyof BankAmounts)[]) =>
      sumFen(names.map((name) => subtractFen(is[name], was?.[name] ?? 0)))
    return [was?.balanceFen ?? 0, changeOf(incoming), changeOf(outgoing), is.balanceFen]
  }
  return {
    name: '银行账户',
    english: 'Accounts of unions',
    columns: [
      columnOf(bankWords.division, 'text', 22),
      columnOf(bankWords.bankAccount, 'text', 30),
      columnOf(bankWords.bank, 'text', 26),
      columnOf(bankWords.lastDigits, 'text', 10),
      ...([yearWords.opening, yearWords.received, yearWords.paid, yearWords.closing] as const).map((heading) =>
        columnOf(heading, 'money'),
      ),
    ],
    rows: [
      ...closing.accounts.map((account): PrintoutRow => {
        const { bankAccount, name, bank, lastDigits, division } = account
        const where = division === null ? null : printedDivision(division)
        const called = [where, name ?? bankWords.notAssigned.chinese, bank, lastDigits]
        return [...called, ...cellsOf(before.get(bankAccount), account)]
      }),
      { emphasis: 'total', cells: [totalWord.chinese, null, null, null, ...cellsOf(opening.total, closing.total)] },
    ],
    remarks: ['收入含归入与转入，付出含转出。'],
  }
}
const incoming = ['assignedFen', 'receivedFen', 'arrivedFen'] as const
const outgoing = ['paidFen', 'sentFen'] as const

function turnoversTable({ opening, closing }: BudgetOfYear): PrintoutTable {
  const names = Object.keys(turnoverWords) as (keyof typeof turnoverWords)[]
  return {
    name: '本年发生额',
    english: 'Turnover of the year',
    columns: [
      columnOf(yearWords.item, 'text', 30),
      columnOf(yearWords.ofYear, 'money'),
      columnOf(yearWords.inAll, 'money'),
    ],
    rows: names.flatMap((name): PrintoutRow[] => {
      const inAllFen = closing.total.turnovers[name]
      const ofYearFen = subtractFen(inAllFen, opening.total.turnovers[name])
      return inAllFen === 0 && ofYearFen === 0 ? [] : [[turnoverWords[name].chinese, ofYearFen, inAllFen]]
    }),
    remarks: ['发生额为累计数，不扣除收回与红字更正。'],
  }
}
