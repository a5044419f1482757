import { subtractFen, sumFen } from '@welfare/contracts/money.ts'

interface FundSheet {
  readonly fund: string
  readonly carriedFen: number
  readonly mealsFen: number
  readonly takenBackFen: number
  readonly comeBackFen: number
  readonly disputedFen: number
  readonly dueFen: number
}

export const figureNames = [
  'carriedFen',
  'mealsFen',
  'takenBackFen',
  'comeBackFen',
  'disputedFen',
  'payFen',
  'closingFen',
] as const
export type Figures = { readonly [Name in (typeof figureNames)[number]]: number }
export type FundFigures = Figures & { readonly fund: string }

/** What is due of a fund is paid; what it owes is carried on, and no other fund pays for it. */
export function figuresOf({ dueFen, ...sheet }: FundSheet): FundFigures {
  const payFen = Math.max(0, dueFen)
  return { ...sheet, payFen, closingFen: subtractFen(dueFen, payFen) }
}

export function sumOfFigures(funds: readonly Figures[]): Figures {
  const sums = figureNames.map((name) => [name, sumFen(funds.map((fund) => fund[name]))] as const)
  return Object.fromEntries(sums) as Figures
}
