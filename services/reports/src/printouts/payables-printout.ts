import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { journalWords } from '@welfare/contracts/words/journal-words.ts'
import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import { columnOf, type Printout, type PrintoutRow } from '@welfare/printouts/printout.ts'
import type { BookStamp } from '../exports/book-entry.ts'
import type { BookDirectory } from '../exports/directory.queries.ts'
import { summaryOf } from '../exports/event-words.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import { filterLines } from './printout-filters.ts'
import { signedPrintout } from './printout-words.ts'
import type { PayablesPrintoutQuery } from './printouts.contract.ts'

interface PayableLine {
  readonly leg: JournalLeg
  /** What the merchant is owed more; below zero for what lessens it. Over all funds that paid. */
  readonly amountFen: number
}

/** What was recorded after one sequence and through another. */
export interface SequenceRange {
  readonly after: number
  readonly through: number
  /** What is of an earlier day was entered later; '' where everything is listed. */
  readonly firstDay: string
}

/**
 * Whatever changes what a merchant is owed and was recorded in the range, by day: meals, reversals, disputes, payments; what is of a day before
 * it stands apart, as entered later. With what was owed before, and the sum in words. Lists of consecutive ranges hold everything exactly once.
 */
export function payablesPrintout(
  stamp: BookStamp,
  legs: readonly JournalLeg[],
  directory: BookDirectory,
  { merchant, programme, after, through, firstDay, unit }: Omit<PayablesPrintoutQuery, 'after'> & SequenceRange,
): Printout {
  const lines = linesOf(legs)
  const [listed, before] = partition(lines, ({ leg }) => leg.sequence > after)
  const [late, shown] = partition(listed, ({ leg }) => leg.accountingDate < firstDay)
  const listedFen = sumOf(listed)
  const totalFen = addFen(sumOf(before), listedFen)
  return signedPrintout(stamp, {
    title: '商户应付明细表',
    subtitles: [...filterLines({ merchant, programme }, directory), rangeLine(after, through)],
    unit,
    orientation: 'landscape',
    tables: [
      {
        columns: [
          columnOf(journalWords.day, 'day', 14),
          columnOf(journalWords.document, 'text'),
          columnOf(journalWords.summary, 'text', 22),
          columnOf(journalWords.programme, 'text', 30),
          columnOf(journalWords.receiptNumber, 'text'),
          columnOf(journalWords.amount, 'money'),
        ],
        rows: [
          ...(after === 0 ? [] : [total('subtotal', `序号${after}以前已列`, sumOf(before))]),
          ...(late.length === 0 ? [] : enteredLater(late, directory)),
          ...byDay(shown, directory),
          ...(after === 0 ? [] : [total('subtotal', '本清单小计', listedFen)]),
          total('total', '合计', totalFen),
        ],
        remarks: [
          `合计（大写）：${amountInWords(totalFen)}`,
          `本清单按记账序号列示；下一份清单自序号${through}之后起，每笔只列一次。`,
        ],
      },
    ],
    signatures: ['制表', '审核', '经办', '商户确认'],
  })
}

function rangeLine(after: number, through: number): string {
  return `列示记账序号 ${after + 1} 至 ${through}`
}

function partition<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}

function sumOf(lines: readonly PayableLine[]): number {
  return sumFen(lines.map(({ amountFen }) => amountFen))
}

/** Of a day whose list has been printed. */
function enteredLater(lines: readonly PayableLine[], directory: BookDirectory): PrintoutRow[] {
  return [
    ...lines.map((line) => lineRow(line, directory, '（补记以前日期）')),
    total('subtotal', '补记以前日期小计', sumOf(lines)),
  ]
}

/** The legs of one event together, in the order of their days. */
function linesOf(legs: readonly JournalLeg[]): PayableLine[] {
  const lines = new Map<number, PayableLine>()
  for (const leg of legs) {
    const known = lines.get(leg.sequence)
    lines.set(leg.sequence, { leg: known?.leg ?? leg, amountFen: subtractFen(known?.amountFen ?? 0, leg.amount) })
  }
  return [...lines.values()].sort(
    ({ leg: a }, { leg: b }) => a.accountingDate.localeCompare(b.accountingDate) || a.sequence - b.sequence,
  )
}

function byDay(lines: readonly PayableLine[], directory: BookDirectory): PrintoutRow[] {
  return [...Map.groupBy(lines, ({ leg }) => leg.accountingDate)].flatMap(([date, ofDay]) => [
    ...ofDay.map((line) => lineRow(line, directory)),
    total('subtotal', `${date} 小计`, sumOf(ofDay)),
  ])
}

function lineRow({ leg, amountFen }: PayableLine, { programmes }: BookDirectory, note = ''): PrintoutRow {
  const programme = leg.programme === null ? null : (programmes.get(leg.programme)?.name ?? leg.programme)
  // A till's slip is its own paper; the union enters from another.
  const isEntered = leg.eventType === 'MealRedeemed' && leg.receiptType !== 'till-slip'
  const summary = `${summaryOf(leg.eventType)}${isEntered ? '（工会录入）' : ''}${note}`
  return [leg.accountingDate, leg.document, summary, programme, leg.receiptNumber, amountFen]
}

function total(emphasis: 'subtotal' | 'total', label: string, amountFen: number): PrintoutRow {
  return { emphasis, cells: [label, null, null, null, null, amountFen] }
}
