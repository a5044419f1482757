import { bankWords } from '@welfare/contracts/words/bank-words.ts'
import { total as totalWord } from '@welfare/contracts/words/figure-words.ts'
import { moneyWords } from '@welfare/contracts/words/money-words.ts'
import { amountInWords } from '@welfare/printouts/amount-in-words.ts'
import { printedDivision } from '@welfare/printouts/division-names.ts'
import {
  columnOf,
  type MoneyUnit,
  type Printout,
  type PrintoutRow,
  type PrintoutTable,
} from '@welfare/printouts/printout.ts'
import { type BankAmounts, type BankBalancesAnswer, bankAmountNames } from '../bank/bank-balances.contract.ts'
import { signedPrintout } from './printout-words.ts'

/** Where the money lies; figures as in the report. */
export function bankBalancesPrintout(
  answer: BankBalancesAnswer,
  { unit, filters }: { readonly unit: MoneyUnit; readonly filters: readonly string[] },
): Printout {
  return signedPrintout(answer, {
    title: '银行存款分账户余额表',
    subtitles: [...filters],
    unit,
    orientation: 'landscape',
    tables: bankBalancesTables(answer),
  })
}

/** What every form of the report is made of: each fund on each account, what is on its way, and what others pay. */
export function bankBalancesTables({ accounts, inTransit, quota, total }: BankBalancesAnswer): PrintoutTable[] {
  return [
    {
      english: 'Balances by account',
      name: '账户余额',
      columns: [
        columnOf(bankWords.bankAccount, 'text', 30),
        columnOf(bankWords.bank, 'text', 26),
        columnOf(bankWords.lastDigits, 'text', 10),
        columnOf(bankWords.division, 'text', 18),
        columnOf(moneyWords.fund, 'text', 26),
        ...bankAmountNames.map((name) => columnOf(bankWords.amounts[name], 'money')),
      ],
      rows: [
        ...accounts.flatMap(rowsOf),
        { emphasis: 'total', cells: [totalWord.chinese, '', '', '', '', ...cellsOf(total)] },
      ],
      remarks: [`银行存款合计（大写）：${amountInWords(total.balanceFen)}`],
    },
    {
      english: 'In transit between accounts',
      name: '在途资金',
      columns: [columnOf(moneyWords.fund, 'text', 30), columnOf(bankWords.inTransit, 'money')],
      rows: [
        ...inTransit.map(({ fund, fundName, transitFen }): PrintoutRow => [fundName ?? fund, transitFen]),
        { emphasis: 'total', cells: [totalWord.chinese, total.transitFen] },
      ],
    },
    {
      english: 'Quotas of other payers',
      name: bankWords.quota.chinese,
      columns: [
        columnOf(bankWords.payer, 'text', 30),
        columnOf(moneyWords.fund, 'text', 30),
        columnOf(bankWords.quota, 'money'),
      ],
      rows: [
        ...quota.map(
          ({ payer, payerName, fund, fundName, quotaFen }): PrintoutRow => [
            payerName ?? payer,
            fundName ?? fund,
            quotaFen,
          ],
        ),
        { emphasis: 'total', cells: [totalWord.chinese, '', total.quotaFen] },
      ],
    },
  ]
}

function rowsOf(account: BankBalancesAnswer['accounts'][number]): PrintoutRow[] {
  const { name, bank, lastDigits, division, funds } = account
  const head = [
    name ?? bankWords.notAssigned.chinese,
    bank,
    lastDigits,
    division === null ? null : printedDivision(division),
  ]
  return [
    ...funds.map(({ fund, fundName, ...amounts }): PrintoutRow => [...head, fundName ?? fund, ...cellsOf(amounts)]),
    { emphasis: 'subtotal', cells: [...head, bankWords.ofAccount.chinese, ...cellsOf(account)] },
  ]
}

function cellsOf(amounts: BankAmounts): number[] {
  return bankAmountNames.map((name) => amounts[name])
}
