import type { DataOf } from '@welfare/contracts/catalogue.ts'
import {
  isFund,
  linesOf,
  type OpenLine,
  owedAfter,
  owedChange,
  type SplitRule,
  splitMeal,
  splitSmallerMeal,
} from '@welfare/contracts/meals/split-meal.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Share } from '@welfare/contracts/shares.ts'

/** What each line paid of a meal, the worker's rest last. */
export type PaidParts = NonNullable<DataOf<'MealRedeemed'>['split']>

/** Payer → what rounding left its share to get, in thousandths of a fen; below zero: to give. */
export type OwedByRounding = ReadonlyMap<string, number>

/** A rule's lines at a meal, with what is in the pots of their funds. */
export function openLines(rule: SplitRule, pots: readonly Share[], owed: OwedByRounding) {
  return linesOf(rule).map((line) => {
    const limitFen = sumFen(pots.filter(({ fund }) => fund === line.payer).map(({ amountFen }) => amountFen))
    const owedMilliFen = line.rule.kind === 'share' ? (owed.get(line.payer) ?? 0) : 0
    return {
      ...line,
      ...(isFund(line.payer) && { limitFen }),
      ...(owedMilliFen !== 0 && { owedMilliFen }),
    } satisfies OpenLine
  })
}

export function payTogether(
  rule: SplitRule,
  priceFen: number,
  { pots, owed }: { readonly pots: readonly Share[]; readonly owed: OwedByRounding },
): PaidParts {
  const lines = openLines(rule, pots, owed)
  const amounts = splitMeal(lines, priceFen)
  return lines.map((line, index) => ({ ...line, amountFen: amounts[index] ?? 0 })) as PaidParts
}

/** Of a smaller meal, by the limits of the whole one. */
export function paySmaller(paid: PaidParts, kept: PaidParts, priceFen: number): PaidParts {
  const amounts = splitSmallerMeal(
    paid,
    priceFen,
    kept.map(({ amountFen }) => amountFen),
  )
  return kept.map((part, index) => ({ ...part, amountFen: amounts[index] ?? 0 }))
}

export function paidBy(parts: PaidParts, payer: 'worker' | 'merchant'): number {
  return sumFen(parts.filter((part) => part.payer === payer).map(({ amountFen }) => amountFen))
}

export function paidByFunds(parts: PaidParts): Share[] {
  return parts.flatMap(({ payer, amountFen }) => (isFund(payer) && amountFen > 0 ? [{ fund: payer, amountFen }] : []))
}

export function priceOfParts(parts: PaidParts): number {
  return sumFen(parts.map(({ amountFen }) => amountFen))
}

/** Written into `owed`: what a meal leaves to the next one. */
export function keepOwed(owed: Map<string, number>, parts: PaidParts): void {
  for (const [payer, milliFen] of owedAfter(parts, priceOfParts(parts))) owed.set(payer, milliFen)
}

/** The same of a part of it that is taken back. */
export function keepOwedOfSmaller(owed: Map<string, number>, paid: PaidParts, from: PaidParts, to: PaidParts): void {
  const change = owedChange(paid, { from: priceOfParts(from), to: priceOfParts(to) })
  for (const [payer, milliFen] of change) owed.set(payer, addFen(owed.get(payer) ?? 0, milliFen))
}

interface Drawable {
  readonly shares: readonly Share[]
}

/** Each fund's part from its pots: of the credits in their order, as much as each holds. */
export function drawEach<C extends Drawable>(
  credits: readonly C[],
  parts: readonly Share[],
): { readonly credit: C; readonly shares: Share[] }[] {
  const left = new Map(parts.map(({ fund, amountFen }) => [fund, amountFen]))
  return credits.flatMap((credit) => {
    const shares = credit.shares.flatMap(({ fund, amountFen: heldFen }) => {
      const leftFen = left.get(fund) ?? 0
      const amountFen = Math.min(leftFen, heldFen)
      left.set(fund, subtractFen(leftFen, amountFen))
      return amountFen > 0 ? [{ fund, amountFen }] : []
    })
    return shares.length === 0 ? [] : [{ credit, shares }]
  })
}

export function addPots(drawable: readonly Drawable[]): Share[] {
  const pots = new Map<string, number>()
  for (const { shares } of drawable)
    for (const { fund, amountFen } of shares) pots.set(fund, addFen(pots.get(fund) ?? 0, amountFen))
  return [...pots].map(([fund, amountFen]) => ({ fund, amountFen }))
}
