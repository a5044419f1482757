import { expect, test } from 'vitest'
import { showsAccount } from './payee-secrets.ts'

const account = '6217000999000005417'

test.each([
  account,
  '****5417',
  '6217****5417',
  '6217 **** **** 5417',
  '6217000999000**5417',
  '62170009990000x5417',
  '尾号5417',
  '5417',
])('%s is that account', (shown) => expect(showsAccount(shown, account)).toBe(true))

test.each(
  [
    ['', '****', '417', '**417'],
    ['6228****5417', '6217****5418', '****15417', '621700099900000**05417'],
    ['5417****', '6217**00**5417', '62170009990000054170'],
  ].flat(),
)('%s is not', (shown) => expect(showsAccount(shown, account)).toBe(false))
