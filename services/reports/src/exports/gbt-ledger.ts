import { formatYuanPlain, subtractFen } from '@welfare/contracts/money.ts'
import { moneyWords } from '@welfare/contracts/words/money-words.ts'
import { peopleWords } from '@welfare/contracts/words/people-words.ts'
import type { Book } from './book-entry.ts'
import { chart, parentOf, type Subject, subjectsOf } from './chart.ts'
import { summaryOf } from './event-words.ts'
import { gbtDocument } from './gbt-document.ts'
import { gbtEdition, xmlRow } from './gbt-edition.ts'
import {
  createPeriodBalances,
  type PeriodBalance,
  type SubjectLine,
  type VoucherEntry,
  voucherOf,
} from './gbt-entries.ts'

const { ledger: tables } = gbtEdition

/** The general ledger (总账) of one year: subjects, every voucher line, then openings, turnovers and closings by month. */
export function writeGbtLedger(book: Book, year: number): AsyncIterable<string> {
  return gbtDocument(book, 'ledger', parts())

  async function* parts(): AsyncIterable<string> {
    yield xmlRow(tables.base, { separator: '-', numbering: '3-2-4', chart: chart.edition })
    const subjects = subjectsOf(book.directory)
    yield subjects.map(subjectRow).join('')
    yield subjects.flatMap(auxiliaryRows).join('')
    const balances = createPeriodBalances(String(year))
    for await (const entry of book.entries) {
      const voucher = voucherOf(entry, book)
      const date = voucher?.head.accountingDate ?? ''
      if (!voucher || date.slice(0, 4) > String(year)) continue
      for (const line of voucher.lines) balances.add(line, date)
      if (date.slice(0, 4) === String(year))
        yield voucher.lines.map((line, index) => lineRow(voucher, line, index)).join('')
    }
    for (const balance of balances.rows()) yield balanceRow(balance, year)
  }
}

function subjectRow(subject: Subject): string {
  const parent = parentOf(subject)
  const { number, name, type } = subject
  return xmlRow(tables.subject, {
    number,
    name,
    level: levelOf(subject),
    type,
    side: sideNames[subject.side],
    parent: parent?.number ?? null,
  })
}

function levelOf(subject: Subject): number {
  const parent = parentOf(subject)
  return parent ? levelOf(parent) + 1 : 1
}

function auxiliaryRows({ number }: Subject): string[] {
  return auxiliaryNames.map(([name, archive], index) =>
    xmlRow(tables.auxiliary, { subject: number, key: index + 1, name, archive }),
  )
}

const sideNames = { debit: '借', credit: '贷' } as const
const auxiliaryNames = [
  [moneyWords.fund.chinese, gbtEdition.archive.item.name],
  [peopleWords.programme.chinese, gbtEdition.archive.item.name],
  ['供应商', gbtEdition.archive.supplier.name],
  ['客户', gbtEdition.archive.customer.name],
] as const

function lineRow({ head, kind, number }: VoucherEntry, line: SubjectLine, index: number): string {
  const debit = line.amountFen > 0 ? formatYuanPlain(line.amountFen) : '0.00'
  const credit = line.amountFen < 0 ? formatYuanPlain(subtractFen(0, line.amountFen)) : '0.00'
  return xmlRow(tables.voucherLine, {
    date: head.accountingDate,
    year: head.accountingDate.slice(0, 4),
    period: Number(head.accountingDate.slice(5, 7)),
    type: kind,
    number,
    line: index + 1,
    summary: summaryOf(head.eventType),
    ...placeOf(line),
    currency: 'CNY',
    debitOriginal: debit,
    debit,
    creditOriginal: credit,
    credit,
    receiptType: head.receiptType,
    receiptNumber: head.receiptNumber,
    receiptDate: head.receiptDate,
    attachments: head.attachments,
    maker: head.maker,
    checker: head.checker,
    poster: head.poster,
    isPosted: 1,
    isVoid: 0,
    source: `${head.stream}.${head.version}`,
  })
}

function balanceRow(balance: PeriodBalance, year: number): string {
  const side = (amountFen: number): string => (amountFen === 0 ? '平' : sideNames[amountFen > 0 ? 'debit' : 'credit'])
  const magnitude = (amountFen: number): string =>
    formatYuanPlain(amountFen < 0 ? subtractFen(0, amountFen) : amountFen)
  return xmlRow(tables.balance, {
    ...placeOf(balance),
    openingSide: side(balance.openingFen),
    closingSide: side(balance.closingFen),
    currency: 'CNY',
    year,
    period: balance.period,
    opening: magnitude(balance.openingFen),
    debit: formatYuanPlain(balance.debitFen),
    credit: formatYuanPlain(balance.creditFen),
    closing: magnitude(balance.closingFen),
  })
}

function placeOf({ subject, fund, programme, merchant, donor }: Omit<SubjectLine, 'amountFen'>) {
  return { subject: subject.number, fund, programme, merchant, donor }
}
