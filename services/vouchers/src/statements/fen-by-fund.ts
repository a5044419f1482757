import { addFen, subtractFen } from '@welfare/contracts/money.ts'
import type { Share } from '@welfare/contracts/shares.ts'

/** What belongs to each fund, in the order in which the funds joined; may be below zero. */
export type FenByFund = Map<string, number>

export function addTo(sums: FenByFund, shares: readonly Share[]): void {
  for (const { fund, amountFen } of shares) sums.set(fund, addFen(sums.get(fund) ?? 0, amountFen))
}

export function takeFrom(sums: FenByFund, shares: readonly Share[]): void {
  for (const { fund, amountFen } of shares) sums.set(fund, subtractFen(sums.get(fund) ?? 0, amountFen))
}

export function sumOf(lines: Iterable<{ readonly shares: readonly Share[] }>): FenByFund {
  const sums: FenByFund = new Map()
  for (const { shares } of lines) addTo(sums, shares)
  return sums
}
