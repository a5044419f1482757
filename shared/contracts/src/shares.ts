import { addFen, splitInProportion, subtractFen, sumFen } from './money.ts'

/** A part of an amount, by the fund it comes from. Lists hold each fund once, in the order in which the funds joined. */
export interface Share {
  readonly fund: string
  readonly amountFen: number
}

export function totalOf(shares: readonly Share[]): number {
  return sumFen(shares.map((share) => share.amountFen))
}

export function addShares(a: readonly Share[], b: readonly Share[]): Share[] {
  const sum = a.map((share) => ({ ...share }))
  for (const { fund, amountFen } of b) {
    const known = sum.find((share) => share.fund === fund)
    if (known) known.amountFen = addFen(known.amountFen, amountFen)
    else sum.push({ fund, amountFen })
  }
  return sum
}

/** Keeps funds that fall to zero, so that the order of funds stays. @throws RangeError when a fund would fall below zero */
export function subtractShares(from: readonly Share[], taken: readonly Share[]): Share[] {
  for (const { fund } of taken) {
    if (!from.some((share) => share.fund === fund)) throw new RangeError(`no share of ${fund} to take from`)
  }
  return from.map(({ fund, amountFen }) => {
    const left = subtractFen(
      amountFen,
      sumFen(taken.filter((share) => share.fund === fund).map((share) => share.amountFen)),
    )
    if (left < 0) throw new RangeError(`share of ${fund} would fall below zero`)
    return { fund, amountFen: left }
  })
}

/**
 * What each fund gives to a draw: in proportion to what remains, largest remainder, ties to the earlier fund. Funds that give nothing
 * are left out. @throws RangeError when `amountFen` is more than what remains
 */
export function drawShares(remaining: readonly Share[], amountFen: number): Share[] {
  if (amountFen === 0) return []
  if (amountFen > totalOf(remaining)) throw new RangeError('a draw cannot exceed what remains')
  const parts = splitInProportion(
    amountFen,
    remaining.map((share) => share.amountFen),
  )
  return withoutZeros(remaining.map(({ fund }, index) => ({ fund, amountFen: parts[index] ?? 0 })))
}

export function withoutZeros(shares: readonly Share[]): Share[] {
  return shares.filter((share) => share.amountFen !== 0)
}

export function sharesEqual(a: readonly Share[], b: readonly Share[]): boolean {
  const left = withoutZeros(a)
  const right = withoutZeros(b)
  return (
    left.length === right.length &&
    left.every(({ fund, amountFen }) => right.some((s) => s.fund === fund && s.amountFen === amountFen))
  )
}
