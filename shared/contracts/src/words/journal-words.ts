import { goodsWords } from './goods-words.ts'
import { ledgerWords } from './ledger-words.ts'
import { moneyWords } from './money-words.ts'
import { peopleWords } from './people-words.ts'
import { proofWords } from './proof-words.ts'
import { heading } from './word.ts'

/** Over the columns of the journal, and of lists that are made of it. */
export const journalWords = {
  document: proofWords.documentNumber,
  day: heading('day', '日期'),
  accountingDate: ledgerWords.accountingDate,
  summary: heading('summary', '摘要'),
  book: heading('book', '账簿'),
  account: heading('posting account', '账户'),
  bankAccount: heading('bank account', '银行账户'),
  payer: heading('payer', '付款单位'),
  subject: heading('subject', '科目'),
  debit: heading('debit', '借方'),
  credit: heading('credit', '贷方'),
  debitYuan: heading('debit', '借方金额（元）'),
  creditYuan: heading('credit', '贷方金额（元）'),
  debitPieces: heading('debit', '借方数量'),
  creditPieces: heading('credit', '贷方数量'),
  amount: heading('amount', '金额'),
  goods: heading('goods', '物资'),
  fund: moneyWords.fund,
  programme: peopleWords.programme,
  merchant: peopleWords.merchant,
  depot: goodsWords.depot,
  site: peopleWords.site,
  maker: heading('maker', '制单人'),
  checker: heading('checker', '审核人'),
  poster: heading('poster', '记账人'),
  receiptType: heading('receipt type', '票据类型'),
  receiptNumber: heading('receipt number', '票据号'),
  receiptDate: heading('receipt date', '票据日期'),
  attachments: heading('attachments', '附件数'),
  sequence: ledgerWords.sequence,
  event: heading('event', '事件'),
  fundId: heading('fund id', '专项资金编号'),
  programmeId: heading('programme id', '项目编号'),
  batchId: heading('batch id', '批次编号'),
} as const
