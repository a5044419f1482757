import type { EventType } from '@welfare/contracts/catalogue.ts'
import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import {
  fundMealsWords,
  groupWords,
  statementWords,
  total as totalWord,
} from '@welfare/contracts/words/figure-words.ts'
import { journalWords } from '@welfare/contracts/words/journal-words.ts'
import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import { columnOf, type Printout, type PrintoutRow, type PrintoutTable } from '@welfare/printouts/printout.ts'
import { type BalanceName, type BudgetAnswer, balanceFigure, balanceNames } from '../budget/budget.contract.ts'
import type { BookDirectory } from '../exports/directory.queries.ts'
import { summaryOf } from '../exports/event-words.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import type { FundMealsOfDay } from '../meals/fund-meals.queries.ts'
import { filterLines } from './printout-filters.ts'
import { signedPrintout } from './printout-words.ts'
import type { FundStatementQuery } from './printouts.contract.ts'

/** A fund at both ends of a period, by the day on which things count, and what moved in its free money in between. */
export interface FundPeriod {
  /** None: from the first day on. */
  readonly opening: BudgetAnswer | undefined
  readonly closing: BudgetAnswer
  /** Of its available money, of the period's days. */
  readonly legs: readonly JournalLeg[]
  /** What it paid, by day and shop. */
  readonly meals: readonly FundMealsOfDay[]
}

/** What came into a fund and what became of it: each movement of its free money with its paper, then where every fen is. */
export function fundStatementPrintout(
  { opening, closing, legs, meals }: FundPeriod,
  directory: BookDirectory,
  { fund, from, until, unit }: FundStatementQuery,
): Printout {
  const openingFen = opening?.total.balances.availableFen ?? 0
  const period = from === undefined && until === undefined ? [] : [`期间 ${from ?? '开立'} 至 ${until ?? '今日'}`]
  return signedPrintout(closing, {
    title: '专项资金对账单',
    subtitles: [...filterLines({ fund }, directory), ...period],
    unit,
    orientation: 'landscape',
    tables: [
      movements({ closing, legs }, openingFen, directory),
      statesTable(opening, closing),
      programmes(closing),
      paidMeals(meals, directory),
    ],
  })
}

/** Types that are more free money, and their corrections; all others, and theirs, are less of it: what is released was reserved. */
const incoming: ReadonlySet<string> = new Set([
  'DonationReceived',
  'DonationReversed',
  'IncomeReceived',
  'IncomeReversed',
  'AllocationReturned',
  'AllocationReturnReversed',
] satisfies EventType[])

function movements(
  { closing, legs }: Pick<FundPeriod, 'closing' | 'legs'>,
  openingFen: number,
  directory: BookDirectory,
): PrintoutTable {
  const isIncoming = ({ eventType }: JournalLeg) => incoming.has(eventType)
  let balanceFen = openingFen
  const lines = [...legs]
    .sort((a, b) => a.accountingDate.localeCompare(b.accountingDate) || subtractFen(a.sequence, b.sequence))
    .map((leg): PrintoutRow => {
      balanceFen = subtractFen(balanceFen, leg.amount)
      const { accountingDate, document, receiptNumber } = leg
      return [
        ...[accountingDate, document, whatFor(leg, closing, directory), receiptNumber, leg.maker, leg.checker],
        ...(isIncoming(leg) ? [subtractFen(0, leg.amount), null] : [null, leg.amount]),
        balanceFen,
      ]
    })
  const inFen = sumFen(legs.filter(isIncoming).map(({ amount }) => subtractFen(0, amount)))
  const outFen = sumFen(legs.filter((leg) => !isIncoming(leg)).map(({ amount }) => amount))
  const blank = [null, null, null, null, null] as const
  return {
    name: '可安排资金变动',
    english: 'Movements of what is available',
    columns: [
      columnOf(journalWords.day, 'day', 14),
      columnOf(journalWords.document, 'text'),
      columnOf(journalWords.summary, 'text', 34),
      columnOf(journalWords.receiptNumber, 'text'),
      columnOf(journalWords.maker, 'text', 18),
      columnOf(journalWords.checker, 'text', 18),
      columnOf(statementWords.in, 'money'),
      columnOf(statementWords.out, 'money'),
      columnOf(statementWords.left, 'money'),
    ],
    rows: [
      { emphasis: 'subtotal', cells: [statementWords.opening.chinese, ...blank, null, null, openingFen] },
      ...lines,
      { emphasis: 'total', cells: [statementWords.closing.chinese, ...blank, inFen, outFen, balanceFen] },
    ],
    remarks: [
      `期末可安排（大写）：${amountInWords(balanceFen)}`,
      '红字更正按更正之日以负数列于所更正的一栏，原分录保留；待审批的安排先列减少，审批后以负数冲回。',
    ],
  }
}

