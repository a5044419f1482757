import { subtractFen } from '@welfare/contracts/money.ts'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { proofWords } from '@welfare/contracts/words/proof-words.ts'
import { type PaperCells, type PaperColumn, stampLine } from '@welfare/printouts/printout.ts'
import type { LongTable } from '@welfare/printouts/xlsx-stream.ts'
import type { JournalLeg } from '../journal/journal.contract.ts'
import type { Book } from './book.ts'
import { subjectOf } from './chart.ts'
import type { Directory } from './directory.queries.ts'
import { summaryOf } from './event-words.ts'

interface JournalColumn extends PaperColumn {
  of(leg: JournalLeg, directory: Directory): string | number | null
}

/** The journal as one long table, a row for each leg: money in 元, goods in pieces, debit and credit apart. */
export function journalTable({ stamp, directory, entries }: Book): LongTable {
  return { name: '序时账', remark: stampLine(stamp), columns: journalColumns, rows: rows() }

  async function* rows(): AsyncIterable<PaperCells> {
    for await (const { legs } of entries)
      for (const leg of legs) yield journalColumns.map(({ of }) => of(leg, directory))
  }
}

const text = (heading: string, of: JournalColumn['of'], width?: number): JournalColumn => ({
  heading,
  kind: 'text',
  of,
  ...(width !== undefined && { width }),
})

const journalColumns: readonly JournalColumn[] = [
  text(proofWords.documentNumber.chinese, ({ document }) => document, 24),
  { heading: '记账日期', kind: 'day', of: ({ accountingDate }) => accountingDate },
  text('摘要', ({ eventType }) => summaryOf(eventType)),
  text('账簿', ({ book }) => books[book], 8),
  text('账户', ({ account }) => accountWords[account].chinese, 12),
  text('科目', (leg, directory) => subjectText(leg, directory)),
  { heading: '借方金额（元）', kind: 'money', of: (leg) => debitOf(leg, isMoney(leg)) },
  { heading: '贷方金额（元）', kind: 'money', of: (leg) => creditOf(leg, isMoney(leg)) },
  { heading: '借方数量', kind: 'count', of: (leg) => debitOf(leg, !isMoney(leg)) },
  { heading: '贷方数量', kind: 'count', of: (leg) => creditOf(leg, !isMoney(leg)) },
  text('物资', ({ commodity }, { items, kits }) => items.get(commodity)?.name ?? kits.get(commodity)?.name ?? null),
  text('资金', ({ fund }, { funds }) => nameOf(funds, fund)),
  text('项目', ({ programme }, { programmes }) => nameOf(programmes, programme)),
  text('商户', ({ merchant }, { merchants }) => nameOf(merchants, merchant)),
  text('仓库', ({ depot }, { depots }) => nameOf(depots, depot)),
  text('点位', ({ site }, { sites }) => nameOf(sites, site)),
  text('制单人', ({ maker }) => maker),
  text('审核人', ({ checker }) => checker),
  text('记账人', ({ poster }) => poster),
  text('票据类型', ({ receiptType }) => receiptType, 14),
  text('票据号', ({ receiptNumber }) => receiptNumber),
  { heading: '票据日期', kind: 'day', of: ({ receiptDate }) => receiptDate },
  { heading: '附件数', kind: 'count', of: ({ attachments }) => attachments },
  { heading: '序号', kind: 'count', of: ({ sequence }) => sequence },
  text('事件', ({ stream, version }) => `${stream}.${version}`, 46),
  text('资金编号', ({ fund }) => fund, 42),
  text('项目编号', ({ programme }) => programme, 46),
  text('批次编号', ({ batch }) => batch, 42),
]

const books: Readonly<Record<JournalLeg['book'], string>> = { budget: '预算', money: '资金', goods: '物资' }

function subjectText(leg: JournalLeg, directory: Directory): string | null {
  const subject = subjectOf(leg, directory)
  return subject ? `${subject.number} ${subject.name}` : null
}

function isMoney({ book }: JournalLeg): boolean {
  return book !== 'goods'
}

function debitOf({ amount }: JournalLeg, isAsked: boolean): number | null {
  return isAsked && amount > 0 ? amount : null
}

function creditOf({ amount }: JournalLeg, isAsked: boolean): number | null {
  return isAsked && amount < 0 ? subtractFen(0, amount) : null
}

function nameOf(listed: ReadonlyMap<string, { readonly name: string }>, id: string | null): string | null {
  return id === null ? null : (listed.get(id)?.name ?? id)
}
