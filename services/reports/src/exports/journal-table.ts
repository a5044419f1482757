import { subtractFen } from '@welfare/contracts/money.ts'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { journalWords } from '@welfare/contracts/words/journal-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import { columnOf, type PrintoutCells, type PrintoutColumn, stampLine } from '@welfare/printouts/printout.ts'
import type { LongTable } from '@welfare/printouts/xlsx-stream.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import type { Book } from './book-entry.ts'
import { subjectOf } from './chart.ts'
import type { BookDirectory } from './directory.queries.ts'
import { summaryOf } from './event-words.ts'

interface JournalColumn extends PrintoutColumn {
  of(leg: JournalLeg, directory: BookDirectory): string | number | null
}

/** The journal as one long table, a row for each leg: money in 元, goods in pieces, debit and credit apart. */
export function journalTable({ stamp, directory, entries }: Book): LongTable {
  return { name: '序时账', remark: stampLine(stamp), columns: journalColumns, rows: rows() }

  async function* rows(): AsyncIterable<PrintoutCells> {
    for await (const { legs } of entries)
      for (const leg of legs) yield journalColumns.map(({ of }) => of(leg, directory))
  }
}

const column = (
  word: Heading,
  kind: PrintoutColumn['kind'],
  of: JournalColumn['of'],
  width?: number,
): JournalColumn => ({
  ...columnOf(word, kind, width),
  of,
})

const text = (word: Heading, of: JournalColumn['of'], width?: number) => column(word, 'text', of, width)

const journalColumns: readonly JournalColumn[] = [
  text(journalWords.document, ({ document }) => document, 24),
  column(journalWords.accountingDate, 'day', ({ accountingDate }) => accountingDate),
  text(journalWords.summary, ({ eventType }) => summaryOf(eventType)),
  text(journalWords.book, ({ book }) => bookNames[book], 8),
  text(journalWords.account, ({ account }) => accountWords[account].chinese, 12),
  text(journalWords.subject, (leg, directory) => subjectText(leg, directory)),
  column(journalWords.debitYuan, 'money', (leg) => debitOf(leg, 'money')),
  column(journalWords.creditYuan, 'money', (leg) => creditOf(leg, 'money')),
  column(journalWords.debitPieces, 'count', (leg) => debitOf(leg, 'goods')),
  column(journalWords.creditPieces, 'count', (leg) => creditOf(leg, 'goods')),
  text(journalWords.goods, nameOfGoods),
  text(journalWords.fund, ({ fund }, { funds }) => nameOf(funds, fund)),
  text(journalWords.programme, ({ programme }, { programmes }) => nameOf(programmes, programme)),
  text(journalWords.merchant, ({ merchant }, { merchants }) => nameOf(merchants, merchant)),
  text(journalWords.depot, ({ depot }, { depots }) => nameOf(depots, depot)),
  text(journalWords.site, ({ site }, { sites }) => nameOf(sites, site)),
  text(journalWords.maker, ({ maker }) => maker),
  text(journalWords.checker, ({ checker }) => checker),
  text(journalWords.poster, ({ poster }) => poster),
  text(journalWords.receiptType, ({ receiptType }) => receiptType, 14),
  text(journalWords.receiptNumber, ({ receiptNumber }) => receiptNumber),
  column(journalWords.receiptDate, 'day', ({ receiptDate }) => receiptDate),
  column(journalWords.attachments, 'count', ({ attachments }) => attachments),
  column(journalWords.sequence, 'count', ({ sequence }) => sequence),
  text(journalWords.event, ({ stream, version }) => `${stream}.${version}`, 46),
  text(journalWords.fundId, ({ fund }) => fund, 42),
  text(journalWords.programmeId, ({ programme }) => programme, 46),
  text(journalWords.batchId, ({ batch }) => batch, 42),
  text(journalWords.bankAccount, ({ bankAccount }, { bankAccounts }) => nameOf(bankAccounts, bankAccount)),
  text(journalWords.payer, ({ payer }, { payers }) => nameOf(payers, payer)),
]

export const bookNames: Readonly<Record<JournalLeg['book'], string>> = { budget: '预算', money: '资金', goods: '物资' }

function subjectText(leg: JournalLeg, directory: BookDirectory): string | null {
  const subject = subjectOf(leg, directory)
  return subject ? `${subject.number} ${subject.name}` : null
}

type Counted = 'money' | 'goods'

function isOf({ book }: JournalLeg, counted: Counted): boolean {
  return (book === 'goods') === (counted === 'goods')
}

/** In fen, or in pieces. */
export function debitOf(leg: JournalLeg, counted: Counted): number | null {
  return isOf(leg, counted) && leg.amount > 0 ? leg.amount : null
}

export function creditOf(leg: JournalLeg, counted: Counted): number | null {
  return isOf(leg, counted) && leg.amount < 0 ? subtractFen(0, leg.amount) : null
}

export function nameOfGoods({ commodity }: JournalLeg, { items, kits }: BookDirectory): string | null {
  return items.get(commodity)?.name ?? kits.get(commodity)?.name ?? null
}

export function nameOf(listed: ReadonlyMap<string, { readonly name: string }>, id: string | null): string | null {
  return id === null ? null : (listed.get(id)?.name ?? id)
}
