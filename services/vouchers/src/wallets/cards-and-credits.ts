import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { addOnDay, type DayBalances, emptyDayBalances, lowestFrom } from '@welfare/contracts/day-balances.ts'
import { addDays } from '@welfare/contracts/days.ts'
import type { Quota } from '@welfare/contracts/events/programmes.ts'
import type { SplitRule } from '@welfare/contracts/meals/split-meal.ts'
import { multiplyFen, subtractFen, sumFen } from '@welfare/contracts/money.ts'
import { type Share, totalOf } from '@welfare/contracts/shares.ts'
import { refuse } from '@welfare/event-store/decider/decider.ts'

/** An amount with a window, as the wallet holds it. */
export interface Credit {
  readonly version: number
  readonly batch: string
  /** The window that it was issued for; it stays that when the credit is moved. */
  readonly issuedFor: string
  window: string
  from: string
  until: string
  /** The days on which it could be used before it was moved: what was eaten then may still be entered. */
  readonly usableBefore: { readonly from: string; readonly until: string }[]
  readonly lateEntryDays: number
  readonly quota: Quota
  readonly ownSharePerRedemptionFen: number
  /** Who pays a meal, where the rules say it; else its funds in proportion. */
  readonly split: SplitRule | undefined
  /** No meal is entered as an amount alone. */
  readonly itemsOnly: boolean
  /** The day on which it came: nothing can have been paid with it before. */
  readonly receivedOn: string
  /** By fund and day, in the order in which the funds joined. */
  readonly pots: readonly { readonly fund: string; readonly balances: DayBalances }[]
  /** What was issued and has not gone back to the programme: eaten, or still there. */
  grantedFen: number
  /** The first day on which it is over, whether that has been recorded or not. */
  endsOn: string
  /** The last day on which something moved in it. */
  movedOn: string
  /** Its end was recorded. */
  ended: boolean
  /** Ended because it was taken back. */
  withdrawn: boolean
}

export function newCredit(data: DataOf<'CreditReceived'>, version: number, day: string): Credit {
  const {
    batch,
    window,
    from,
    until,
    lateEntryDays,
    quota,
    shares,
    ownSharePerRedemptionFen = 0,
    split,
    itemsOnly = false,
  } = data
  const credit: Credit = {
    ...{ version, batch, issuedFor: window, window, from, until, lateEntryDays, quota, ownSharePerRedemptionFen },
    ...{ split, itemsOnly },
    usableBefore: [],
    pots: shares.map(({ fund }) => ({ fund, balances: emptyDayBalances() })),
    grantedFen: totalOf(shares),
    endsOn: firstDayAfter(until, lateEntryDays),
    ...{ receivedOn: day, movedOn: day, ended: false, withdrawn: false },
  }
  changeCredit(credit, day, shares, 1)
  return credit
}

/** A credit ends at the first moment of the day after its last day plus its late-entry days. */
export function firstDayAfter(until: string, lateEntryDays: number): string {
  return addDays(until, lateEntryDays + 1)
}

export function changeCredit(credit: Credit, day: string, shares: readonly Share[], sign: 1 | -1): void {
  for (const { fund, amountFen } of shares) {
    const pot = credit.pots.find((known) => known.fund === fund)
    if (pot) addOnDay(pot.balances, day, multiplyFen(amountFen, sign))
  }
  if (day > credit.movedOn) credit.movedOn = day
}

/** It goes back to the programme: what is given for the window no longer counts it. */
export function takeFromGranted(credit: Credit, shares: readonly Share[]): void {
  credit.grantedFen = subtractFen(credit.grantedFen, totalOf(shares))
}

export function extendCredit(credit: Credit, until: string): void {
  credit.until = until
  credit.endsOn = firstDayAfter(until, credit.lateEntryDays)
}

export function moveCredit(
  credit: Credit,
  to: { readonly window: string; readonly from: string; readonly until: string },
  day: string,
) {
  // It may have been used on the day itself, before it was moved.
  const lastDay = day < credit.until ? day : credit.until
  credit.usableBefore.push({ from: credit.from, until: lastDay })
  credit.window = to.window
  credit.from = to.from
  extendCredit(credit, to.until)
}

/** Whether it could be used on `day`, as far as its window goes. */
export function isUsableOn({ from, until, usableBefore }: Credit, day: string): boolean {
  return [{ from, until }, ...usableBefore].some((days) => days.from <= day && day <= days.until)
}

