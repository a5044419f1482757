import { heading } from './word.ts'

/** 银行存款余额调节表: its rows, and what stands over its columns. */
export const reconciliationWords = {
  title: heading('bank reconciliation', '银行存款余额调节表'),
  item: heading('item', '项目'),
  day: heading('day', '日期'),
  paper: heading('reference or entry', '流水号或分录'),
  what: heading('what', '事项'),
  age: heading('days open', '未达天数'),
  amount: heading('amount', '金额'),
  books: heading('balance of the books', '单位银行存款账面余额'),
  receivedByBank: heading('plus: received by the bank, not in the books', '加：银行已收、单位未收'),
  paidByBank: heading('less: paid by the bank, not in the books', '减：银行已付、单位未付'),
  adjustedBooks: heading('books, adjusted', '单位调节后余额'),
  bank: heading('balance of the bank', '银行对账单余额'),
  receivedInBooks: heading('plus: received in the books, not by the bank', '加：单位已收、银行未收'),
  paidInBooks: heading('less: paid in the books, not by the bank', '减：单位已付、银行未付'),
  adjustedBank: heading('bank, adjusted', '银行调节后余额'),
  difference: heading('difference', '差额'),
  ofBank: heading('line of the statement', '银行对账单'),
  status: {
    agrees: heading('both adjusted balances agree', '调节后余额相符'),
    differs: heading(
      'they differ by what the first statement begins with',
      '调节后余额不符：首份对账单的期初余额与当时账面不一致',
    ),
    'not-stated': heading("the bank's statements do not reach the end of the month", '对账单尚未覆盖到月末'),
  },
} as const
