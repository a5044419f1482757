import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addFen, multiplyFen, splitInProportion, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { addShares, drawShares, type Share, subtractShares, totalOf, withoutZeros } from '@welfare/contracts/shares.ts'
import { refuse } from '@welfare/event-store/decider/decider.ts'
import { MAX_BYTES, MAX_CREDITS, SHARE_BYTES } from '../issuance/event-size.ts'
import { drawEach, type PaidParts, paidBy, paidByFunds, paySmaller, priceOfParts } from './meal-payers.ts'

type Draw = DataOf<'MealRedeemed'>['draws'][number]
export interface MealItem {
  readonly code: string
  readonly quantity: number
  readonly listPriceFen: number
  readonly agreedPriceFen: number
}

/** Who pays what of a meal: agreed price = own share + draws; its list price is the discount more, in which a merchant's part is. */
export interface MealSplit {
  readonly items: readonly MealItem[]
  readonly agreedFen: number
  readonly discountFen: number
  readonly ownShareFen: number
  readonly draws: readonly Draw[]
  /** The same by line, where a rule says who pays. */
  readonly parts?: PaidParts | undefined
}

/** What is taken back of it; undefined: all that is left. */
export type TakenPart =
  | { readonly kind: 'items'; readonly items: readonly { readonly code: string; readonly quantity: number }[] }
  | { readonly kind: 'amount'; readonly amountFen: number }
  | undefined

/** Of a meal as it was recorded. */
export function splitOf({ items, discountFen, ownShareFen, draws, split }: DataOf<'MealRedeemed'>): MealSplit {
  return {
    items: items.map(({ code, quantity, listPriceFen, agreedPriceFen }) => ({
      ...{ code, quantity, listPriceFen, agreedPriceFen },
    })),
    agreedFen: sumFen([ownShareFen, ...draws.map(({ shares }) => totalOf(shares))]),
    ...{ discountFen, ownShareFen, draws },
    ...(split && { parts: split }),
  }
}

export function paidByCredit({ draws }: MealSplit): number {
  return sumFen(draws.map(({ shares }) => totalOf(shares)))
}

/**
 * The meal that is left when `part` is taken back of `kept`: split as if it had been this smaller meal from the start, where `paid` is how the
 * whole one was split. Nobody pays more of a smaller meal.
 */
export function splitSmaller(paid: MealSplit, kept: MealSplit, part: TakenPart) {
  if (paid.parts && kept.parts) return shareSmaller(paid.draws, { paid: paid.parts, kept: kept.parts }, kept, part)
  const smaller = priceSmaller(kept, part)
  if ('accepted' in smaller) return smaller
  const ownShareFen = Math.min(kept.ownShareFen, smaller.agreedFen)
  const draws = drawSmaller(paid.draws, kept.draws, subtractFen(smaller.agreedFen, ownShareFen))
  return { ...smaller, ownShareFen, draws }
}

/** Its price is what all lines pay, the merchant's part included. */
function shareSmaller(
  draws: readonly Draw[],
  { paid, kept: parts }: { readonly paid: PaidParts; readonly kept: PaidParts },
  kept: MealSplit,
  part: TakenPart,
) {
  const listDiscountFen = subtractFen(kept.discountFen, paidBy(parts, 'merchant'))
  const smaller = priceSmaller({ ...kept, agreedFen: priceOfParts(parts), discountFen: listDiscountFen }, part)
  if ('accepted' in smaller) return smaller
  const left = paySmaller(paid, parts, smaller.agreedFen)
  const reducedFen = paidBy(left, 'merchant')
  return {
    items: smaller.items,
    agreedFen: subtractFen(smaller.agreedFen, reducedFen),
    discountFen: addFen(smaller.discountFen, reducedFen),
    ownShareFen: paidBy(left, 'worker'),
    draws: drawEach(draws, paidByFunds(left)).map(({ credit, shares }) => ({ ...credit, shares })),
    parts: left,
  }
}

/** What each draw gives back between two splits of a meal, without those that give back nothing. */
export function givenBack(before: MealSplit, after: MealSplit): Draw[] {
  return before.draws.flatMap((draw) => {
    const left = after.draws.find(({ credit }) => credit === draw.credit)?.shares ?? []
    const shares = withoutZeros(subtractShares(draw.shares, left))
    return shares.length === 0 ? [] : [{ ...draw, shares }]
  })
}

type Priced = Pick<MealSplit, 'items' | 'agreedFen' | 'discountFen'>

function priceSmaller(kept: Priced, part: TakenPart) {
  const nothing: Priced = { items: [], agreedFen: 0, discountFen: 0 }
  if (part === undefined) return nothing
  if (part.kind === 'amount') {
    const { amountFen } = part
    if (amountFen > kept.agreedFen) return refuse('part-too-large', { leftFen: kept.agreedFen })
    const agreedFen = subtractFen(kept.agreedFen, amountFen)
    const [discountFen = 0] = splitInProportion(kept.discountFen, [agreedFen, amountFen])
    return { items: kept.items, agreedFen, discountFen }
  }
  let items = kept.items
  let backFen = 0
  let discountBackFen = 0
  for (const { code, quantity } of part.items) {
    const taken = takeItem(items, code, quantity)
    if (!taken) {
      const left = items.filter((item) => item.code === code).reduce((sum, item) => sum + item.quantity, 0)
      return refuse('item-not-in-meal', { item: code, left })
    }
    items = taken.left
    backFen = addFen(backFen, taken.agreedFen)
    discountBackFen = addFen(discountBackFen, taken.discountFen)
  }
  if (items.length === 0) return nothing
  // An amount that was taken back before may have left less than the items are worth.
  if (backFen > kept.agreedFen) return refuse('part-too-large', { leftFen: kept.agreedFen })
  return {
    items,
    agreedFen: subtractFen(kept.agreedFen, backFen),
    discountFen: Math.max(0, subtractFen(kept.discountFen, discountBackFen)),
  }
}

