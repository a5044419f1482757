import { postingAccounts } from '@welfare/contracts/accounts.ts'
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
    subtitles: [...filters, groupNames[answer.by]],
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

const groupNames = { fund: '按资金', programme: '按项目', funder: '按出资方', division: '按行政区划' } as const

interface AmountColumn {
  readonly heading: string
  of(amounts: BudgetAmounts): number
}

const budgetStates = ['granted', 'available', 'reserved', 'allocated', 'committed', 'issued', 'used'] as const
const moneyStates = ['donated', 'bank', 'cost', 'payable'] as const

function balanceColumn(name: BalanceName): AmountColumn {
  return { heading: postingAccounts[name].chinese, of: ({ balances }) => balances[`${name}Fen`] }
}

const turnovers: readonly AmountColumn[] = [
  { heading: '到账资金', of: (amounts) => amounts.turnovers.donatedTotalFen },
  { heading: '退捐', of: (amounts) => amounts.turnovers.refundedTotalFen },
  { heading: '资金安排', of: (amounts) => amounts.turnovers.allocatedTotalFen },
  { heading: '项目退回', of: (amounts) => amounts.turnovers.allocationReturnedTotalFen },
  { heading: '发放额度', of: (amounts) => amounts.turnovers.issuedTotalFen },
  { heading: '核销（用餐）', of: (amounts) => amounts.turnovers.redeemedTotalFen },
]

/** Expiry and what else ends a credit apart; none of it is money that goes back to a donor. */
const takenBack: readonly AmountColumn[] = [
  { heading: '过期收回', of: (amounts) => amounts.turnovers.expiredTotalFen },
  { heading: '撤回收回', of: (amounts) => amounts.turnovers.withdrawnTotalFen },
  { heading: '未受领收回', of: (amounts) => amounts.turnovers.declinedTotalFen },
  { heading: '释放占用', of: (amounts) => amounts.turnovers.commitmentReleasedTotalFen },
]

const corrections: readonly AmountColumn[] = [
  { heading: '更正到账', of: (amounts) => amounts.turnovers.donationCorrectedTotalFen },
  { heading: '更正退捐', of: (amounts) => amounts.turnovers.refundCorrectedTotalFen },
  { heading: '更正资金安排', of: (amounts) => amounts.turnovers.allocationCorrectedTotalFen },
  { heading: '更正项目退回', of: (amounts) => amounts.turnovers.allocationReturnCorrectedTotalFen },
  { heading: '更正核销（用餐）', of: (amounts) => amounts.turnovers.reversedTotalFen },
]

const laterCorrections: readonly AmountColumn[] = [
  { heading: '到账', of: (amounts) => amounts.correctedLater.donatedFen },
  { heading: '退捐', of: (amounts) => amounts.correctedLater.refundedFen },
  { heading: '资金安排', of: (amounts) => amounts.correctedLater.allocatedFen },
  { heading: '项目退回', of: (amounts) => amounts.correctedLater.allocationReturnedFen },
  { heading: '核销（用餐）', of: (amounts) => amounts.correctedLater.redeemedFen },
]

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
      { emphasis: 'total', cells: ['合计', ...amounts.map(({ of }) => of(total))] },
    ],
  }
}

function labelOf(by: BudgetAnswer['by'], { key, name }: BudgetAnswer['rows'][number]): string {
  if (key === null) return '不属于项目的资金'
  return by === 'division' ? printedDivision(key) : (name ?? key)
}
