import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addDays, mondayOf } from '@welfare/contracts/days.ts'
import type { Quota } from '@welfare/contracts/events/programmes.ts'
import {
  addFen,
  MAX_AMOUNT_FEN,
  multiplyFen,
  subtractFen,
  sumFen,
  sumProductsWithin,
} from '@welfare/contracts/money.ts'
import { drawShares, type Share, totalOf } from '@welfare/contracts/shares.ts'
import { accept, refuse } from '@welfare/event-store/decider/decider.ts'
import { balanceOf, type Credit, drawableOn, isUsableOn, refusalOfCard, refusalOfCardOn } from './cards-and-credits.ts'
import { largestThatFits, mealFits } from './meal-part.ts'
import { addPots, drawEach, type PaidParts, paidBy, paidByFunds, payTogether, priceOfParts } from './meal-payers.ts'
import type { EnteredMeal, RedeemMeal, WalletDecision } from './wallet.commands.ts'
import { isTakenBack, redeemedBetween, refusalOfClosed, usableCredits, type WalletState } from './wallet.state.ts'

/** The first thing that stands against it is told, in the order of `walletRefusals`. */
export function redeemMeal(state: WalletState, command: RedeemMeal): WalletDecision {
  const refusal = refusalOfDay(command) ?? refusalOfVoucher(state, command)
  return refusal ?? recordMeal(state, command, { wallet: command.wallet, countsOn: command.day })
}

interface Recording {
  readonly wallet: string
  /** The day on which its money counts. */
  readonly countsOn: string
  /** The entry that it stands in place of. */
  readonly correctedFrom?: string
}

export function recordMeal(
  state: WalletState,
  command: EnteredMeal,
  { wallet, countsOn, correctedFrom }: Recording,
): WalletDecision {
  const refusal = refusalOfPlace(state, command) ?? refusalOfSlip(state, command, wallet)
  if (refusal) return refusal
  const price = priceOf(command.purchase)
  if (!price) return refuse('amount-too-large', { largestFen: MAX_AMOUNT_FEN })
  const { agreedFen, ...described } = price
  if (agreedFen === 0) return refuse('amount-zero')
  const usable = usableCredits(state, command.day, command.today)
  const first = usable[0]
  if (!first) return refusalWithoutCredit(state, command)
  if ((first.itemsOnly || command.allowedItems) && command.purchase.kind === 'amount') return refuse('items-only')
  const drawable = usable.map((credit) => ({ credit, ...drawableOn(credit, countsOn) }))
  const paid = first.split
    ? payTogether(first.split, agreedFen, { pots: addPots(drawable), owed: state.owed })
    : undefined
  const ownShareFen = paid ? paidBy(paid, 'worker') : (command.ownShareFen ?? leastOwnShare(first, agreedFen))
  const reducedFen = paid ? paidBy(paid, 'merchant') : 0
  const neededFen = subtractFen(agreedFen, addFen(ownShareFen, reducedFen))
  const againstRules =
    refusalOfQuota(state, command.day, first, Math.max(1, neededFen)) ??
    (paid ? refusalOfParts(paid, command.ownShareFen) : refusalOfOwnShare(first, agreedFen, ownShareFen))
  if (againstRules) return againstRules
  const balanceFen = sumFen(drawable.map(({ shares }) => totalOf(shares)))
  if (neededFen > balanceFen)
    return refuse('credit-insufficient', {
      ...{ balanceFen, neededFen, missingFen: subtractFen(neededFen, balanceFen) },
      ...lowestDayOf(drawable, countsOn),
    })
  const draws = paid ? drawsOfFunds(drawable, paid, wallet) : drawsFrom(drawable, neededFen, wallet)
  const meal = { draws, items: described.items, split: paid }
  if (!mealFits(meal))
    return refuse('meal-too-many-credits', { credits: draws.length, largestFen: largestThatFits(meal) })
  const {
    merchant,
    day,
    enteredAt,
    enteredBy,
    factsReadThrough,
    deviceId,
    deviceSequence,
    capturedOffline,
    collectedBy,
  } = command
  return accept([
    {
      type: 'MealRedeemed',
      data: {
        programme: state.programme,
        worker: state.worker,
        merchant,
        redeemedOn: day,
        ...(paid ? { ...described, discountFen: addFen(described.discountFen, reducedFen) } : described),
        factsReadThrough,
        ownShareFen,
        draws,
        balanceAfterFen: subtractFen(balanceOf(usable), neededFen),
        deviceId,
        deviceSequence,
        capturedOffline,
        ...(collectedBy !== undefined && { collectedBy }),
        enteredAt,
        enteredBy,
        ...(correctedFrom !== undefined && { correctedFrom }),
        ...(paid && { split: paid }),
      },
    },
  ])
}

