import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { addFen, sumFen } from '@welfare/contracts/money.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { refuse } from '@welfare/event-store/decider/decider.ts'
import {
  barCard,
  type CardState,
  type Credit,
  changeCredit,
  extendCredit,
  forgetBar,
  freeCard,
  isUsableOn,
  moveCredit,
  newCredit,
  noCard,
  replaceCardBy,
  takeFromGranted,
} from './cards-and-credits.ts'
import { keptAfter, type MealSplit, paidByCredit, splitOf } from './meal-part.ts'
import { keepOwed, keepOwedOfSmaller } from './meal-payers.ts'

export type WalletEvent = EventOf<
  | 'WalletOpened'
  | 'CreditReceived'
  | 'CreditDeclined'
  | 'CreditExtended'
  | 'CreditMoved'
  | 'MealRedeemed'
  | 'RedemptionReversed'
  | 'TakingBackDeclined'
  | 'CreditExpired'
  | 'CreditWithdrawn'
  | 'VoucherVoided'
  | 'VoucherRestored'
  | 'VoucherSuspended'
  | 'VoucherResumed'
  | 'VoucherReplaced'
  | 'VoucherPrinted'
  | 'WalletClosed'
>

export interface Redemption {
  /** Of the meal: its window and quota go by it. */
  readonly day: string
  /** Its money counts on this day, in the year of it. */
  readonly countedOn: string
  readonly merchant: string
  /** `undefined`: recorded under version 1, which does not say. */
  readonly enteredBy: 'till' | 'union' | undefined
  readonly enteredAt: string | undefined
  readonly deviceId: string
  readonly deviceSequence: number
  readonly collectedBy: string | undefined
  readonly paid: MealSplit
  /** What has not been taken back. */
  kept: MealSplit
}

export interface WalletState {
  programme: string
  worker: string
  readonly card: CardState
  /** The programme was closed: nothing is received any more. */
  closed: boolean
  /** It was closed because the worker's record was merged into another one. */
  merged: boolean
  /** Windows of each batch that was answered, received or declined. */
  readonly answered: Set<string>
  readonly credits: Map<number, Credit>
  readonly redemptions: Map<number, Redemption>
  /** Of payers by share: thousandths of a fen that rounding left over. */
  readonly owed: Map<string, number>
}

export function emptyWallet(): WalletState {
  return {
    programme: '',
    worker: '',
    card: noCard(),
    closed: false,
    merged: false,
    answered: new Set(),
    credits: new Map(),
    redemptions: new Map(),
    owed: new Map(),
  }
}

/** Updates and returns the same state. */
export function evolveWallet(state: WalletState, event: WalletEvent, version: number, day: string): WalletState {
  switch (event.type) {
    case 'WalletOpened':
      state.programme = event.data.programme
      state.worker = event.data.worker
      state.card.serial = event.data.serial
      break
    case 'CreditReceived':
      state.answered.add(answerKey(event.data.batch, event.data.window))
      state.credits.set(version, newCredit(event.data, version, day))
      break
    case 'CreditDeclined':
      state.answered.add(answerKey(event.data.batch, event.data.window))
      break
    case 'CreditExtended':
      changed(state, event.data.credit, (credit) => extendCredit(credit, event.data.until))
      break
    case 'CreditMoved': {
      const { credit: moved, toWindow: window, from, until } = event.data
      changed(state, moved, (credit) => moveCredit(credit, { window, from, until }, day))
      break
    }
    case 'MealRedeemed':
      redeem(state, event.data, version, day)
      break
    case 'RedemptionReversed':
      giveBack(state, event.data, day)
      break
    case 'TakingBackDeclined':
      break
    case 'CreditExpired':
    case 'CreditWithdrawn':
      changed(state, event.data.credit, (credit) => {
        changeCredit(credit, day, event.data.shares, -1)
        takeFromGranted(credit, event.data.shares)
        credit.ended = true
        credit.withdrawn = event.type === 'CreditWithdrawn'
      })
      break
    case 'WalletClosed':
      state.closed = true
      state.merged = event.data.reason === 'worker-merged'
      break
    case 'VoucherVoided':
      barCard(state.card, 'voided', day)
      state.card.voidedAt = version
      break
    case 'VoucherSuspended':
      barCard(state.card, 'suspended', day)
      break
    case 'VoucherResumed':
      freeCard(state.card, day)
      break
    case 'VoucherRestored':
      forgetBar(state.card)
      break
    case 'VoucherPrinted':
      state.card.prints = event.data.copy
      break
    case 'VoucherReplaced':
      replaceCardBy(state.card, event.data.replacedSerial, event.data.serial, day)
      break
  }
  return state
}

