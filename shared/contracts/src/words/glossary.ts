import { accountWords } from './account-words.ts'
import { goodsWords } from './goods-words.ts'
import { ledgerWords } from './ledger-words.ts'
import { logWords } from './log-words.ts'
import { moneyWords } from './money-words.ts'
import { peopleWords } from './people-words.ts'
import { proofWords } from './proof-words.ts'
import { voucherWords } from './voucher-words.ts'
import type { Word } from './word.ts'

/** All words that have a meaning of their own, by what they are about. */
export const glossary: Readonly<Record<string, Readonly<Record<string, Word>>>> = {
  Money: moneyWords,
  'Posting accounts': accountWords,
  'Programmes and people': peopleWords,
  Vouchers: voucherWords,
  Goods: goodsWords,
  'The ledger': ledgerWords,
  'Who, and proof': proofWords,
  'The transparency log': logWords,
}
