import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { Share } from '@welfare/contracts/shares.ts'
import { sumOf } from './fen-by-fund.ts'
import type { StatementState } from './statement.state.ts'

export type StatementFund = DataOf<'StatementApproved'>['funds'][number]

/** Meals of the open number, as the facts have them through a sequence. */
export interface MealsInRange {
  readonly through: number
  readonly funds: DataOf<'StatementProposed'>['funds']
}

/**
 * The open number as it would be approved: due = carried + meals − taken back + come back − disputed, by fund. A taking back and a dispute
 * count in the number that holds their meal; what an approved one holds, in the open one.
 */
export function sheetOf(state: StatementState, { through, funds }: MealsInRange): StatementFund[] {
  const inRange = ({ sequence }: { readonly sequence: number }) => sequence <= through
  const meals = new Map(funds.map(({ fund, mealsFen }) => [fund, mealsFen]))
  const takenBack = sumOf([...state.takenBack.values()].filter(inRange))
  const disputed = sumOf([...state.disputes.values()].filter((line) => inRange(line) && !line.isLeftOut))
  const { carried, comeBack } = state
  const named = [carried, meals, takenBack, comeBack, disputed].flatMap((sums) => [...sums.keys()])
  return [...new Set(named)].map((fund) => {
    const of = {
      carriedFen: carried.get(fund) ?? 0,
      mealsFen: meals.get(fund) ?? 0,
      takenBackFen: takenBack.get(fund) ?? 0,
      comeBackFen: comeBack.get(fund) ?? 0,
      disputedFen: disputed.get(fund) ?? 0,
    }
    const more = sumFen([of.carriedFen, of.mealsFen, of.comeBackFen])
    return { fund, ...of, dueFen: subtractFen(more, addFen(of.takenBackFen, of.disputedFen)) }
  })
}

export function payFenOf(sheet: readonly StatementFund[]): number {
  return sumFen(sheet.map(({ dueFen }) => Math.max(0, dueFen)))
}

/** How much more can be taken back, or waived, of what meals of approved numbers cost: what is disputed may be taken back yet. */
export function freeCostFen({ cost, disputes }: StatementState, fund: string): number {
  const leftOut = sumOf([...disputes.values()].filter(({ isLeftOut }) => isLeftOut))
  return subtractFen(cost.get(fund) ?? 0, leftOut.get(fund) ?? 0)
}

/** Claims that end with its approval: of funds that pay nothing, what is owed beyond what is carried on. */
export function setOffByApproval({ claims }: StatementState, sheet: readonly StatementFund[]): Share[] {
  return sheet.flatMap(({ fund, dueFen }) => {
    if (dueFen > 0) return []
    const amountFen = addFen(claims.get(fund) ?? 0, dueFen)
    return amountFen > 0 ? [{ fund, amountFen }] : []
  })
}
