import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import type { Quota } from '@welfare/contracts/events/programmes.ts'
import { sumFen } from '@welfare/contracts/money.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { addShares, type Share, subtractShares, totalOf } from '@welfare/contracts/shares.ts'

export type WalletEvent = EventOf<
  | 'WalletOpened'
  | 'CreditReceived'
  | 'CreditDeclined'
  | 'MealRedeemed'
  | 'RedemptionReversed'
  | 'CreditExpired'
  | 'CreditWithdrawn'
  | 'VoucherVoided'
  | 'VoucherReplaced'
  | 'WalletClosed'
>

export interface Credit {
  readonly version: number
  readonly batch: string
  readonly window: string
  readonly from: string
  readonly until: string
  readonly lateEntryDays: number
  readonly quota: Quota
  readonly ownSharePerRedemptionFen: number
  remaining: Share[]
  ended: boolean
}

interface Redemption {
  readonly day: string
  readonly merchant: string
  readonly amountFen: number
  readonly draws: DataOf<'MealRedeemed'>['draws']
  reversed: boolean
}

export interface WalletState {
  programme: string
  worker: string
  serial: number
  replacedSerials: number[]
  voided: boolean
  /** The programme was closed: nothing is received any more. */
  closed: boolean
  /** Windows of each batch that was answered, received or declined. */
  answered: Set<string>
  credits: Map<number, Credit>
  redemptions: Map<number, Redemption>
}

export function emptyWallet(): WalletState {
  return {
    programme: '',
    worker: '',
    serial: 0,
    replacedSerials: [],
    voided: false,
    closed: false,
    answered: new Set(),
    credits: new Map(),
    redemptions: new Map(),
  }
}

/** Updates and returns the same state. */
export function evolveWallet(state: WalletState, event: WalletEvent, version: number): WalletState {
  switch (event.type) {
    case 'WalletOpened':
      state.programme = event.data.programme
      state.worker = event.data.worker
      state.serial = event.data.serial
      return state
    case 'CreditReceived': {
      const { batch, window, from, until, lateEntryDays, quota, shares, ownSharePerRedemptionFen = 0 } = event.data
      state.answered.add(answerKey(batch, window))
      state.credits.set(version, {
        version,
        batch,
        window,
        from,
        until,
        lateEntryDays,
        quota,
        ownSharePerRedemptionFen,
        remaining: shares,
        ended: false,
      })
      return state
    }
    case 'CreditDeclined':
      state.answered.add(answerKey(event.data.batch, event.data.window))
      return state
    case 'MealRedeemed': {
      const { redeemedOn, merchant, draws } = event.data
      for (const draw of draws)
        changeRemaining(state, draw.credit, (remaining) => subtractShares(remaining, draw.shares))
      state.redemptions.set(version, {
        day: redeemedOn,
        merchant,
        amountFen: sumFen(draws.map(({ shares }) => totalOf(shares))),
        draws,
        reversed: false,
      })
      return state
    }
    case 'RedemptionReversed': {
      const redemption = state.redemptions.get(splitPart(event.data.redemption).version)
      if (redemption) redemption.reversed = true
      for (const draw of event.data.draws) {
        if (draw.to === 'issued') changeRemaining(state, draw.credit, (remaining) => addShares(remaining, draw.shares))
      }
      return state
    }
    case 'CreditExpired':
    case 'CreditWithdrawn': {
      const credit = state.credits.get(splitPart(event.data.credit).version)
      if (credit) {
        credit.remaining = subtractShares(credit.remaining, event.data.shares)
        credit.ended = true
      }
      return state
    }
    case 'VoucherVoided':
      state.voided = true
      return state
    case 'WalletClosed':
      state.closed = true
      return state
    case 'VoucherReplaced':
      state.replacedSerials.push(event.data.replacedSerial)
      state.serial = event.data.serial
      return state
  }
}

/** Open credits that can be used on `day`: the one that ends first is drawn first. */
export function usableCredits(state: WalletState, day: string): Credit[] {
  return openCredits(state)
    .filter(({ from, until }) => from <= day && day <= until)
    .sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : a.version - b.version))
}

export function openCredits(state: WalletState): Credit[] {
  return [...state.credits.values()].filter(
    ({ ended, remaining }) => !ended && remaining.some(({ amountFen }) => amountFen > 0),
  )
}

export function balanceOf(credits: readonly Credit[]): number {
  return sumFen(credits.map(({ remaining }) => totalOf(remaining)))
}

/** What was redeemed on `day` and not reversed. */
export function redeemedOn(
  state: WalletState,
  day: string,
): { readonly redemptions: number; readonly amountFen: number } {
  const ofDay = [...state.redemptions.values()].filter((redemption) => redemption.day === day && !redemption.reversed)
  return { redemptions: ofDay.length, amountFen: sumFen(ofDay.map(({ amountFen }) => amountFen)) }
}

/** Money that comes back to a credit that nobody can use any more goes on to the programme. */
export function hasEnded(state: WalletState, creditId: string): boolean {
  return state.voided || state.closed || (state.credits.get(splitPart(creditId).version)?.ended ?? true)
}

function changeRemaining(state: WalletState, creditId: string, change: (remaining: readonly Share[]) => Share[]): void {
  const credit = state.credits.get(splitPart(creditId).version)
  if (credit) credit.remaining = change(credit.remaining)
}

export function answerKey(batch: string, window: string): string {
  return `${batch}|${window}`
}
