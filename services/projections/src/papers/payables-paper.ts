import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { amountInWords } from '@welfare/papers/amount-in-words.ts'
import type { Paper, PaperRow } from '@welfare/papers/paper.ts'
import type { BookStamp } from '../exports/book.ts'
import type { Directory } from '../exports/directory.queries.ts'
import { summaryOf } from '../exports/event-words.ts'
import type { JournalLeg } from '../journal.contract.ts'
import { signedPaper } from './paper-words.ts'
import type { PayablesPaperQuery } from './papers.contract.ts'

interface PayableLine {
  readonly leg: JournalLeg
  /** What the merchant is owed more; below zero for a reversal. Over all funds that paid. */
  readonly amountFen: number
}

/** Every redemption and reversal of a merchant, by day; with what was owed before, and the sum in words. */
export function payablesPaper(
  stamp: BookStamp,
  legs: readonly JournalLeg[],
  directory: Directory,
  { merchant, programme, from = '', until = '9999-12-31', unit }: PayablesPaperQuery,
): Paper {
  const lines = linesOf(legs).filter(({ leg }) => leg.accountingDate <= until)
  const shown = lines.filter(({ leg }) => leg.accountingDate >= from)
  const earlier = lines.filter(({ leg }) => leg.accountingDate < from)
  const beforeFen = sumFen(earlier.map(({ amountFen }) => amountFen))
  const totalFen = addFen(beforeFen, sumFen(shown.map(({ amountFen }) => amountFen)))
  const programmeName = programme === undefined ? undefined : (directory.programmes.get(programme)?.name ?? programme)
  return signedPaper(stamp, {
    title: '商户应付明细表',
    subtitles: [
      directory.merchants.get(merchant)?.name ?? merchant,
      ...(programmeName === undefined ? [] : [programmeName]),
    ],
    unit,
    orientation: 'landscape',
    tables: [
      {
        columns: [
          { heading: '日期', kind: 'day', width: 14 },
          { heading: '凭证号', kind: 'text' },
          { heading: '摘要', kind: 'text', width: 14 },
          { heading: '项目', kind: 'text', width: 30 },
          { heading: '票据号', kind: 'text' },
          { heading: '金额', kind: 'money' },
        ],
        rows: [
          ...(from === '' ? [] : [total('subtotal', `${from} 以前`, beforeFen)]),
          ...byDay(shown, directory),
          total('total', '合计', totalFen),
        ],
        remarks: [`合计（大写）：${amountInWords(totalFen)}`],
      },
    ],
    signatures: ['制表', '审核', '经办', '商户确认'],
  })
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

function byDay(lines: readonly PayableLine[], { programmes }: Directory): PaperRow[] {
  return [...Map.groupBy(lines, ({ leg }) => leg.accountingDate)].flatMap(([date, ofDay]) => [
    ...ofDay.map(({ leg, amountFen }): PaperRow => {
      const programme = leg.programme === null ? null : (programmes.get(leg.programme)?.name ?? leg.programme)
      return [leg.accountingDate, leg.document, summaryOf(leg.eventType), programme, leg.receiptNumber, amountFen]
    }),
    total('subtotal', `${date} 小计`, sumFen(ofDay.map(({ amountFen }) => amountFen))),
  ])
}

function total(emphasis: 'subtotal' | 'total', label: string, amountFen: number): PaperRow {
  return { emphasis, cells: [label, null, null, null, null, amountFen] }
}
