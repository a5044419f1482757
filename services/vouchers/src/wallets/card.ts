import { refuse } from '@welfare/event-store/decider/decider.ts'

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
}

export function noCard(): CardState {
  return { serial: 0, replaced: new Map(), bars: [], voidedAt: undefined }
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
