import { inGroups } from '@welfare/contracts/card-code.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { groupWords, total as totalWord, turnoverWords } from '@welfare/contracts/words/figure-words.ts'
import { heading } from '@welfare/contracts/words/word.ts'
import { columnOf, type Printout } from '@welfare/printouts/printout.ts'
import type { StampedAnswer } from '../queries.ts'
import { signedPrintout } from './printout-words.ts'

type Flow = Exclude<StampedAnswer<'donationFlow'>, { readonly code: string }>

/** For the donor: what became of the gift so far, and how to look again without an account. */
export function giftPrintout(flow: Flow, code: string, unit: 'yuan' | 'wan'): Printout {
  const { receiptNumber, receivedOn, fundName, receivedFen, takenBackFen, availableFen, programmes } = flow
  return signedPrintout(flow, {
    title: '捐赠资金去向告知单',
    subtitles: [`收据号 ${receiptNumber ?? ''}`, `查询码 ${inGroups(code)}`, `到账日期 ${receivedOn}`],
    unit,
    tables: [
      {
        name: '捐赠资金',
        english: 'The gift',
        columns: [
          columnOf(groupWords.fund, 'text', 30),
          columnOf(turnoverWords.donatedTotalFen, 'money'),
          columnOf(heading('given back', '退捐、更正'), 'money'),
          columnOf(heading('not allocated yet', '尚未安排'), 'money'),
        ],
        rows: [[fundName, receivedFen, takenBackFen, availableFen]],
        remarks: [
          '在本账本网址后加 /public/gift，输入收据号和查询码，可随时查看这笔捐赠的去向，不需要账号。',
          '查询码相当于凭据，请勿转给他人。',
        ],
      },
      {
        name: '用到哪些项目',
        english: 'By programme',
        columns: [
          columnOf(groupWords.programme, 'text', 30),
          columnOf(turnoverWords.allocatedTotalFen, 'money'),
          columnOf(heading('used for meals', '其中用餐'), 'money'),
        ],
        rows: [
          ...programmes.map(({ name, programme, givenFen, usedFen }) => [name ?? programme, givenFen, usedFen]),
          {
            emphasis: 'total' as const,
            cells: [
              totalWord.chinese,
              sumFen(programmes.map(({ givenFen }) => givenFen)),
              sumFen(programmes.map(({ usedFen }) => usedFen)),
            ],
          },
        ],
      },
    ],
  })
}
