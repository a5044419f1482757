import { type AccountName, postingAccounts } from '@welfare/contracts/accounts.ts'
import { eventCodec } from '@welfare/contracts/catalogue.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { postings } from '@welfare/contracts/postings.ts'
import { expect } from 'vitest'
import type { TestLedger } from './test-ledger.ts'

export type Balances = Readonly<Partial<Record<AccountName, number>>>

/** Of each account on its normal side, over all that was recorded. */
export async function balancesOf({ ledger }: TestLedger): Promise<Record<AccountName, number>> {
  const names = Object.keys(postingAccounts) as AccountName[]
  const sums = Object.fromEntries(names.map((name) => [name, 0])) as Record<AccountName, number>
  for (const event of await ledger.store.readAll({ limit: 10_000 }))
    for (const { account, amount } of postings(eventCodec.decode(event), event.stream))
      sums[account] = addFen(sums[account], postingAccounts[account].normalSide === 'debit' ? amount : 0 - amount)
  return sums
}

/** Once processes have done what follows. */
export async function balancesComeTo(application: TestLedger, expected: Balances): Promise<void> {
  await expect.poll(() => balancesOf(application), { timeout: 20_000 }).toMatchObject(expected)
}
