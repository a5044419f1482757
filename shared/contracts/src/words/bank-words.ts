import { accountWords } from './account-words.ts'
import { journalWords } from './journal-words.ts'
import { peopleWords } from './people-words.ts'
import { heading } from './word.ts'

/** Over the columns of what lies on accounts of unions. */
export const bankWords = {
  bankAccount: journalWords.bankAccount,
  bank: heading('bank', '开户银行'),
  lastDigits: heading('last digits', '尾号'),
  division: peopleWords.division,
  notAssigned: heading('not assigned', '未归入账户'),
  ofAccount: heading('of the account', '账户小计'),
  inTransit: accountWords.transit,
  payer: journalWords.payer,
  quota: accountWords.quota,
  amounts: {
    balanceFen: heading('balance', '余额'),
    assignedFen: heading('assigned', '原有归入'),
    receivedFen: heading('received', '收入'),
    paidFen: heading('paid', '支付'),
    sentFen: heading('sent', '转出'),
    arrivedFen: heading('arrived', '转入'),
  },
} as const
