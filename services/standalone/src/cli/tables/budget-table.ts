import { printedDivision } from '@welfare/printouts/division-names.ts'
import type { BudgetAmounts, BudgetAnswer } from '@welfare/reports/budget/budget.contract.ts'
import { momentLine, wanCell, yuanCell } from './cells.ts'
import { type Column, joinParts, number, renderTable, words } from './table.ts'

/** Each state of money apart, turnover beside it, in yuan; the last line in ten thousands of yuan. */
export function renderBudget(answer: BudgetAnswer): string {
  const lines = linesOf(answer)
  const first = groupHeadings[answer.by]
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

function balance(english: string, chinese: string, name: keyof BudgetAmounts['balances']): Section['columns'][number] {
  return { heading: number(english, chinese), read: ({ balances }) => balances[name] }
}

function turnover(
  english: string,
  chinese: string,
  name: keyof BudgetAmounts['turnovers'],
): Section['columns'][number] {
  return { heading: number(english, chinese), read: ({ turnovers }) => turnovers[name] }
}

function beside(english: string, chinese: string, name: keyof BudgetAmounts['beside']): Section['columns'][number] {
  return { heading: number(english, chinese), read: (amounts) => amounts.beside[name] }
}

const sections: readonly Section[] = [
  {
    title: 'Balances, budget book 预算余额',
    columns: [
      balance('granted', '到账资金', 'grantedFen'),
      balance('available', '可安排', 'availableFen'),
      balance('reserved', '已预留', 'reservedFen'),
      balance('allocated', '已安排', 'allocatedFen'),
      balance('committed', '已占用', 'committedFen'),
      balance('issued', '已发放额度', 'issuedFen'),
      balance('used', '已核销(用餐)', 'usedFen'),
    ],
  },
  {
    title: 'Balances, money book 资金余额',
    columns: [
      balance('donated', '捐赠', 'donatedFen'),
      balance('bank', '银行存款', 'bankFen'),
      balance('cost', '支出', 'costFen'),
      balance('payable', '应付商户', 'payableFen'),
    ],
  },
  {
    title: 'Turnover, in total 发生额: from the donor to the wallet',
    columns: [
      turnover('donated', '到账资金', 'donatedTotalFen'),
      turnover('refunded', '退捐', 'refundedTotalFen'),
      turnover('allocated', '资金安排', 'allocatedTotalFen'),
      turnover('returned', '项目退回', 'allocationReturnedTotalFen'),
      turnover('committed', '占用', 'committedTotalFen'),
      turnover('released', '释放', 'commitmentReleasedTotalFen'),
      turnover('issued', '发放', 'issuedTotalFen'),
    ],
  },
  {
    title: 'Turnover, in total 发生额: wrong entries taken back, in red 红字更正',
    columns: [
      turnover('donated', '更正到账', 'donationCorrectedTotalFen'),
      turnover('refunded', '更正退捐', 'refundCorrectedTotalFen'),
      turnover('allocated', '更正资金安排', 'allocationCorrectedTotalFen'),
      turnover('returned', '更正项目退回', 'allocationReturnCorrectedTotalFen'),
      turnover('redeemed', '更正核销', 'reversedTotalFen'),
    ],
  },
  {
    title: 'Turnover, in total 发生额: out of the wallet',
    columns: [
      turnover('redeemed', '核销', 'redeemedTotalFen'),
      turnover('corrected', '红字更正', 'reversedTotalFen'),
      turnover('expired', '过期收回', 'expiredTotalFen'),
      turnover('withdrawn', '收回', 'withdrawnTotalFen'),
      turnover('declined', '未收', 'declinedTotalFen'),
      turnover('back from credits', '退回项目', 'returnedFromCreditsTotalFen'),
    ],
  },
  {
    title: 'Beside the books, of meals not reversed 账外',
    columns: [
      beside('list price', '标价', 'listPriceFen'),
      beside('discount', '商户优惠', 'discountFen'),
      beside('own share', '个人自付', 'ownShareFen'),
    ],
  },
]

/** The turnover of the day stays as it was; what was taken back since is said beside it. */
const correctedLater: Section = {
  title: 'Of which corrected after that day 其中该日以后已更正',
  columns: (
    [
      ['donated', '到账资金', 'donatedFen'],
      ['refunded', '退捐', 'refundedFen'],
      ['allocated', '资金安排', 'allocatedFen'],
      ['returned', '项目退回', 'allocationReturnedFen'],
      ['redeemed', '核销', 'redeemedFen'],
    ] as const
  ).map(([english, chinese, name]) => ({
    heading: number(english, chinese),
    read: ({ correctedLater: later }) => later[name],
  })),
}

const groupHeadings: Readonly<Record<BudgetAnswer['by'], Column>> = {
  fund: words('fund', '专项资金'),
  programme: words('programme', '项目'),
  funder: words('funder', '出资方'),
  division: words('division', '行政区划'),
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
  return [...lines, { label: 'Total 合计', amounts: total }]
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
  return renderTable({ title: 'Ids 编号', columns: [groupHeadings[by], { heading: 'id' }], rows: named })
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
