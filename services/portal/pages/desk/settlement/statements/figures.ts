import { subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Share } from '@welfare/contracts/shares.ts'

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
  'waivedFen',
  'payFen',
  'closingFen',
] as const
export type Figures = { readonly [Name in (typeof figureNames)[number]]: number }
export type FundFigures = Figures & { readonly fund: string }

interface NumberSheet {
  readonly funds: readonly FundSheet[]
  readonly waived?: readonly Share[] | undefined
}

/** What is due of a fund is paid, but for what was waived; what it owes is carried on, and no other fund pays for it. */
export function figuresOf({ funds, waived = [] }: NumberSheet): FundFigures[] {
  return funds.map(({ dueFen, ...sheet }) => {
    const waivedFen = waived.find(({ fund }) => fund === sheet.fund)?.amountFen ?? 0
    const due = Math.max(0, dueFen)
    return { ...sheet, waivedFen, payFen: subtractFen(due, waivedFen), closingFen: subtractFen(dueFen, due) }
  })
}

export function sumOfFigures(funds: readonly Figures[]): Figures {
  const sums = figureNames.map((name) => [name, sumFen(funds.map((fund) => fund[name]))] as const)
  return Object.fromEntries(sums) as Figures
}