/** One code may stand on several lines; undefined where there are not so many. */
function takeItem(items: readonly MealItem[], code: string, quantity: number) {
  let wanted = quantity
  let agreedFen = 0
  let discountFen = 0
  const left = items.flatMap((item) => {
    const taken = item.code === code ? Math.min(wanted, item.quantity) : 0
    if (taken === 0) return [item]
    wanted -= taken
    agreedFen = addFen(agreedFen, multiplyFen(item.agreedPriceFen, taken))
    discountFen = addFen(discountFen, multiplyFen(subtractFen(item.listPriceFen, item.agreedPriceFen), taken))
    return item.quantity === taken ? [] : [{ ...item, quantity: item.quantity - taken }]
  })
  return wanted > 0 ? undefined : { left, agreedFen, discountFen }
}

/** The credits in the order in which they were drawn, each up to what it gave. */
function drawSmaller(paid: readonly Draw[], kept: readonly Draw[], amountFen: number): Draw[] {
  let leftFen = amountFen
  return paid.flatMap((draw) => {
    const takenFen = Math.min(leftFen, totalOf(draw.shares))
    leftFen = subtractFen(leftFen, takenFen)
    const before = kept.find(({ credit }) => credit === draw.credit)?.shares ?? []
    return takenFen === 0 ? [] : [{ ...draw, shares: sharesOfSmaller(draw.shares, before, takenFen) }]
  })
}

/** As the whole was shared; where rounding would let a fund pay a fen more than it still does, as what it still pays. */
function sharesOfSmaller(paid: readonly Share[], kept: readonly Share[], amountFen: number): Share[] {
  const fresh = drawShares(paid, amountFen)
  return isWithin(fresh, kept) ? fresh : drawShares(kept, amountFen)
}

function isWithin(shares: readonly Share[], limits: readonly Share[]): boolean {
  return shares.every(
    ({ fund, amountFen }) => amountFen <= (limits.find((limit) => limit.fund === fund)?.amountFen ?? 0),
  )
}

/** What is left of `kept` after a reversal that says what it gave back. */
export function keptAfter(kept: MealSplit, data: DataOf<'RedemptionReversed'>): MealSplit {
  if (data.keptFen === undefined) return { items: [], agreedFen: 0, discountFen: 0, ownShareFen: 0, draws: [] }
  const { ownShareBackFen = 0, discountBackFen = 0, keptSplit } = data
  const parts = keptSplit && kept.parts?.map((one, index) => ({ ...one, amountFen: keptSplit[index]?.amountFen ?? 0 }))
  const back = new Map<string, Share[]>()
  for (const { credit, shares } of data.draws) back.set(credit, addShares(back.get(credit) ?? [], shares))
  const draws = kept.draws.flatMap((draw) => {
    const shares = withoutZeros(subtractShares(draw.shares, back.get(draw.credit) ?? []))
    return shares.length === 0 ? [] : [{ ...draw, shares }]
  })
  const ownShareFen = subtractFen(kept.ownShareFen, ownShareBackFen)
  const agreedFen = addFen(ownShareFen, sumFen(draws.map(({ shares }) => totalOf(shares))))
  const items = (data.items ?? []).reduce<readonly MealItem[]>(
    (left, { code, quantity }) => takeItem(left, code, quantity)?.left ?? left,
    kept.items,
  )
  return {
    items: agreedFen === 0 ? [] : items,
    agreedFen,
    discountFen: subtractFen(kept.discountFen, discountBackFen),
    ownShareFen,
    draws,
    ...(parts && { parts }),
  }
}

interface MealParts {
  readonly draws: readonly { readonly window: string; readonly shares: readonly Share[] }[]
  readonly items: readonly { readonly code: string; readonly name: string }[]
  readonly split?: PaidParts | undefined
}

/** `{"credit":"wallet-<uuid>.<version>","batch":"batch-<uuid>","window":"","shares":[],"to":"allocated"},` and room for more of that kind. */
const DRAW_BYTES = 200
/** `{"code":"","name":"","quantity":1000,"listPriceFen":…,"agreedPriceFen":…},` */
const ITEM_BYTES = 120
/** `{"payer":"fund-<uuid>","rule":{"kind":"upToInAll","amountFen":…},"onEmpty":"refuse","amountFen":…,"limitFen":…,"owedMilliFen":…},` */
const LINE_BYTES = 220
/** A UTF-16 unit takes three bytes at most. */
const UNIT_BYTES = 3
const MEAL_BYTES = 2 * 1024

/** Whether the meal, and its being taken back, fit into an event each. */
export function mealFits({ draws, items, split = [] }: MealParts): boolean {
  const drawn = draws.reduce(
    (sum, { window, shares }) => sum + DRAW_BYTES + window.length + shares.length * SHARE_BYTES,
    0,
  )
  const eaten = items.reduce((sum, { code, name }) => sum + ITEM_BYTES + (code.length + name.length) * UNIT_BYTES, 0)
  return draws.length <= MAX_CREDITS && MEAL_BYTES + drawn + eaten + split.length * LINE_BYTES <= MAX_BYTES
}

/** What the first credits of a meal pay together, as many as fit: how large a meal may be. */
export function largestThatFits(meal: MealParts): number {
  let count = Math.min(meal.draws.length, MAX_CREDITS)
  while (count > 0 && !mealFits({ ...meal, draws: meal.draws.slice(0, count) })) count -= 1
  return totalOf(meal.draws.slice(0, count).flatMap(({ shares }) => shares))
}
