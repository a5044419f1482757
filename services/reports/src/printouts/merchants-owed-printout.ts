import { total as totalWord } from '@welfare/contracts/words/figure-words.ts'
import { journalWords } from '@welfare/contracts/words/journal-words.ts'
import { owedWords } from '@welfare/contracts/words/owed-words.ts'
import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import { columnOf, type MoneyUnit, type Printout, type PrintoutRow } from '@welfare/printouts/printout.ts'
import { type MerchantsOwedAnswer, type OwedAmounts, owedAmountNames } from '../settlement/merchants-owed.contract.ts'
import { signedPrintout } from './printout-words.ts'

/** Which merchants are still owed money; figures as in the report. */
export function merchantsOwedPrintout(
  answer: MerchantsOwedAnswer,
  { unit, filters }: { readonly unit: MoneyUnit; readonly filters: readonly string[] },
): Printout {
  const { rows, programmes, total } = answer
  const figures = owedAmountNames.map((name) => columnOf(owedWords[name], 'money'))
  const totalOf = (...blank: readonly string[]): PrintoutRow => ({
    emphasis: 'total',
    cells: [totalWord.chinese, ...blank, ...cellsOf(total)],
  })
  return signedPrintout(answer, {
    title: '应付商户汇总表',
    subtitles: [...filters],
    unit,
    orientation: 'landscape',
    tables: [
      {
        name: '按商户',
        columns: [columnOf(owedWords.merchant, 'text', 26), columnOf(journalWords.programme, 'text', 26), ...figures],
        rows: [
          ...rows.map(
            (row): PrintoutRow => [
              row.merchantName ?? row.merchant,
              row.programmeName ?? row.programme,
              ...cellsOf(row),
            ],
          ),
          totalOf(''),
        ],
        remarks: [`应付合计（大写）：${amountInWords(total.owedFen)}`],
      },
      {
        name: '按项目',
        columns: [columnOf(journalWords.programme, 'text', 52), ...figures],
        rows: [
          ...programmes.map((row): PrintoutRow => [row.programmeName ?? row.programme, ...cellsOf(row)]),
          totalOf(),
        ],
      },
    ],
  })
}

function cellsOf(amounts: OwedAmounts): number[] {
  return owedAmountNames.map((name) => amounts[name])
}
