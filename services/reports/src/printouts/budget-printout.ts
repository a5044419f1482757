import { accountWords } from '@welfare/contracts/words/account-words.ts'
import {
  correctedLaterWords,
  groupWords,
  total as totalWord,
  turnoverWords,
} from '@welfare/contracts/words/figure-words.ts'
import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { MoneyUnit, Paper, PaperColumn, PaperTable } from '@welfare/printouts/printout.ts'
import type { BalanceName, BudgetAmounts, BudgetAnswer } from '../budget/budget.contract.ts'
import { signedPaper } from './printout-words.ts'

/** Each state of money apart, turnovers beside; figures as in the report. */
export function budgetPaper(
  answer: BudgetAnswer,
  { unit, filters }: { readonly unit: MoneyUnit; readonly filters: readonly string[] },
): Paper {
  return signedPaper(answer, {
    title: '福利资金预算执行表',
    subtitles: [...filters, `按${groupWords[answer.by].chinese}`],
    unit,
    orientation: 'landscape',
    tables: [
      amountsTable(answer, '预算余额', budgetStates.map(balanceColumn)),
      {
        ...amountsTable(answer, '资金余额', moneyStates.map(balanceColumn)),
        remarks: [
          `银行存款合计（大写）：${amountInWords(answer.total.balances.bankFen)}`,
          `应付商户合计（大写）：${amountInWords(answer.total.balances.payableFen)}`,
        ],
      },
      {
        ...amountsTable(answer, '累计发生额', turnovers),
        remarks: ['发生额为累计数，不扣除收回与红字更正；核销指用餐核销，不是坏账核销。'],
      },
      amountsTable(answer, '收回（额度与占用）', takenBack),
      amountsTable(answer, '红字更正', corrections),
      ...(answer.effective === undefined ? [] : [amountsTable(answer, '其中该日以后已更正', laterCorrections)]),
    ],
  })
}

interface AmountColumn {
  readonly heading: string
  of(amounts: BudgetAmounts): number
}

const budgetStates = ['granted', 'available', 'reserved', 'allocated', 'committed', 'issued', 'used'] as const
const moneyStates = ['donated', 'bank', 'cost', 'payable'] as const

function balanceColumn(name: BalanceName): AmountColumn {
  return { heading: accountWords[name].chinese, of: ({ balances }) => balances[`${name}Fen`] }
}

type Turnover = keyof typeof turnoverWords
const columnsOf = (names: readonly Turnover[]) => names.map(turnoverColumn)

const turnovers = columnsOf([
  ...(['donatedTotalFen', 'refundedTotalFen', 'allocatedTotalFen', 'allocationReturnedTotalFen'] as const),
  ...(['issuedTotalFen', 'redeemedTotalFen'] as const),
])

/** Expiry and what else ends a credit apart; none of it is money that goes back to a donor. */
const takenBack = columnsOf([
  ...(['expiredTotalFen', 'withdrawnTotalFen', 'declinedTotalFen', 'commitmentReleasedTotalFen'] as const),
])

const corrections = columnsOf([
  ...(['donationCorrectedTotalFen', 'refundCorrectedTotalFen', 'allocationCorrectedTotalFen'] as const),
  ...(['allocationReturnCorrectedTotalFen', 'reversedTotalFen'] as const),
])

const laterCorrections = Object.entries(correctedLaterWords).map(
  ([name, { chinese }]): AmountColumn => ({
    heading: chinese,
    of: ({ correctedLater }) => correctedLater[name as keyof typeof correctedLaterWords],
  }),
)

function turnoverColumn(name: Turnover): AmountColumn {
  return { heading: turnoverWords[name].chinese, of: ({ turnovers }) => turnovers[name] }
}

function amountsTable({ by, rows, total }: BudgetAnswer, name: string, amounts: readonly AmountColumn[]): PaperTable {
  const columns: PaperColumn[] = [
    { heading: '名称', kind: 'text', width: 30 },
    ...amounts.map(({ heading }) => ({ heading, kind: 'money' as const })),
  ]
  return {
    name,
    columns,
    rows: [
      ...rows.map((row) => [labelOf(by, row), ...amounts.map(({ of }) => of(row))]),
      { emphasis: 'total', cells: [totalWord.chinese, ...amounts.map(({ of }) => of(total))] },
    ],
  }
}

function labelOf(by: BudgetAnswer['by'], { key, name }: BudgetAnswer['rows'][number]): string {
  if (key === null) return '不属于项目的资金'
  return by === 'division' ? printedDivision(key) : (name ?? key)
}