function redeem(state: WalletState, data: DataOf<'MealRedeemed'>, version: number, day: string): void {
  const { redeemedOn, merchant, draws, enteredBy, enteredAt, deviceId, deviceSequence, collectedBy } = data
  for (const { credit: drawn, shares } of draws)
    changed(state, drawn, (credit) => changeCredit(credit, day, shares, -1))
  if (data.split) keepOwed(state.owed, data.split)
  const paid = splitOf(data)
  state.redemptions.set(version, {
    ...{ day: redeemedOn, countedOn: day, merchant, enteredBy, enteredAt, deviceId, deviceSequence, collectedBy },
    paid,
    kept: paid,
  })
}

function giveBack(state: WalletState, data: DataOf<'RedemptionReversed'>, day: string): void {
  const redemption = state.redemptions.get(splitPart(data.redemption).version)
  if (redemption) {
    const { paid, kept } = redemption
    redemption.kept = keptAfter(kept, data)
    if (paid.parts && kept.parts) keepOwedOfSmaller(state.owed, paid.parts, kept.parts, redemption.kept.parts ?? [])
  }
  for (const { credit: drawn, shares, to } of data.draws)
    changed(state, drawn, (credit) => {
      if (to === 'issued') changeCredit(credit, day, shares, 1)
      else takeFromGranted(credit, shares)
    })
}

export function refusalOfClosed({ closed, merged }: WalletState) {
  if (!closed) return undefined
  return merged ? refuse('voucher-merged') : refuse('programme-closed')
}

/** Credits that hold something, can be used on `day`, and have not ended by `today`: the one that ends first is drawn first. */
export function usableCredits(state: WalletState, day: string, today: string): Credit[] {
  return openCredits(state)
    .filter((credit) => isUsableOn(credit, day) && credit.receivedOn <= day && credit.endsOn > today)
    .sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : a.version - b.version))
}

/** Credits that hold something and whose end has not been recorded. */
export function openCredits(state: WalletState): Credit[] {
  return [...state.credits.values()].filter(
    ({ ended, pots }) => !ended && pots.some(({ balances }) => balances.total > 0),
  )
}

/** What was redeemed on `day` and not taken back. */
export function redeemedOn(state: WalletState, day: string): ReturnType<typeof redeemedBetween> {
  return redeemedBetween(state, day, day)
}

export function redeemedBetween(
  state: WalletState,
  from: string,
  until: string,
): { readonly redemptions: number; readonly amountFen: number } {
  let [redemptions, amountFen] = [0, 0]
  for (const redemption of state.redemptions.values()) {
    if (redemption.day < from || redemption.day > until || isTakenBack(redemption)) continue
    redemptions += 1
    amountFen = addFen(amountFen, paidByCredit(redemption.kept))
  }
  return { redemptions, amountFen }
}

/** The credit pays nothing of it any more. */
export function isTakenBack({ kept }: Redemption): boolean {
  return kept.draws.length === 0
}

/** Money that comes back to a credit that nobody can use any more goes on to the programme: from the day of its end on, recorded or not. */
export function hasEnded(state: WalletState, creditId: string, today: string): boolean {
  const credit = creditOf(state, creditId)
  return state.closed || credit === undefined || credit.ended || credit.endsOn <= today
}

/** What the wallet was given for a window: eaten, or still there. */
export function grantedFor(state: WalletState, window: string): number {
  return sumFen([...state.credits.values()].filter(({ issuedFor }) => issuedFor === window).map((c) => c.grantedFen))
}

export function creditOf(state: WalletState, creditId: string): Credit | undefined {
  return state.credits.get(splitPart(creditId).version)
}

function changed(state: WalletState, creditId: string, change: (credit: Credit) => void): void {
  const credit = creditOf(state, creditId)
  if (credit) change(credit)
}

export function answerKey(batch: string, window: string): string {
  return `${batch}|${window}`
}
