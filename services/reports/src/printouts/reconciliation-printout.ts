import { accountIn } from '@welfare/contracts/authority.ts'
import { daysBetween } from '@welfare/contracts/days.ts'
import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { eventWords, quietEventWords } from '@welfare/contracts/words/event-words.ts'
import { reconciliationWords as words } from '@welfare/contracts/words/reconciliation-words.ts'
import type { Heading } from '@welfare/contracts/words/word.ts'
import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import {
  columnOf,
  type MoneyUnit,
  type Printout,
  type PrintoutRow,
  type PrintoutTable,
} from '@welfare/printouts/printout.ts'
import type { ReconciliationAnswer } from '../bank/reconciliation.contract.ts'
import { signedPrintout } from './printout-words.ts'

export function reconciliationPrintout(answer: ReconciliationAnswer, unit: MoneyUnit): Printout {
  const { name, bank, lastDigits, division, until } = answer
  return signedPrintout(answer, {
    title: words.title.chinese,
    subtitles: [`${printedDivision(division)} ${name}（${bank} 尾号 ${lastDigits}）`, `截至 ${until}`],
    unit,
    tables: [reconciliationTable(answer)],
  })
}

/** What every form of it is made of: the books and what they lack, then the bank and what it lacks. */
export function reconciliationTable(answer: ReconciliationAnswer): PrintoutTable {
  const { until, status, statedUntil, adjustedBooksFen, differenceFen, madeBy, checkedBy } = answer
  const sum = (heading: Heading, fen: number): PrintoutRow => ({
    emphasis: 'subtotal',
    cells: [heading.chinese, '', '', '', '', fen],
  })
  const balance = (heading: Heading, fen: number): PrintoutRow => [heading.chinese, null, null, null, null, fen]
  const open = (heading: Heading, items: readonly Open[], shown = (fen: number) => fen): PrintoutRow[] => [
    sum(heading, shown(sumFen(items.map(({ amountFen }) => amountFen)))),
    ...items.map(
      (item): PrintoutRow => [
        heading.chinese,
        item.day,
        'event' in item ? item.event : item.reference,
        'type' in item ? { ...quietEventWords, ...eventWords }[item.type] : words.ofBank.chinese,
        daysBetween(item.day, until),
        shown(item.amountFen),
      ],
    ),
  ]
  return {
    english: words.title.english,
    name: words.title.chinese,
    columns: [
      columnOf(words.item, 'text', 26),
      columnOf(words.day, 'day'),
      columnOf(words.paper, 'text', 24),
      columnOf(words.what, 'text', 16),
      columnOf(words.age, 'count'),
      columnOf(words.amount, 'money'),
    ],
    rows: [
      balance(words.books, answer.booksFen),
      ...open(words.receivedByBank, answer.receivedByBank),
      ...open(words.paidByBank, answer.paidByBank, withoutSign),
      sum(words.adjustedBooks, adjustedBooksFen),
      balance(words.bank, answer.bankFen),
      ...open(words.receivedInBooks, answer.receivedInBooks),
      ...open(words.paidInBooks, answer.paidInBooks, withoutSign),
      sum(words.adjustedBank, answer.adjustedBankFen),
      { emphasis: 'total', cells: [words.difference.chinese, '', '', '', '', differenceFen] },
    ],
    remarks: [
      ...(madeBy ? [`制表：${accountIn(madeBy.by)}（${madeBy.on}）`] : []),
      ...(checkedBy ? [`审核：${accountIn(checkedBy.by)}（${checkedBy.on}）`] : []),
      `${words.status[status].chinese}${status === 'not-stated' ? `（到 ${statedUntil}）` : ''}。`,
      `单位调节后余额（大写）：${amountInWords(adjustedBooksFen)}`,
    ],
  }
}

/** Under 减 what left is written without its sign. */
function withoutSign(fen: number): number {
  return subtractFen(0, fen)
}

type Open = ReconciliationAnswer['receivedByBank'][number] | ReconciliationAnswer['receivedInBooks'][number]
