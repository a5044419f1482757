import { add } from '../amounts.ts'
import { integerIn, type JsonObject, objectsIn, textIn } from '../json.ts'

/** Fund → fen; a fund without any need not be there. */
export type FenByFund = Map<string, number>

/** @throws MisshapenError */
export function sharesIn(of: JsonObject, key = 'shares', amount = 'amountFen'): FenByFund {
  const shares: FenByFund = new Map()
  if (of[key] !== undefined)
    for (const share of objectsIn(of, key)) addFen(shares, textIn(share, 'fund'), integerIn(share, amount))
  return shares
}

/** Of every credit that a meal draws on. */
export function sharesOfDraws(data: JsonObject): FenByFund {
  const shares: FenByFund = new Map()
  for (const draw of objectsIn(data, 'draws')) addAll(shares, sharesIn(draw))
  return shares
}

export function addAll(to: FenByFund, shares: FenByFund, sign: 1 | -1 = 1): void {
  for (const [fund, fen] of shares) addFen(to, fund, sign * fen)
}

export function sumOf(all: Iterable<FenByFund>): FenByFund {
  const sum: FenByFund = new Map()
  for (const shares of all) addAll(sum, shares)
  return sum
}

export function isSame(one: FenByFund, other: FenByFund): boolean {
  return fundsOf(one, other).every((fund) => (one.get(fund) ?? 0) === (other.get(fund) ?? 0))
}

/** Has no fund less than the other? */
export function covers(one: FenByFund, other: FenByFund): boolean {
  return fundsOf(one, other).every((fund) => (one.get(fund) ?? 0) >= (other.get(fund) ?? 0))
}

export function fundsOf(...all: readonly FenByFund[]): string[] {
  return [...new Set(all.flatMap((shares) => [...shares.keys()]))]
}

export function totalOf(shares: FenByFund): number {
  return [...shares.values()].reduce(add, 0)
}

/** Where what was written differs from what follows from the events before it. */
export function differenceOf(what: string, written: FenByFund, expected: FenByFund): string[] {
  return isSame(written, expected) ? [] : [`${what} ${textOf(written)}, recomputed ${textOf(expected)}`]
}

function textOf(shares: FenByFund): string {
  const parts = [...shares].filter(([, fen]) => fen !== 0).map(([fund, fen]) => `${fen} of ${fund}`)
  return parts.length === 0 ? 'nothing' : parts.sort().join(', ')
}

function addFen(to: FenByFund, fund: string, fen: number): void {
  to.set(fund, add(to.get(fund) ?? 0, fen))
}
