import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { actorHeading } from '@welfare/contracts/words/actor-words.ts'
import { journalWords } from '@welfare/contracts/words/journal-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import {
  columnOf,
  type MoneyUnit,
  type Printout,
  type PrintoutCells,
  type PrintoutColumn,
} from '@welfare/printouts/printout.ts'
import type { BookStamp } from '../exports/book-entry.ts'
import type { BookDirectory } from '../exports/directory.queries.ts'
import { summaryOf } from '../exports/event-words.ts'
import { bookNames, creditOf, debitOf, nameOf, nameOfGoods } from '../exports/journal-table.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import { signedPrintout } from './printout-words.ts'

/** Legs as they are listed at the desk. */
export function journalPrintout(
  stamp: BookStamp,
  legs: readonly JournalLeg[],
  directory: BookDirectory,
  { unit, filters }: { readonly unit: MoneyUnit; readonly filters: readonly string[] },
): Printout {
  const hasGoods = legs.some(({ book }) => book === 'goods')
  const columns = hasGoods ? [...ofMoney, ...ofGoods, ...ofBoth] : [...ofMoney, ...ofBoth]
  return signedPrintout(stamp, {
    title: '分录清单',
    subtitles: filters,
    unit,
    orientation: 'landscape',
    tables: [{ columns, rows: legs.map((leg): PrintoutCells => columns.map(({ of }) => of(leg, directory))) }],
  })
}

interface LegColumn extends PrintoutColumn {
  of(leg: JournalLeg, directory: BookDirectory): string | number | null
}

function column(word: Heading, kind: PrintoutColumn['kind'], width: number, of: LegColumn['of']): LegColumn {
  return { ...columnOf(word, kind, width), of }
}

const ofMoney: readonly LegColumn[] = [
  column(journalWords.sequence, 'count', 8, ({ sequence }) => sequence),
  column(journalWords.accountingDate, 'day', 11, ({ accountingDate }) => accountingDate),
  column(journalWords.document, 'text', 20, ({ document }) => document),
  column(journalWords.summary, 'text', 14, ({ eventType }) => summaryOf(eventType)),
  column(journalWords.book, 'text', 6, ({ book }) => bookNames[book]),
  column(journalWords.account, 'text', 12, ({ account }) => accountWords[account].chinese),
  column(journalWords.debit, 'money', 14, (leg) => debitOf(leg, 'money')),
  column(journalWords.credit, 'money', 14, (leg) => creditOf(leg, 'money')),
]
const ofGoods: readonly LegColumn[] = [
  column(journalWords.debitPieces, 'count', 10, (leg) => debitOf(leg, 'goods')),
  column(journalWords.creditPieces, 'count', 10, (leg) => creditOf(leg, 'goods')),
  column(journalWords.goods, 'text', 14, nameOfGoods),
]
const ofBoth: readonly LegColumn[] = [
  column(journalWords.fund, 'text', 18, ({ fund }, { funds }) => nameOf(funds, fund)),
  column(journalWords.programme, 'text', 18, ({ programme }, { programmes }) => nameOf(programmes, programme)),
  column(journalWords.merchant, 'text', 16, ({ merchant }, { merchants }) => nameOf(merchants, merchant)),
  column(journalWords.maker, 'text', 14, ({ maker }) => actorHeading(maker).chinese),
  column(journalWords.checker, 'text', 14, ({ checker }) => checker && actorHeading(checker).chinese),
  column(journalWords.receiptNumber, 'text', 12, ({ receiptNumber }) => receiptNumber),
]