export function refusalOfDay({ dayRefused }: EnteredMeal) {
  return dayRefused && refuse(dayRefused.code, dayRefused.facts)
}

/** A till shows the card itself; a paper was written when the card was what it was on the meal's day. */
function refusalOfVoucher({ card }: WalletState, { serial, day, enteredBy }: RedeemMeal) {
  return enteredBy === 'union' ? refusalOfCardOn(card, serial, day) : refusalOfCard(card, serial)
}

function refusalOfPlace(
  state: WalletState,
  { programmeClosed, merchantAdmitted, purchase, allowedItems }: EnteredMeal,
) {
  const closed = programmeClosed ? refuse('programme-closed') : refusalOfClosed(state)
  if (closed) return closed
  if (!merchantAdmitted) return refuse('merchant-not-in-programme')
  if (purchase.kind === 'items' && purchase.unknown.length > 0)
    return refuse('item-unknown', { items: purchase.unknown })
  const barred = purchase.kind === 'items' ? barredItems(purchase.items, allowedItems) : []
  return barred.length > 0 ? refuse('item-not-allowed', { items: barred }) : undefined
}

function barredItems(items: DataOf<'MealRedeemed'>['items'], allowed: readonly string[] | undefined): string[] {
  return items.flatMap(({ code, name }) => (allowed === undefined || allowed.includes(code) ? [] : [name]))
}

/** One slip is one meal: its number within its device stands once, unless that meal was taken back. */
function refusalOfSlip(state: WalletState, { deviceId, deviceSequence }: EnteredMeal, wallet: string) {
  if (deviceSequence === 0) return undefined
  for (const [version, redemption] of state.redemptions) {
    if (redemption.deviceSequence !== deviceSequence || redemption.deviceId !== deviceId) continue
    if (!isTakenBack(redemption))
      return refuse('slip-already-entered', { redemption: `${wallet}.${version}`, redeemedOn: redemption.day })
  }
  return undefined
}

/** Why nothing can be used on `day`: not issued by then, all used up, taken back, over, not begun, or never credited. */
function refusalWithoutCredit(state: WalletState, { day, today }: EnteredMeal): WalletDecision {
  const credits = [...state.credits.values()].map((credit) => ({
    ...credit,
    ended: credit.ended || credit.endsOn <= today,
  }))
  if (credits.length === 0) return refuse('no-credit')
  const ofDay = credits.filter((credit) => !credit.ended && isUsableOn(credit, day))
  const [tooNew] = ofDay.filter(({ receivedOn }) => receivedOn > day)
  if (tooNew && ofDay.every(({ receivedOn }) => receivedOn > day))
    return refuse('credit-not-yet-issued', { day, issuedOn: tooNew.receivedOn })
  if (ofDay.length > 0) return refuse('credit-used-up', { balanceFen: 0 })
  const next = credits.filter(({ from, ended }) => !ended && from > day).sort((a, b) => (a.from < b.from ? -1 : 1))[0]
  if (next)
    return refuse('outside-window', { day, nextWindow: next.window, nextFrom: next.from, nextUntil: next.until })
  const last = credits.reduce((latest, credit) => (credit.until > latest.until ? credit : latest))
  return last.withdrawn
    ? refuse('credit-withdrawn', { day, window: last.window })
    : refuse('credit-expired', { day, window: last.window, until: last.until })
}

interface Period {
  readonly times: keyof Quota
  readonly amount?: keyof Quota
  days(day: string, credit: Credit): readonly [string, string]
}

/** A week begins on Monday; a window has the days of its credit. */
const periods: readonly Period[] = [
  { times: 'redemptionsPerDay', amount: 'amountPerDayFen', days: (day) => [day, day] },
  { times: 'redemptionsPerWeek', amount: 'amountPerWeekFen', days: weekOf },
  { times: 'redemptionsPerWindow', days: (_, { from, until }) => [from, until] },
]

/** What the credits pay on that day at most: what they hold, within the amounts of the day and of its week. */
export function usableFen(state: WalletState, day: string, usable: readonly Credit[]): number {
  const heldFen = balanceOf(usable)
  const [first] = usable
  if (!first) return heldFen
  return periods.reduce((leastFen, { amount, days }) => {
    const mostFen = amount && first.quota[amount]
    if (mostFen === undefined) return leastFen
    const { amountFen } = redeemedBetween(state, ...days(day, first))
    return Math.min(leastFen, Math.max(0, subtractFen(mostFen, amountFen)))
  }, heldFen)
}

