import { enclosingDivisions } from '@welfare/contracts/divisions.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import {
  besideWords,
  coverageWords,
  invoiceWords,
  settlementWords,
  total as totalWord,
  turnoverWords,
} from '@welfare/contracts/words/figure-words.ts'
import { journalWords } from '@welfare/contracts/words/journal-words.ts'
import { moneyWords } from '@welfare/contracts/words/money-words.ts'
import { usualReasonOf } from '@welfare/contracts/words/undo-words.ts'
import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import { columnOf, type Printout, type PrintoutRow, type PrintoutTable } from '@welfare/printouts/printout.ts'
import type { BookDirectory } from '../exports/directory.queries.ts'
import type { StampedAnswer } from '../queries.ts'
import type { StatementFund } from '../settlement/stated-numbers.ts'
import { filterLines } from './printout-filters.ts'
import { signedPrintout } from './printout-words.ts'
import { payersTable } from './statement-payers-table.ts'

type StatementReport = Exclude<StampedAnswer<'statement'>, { readonly code: string }>
type Line = StatementReport['lines'][number]

/** One number of a merchant's statement: from what was carried on over meals by day, and every line beside them, to what is due, paid and carried on. */
export function statementPrintout(report: StatementReport, directory: BookDirectory, unit: 'yuan' | 'wan'): Printout {
  const { merchant, programme, statement, revision, after, through } = report.proposal
  const { until } = report.proposal
  return signedPrintout(report, {
    title: '商户结算单',
    subtitles: [
      ...unionOf(programme, directory),
      ...filterLines({ merchant, programme }, directory),
      `第 ${statement} 号 · 第 ${revision} 稿 · ${stateOf(report)}`,
      `记账序号 ${after + 1} 至 ${through}${until === undefined ? '' : `，结算到 ${until}`}，${report.proposedOn} 出具`,
    ],
    unit,
    orientation: 'landscape',
    tables: [
      account(report),
      ...paidBy(report, directory),
      byFund(report, directory),
      ...(report.invoices.length > 0 ? [invoiceTable(report)] : []),
    ],
    signatures: ['制表', '审核', '经办', '商户确认'],
  })
}

/** The union of the programme's own division, or the nearest above. */
function unionOf(programme: string, { programmes, unions }: BookDirectory): string[] {
  const division = programmes.get(programme)?.division
  if (division === undefined) return []
  const known = [...unions.values()]
  const ofEach = enclosingDivisions(division).flatMap((code) => known.find((union) => union.division === code) ?? [])
  return ofEach.slice(0, 1).map(({ name }) => name)
}

const confirmationWords = { merchant: '商户已确认', paper: '凭商户签字确认', silence: '逾期无异议，视同确认' } as const

function stateOf({ confirmedBy, approvedOn, paidOn, paidFen = 0, returned, funds, lines }: StatementReport): string {
  if (returned) return paidOn === undefined ? '部分已付款，款项被退回' : `${paidOn} 已付款，款项被退回`
  if (paidOn !== undefined) return `${paidOn} 已付款`
  if (approvedOn !== undefined)
    return `${approvedOn} 已审批，${paidFen > 0 ? '部分已付款' : payFenOf(funds) > waivedFenOf(lines) ? '待付款' : '无须付款'}`
  return confirmedBy ? `${confirmationWords[confirmedBy]}，待审批` : '待商户确认'
}