export function remainingOf({ pots }: Credit): Share[] {
  return pots.map(({ fund, balances }) => ({ fund, amountFen: balances.total }))
}

/** What can be taken on `day` so that the credit is below zero on no day from then on; and the day that allows no more. */
export function drawableOn({ pots }: Credit, day: string): { readonly shares: Share[]; readonly lowestOn: string } {
  let lowestOn = day
  const shares = pots.map(({ fund, balances }) => {
    const lowest = lowestFrom(balances, day)
    if (lowest.amount < balances.total && (lowestOn === day || lowest.day < lowestOn)) lowestOn = lowest.day
    return { fund, amountFen: Math.max(0, lowest.amount) }
  })
  return { shares, lowestOn }
}

/** When its end counts: on the day itself, swept or not; only what old books gave back to it later keeps it longer. */
export function expiryDayOf({ endsOn, movedOn }: Credit): string {
  return endsOn > movedOn ? endsOn : movedOn
}

export function balanceOf(credits: readonly Credit[]): number {
  return sumFen(credits.flatMap(({ pots }) => pots.map(({ balances }) => balances.total)))
}

/** Days on which the wallet had no card that works: the first of them, and the day on which it had one again. */
interface Bar {
  readonly why: 'voided' | 'suspended'
  readonly from: string
  until: string | undefined
  /** It took the place of a bar that still held. */
  readonly overAnother: boolean
}

/** The wallet's cards: the one that it has, those that it had, and when none worked. */
export interface CardState {
  serial: number
  /** Serial → the day on which another card took its place, and whether it was void by then. */
  readonly replaced: Map<number, { readonly on: string; readonly wasVoided: boolean }>
  readonly bars: Bar[]
  /** The event that voided the card, for who takes that back. */
  voidedAt: number | undefined
  /** How often the card that it has was printed. */
  prints: number
}

export function noCard(): CardState {
  return { serial: 0, replaced: new Map(), bars: [], voidedAt: undefined, prints: 0 }
}

export function barCard(card: CardState, why: Bar['why'], day: string): void {
  const overAnother = barOf(card) !== undefined
  freeCard(card, day)
  card.bars.push({ why, from: day, until: undefined, overAnother })
}

export function freeCard(card: CardState, day: string): void {
  const last = card.bars.at(-1)
  if (last && last.until === undefined) last.until = day
}

/** Another card takes its place. */
export function replaceCardBy(card: CardState, replacedSerial: number, serial: number, day: string): void {
  card.replaced.set(replacedSerial, { on: day, wasVoided: barOf(card) === 'voided' })
  freeCard(card, day)
  card.serial = serial
  card.prints = 0
}

/** As if this bar had never been: the void was the mistake, and a suspension before it holds on. */
export function forgetBar(card: CardState): void {
  if (!barOf(card)) return
  const { overAnother } = card.bars.pop() ?? {}
  const before = card.bars.at(-1)
  if (overAnother && before) before.until = undefined
}

export function barOf({ bars }: CardState): Bar['why'] | undefined {
  const last = bars.at(-1)
  return last?.until === undefined ? last?.why : undefined
}

/** Whether the card that was shown opens this wallet now. */
export function refusalOfCard(card: CardState, serial: number) {
  return refusalOfSerial(card, serial) ?? refusalOfBar(barOf(card))
}

export function refusalOfSerial({ replaced, serial: current }: CardState, serial: number) {
  if (replaced.has(serial)) return refuse('voucher-replaced')
  return current === serial ? undefined : refuse('voucher-unknown')
}

function refusalOfBar(why: Bar['why'] | undefined) {
  if (why === undefined) return undefined
  return why === 'voided' ? refuse('voucher-voided') : refuse('voucher-suspended')
}

/**
 * Whether it opened the wallet on `day`, for what comes from a paper: a card that was voided, suspended or replaced on that day or later may
 * have been shown before; one that was barred all day cannot.
 */
export function refusalOfCardOn(card: CardState, serial: number, day: string) {
  const replacedOn = card.replaced.get(serial)?.on
  if (replacedOn !== undefined && replacedOn < day) return refuse('voucher-replaced')
  if (replacedOn === undefined && card.serial !== serial) return refuse('voucher-unknown')
  return refusalOfBarOn(card, day)
}

/** Whether the wallet had a card that worked, at some moment of `day`. */
export function refusalOfBarOn({ bars }: CardState, day: string) {
  const bar = bars.find(({ from, until }) => from < day && (until === undefined || until > day))
  return refusalOfBar(bar?.why)
}
