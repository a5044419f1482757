import { addShares, type Share, subtractShares, withoutZeros } from '@welfare/contracts/shares.ts'

/** What one payment has taken of an approved number: funds are taken as a whole, by one payment each. */
export interface TakenShares {
  readonly shares: readonly Share[]
  status: 'assigned' | 'paid' | 'returned'
}

/** What no payment has taken. */
export function freeShares(shares: readonly Share[], taken: Iterable<TakenShares>): Share[] {
  return withoutZeros([...taken].reduce<readonly Share[]>((left, one) => subtractShares(left, one.shares), shares))
}

/** Of an approved number: it waits for a payment as long as some of it does, and is paid once all of it is. */
export function statusOfNumber(shares: readonly Share[], taken: readonly TakenShares[]) {
  const has = (status: TakenShares['status']) => taken.some((one) => one.status === status)
  if (freeShares(shares, taken).length > 0) return 'approved'
  if (has('assigned')) return 'assigned'
  if (has('returned')) return 'returned'
  return has('paid') ? 'paid' : 'settled'
}

/** Why a payment cannot take these shares. */
export function reasonAgainstTaking(
  due: readonly Share[],
  taken: readonly TakenShares[],
  asked: readonly Share[],
): 'statement-already-assigned' | 'statement-already-paid' | 'statement-amount-differs' | undefined {
  const free = freeShares(due, taken)
  for (const { fund, amountFen } of addShares([], asked)) {
    const holder = taken.find(({ shares }) => shares.some((one) => one.fund === fund))
    if (holder) return holder.status === 'assigned' ? 'statement-already-assigned' : 'statement-already-paid'
    if (free.find((one) => one.fund === fund)?.amountFen !== amountFen) return 'statement-amount-differs'
  }
  return undefined
}
