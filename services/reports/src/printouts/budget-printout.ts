import { accountWords } from '@welfare/contracts/words/account-words.ts'
import {
  besideWords,
  correctedLaterWords,
  groupWords,
  inNoProgramme,
  total as totalWord,
  turnoverWords,
} from '@welfare/contracts/words/figure-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import { columnOf, type MoneyUnit, type Printout, type PrintoutTable } from '@welfare/printouts/printout.ts'
import { type BalanceName, type BudgetAmounts, type BudgetAnswer, balanceFigure } from '../budget/budget.contract.ts'
import { signedPrintout } from './printout-words.ts'

/** Each state of money apart, turnovers beside; figures as in the report. */
export function budgetPrintout(
  answer: BudgetAnswer,
  { unit, filters }: { readonly unit: MoneyUnit; readonly filters: readonly string[] },
): Printout {
  const { by, rows, total } = answer
  return signedPrintout(answer, {
    title: '福利资金预算执行表',
    subtitles: [...filters, `按${groupWords[by].chinese}`],
    unit,
    orientation: 'landscape',
    tables: budgetTables(answer, [
      ...rows.map((row) => ({ label: budgetLabelOf(by, row), amounts: row })),
      { label: totalWord.chinese, amounts: total, isTotal: true },
    ]),
  })
}

/** A line of every table. */
export interface BudgetLine {
  readonly label: string
  readonly amounts: BudgetAmounts
  readonly isTotal?: true
}

/** What every form of the report is made of. */
export function budgetTables({ by, total, effective }: BudgetAnswer, lines: readonly BudgetLine[]): PrintoutTable[] {
  const tableOf = ({ amounts, ...titled }: Section): PrintoutTable => ({
    ...titled,
    columns: [columnOf(groupWords[by], 'text', 30), ...amounts.map(({ heading }) => columnOf(heading, 'money'))],
    rows: lines.map(({ label, amounts: given, isTotal }) => {
      const cells = [label, ...amounts.map(({ of }) => of(given))]
      return isTotal ? { emphasis: 'total', cells } : cells
    }),
  })
  const inWords = [
    `银行存款合计（大写）：${amountInWords(total.balances.bankFen)}`,
    `应付商户合计（大写）：${amountInWords(total.balances.payableFen)}`,
  ]
  return [
    tableOf(budgetBook),
    { ...tableOf(moneyBook), remarks: inWords },
    ...[
      turnovers,
      takenBack,
      settlement,
      purchases,
      transfers,
      corrections,
      beside,
      ...(effective === undefined ? [] : [later]),
    ].map(tableOf),
  ]
}

interface Amount {
  readonly heading: Heading
  of(amounts: BudgetAmounts): number
}

interface Section extends Pick<PrintoutTable, 'remarks'> {
  readonly english: string
  readonly name: string
  readonly amounts: readonly Amount[]
}

const balance = (name: BalanceName): Amount => ({
  heading: accountWords[name],
  of: ({ balances }) => balances[balanceFigure(name)],
})

const turnover = (name: keyof typeof turnoverWords): Amount => ({
  heading: turnoverWords[name],
  of: (amounts) => amounts.turnovers[name],
})

const budgetBook: Section = {
  english: 'Balances, budget book',
  name: '预算余额',
  amounts: (
    ['granted', 'available', 'reserved', 'allocated', 'committed', 'issued', 'used', 'claimed', 'written-off'] as const
  ).map(balance),
}

const moneyBook: Section = {
  english: 'Balances, money book',
  name: '资金余额',
  amounts: (['donated', 'bank', 'quota', 'transit', 'cost', 'loss', 'payable', 'disputed', 'suspense'] as const).map(
    balance,
  ),
}

const turnovers: Section = {
  english: 'Turnover in total',
  name: '累计发生额',
  amounts: [
    ...(['donatedTotalFen', 'refundedTotalFen', 'allocatedTotalFen', 'allocationReturnedTotalFen'] as const),
    ...(['committedTotalFen', 'issuedTotalFen', 'redeemedTotalFen'] as const),
  ].map(turnover),
  remarks: ['发生额为累计数，不扣除收回与红字更正；核销指用餐核销，不是坏账核销。'],
}

/** Expiry and what else ends a credit apart; none of it is money that goes back to a donor. */
const takenBack: Section = {
  english: 'Taken back, of credits and commitments',
  name: '收回（额度与占用）',
  amounts: [
    ...(['expiredTotalFen', 'withdrawnTotalFen', 'declinedTotalFen', 'returnedFromCreditsTotalFen'] as const),
    ...(['commitmentReleasedTotalFen'] as const),
  ].map(turnover),
}

const settlement: Section = {
  english: 'Settlement with merchants',
  name: '商户结算',
  amounts: [
    ...(['paidTotalFen', 'paymentReturnedTotalFen', 'claimedTotalFen', 'claimSettledTotalFen'] as const),
    ...(['repaidTotalFen', 'writtenOffTotalFen', 'recoveredTotalFen', 'waivedTotalFen'] as const),
    ...(['disputedTotalFen', 'disputeEndedTotalFen'] as const),
  ].map(turnover),
}

const purchases: Section = {
  english: 'Goods bought',
  name: '物资采购',
  amounts: (['purchasedTotalFen', 'supplierPaidTotalFen', 'supplierPaymentReturnedTotalFen'] as const).map(turnover),
}

const transfers: Section = {
  english: 'On accounts',
  name: '银行账户',
  amounts: [
    ...(['sentTotalFen', 'arrivedTotalFen', 'cameBackTotalFen'] as const),
    ...(['incomeTotalFen', 'bankChargeTotalFen'] as const),
  ].map(turnover),
}

const corrections: Section = {
  english: 'Wrong entries taken back, in red',
  name: '红字更正',
  amounts: [
    ...(['donationCorrectedTotalFen', 'refundCorrectedTotalFen', 'allocationCorrectedTotalFen'] as const),
    ...(['allocationReturnCorrectedTotalFen', 'reversedTotalFen', 'priorYearTotalFen'] as const),
    ...(['incomeCorrectedTotalFen', 'bankChargeCorrectedTotalFen'] as const),
  ].map(turnover),
}

const beside: Section = {
  english: 'Beside the books, of meals not reversed',
  name: '账外（未更正的用餐）',
  amounts: (['listPriceFen', 'discountFen', 'ownShareFen'] as const).map((name) => ({
    heading: besideWords[name],
    of: (amounts) => amounts.beside[name],
  })),
}

/** The turnover of the day stays as it was; what was taken back since is said beside it. */
const later: Section = {
  english: 'Of which corrected after that day',
  name: '其中该日以后已更正',
  amounts: (Object.keys(correctedLaterWords) as (keyof typeof correctedLaterWords)[]).map((name) => ({
    heading: correctedLaterWords[name],
    of: ({ correctedLater }) => correctedLater[name],
  })),
}

/** What a row of the report is called. */
export function budgetLabelOf(by: BudgetAnswer['by'], { key, name }: BudgetAnswer['rows'][number]): string {
  if (key === null) return inNoProgramme.chinese
  return by === 'division' ? printedDivision(key) : (name ?? key)
}