/** The programme that it went to or came from, where it lies within the scope, or the organisation that gave; a person who gave is never named. */
function whatFor(
  { sequence, eventType }: JournalLeg,
  { rows }: BudgetAnswer,
  { donors, programmesOfFreeMoney }: BookDirectory,
): string {
  const programme = programmesOfFreeMoney.get(sequence)
  const row = rows.find(({ key }) => key !== null && key === programme)
  const other = row ? (row.name ?? row.key) : donors.get(sequence)
  return [summaryOf(eventType), ...(other === undefined ? [] : [other])].join('：')
}

/** Every state of money at both ends. */
export function statesTable(opening: BudgetAnswer | undefined, closing: BudgetAnswer): PrintoutTable {
  return {
    name: '资金状态',
    english: 'Where every fen is',
    columns: [
      columnOf(journalWords.account, 'text', 24),
      columnOf(statementWords.opening, 'money'),
      columnOf(statementWords.change, 'money'),
      columnOf(statementWords.closing, 'money'),
    ],
    rows: balanceNames.map((name) => {
      const openingFen = opening?.total.balances[balanceFigure(name)] ?? 0
      const closingFen = closing.total.balances[balanceFigure(name)]
      return [accountWords[name].chinese, openingFen, subtractFen(closingFen, openingFen), closingFen]
    }),
    remarks: [
      closing.total.identities.donatedIsSpreadHolds
        ? '到账资金 ＋ 结转资金 ＝ 可安排 ＋ 已预留 ＋ 已安排 ＋ 已占用 ＋ 已发放额度 ＋ 已核销（用餐） ＋ 应收商户退款 ＋ 坏账损失。'
        : '查询范围之外的项目未列入，各项之和不等于到账资金与结转资金之和。',
    ],
  }
}

function paidMeals(meals: readonly FundMealsOfDay[], { merchants }: BookDirectory): PrintoutTable {
  const { day, merchant, count, paid, back, net } = fundMealsWords
  const netOf = ({ paidFen, backFen }: Pick<FundMealsOfDay, 'paidFen' | 'backFen'>) => subtractFen(paidFen, backFen)
  const total = {
    meals: meals.reduce((sum, one) => sum + one.meals, 0),
    paidFen: sumFen(meals.map(({ paidFen }) => paidFen)),
    backFen: sumFen(meals.map(({ backFen }) => backFen)),
  }
  return {
    name: '用餐明细',
    english: 'Meals it paid, by day and shop',
    columns: [
      columnOf(day, 'day', 14),
      columnOf(merchant, 'text', 30),
      columnOf(count, 'count'),
      columnOf(paid, 'money'),
      columnOf(back, 'money'),
      columnOf(net, 'money'),
    ],
    rows: [
      ...meals.map(
        (one): PrintoutRow => [
          ...[one.day, merchants.get(one.merchant)?.name ?? one.merchant],
          ...[one.meals, one.paidFen, one.backFen, netOf(one)],
        ],
      ),
      {
        emphasis: 'total',
        cells: [totalWord.chinese, null, total.meals, total.paidFen, total.backFen, netOf(total)],
      },
    ],
    remarks: ['由几项资金分担的一餐，这里只列本资金承担的部分；撤销、放弃按办理之日列示。'],
  }
}

const inProgrammes = [
  'reserved',
  'allocated',
  'committed',
  'issued',
  'used',
  'claimed',
  'written-off',
] as const satisfies readonly BalanceName[]

function programmes({ rows, total }: BudgetAnswer): PrintoutTable {
  const amountsOf = ({ balances }: BudgetAnswer['total']) => inProgrammes.map((name) => balances[balanceFigure(name)])
  return {
    name: '期末各项目',
    english: 'By programme, at the end',
    columns: [
      columnOf(groupWords.programme, 'text', 30),
      ...inProgrammes.map((name) => columnOf(accountWords[name], 'money')),
    ],
    rows: [
      ...rows
        .filter(({ key, ...row }) => key !== null && amountsOf(row).some((amountFen) => amountFen !== 0))
        .map((row) => [row.name ?? row.key, ...amountsOf(row)]),
      { emphasis: 'total', cells: [totalWord.chinese, ...amountsOf(total)] },
    ],
  }
}
