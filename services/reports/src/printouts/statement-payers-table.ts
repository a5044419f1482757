import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import { settlementWords } from '@welfare/contracts/words/figure-words.ts'
import { journalWords } from '@welfare/contracts/words/journal-words.ts'
import { columnOf, type PrintoutRow, type PrintoutTable } from '@welfare/printouts/printout.ts'

interface PaidLine {
  readonly day: string
  readonly summary: string
  readonly shares: readonly Share[]
  readonly sign: 1 | -1
}

interface PaidTogether {
  readonly funds: readonly { readonly fund: string; readonly carriedFen: number; readonly dueFen: number }[]
  readonly lines: readonly PaidLine[]
  nameOf(fund: string): string
}

/** Where several pay: the same lines, by whose money it is. */
export function payersTable({ funds, lines, nameOf }: PaidTogether): PrintoutTable[] {
  if (funds.length < 2) return []
  const row = (day: string, summary: string, amounts: readonly number[]) => [day, summary, ...amounts, sumFen(amounts)]
  const sum = (emphasis: 'subtotal' | 'total', label: string, amounts: readonly number[]): PrintoutRow => ({
    ...{ emphasis, cells: [label, null, ...amounts, sumFen(amounts)] },
  })
  return [
    {
      name: '各方付款',
      english: 'Who pays',
      columns: [
        columnOf(journalWords.day, 'day', 14),
        columnOf(journalWords.summary, 'text', 44),
        ...funds.map(({ fund }) => columnOf({ chinese: nameOf(fund), english: '' }, 'money')),
        columnOf(journalWords.amount, 'money'),
      ],
      rows: [
        sum(
          'subtotal',
          settlementWords.carriedFen.chinese,
          funds.map(({ carriedFen }) => carriedFen),
        ),
        ...lines.map(({ day, summary, shares, sign }) =>
          row(
            day,
            summary,
            funds.map(({ fund }) => signed(sign, amountOf(shares, fund))),
          ),
        ),
        sum(
          'total',
          settlementWords.dueFen.chinese,
          funds.map(({ dueFen }) => dueFen),
        ),
      ],
      remarks: ['商户优惠、个人自付不在其内，见结算明细。'],
    },
  ]
}

function amountOf(shares: readonly Share[], fund: string): number {
  return sumFen(shares.filter((share) => share.fund === fund).map(({ amountFen }) => amountFen))
}

function signed(sign: 1 | -1, amountFen: number): number {
  return sign === 1 ? amountFen : subtractFen(0, amountFen)
}