function refusalOfQuota(state: WalletState, day: string, credit: Credit, neededFen: number) {
  for (const { times, amount, days } of periods) {
    const most = credit.quota[times]
    const mostFen = amount && credit.quota[amount]
    if (most === undefined && mostFen === undefined) continue
    const used = redeemedBetween(state, ...days(day, credit))
    if (most !== undefined && used.redemptions >= most) return refuse('quota-reached', { day, [times]: most })
    if (amount && mostFen !== undefined && addFen(used.amountFen, neededFen) > mostFen)
      return refuse('quota-reached', { day, [amount]: mostFen, usedFen: used.amountFen })
  }
  return undefined
}

function weekOf(day: string): readonly [string, string] {
  const monday = mondayOf(day)
  return [monday, addDays(monday, 6)]
}

/** A meal that the worker pays alone is none of the credit's. */
function refusalOfOwnShare(credit: Credit, agreedFen: number, ownShareFen: number) {
  if (ownShareFen >= agreedFen) return refuse('own-share-too-large', { agreedFen, ownShareFen })
  const leastFen = leastOwnShare(credit, agreedFen)
  return ownShareFen < leastFen ? refuse('own-share-too-small', { leastFen, ownShareFen }) : undefined
}

/** The worker pays what the rule says, in the end what no pot holds; a till that has shown another amount shows this one first. */
function refusalOfParts(paid: PaidParts, shownFen: number | undefined) {
  const ownShareFen = paidBy(paid, 'worker')
  if (paidByFunds(paid).length === 0)
    return refuse('own-share-too-large', { agreedFen: priceOfParts(paid), ownShareFen })
  return shownFen === undefined || shownFen === ownShareFen
    ? undefined
    : refuse('own-share-differs', { shownFen, ownShareFen })
}

function leastOwnShare({ ownSharePerRedemptionFen }: Credit, agreedFen: number): number {
  return Math.min(ownSharePerRedemptionFen, agreedFen)
}

/** `undefined` where it is more than one amount may be. */
function priceOf(purchase: EnteredMeal['purchase']) {
  if (purchase.kind === 'amount') {
    const { amountFen } = purchase
    if (amountFen > MAX_AMOUNT_FEN) return undefined
    return { items: [], listPriceFen: amountFen, agreedFen: amountFen, discountFen: 0 }
  }
  const { items, priceListVersion } = purchase
  const listPriceFen = sumProductsWithin(
    MAX_AMOUNT_FEN,
    items.map((item) => ({ amountFen: item.listPriceFen, times: item.quantity })),
  )
  if (listPriceFen === undefined) return undefined
  const agreedFen = sumFen(items.map((item) => multiplyFen(item.agreedPriceFen, item.quantity)))
  return {
    items: [...items],
    priceListVersion,
    listPriceFen,
    agreedFen,
    discountFen: subtractFen(listPriceFen, agreedFen),
  }
}

interface Drawable {
  readonly credit: Credit
  /** What no day from the meal's on is short of. */
  readonly shares: readonly Share[]
  readonly lowestOn: string
}

/** The later day that allows no more, where one does. */
function lowestDayOf(drawable: readonly Drawable[], day: string): { readonly lowestOn?: string } {
  const later = drawable.map(({ lowestOn }) => lowestOn).filter((lowestOn) => lowestOn > day)
  const [lowestOn] = later.sort()
  return lowestOn === undefined ? {} : { lowestOn }
}

function drawsOfFunds(drawable: readonly Drawable[], paid: PaidParts, wallet: string) {
  return drawEach(drawable, paidByFunds(paid)).map(({ credit: { credit }, shares }) => {
    const { version, batch, window } = credit
    return { credit: `${wallet}.${version}`, batch, window, shares }
  })
}

function drawsFrom(drawable: readonly Drawable[], neededFen: number, wallet: string): DataOf<'MealRedeemed'>['draws'] {
  const draws: DataOf<'MealRedeemed'>['draws'] = []
  let leftFen = neededFen
  for (const { credit, shares } of drawable) {
    const { version, batch, window } = credit
    const takenFen = Math.min(leftFen, totalOf(shares))
    leftFen = subtractFen(leftFen, takenFen)
    if (takenFen > 0)
      draws.push({ credit: `${wallet}.${version}`, batch, window, shares: drawShares(shares, takenFen) })
  }
  return draws
}