function account(report: StatementReport): PrintoutTable {
  const { funds, lines, days } = report
  const sumOf = (name: Exclude<keyof StatementFund, 'fund'>) => sumFen(funds.map((fund) => fund[name]))
  const beside = (name: 'meals' | 'listPriceFen' | 'discountFen' | 'ownShareFen') =>
    sumFen(days.map((day) => day[name]))
  const linesOf = (kind: Line['kind']) => lines.filter((line) => line.kind === kind)
  const { carriedFen, takenBackFen, comeBackFen, disputedFen, dueFen, payFen, closingFen, mealsFen } = settlementWords
  const paidFen = subtractFen(payFenOf(funds), waivedFenOf(lines))
  const closing = subtractFen(sumOf('dueFen'), payFenOf(funds))
  return {
    name: '结算明细',
    english: 'Statement',
    columns: [
      columnOf(journalWords.day, 'day', 14),
      columnOf(journalWords.summary, 'text', 44),
      columnOf(coverageWords.people.visits, 'count'),
      columnOf(besideWords.listPriceFen, 'money'),
      columnOf(besideWords.discountFen, 'money'),
      columnOf(besideWords.ownShareFen, 'money'),
      columnOf(journalWords.amount, 'money'),
    ],
    rows: [
      sum('subtotal', carriedFen.chinese, sumOf('carriedFen')),
      ...days.map((day) => [
        ...[day.day, mealsFen.chinese, day.meals, day.listPriceFen, day.discountFen, day.ownShareFen, day.amountFen],
      ]),
      {
        emphasis: 'subtotal',
        cells: [
          ...[`${mealsFen.chinese}小计`, null, beside('meals'), beside('listPriceFen')],
          ...[beside('discountFen'), beside('ownShareFen'), sumOf('mealsFen')],
        ],
      },
      ...block(linesOf('taken-back'), takenBackFen.chinese, -1),
      ...block(linesOf('disputed'), disputedFen.chinese, -1),
      ...block(linesOf('come-back'), comeBackFen.chinese, 1),
      sum('total', dueFen.chinese, sumOf('dueFen')),
      ...block(linesOf('waived'), turnoverWords.waivedTotalFen.chinese, -1),
      sum('subtotal', payFen.chinese, paidFen),
      sum('subtotal', closingFen.chinese, closing),
    ],
    remarks: [
      `${payFen.chinese}（大写）：${amountInWords(paidFen)}`,
      '标价、商户优惠、个人自付为用餐时的金额，不计入应付；各专项资金分别结算，应付为负数的一项结转下期，不以其他资金抵扣。',
      ...(sumOf('takenBackFen') > 0 ? ['撤销的用餐属于已审批的结算单时，为应收商户退款，在本单抵扣。'] : []),
    ],
  }
}

function waivedFenOf(lines: readonly Line[], fund?: string): number {
  const shares = lines.filter(({ kind }) => kind === 'waived').flatMap((line) => line.shares)
  return sumFen(shares.filter((share) => (fund ?? share.fund) === share.fund).map(({ amountFen }) => amountFen))
}

function payFenOf(funds: readonly StatementFund[]): number {
  return sumFen(funds.map(({ dueFen }) => Math.max(0, dueFen)))
}

function block(lines: readonly Line[], label: string, sign: 1 | -1): PrintoutRow[] {
  if (lines.length === 0) return []
  const signed = ({ shares }: Line) => (sign === 1 ? totalOf(shares) : subtractFen(0, totalOf(shares)))
  return [
    ...lines.map((line): PrintoutRow => [line.day, whatOf(line), null, null, null, null, signed(line)]),
    sum('subtotal', `${label}小计`, sumFen(lines.map(signed))),
  ]
}

const lineWords: Readonly<Record<Line['type'], string>> = {
  LineTakenBack: '撤销用餐',
  LineDisputed: '列入争议',
  DisputeEnded: '争议了结',
  PaymentReturned: '款项退回，重新应付',
  MerchantRepaid: '商户退款',
  ClaimGivenUp: '不再追收',
  PayableWaived: '商户放弃，无需支付',
}

function whatOf({ type, mealDay, reason }: Line): string {
  const what = mealDay === null ? lineWords[type] : `${lineWords[type]}（${mealDay} 用餐）`
  return [what, ...(reason === undefined ? [] : inChinese(reason))].join('：')
}

