import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Quota } from '@welfare/contracts/events/programmes.ts'
import {
  addFen,
  MAX_AMOUNT_FEN,
  multiplyFen,
  subtractFen,
  sumFen,
  sumProductsWithin,
} from '@welfare/contracts/money.ts'
import { drawShares, totalOf } from '@welfare/contracts/shares.ts'
import { accept, refuse } from '@welfare/decider/decider.ts'
import { largestThatFits, mealFits } from './event-size.ts'
import type { RedeemMeal, WalletDecision } from './wallet.commands.ts'
import { balanceOf, type Credit, redeemedOn, usableCredits, type WalletState } from './wallet.state.ts'

/** The first thing that stands against it is told, in the order of `walletRefusals`. */
export function redeemMeal(state: WalletState, command: RedeemMeal): WalletDecision {
  const refusal =
    refusalOfLateEntry(command) ?? refusalOfVoucher(state, command.serial) ?? refusalOfPlace(state, command)
  if (refusal) return refusal
  const price = priceOf(command.purchase)
  if (!price) return refuse('amount-too-large', { largestFen: MAX_AMOUNT_FEN })
  const { agreedFen, ...described } = price
  if (agreedFen === 0) return refuse('amount-zero')
  const usable = usableCredits(state, command.day)
  const first = usable[0]
  if (!first) return refusalWithoutCredit(state, command.day)
  const ownShareFen = command.ownShareFen ?? leastOwnShare(first, agreedFen)
  const neededFen = subtractFen(agreedFen, ownShareFen)
  const againstRules =
    refusalOfQuota(state, command.day, first.quota, Math.max(1, neededFen)) ??
    refusalOfOwnShare(first, agreedFen, ownShareFen)
  if (againstRules) return againstRules
  const balanceFen = balanceOf(usable)
  if (neededFen > balanceFen)
    return refuse('credit-insufficient', { balanceFen, neededFen, missingFen: subtractFen(neededFen, balanceFen) })
  const draws = drawsFrom(usable, neededFen, command.wallet)
  const meal = { draws, items: described.items }
  if (!mealFits(meal))
    return refuse('meal-too-many-credits', { credits: draws.length, largestFen: largestThatFits(meal) })
  const { merchant, day, factsReadThrough, deviceId, deviceSequence, capturedOffline, collectedBy } = command
  return accept([
    {
      type: 'MealRedeemed',
      data: {
        programme: state.programme,
        worker: state.worker,
        merchant,
        redeemedOn: day,
        ...described,
        factsReadThrough,
        ownShareFen,
        draws,
        balanceAfterFen: subtractFen(balanceFen, neededFen),
        deviceId,
        deviceSequence,
        capturedOffline,
        ...(collectedBy !== undefined && { collectedBy }),
      },
    },
  ])
}

function refusalOfLateEntry({ day, lateEntry }: RedeemMeal) {
  if (lateEntry?.isInTheFuture) return refuse('late-entry-in-the-future')
  return lateEntry && day < lateEntry.earliest
    ? refuse('late-entry-too-late', { earliest: lateEntry.earliest })
    : undefined
}

/** Whether the voucher that was shown opens this wallet. */
export function refusalOfVoucher(state: WalletState, serial: number) {
  if (state.replacedSerials.includes(serial)) return refuse('voucher-replaced')
  if (state.serial !== serial) return refuse('voucher-unknown')
  return state.voided ? refuse('voucher-voided') : undefined
}

function refusalOfPlace(state: WalletState, { programmeClosed, merchantAdmitted, purchase }: RedeemMeal) {
  if (programmeClosed || state.closed) return refuse('programme-closed')
  if (!merchantAdmitted) return refuse('merchant-not-in-programme')
  if (purchase.kind === 'items' && purchase.unknown.length > 0)
    return refuse('item-unknown', { items: purchase.unknown })
  return undefined
}

/** Why nothing can be used on `day`: all used up today, over, not begun, or never credited. */
function refusalWithoutCredit(state: WalletState, day: string): WalletDecision {
  const credits = [...state.credits.values()]
  if (credits.length === 0) return refuse('no-credit')
  if (credits.some(({ from, until, ended }) => !ended && from <= day && day <= until))
    return refuse('credit-used-up', { balanceFen: 0 })
  const next = credits.filter(({ from, ended }) => !ended && from > day).sort((a, b) => (a.from < b.from ? -1 : 1))[0]
  if (next)
    return refuse('outside-window', { day, nextWindow: next.window, nextFrom: next.from, nextUntil: next.until })
  const last = credits.reduce((latest, credit) => (credit.until > latest.until ? credit : latest))
  return refuse('credit-expired', { day, window: last.window, until: last.until })
}

function refusalOfQuota(state: WalletState, day: string, quota: Quota, neededFen: number) {
  const used = redeemedOn(state, day)
  if (quota.redemptionsPerDay !== undefined && used.redemptions >= quota.redemptionsPerDay) {
    return refuse('quota-reached', { day, redemptionsPerDay: quota.redemptionsPerDay })
  }
  if (quota.amountPerDayFen !== undefined && addFen(used.amountFen, neededFen) > quota.amountPerDayFen) {
    return refuse('quota-reached', { day, amountPerDayFen: quota.amountPerDayFen, usedFen: used.amountFen })
  }
  return undefined
}

/** A meal that the worker pays alone is none of the credit's. */
function refusalOfOwnShare(credit: Credit, agreedFen: number, ownShareFen: number) {
  if (ownShareFen >= agreedFen) return refuse('own-share-too-large', { agreedFen, ownShareFen })
  const leastFen = leastOwnShare(credit, agreedFen)
  return ownShareFen < leastFen ? refuse('own-share-too-small', { leastFen, ownShareFen }) : undefined
}

function leastOwnShare({ ownSharePerRedemptionFen }: Credit, agreedFen: number): number {
  return Math.min(ownSharePerRedemptionFen, agreedFen)
}

/** `undefined` where it is more than one amount may be. */
function priceOf(purchase: RedeemMeal['purchase']) {
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

function drawsFrom(credits: readonly Credit[], neededFen: number, wallet: string): DataOf<'MealRedeemed'>['draws'] {
  const draws: DataOf<'MealRedeemed'>['draws'] = []
  let leftFen = neededFen
  for (const { version, batch, window, remaining } of credits) {
    const takenFen = Math.min(leftFen, totalOf(remaining))
    if (takenFen === 0) break
    draws.push({ credit: `${wallet}.${version}`, batch, window, shares: drawShares(remaining, takenFen) })
    leftFen = subtractFen(leftFen, takenFen)
  }
  return draws
}
