/**
 * Stream `wallet`: one worker in one programme, opened by a voucher. Owns the account `issued`.
 * Invariant: no credit is drawn below zero, outside its window or beyond the quota; what a credit held and did not pay for goes back
 * to its programme, by fund, exactly once.
 */
import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { addDays } from '@welfare/contracts/days.ts'
import type { Quota } from '@welfare/contracts/events/programmes.ts'
import { addFen, MAX_AMOUNT_FEN, multiplyFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { addShares, drawShares, type Share, subtractShares, totalOf, withoutZeros } from '@welfare/contracts/shares.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/decider/decider.ts'

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
type EventData<T extends WalletEvent['type']> = EventOf<T>['data']

export interface ReceiveCredits {
  readonly type: 'ReceiveCredits'
  readonly programme: string
  readonly worker: string
  readonly batch: string
  readonly voucher?: { readonly serial: number; readonly qrHash: string } | undefined
  readonly credits: readonly {
    readonly window: string
    readonly from: string
    readonly until: string
    readonly shares: readonly Share[]
  }[]
  readonly quota: Quota
  readonly lateEntryDays: number
  readonly ownSharePerRedemptionFen?: number | undefined
  readonly programmeClosed: boolean
}

export interface RedeemMeal {
  readonly type: 'RedeemMeal'
  readonly wallet: string
  /** The serial of the voucher that was shown. */
  readonly serial: number
  readonly merchant: string
  readonly merchantAdmitted: boolean
  readonly programmeClosed: boolean
  /** Day in Asia/Shanghai on which it happened. */
  readonly day: string
  /** What the till asks for: priced items, or an amount alone. */
  readonly purchase:
    | { readonly kind: 'amount'; readonly amountFen: number }
    | {
        readonly kind: 'items'
        readonly priceListVersion: number
        readonly items: EventData<'MealRedeemed'>['items']
        readonly unknown: readonly string[]
      }
  /** What the worker pays beside the credit; absent: what the programme asks for. */
  readonly ownShareFen?: number | undefined
  readonly factsReadThrough: number
  readonly deviceId: string
  readonly deviceSequence: number
  readonly capturedOffline: boolean
  readonly collectedBy?: string | undefined
}

export interface ReverseRedemption {
  readonly type: 'ReverseRedemption'
  readonly redemption: string
  readonly merchant: string
  readonly day: string
  readonly reason: string
}

export type WalletCommand =
  | ReceiveCredits
  | RedeemMeal
  | ReverseRedemption
  | { readonly type: 'ExpireCredits'; readonly wallet: string; readonly today: string }
  | { readonly type: 'CloseWallet'; readonly wallet: string; readonly reason: string }
  | { readonly type: 'VoidVoucher'; readonly wallet: string; readonly serial: number; readonly reason: string }
  | {
      readonly type: 'ReplaceVoucher'
      readonly serial: number
      readonly newSerial: number
      readonly qrHash: string
      readonly reason: string
    }

/** In order of precedence at the till: the first that applies is the one told. */
export const walletRefusals = {
  'voucher-unknown': 404,
  'voucher-replaced': 409,
  'voucher-voided': 409,
  'programme-closed': 409,
  'merchant-not-in-programme': 409,
  'item-unknown': 422,
  'amount-too-large': 422,
  'amount-zero': 422,
  'no-credit': 409,
  'outside-window': 409,
  'credit-expired': 409,
  'credit-used-up': 409,
  'quota-reached': 409,
  'own-share-too-large': 422,
  'own-share-too-small': 422,
  'credit-insufficient': 409,
  'redemption-unknown': 404,
  'redemption-of-another-merchant': 409,
  'redemption-already-reversed': 409,
  'reversal-too-late': 409,
} as const
export type WalletRefusalCode = keyof typeof walletRefusals
type WalletDecision = Decision<WalletEvent, WalletRefusalCode>

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
  readonly draws: EventData<'MealRedeemed'>['draws']
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

export const walletDecider: Decider<WalletState, WalletCommand, WalletEvent, WalletRefusalCode> = {
  category: 'wallet',
  get initialState() {
    return {
      programme: '',
      worker: '',
      serial: 0,
      replacedSerials: [],
      voided: false,
      closed: false,
      answered: new Set<string>(),
      credits: new Map<number, Credit>(),
      redemptions: new Map<number, Redemption>(),
    }
  },
  decide(state, command) {
    switch (command.type) {
      case 'ReceiveCredits':
        return receiveCredits(state, command)
      case 'RedeemMeal':
        return redeemMeal(state, command)
      case 'ReverseRedemption':
        return reverseRedemption(state, command)
      case 'ExpireCredits':
        return expireCredits(state, command.wallet, command.today)
      case 'CloseWallet':
        return closeWallet(state, command.wallet, command.reason)
      case 'VoidVoucher':
        return voidVoucher(state, command)
      case 'ReplaceVoucher':
        return replaceVoucher(state, command)
    }
  },
  evolve,
}

function receiveCredits(state: WalletState, command: ReceiveCredits): WalletDecision {
  const { programme, worker, batch, voucher, quota, lateEntryDays, ownSharePerRedemptionFen } = command
  const events: WalletEvent[] = []
  const isOpen = state.serial > 0
  if (!isOpen && voucher && !command.programmeClosed)
    events.push({ type: 'WalletOpened', data: { programme, worker, ...voucher } })
  const held = new Set([...state.credits.values()].map(({ window }) => window))
  for (const { window, from, until, shares } of command.credits) {
    if (state.answered.has(answerKey(batch, window))) continue
    const code = reasonToDecline(state, command, held.has(window), isOpen || voucher !== undefined)
    if (code)
      events.push({ type: 'CreditDeclined', data: { programme, worker, batch, window, shares: [...shares], code } })
    else
      events.push({
        type: 'CreditReceived',
        data: {
          programme,
          worker,
          batch,
          window,
          from,
          until,
          shares: [...shares],
          quota,
          lateEntryDays,
          ...(ownSharePerRedemptionFen !== undefined && { ownSharePerRedemptionFen }),
        },
      })
    held.add(window)
  }
  return accept(events)
}

function reasonToDecline(
  state: WalletState,
  command: ReceiveCredits,
  isHeld: boolean,
  canOpen: boolean,
): string | undefined {
  if (command.programmeClosed || state.closed) return 'programme-closed'
  if (state.voided) return 'voucher-voided'
  if (isHeld) return 'window-already-credited'
  return canOpen ? undefined : 'voucher-missing'
}

function redeemMeal(state: WalletState, command: RedeemMeal): WalletDecision {
  const refusal = refusalOfVoucher(state, command.serial) ?? refusalOfPlace(state, command)
  if (refusal) return refusal
  if (isTooLarge(command.purchase)) return refuse('amount-too-large', { largestFen: MAX_AMOUNT_FEN })
  const { listPriceFen, agreedFen, items, priceListVersion } = priceOf(command.purchase)
  if (agreedFen === 0) return refuse('amount-zero')
  const usable = usableCredits(state, command.day)
  const first = usable[0]
  if (!first) return refusalWithoutCredit(state, command.day)
  const balanceFen = balanceOf(usable)
  const ownShareFen = command.ownShareFen ?? Math.min(first.ownSharePerRedemptionFen, agreedFen)
  if (ownShareFen > agreedFen) return refuse('own-share-too-large', { agreedFen, ownShareFen })
  if (ownShareFen < Math.min(first.ownSharePerRedemptionFen, agreedFen))
    return refuse('own-share-too-small', { leastFen: first.ownSharePerRedemptionFen, ownShareFen })
  const neededFen = subtractFen(agreedFen, ownShareFen)
  if (neededFen === 0) return refuse('own-share-too-large', { agreedFen, ownShareFen })
  const overQuota = refusalOfQuota(state, command.day, first.quota, neededFen)
  if (overQuota) return overQuota
  if (neededFen > balanceFen)
    return refuse('credit-insufficient', { balanceFen, neededFen, missingFen: subtractFen(neededFen, balanceFen) })
  return accept([
    {
      type: 'MealRedeemed',
      data: {
        programme: state.programme,
        worker: state.worker,
        merchant: command.merchant,
        redeemedOn: command.day,
        items,
        ...(priceListVersion !== undefined && { priceListVersion }),
        factsReadThrough: command.factsReadThrough,
        listPriceFen,
        discountFen: subtractFen(listPriceFen, agreedFen),
        ownShareFen,
        draws: drawsFrom(usable, neededFen, command.wallet),
        balanceAfterFen: subtractFen(balanceFen, neededFen),
        deviceId: command.deviceId,
        deviceSequence: command.deviceSequence,
        capturedOffline: command.capturedOffline,
        ...(command.collectedBy !== undefined && { collectedBy: command.collectedBy }),
      },
    },
  ])
}

function reverseRedemption(state: WalletState, command: ReverseRedemption): WalletDecision {
  const { version, stream: wallet } = splitPart(command.redemption)
  const redemption = state.redemptions.get(version)
  if (!redemption) return refuse('redemption-unknown')
  if (redemption.merchant !== command.merchant) return refuse('redemption-of-another-merchant')
  if (redemption.reversed) return refuse('redemption-already-reversed')
  if (redemption.day !== command.day)
    return refuse('reversal-too-late', { redeemedOn: redemption.day, today: command.day })
  const draws = redemption.draws.map((draw) => ({
    ...draw,
    to: hasEnded(state, draw.credit) ? ('allocated' as const) : ('issued' as const),
  }))
  const backFen = sumFen(draws.filter(({ to }) => to === 'issued').map(({ shares }) => totalOf(shares)))
  return accept([
    {
      type: 'RedemptionReversed',
      data: {
        programme: state.programme,
        worker: state.worker,
        merchant: command.merchant,
        redemption: `${wallet}.${version}`,
        draws,
        reason: command.reason,
        balanceAfterFen: addFen(balanceOf(usableCredits(state, command.day)), backFen),
      },
    },
  ])
}

function expireCredits(state: WalletState, wallet: string, today: string): WalletDecision {
  const expired = openCredits(state).filter(({ until, lateEntryDays }) => addDays(until, lateEntryDays) < today)
  return accept(expired.map((credit) => ({ type: 'CreditExpired', data: endOf(state, wallet, credit) })))
}

function closeWallet(state: WalletState, wallet: string, reason: string): WalletDecision {
  if (state.closed) return accept([])
  const { programme, worker } = state
  return accept([{ type: 'WalletClosed', data: { programme, worker, reason } }, ...withdrawals(state, wallet, reason)])
}

function voidVoucher(
  state: WalletState,
  command: { readonly wallet: string; readonly serial: number; readonly reason: string },
): WalletDecision {
  const { programme, worker, serial } = state
  if (state.voided && serial === command.serial) return accept([])
  const refusal = refusalOfVoucher(state, command.serial)
  if (refusal) return refusal
  return accept([
    { type: 'VoucherVoided', data: { programme, worker, serial, reason: command.reason } },
    ...withdrawals(state, command.wallet, command.reason),
  ])
}

function replaceVoucher(
  state: WalletState,
  command: { readonly serial: number; readonly newSerial: number; readonly qrHash: string; readonly reason: string },
): WalletDecision {
  const refusal = refusalOfVoucher(state, command.serial)
  if (refusal) return refusal
  const { programme, worker } = state
  return accept([
    {
      type: 'VoucherReplaced',
      data: {
        programme,
        worker,
        replacedSerial: command.serial,
        serial: command.newSerial,
        qrHash: command.qrHash,
        reason: command.reason,
      },
    },
  ])
}

/** May update and return the same state. */
function evolve(state: WalletState, event: WalletEvent, version: number): WalletState {
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
function hasEnded(state: WalletState, creditId: string): boolean {
  return state.voided || state.closed || (state.credits.get(splitPart(creditId).version)?.ended ?? true)
}

function refusalOfVoucher(state: WalletState, serial: number) {
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

function isTooLarge(purchase: RedeemMeal['purchase']): boolean {
  if (purchase.kind === 'amount') return purchase.amountFen > MAX_AMOUNT_FEN
  let leftFen = MAX_AMOUNT_FEN
  for (const { quantity, listPriceFen } of purchase.items) {
    if (listPriceFen > leftFen / quantity) return true
    leftFen = subtractFen(leftFen, multiplyFen(listPriceFen, quantity))
  }
  return false
}

function priceOf(purchase: RedeemMeal['purchase']) {
  if (purchase.kind === 'amount')
    return { listPriceFen: purchase.amountFen, agreedFen: purchase.amountFen, items: [], priceListVersion: undefined }
  const { items, priceListVersion } = purchase
  return {
    listPriceFen: sumFen(items.map(({ quantity, listPriceFen }) => multiplyFen(listPriceFen, quantity))),
    agreedFen: sumFen(items.map(({ quantity, agreedPriceFen }) => multiplyFen(agreedPriceFen, quantity))),
    items: [...items],
    priceListVersion,
  }
}

function drawsFrom(credits: readonly Credit[], neededFen: number, wallet: string): EventData<'MealRedeemed'>['draws'] {
  const draws: EventData<'MealRedeemed'>['draws'] = []
  let leftFen = neededFen
  for (const { version, batch, window, remaining } of credits) {
    const takenFen = Math.min(leftFen, totalOf(remaining))
    if (takenFen === 0) break
    draws.push({ credit: `${wallet}.${version}`, batch, window, shares: drawShares(remaining, takenFen) })
    leftFen = subtractFen(leftFen, takenFen)
  }
  return draws
}

/** Takes what every open credit holds. */
function withdrawals(state: WalletState, wallet: string, reason: string): WalletEvent[] {
  return openCredits(state).map((credit) => ({
    type: 'CreditWithdrawn',
    data: { ...endOf(state, wallet, credit), reason },
  }))
}

function endOf(
  { programme, worker }: WalletState,
  wallet: string,
  { version, batch, window, remaining }: Credit,
): EventData<'CreditExpired'> {
  return { programme, worker, batch, credit: `${wallet}.${version}`, window, shares: withoutZeros(remaining) }
}

function changeRemaining(state: WalletState, creditId: string, change: (remaining: readonly Share[]) => Share[]): void {
  const credit = state.credits.get(splitPart(creditId).version)
  if (credit) credit.remaining = change(credit.remaining)
}

function answerKey(batch: string, window: string): string {
  return `${batch}|${window}`
}