function inChinese(reason: string): readonly string[] {
  const usual = usualReasonOf(reason)
  return usual ? [usual.heading.chinese, usual.beside].filter((part) => part !== '') : [reason]
}

function sum(emphasis: 'subtotal' | 'total', label: string, amountFen: number): PrintoutRow {
  return { emphasis, cells: [label, null, null, null, null, null, amountFen] }
}

function paidBy({ funds, days, lines }: StatementReport, directory: BookDirectory): PrintoutTable[] {
  const beside = lines.flatMap((line) => {
    if (line.kind === 'waived') return []
    const sign = line.kind === 'come-back' ? (1 as const) : (-1 as const)
    return [{ day: line.day, summary: whatOf(line), shares: line.shares, sign }]
  })
  const meals = days.map(({ day, shares }) => ({
    day,
    summary: settlementWords.mealsFen.chinese,
    shares,
    sign: 1 as const,
  }))
  return payersTable({ funds, lines: [...meals, ...beside], nameOf: (fund) => directory.funds.get(fund)?.name ?? fund })
}

const byFundNames = ['carriedFen', 'mealsFen', 'takenBackFen', 'comeBackFen', 'disputedFen', 'dueFen'] as const

function byFund({ funds, lines }: StatementReport, directory: BookDirectory): PrintoutTable {
  const isWaived = waivedFenOf(lines) > 0
  const waivedOf = (of: readonly StatementFund[]) => sumFen(of.map(({ fund }) => waivedFenOf(lines, fund)))
  const figures = (of: readonly StatementFund[]) => [
    ...byFundNames.map((name) => sumFen(of.map((fund) => fund[name]))),
    ...(isWaived ? [waivedOf(of)] : []),
    subtractFen(payFenOf(of), waivedOf(of)),
    subtractFen(sumFen(of.map(({ dueFen }) => dueFen)), payFenOf(of)),
  ]
  return {
    name: '按专项资金',
    english: 'By fund',
    columns: [
      columnOf(moneyWords.fund, 'text', 30),
      ...byFundNames.map((name) => columnOf(settlementWords[name], 'money')),
      ...(isWaived ? [columnOf(turnoverWords.waivedTotalFen, 'money')] : []),
      columnOf(settlementWords.payFen, 'money'),
      columnOf(settlementWords.closingFen, 'money'),
    ],
    rows: [
      ...funds.map((fund) => [directory.funds.get(fund.fund)?.name ?? fund.fund, ...figures([fund])]),
      { emphasis: 'total', cells: [totalWord.chinese, ...figures(funds)] },
    ],
  }
}

/** What the merchant asks for by its papers; it may ask for more or less than it is paid. */
function invoiceTable({ invoices, funds, lines }: StatementReport): PrintoutTable {
  const invoicedFen = sumFen(invoices.map(({ amountFen }) => amountFen))
  const attachments = invoices.filter(({ scan }) => scan !== undefined).length
  const differenceFen = subtractFen(addFen(invoicedFen, waivedFenOf(lines)), payFenOf(funds))
  return {
    name: '发票',
    english: 'Invoices',
    columns: [
      columnOf(invoiceWords.invoiceNumber, 'text', 30),
      columnOf(invoiceWords.invoicedOn, 'day', 14),
      columnOf(journalWords.attachments, 'count'),
      columnOf(journalWords.amount, 'money'),
    ],
    rows: [
      ...invoices.map(({ invoiceNumber, invoicedOn, amountFen, scan }) => [
        invoiceNumber,
        invoicedOn,
        scan ? 1 : 0,
        amountFen,
      ]),
      { emphasis: 'total', cells: [totalWord.chinese, null, attachments, invoicedFen] },
      ...(differenceFen === 0
        ? []
        : [{ emphasis: 'subtotal' as const, cells: [invoiceWords.differenceFen.chinese, null, null, differenceFen] }]),
    ],
    remarks: [`附件 ${attachments} 张`],
  }
}
