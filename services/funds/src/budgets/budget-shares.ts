import { MAX_AMOUNT_FEN, subtractFen } from '@welfare/contracts/money.ts'
import { type Share, subtractShares, withoutZeros } from '@welfare/contracts/shares.ts'

/** As many as one event's shares can name. */
export const MAX_FUNDS = 50

export function amountOf(shares: readonly Share[], fund: string): number {
  return shares.find((share) => share.fund === fund)?.amountFen ?? 0
}

/** One fund after the other, each emptied before the next. @throws RangeError when `amountFen` is more than there is */
export function drawInOrder(remaining: readonly Share[], amountFen: number): Share[] {
  let missingFen = amountFen
  const drawn = remaining.map(({ fund, amountFen: remainingFen }) => {
    const taken = Math.min(remainingFen, missingFen)
    missingFen = subtractFen(missingFen, taken)
    return { fund, amountFen: taken }
  })
  if (missingFen > 0) throw new RangeError('a draw cannot exceed what remains')
  return withoutZeros(drawn)
}

/** What `totals` have beyond `known`; a fund whose total fell counts as unchanged. */
export function risenBy(known: readonly Share[], totals: readonly Share[]): Share[] {
  return totals
    .map(({ fund, amountFen }) => ({ fund, amountFen: subtractFen(amountFen, amountOf(known, fund)) }))
    .filter(({ amountFen }) => amountFen > 0)
}

/** Funds whose total is lower than it was known to be: totals through a later sequence never are. */
export function fallenFunds(known: readonly Share[], totals: readonly Share[]): string[] {
  return known.filter(({ fund, amountFen }) => amountOf(totals, fund) < amountFen).map(({ fund }) => fund)
}

/** The same money in shares that each fit into one event. */
export function inAmounts({ fund, amountFen }: Share): Share[] {
  const parts: Share[] = []
  for (let left = amountFen; left > 0; left = subtractFen(left, Math.min(left, MAX_AMOUNT_FEN))) {
    parts.push({ fund, amountFen: Math.min(left, MAX_AMOUNT_FEN) })
  }
  return parts
}

/** What is left; a fund that has nothing left makes room for another. */
export function lessShares(allocated: readonly Share[], taken: readonly Share[]): Share[] {
  return withoutZeros(subtractShares(allocated, taken))
}
