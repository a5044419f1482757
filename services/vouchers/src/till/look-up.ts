import { sayProblem } from '@welfare/contracts/problem-sentences/say-problem.ts'
import type { Language } from '@welfare/contracts/problem-sentences/show-fact.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { z } from 'zod'

import { balanceOf, barOf, type Credit, drawableOn, remainingOf } from '../wallets/cards-and-credits.ts'
import { addPots, openLines } from '../wallets/meal-payers.ts'
import { usableFen } from '../wallets/meal-redemption.ts'
import type { RedeemMeal } from '../wallets/wallet.commands.ts'
import { walletDecider } from '../wallets/wallet.decider.ts'
import { hasEnded, redeemedOn, usableCredits, type WalletState } from '../wallets/wallet.state.ts'
import type { voucherAnswer } from '../wire.ts'

/** What a meal by items and one by amount are both refused for. */
const dish = 'look-up'
const oneFen = { code: dish, name: dish, quantity: 1, listPriceFen: 1, agreedPriceFen: 1 }

type LookedUpLines = z.infer<typeof voucherAnswer>['split']

export interface LookUp {
  readonly wallet: string
  readonly serial: number
  readonly day: string
  readonly now: string
  /** Undefined: an officer looks, without a merchant. */
  readonly merchant?: string | undefined
  readonly merchantAdmitted: boolean
  readonly programmeClosed: boolean
  /** Where the programme pays only some dishes. */
  readonly allowedItems?: readonly string[] | undefined
  readonly language: Language
}

/** What the till shows before anything is redeemed; the refusal is the one that a redemption would meet now. */
export function describeVoucher(state: WalletState, lookUp: LookUp): z.infer<typeof voucherAnswer> {
  const { wallet, serial, day, allowedItems } = lookUp
  const usable = usableCredits(state, day, day)
  const refusal = refusalNow(state, lookUp)
  const split = usable[0]?.split
  const pots = addPots(usable.map((credit) => drawableOn(credit, day)))
  return {
    wallet,
    programme: state.programme,
    worker: state.worker,
    status: statusOf(state, serial),
    day,
    asOf: lookUp.now,
    balanceFen: balanceOf(usable),
    usableNowFen: usableFen(state, day, usable),
    usable: usable.map((credit) => describeCredit(state, lookUp, credit)),
    credits: [...state.credits.values()].map((credit) => describeCredit(state, lookUp, credit)),
    today: redeemedOn(state, day),
    leastOwnShareFen: usable[0]?.ownSharePerRedemptionFen ?? 0,
    ...(split && { split: openLines(split, pots, state.owed) as LookedUpLines }),
    quota: usable[0]?.quota ?? {},
    itemsOnly: allowedItems !== undefined || (usable[0]?.itemsOnly ?? false),
    ...(allowedItems && { allowedItems: [...allowedItems] }),
    ...(refusal && { refusal: toRefusal(refusal, lookUp.language) }),
  }
}

export function toRefusal({ code, facts }: Refusal, language: Language) {
  return { code, detail: sayProblem(code, facts, language) ?? code, facts: { ...facts } as Record<string, never> }
}

function statusOf({ card, closed }: WalletState, serial: number): z.infer<typeof voucherAnswer>['status'] {
  if (card.serial !== serial) return 'replaced'
  return barOf(card) ?? (closed ? 'closed' : 'active')
}

/** Asks the decider itself, for one fen. */
function refusalNow(
  state: WalletState,
  { wallet, serial, day, now, merchant = '', merchantAdmitted, programmeClosed }: LookUp,
): Refusal | undefined {
  const attempt: RedeemMeal = {
    type: 'RedeemMeal',
    wallet,
    serial,
    day,
    today: day,
    enteredAt: now,
    enteredBy: 'till',
    programmeClosed,
    merchant,
    merchantAdmitted,
    purchase: { kind: 'items', priceListVersion: 1, unknown: [], items: [oneFen] },
    ownShareFen: undefined,
    factsReadThrough: 0,
    deviceId: 'look-up',
    deviceSequence: 0,
    capturedOffline: false,
  }
  const decision = walletDecider.decide(state, attempt)
  // With one fen to pay, a rule about own shares says nothing about a real meal.
  return decision.accepted || decision.refusal.code.startsWith('own-share') ? undefined : decision.refusal
}

function describeCredit(state: WalletState, { wallet, day }: LookUp, credit: Credit) {
  const { version, window, from, until } = credit
  const id = `${wallet}.${version}`
  return { id, window, from, until, remainingFen: totalOf(remainingOf(credit)), ended: hasEnded(state, id, day) }
}
