import { addressKey, tooManyAttempts } from '@welfare/http/edge/rate-limit.ts'
import type { Problem } from '@welfare/http/problem.ts'
import type { AccountsContext } from '../accounts.context.ts'

/** Takes a guess at a one-time code from the address's bucket and everybody's; a right one is given back. */
export function guessOf(
  { clock, guesses: { byAddress, together } }: Pick<AccountsContext, 'clock' | 'guesses'>,
  address: string,
): { giveBack(): void } | Problem {
  const key = addressKey(address)
  const waitS = Math.max(byAddress.waitS(key) ?? 0, together.waitS('all') ?? 0)
  if (waitS > 0) return tooManyAttempts(waitS, clock)
  byAddress.take(key)
  together.take('all')
  return {
    giveBack() {
      byAddress.giveBack(key)
      together.giveBack('all')
    },
  }
}
