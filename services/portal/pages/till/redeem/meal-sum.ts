import { addFen, formatYuan, multiplyFen, parseYuan, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { BodyOf } from '../../common/api/client.ts'
import type { Dish } from '../shop.ts'

/** As it stands in the form. */
export interface TypedMeal {
  readonly isByAmount: boolean
  readonly counts: ReadonlyMap<string, number>
  readonly amount: string
  /** What the guest pays beside it, and the price for which that was typed: for another price it says nothing. */
  readonly own?: { readonly text: string; readonly ofFen: number | undefined }
}

export type EnteredMeal = Pick<BodyOf<'redeemMeal'>, 'items' | 'amountFen' | 'ownShareFen'> & {
  /** What the card pays of it. */
  readonly creditFen: number
}

export interface Means {
  readonly dishes: readonly Dish[]
  readonly balanceFen: number
  readonly leastOwnShareFen: number
}

/** What stands against the meal, the first thing only. */
export type MealFault =
  | 'none'
  | 'amount-wrong'
  | 'own-wrong'
  | 'own-covers'
  | 'own-too-large'
  | 'own-too-small'
  | 'missing'

export interface MealSum {
  readonly priceFen: number | undefined
  readonly ownText: string
  /** For this very price; else it is the least. */
  readonly isOwnTyped: boolean
  readonly creditFen: number
  readonly missingFen: number
  /** With which the card can pay the rest; undefined where it can pay nothing. */
  readonly enoughOwnFen: number | undefined
  readonly fault: MealFault | undefined
  readonly meal: EnteredMeal | undefined
}

export function emptyMeal(dishes: readonly Dish[]): TypedMeal {
  return { isByAmount: dishes.length === 0, counts: new Map(), amount: '' }
}

export function isTyped({ counts, amount, own }: TypedMeal): boolean {
  return amount !== '' || own !== undefined || [...counts.values()].some((count) => count > 0)
}

function priceOf({ isByAmount, counts, amount }: TypedMeal, dishes: readonly Dish[]): number | undefined {
  if (isByAmount) return amount === '' ? 0 : parseYuan(amount)
  return sumFen(dishes.map(({ code, agreedPriceFen }) => multiplyFen(agreedPriceFen, counts.get(code) ?? 0)))
}

export function sumMeal(typed: TypedMeal, { dishes, balanceFen, leastOwnShareFen }: Means): MealSum {
  const priceFen = priceOf(typed, dishes)
  const leastFen = Math.min(leastOwnShareFen, priceFen ?? 0)
  const own = typed.own?.ofFen === priceFen ? typed.own : undefined
  const ownText = own ? own.text : formatYuan(leastFen)
  const ownFen = parseYuan(ownText)
  const creditFen = priceFen === undefined || ownFen === undefined ? 0 : Math.max(0, subtractFen(priceFen, ownFen))
  const missingFen = Math.max(0, subtractFen(creditFen, balanceFen))
  const fault = faultOf({ priceFen, ownFen, leastOwnShareFen, missingFen })
  const items = dishes.flatMap(({ code }) => {
    const quantity = typed.counts.get(code) ?? 0
    return quantity > 0 ? [{ code, quantity }] : []
  })
  const isWhole = fault === undefined && priceFen !== undefined && ownFen !== undefined
  const eaten = typed.isByAmount ? { amountFen: priceFen ?? 0 } : { items }
  return {
    ...{ priceFen, ownText, isOwnTyped: own !== undefined, creditFen, missingFen, fault },
    enoughOwnFen: balanceFen > 0 && ownFen !== undefined && missingFen > 0 ? addFen(ownFen, missingFen) : undefined,
    meal: isWhole ? { ...eaten, ownShareFen: ownFen, creditFen } : undefined,
  }
}

interface Sums {
  readonly priceFen: number | undefined
  readonly ownFen: number | undefined
  readonly leastOwnShareFen: number
  readonly missingFen: number
}

function faultOf({ priceFen, ownFen, leastOwnShareFen, missingFen }: Sums): MealFault | undefined {
  if (priceFen === undefined) return 'amount-wrong'
  if (ownFen === undefined) return 'own-wrong'
  if (priceFen === 0) return 'none'
  if (priceFen <= leastOwnShareFen) return 'own-covers'
  if (ownFen >= priceFen) return 'own-too-large'
  if (ownFen < leastOwnShareFen) return 'own-too-small'
  return missingFen > 0 ? 'missing' : undefined
}
