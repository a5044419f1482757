import { isFund, splitMeal } from '@welfare/contracts/meals/split-meal.ts'
import { addFen, formatYuan, multiplyFen, parseYuan, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import type { AnswerOf, BodyOf } from '../../common/api/client.ts'
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
  /** Where several pay: by which rule; what is left is the guest's. */
  readonly split?: AnswerOf<'lookUpVoucher'>['split']
}

/** What stands against the meal, the first thing only. */
export type MealFault =
  | 'none'
  | 'amount-wrong'
  | 'own-wrong'
  | 'own-covers'
  | 'own-is-all'
  | 'own-too-large'
  | 'own-too-small'
  | 'missing'

export interface MealSum {
  readonly priceFen: number | undefined
  readonly ownText: string
  /** For this very price; else it is the least. */
  readonly isOwnTyped: boolean
  /** It follows from the rule, and nothing else can be typed. */
  readonly isOwnFixed: boolean
  readonly creditFen: number
  readonly missingFen: number
  /** With which the card can pay the rest; undefined where it can pay nothing. */
  readonly enoughOwnFen: number | undefined
  readonly fault: MealFault | undefined
  readonly meal: EnteredMeal | undefined
}

export function emptyMeal(dishes: readonly Dish[], itemsOnly = false): TypedMeal {
  return { isByAmount: dishes.length === 0 && !itemsOnly, counts: new Map(), amount: '' }
}

export function isTyped({ counts, amount, own }: TypedMeal): boolean {
  return amount !== '' || own !== undefined || [...counts.values()].some((count) => count > 0)
}

function priceOf({ isByAmount, counts, amount }: TypedMeal, dishes: readonly Dish[]): number | undefined {
  if (isByAmount) return amount === '' ? 0 : parseYuan(amount)
  return sumFen(dishes.map(({ code, agreedPriceFen }) => multiplyFen(agreedPriceFen, counts.get(code) ?? 0)))
}

export function sumMeal(typed: TypedMeal, means: Means): MealSum {
  const { dishes, balanceFen, leastOwnShareFen, split } = means
  const priceFen = priceOf(typed, dishes)
  if (split) return sumOfSplit(typed, means, split, priceFen)
  const leastFen = Math.min(leastOwnShareFen, priceFen ?? 0)
  const own = typed.own?.ofFen === priceFen ? typed.own : undefined
  const ownText = own ? own.text : formatYuan(leastFen)
  const ownFen = parseYuan(ownText)
  const creditFen = priceFen === undefined || ownFen === undefined ? 0 : Math.max(0, subtractFen(priceFen, ownFen))
  const missingFen = Math.max(0, subtractFen(creditFen, balanceFen))
  const fault = faultOf({ priceFen, ownFen, leastOwnShareFen, missingFen })
  const isWhole = fault === undefined && priceFen !== undefined && ownFen !== undefined
  const eaten = eatenOf(typed, dishes, priceFen ?? 0)
  return {
    ...{ priceFen, ownText, isOwnTyped: own !== undefined, isOwnFixed: false, creditFen, missingFen, fault },
    enoughOwnFen: balanceFen > 0 && ownFen !== undefined && missingFen > 0 ? addFen(ownFen, missingFen) : undefined,
    meal: isWhole ? { ...eaten, ownShareFen: ownFen, creditFen } : undefined,
  }
}

/** What the funds and the shop leave of it is the guest's. */
function sumOfSplit(
  typed: TypedMeal,
  { dishes }: Means,
  split: NonNullable<Means['split']>,
  priceFen: number | undefined,
): MealSum {
  const parts = splitMeal(split, priceFen ?? 0)
  const paidBy = (payer: string) => sumFen(parts.filter((_, index) => split[index]?.payer === payer))
  const ownFen = paidBy('worker')
  const creditFen = sumFen(parts.filter((_, index) => isFund(split[index]?.payer ?? 'worker')))
  const fault =
    priceFen === undefined ? 'amount-wrong' : priceFen === 0 ? 'none' : creditFen === 0 ? 'own-is-all' : undefined
  return {
    ...{ priceFen, ownText: formatYuan(ownFen), isOwnTyped: false, isOwnFixed: true, creditFen, fault },
    ...{ missingFen: 0, enoughOwnFen: undefined },
    meal:
      fault === undefined ? { ...eatenOf(typed, dishes, priceFen ?? 0), ownShareFen: ownFen, creditFen } : undefined,
  }
}

function eatenOf(
  typed: TypedMeal,
  dishes: readonly Dish[],
  amountFen: number,
): Pick<EnteredMeal, 'items' | 'amountFen'> {
  if (typed.isByAmount) return { amountFen }
  const items = dishes.flatMap(({ code }) => {
    const quantity = typed.counts.get(code) ?? 0
    return quantity > 0 ? [{ code, quantity }] : []
  })
  return { items }
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
