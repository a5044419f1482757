import type { AccountName } from '@welfare/contracts/accounts.ts'
import { accountWords } from '@welfare/contracts/words/account-words.ts'
import { sayWord } from '../../common/words.ts'
import { say } from './words.ts'

/** As who stands before it asks: of money that is reserved, what for. */
export function sayAccount(account: AccountName): string {
  return account === 'reserved' ? say('reservedWaits') : sayWord(accountWords[account])
}
