import { add } from '../amounts.ts'
import type { PostedEvent } from '../books.ts'
import { type JsonObject, MisshapenError, objectsIn, optionalTextIn } from '../json.ts'
import { addAll, type FenByFund, sharesIn } from '../settlement/fen-by-fund.ts'
import type { BankPapers } from './bank-papers.ts'

export interface Transfer {
  readonly fund: string
  readonly from: string
  readonly to: string
  readonly fen: number
  isEnded: boolean
}

/** What a fund holds on an account, or of what another payer pays, for a payment. */
export interface Held {
  readonly fund: string
  readonly payment: string
  /** An account, or a payer. */
  readonly place: string
  /** Not paid, and not released. */
  leftFen: number
}

export interface Payment {
  /** The account or payer that pays; absent before unions named theirs. */
  readonly place: string | undefined
  readonly asked: FenByFund
  /** The word after which nothing may be held for it any more. */
  over?: PostedEvent['event']
}

export interface Unidentified {
  readonly fund: string
  readonly bankAccount: string
  readonly fen: number
  identifiedBy: string | undefined
  /** A fund has recorded it as a gift, or it was sent back. */
  isGiven: boolean
}

/** What a bank put on an account or took, or what nobody knew, as it was entered. */
export interface BankEntry {
  readonly type: string
  readonly fund: string
  readonly bankAccount: string
  readonly fen: number
  isTakenBack: boolean
}

/** Where the events before have put the money. */
export interface CashThings {
  readonly bankAccounts: Set<string>
  /** Account → its closing, or what moved there since. */
  readonly closed: Map<string, PostedEvent['event']>
  readonly payers: Set<string>
  /** Fund → who pays it instead of a union. */
  readonly paidBy: Map<string, string>
  /** Fund, event → what the payer has not taken back of it. */
  readonly grants: Map<string, { readonly payer: string; leftFen: number }>
  /** Fund, account or payer (empty: none) → fen. */
  readonly there: Map<string, number>
  readonly assigned: Set<string>
  /** Account, fund: that was ever the union's own money there. */
  readonly ownMoney: Set<string>
  /** By the event of their sending. */
  readonly transfers: Map<string, Transfer>
  readonly payments: Map<string, Payment>
  /** Payment, fund. */
  readonly held: Map<string, Held>
  /** Fund, account or payer → what all of that is there, and what is in suspense. */
  readonly heldOn: Map<string, number>
  /** By its event. */
  readonly entries: Map<string, BankEntry>
  /** By the event of its coming. */
  readonly unidentified: Map<string, Unidentified>
  /** By the word on what it was. */
  readonly identifications: Map<string, { readonly receipt: string; readonly over: PostedEvent['event'] }>
  /** Event, fund → what came to which account or payer and was not acknowledged. */
  readonly receipts: Map<string, { readonly place: string; readonly fen: number }>
  /** Event, account → what it moved there. */
  readonly moved: Map<string, number>
  /** By account. */
  readonly papers: Map<string, BankPapers>
}

/** Yields what is wrong with an event, and takes it in as it stands. */
export type CashRule = (posted: PostedEvent, things: CashThings) => Iterable<string>

export function createCashThings(): CashThings {
  return {
    ...{
      bankAccounts: new Set(),
      closed: new Map(),
      payers: new Set(),
      paidBy: new Map(),
      grants: new Map(),
      ownMoney: new Set(),
    },
    ...{ there: new Map(), assigned: new Set(), transfers: new Map() },
    ...{ payments: new Map(), held: new Map(), heldOn: new Map(), receipts: new Map() },
    ...{ moved: new Map(), papers: new Map() },
    ...{ entries: new Map(), unidentified: new Map(), identifications: new Map() },
  }
}

export function keyOf(...parts: readonly string[]): string {
  return parts.join(' ')
}

export function thereOf({ there }: CashThings, fund: string, place: string): number {
  return there.get(keyOf(fund, place)) ?? 0
}

/** @param fen more is held; less, where it is below zero */
export function changeHeld(things: CashThings, held: Held, fen: number): void {
  held.leftFen = add(held.leftFen, fen)
  moveTied(things, keyOf(held.fund, held.place), fen)
}

/** @param key of a fund on an account */
export function moveTied({ heldOn }: CashThings, key: string, fen: number): void {
  heldOn.set(key, add(heldOn.get(key) ?? 0, fen))
}

/** Of an event of one fund, in its own stream. @throws MisshapenError where it speaks of another's money */
export function fenOf({ event: { stream, data } }: PostedEvent): number {
  const shares = sharesIn(data)
  if ([...shares.keys()].some((fund) => fund !== stream))
    throw new MisshapenError('it speaks of the money of another fund')
  return shares.get(stream) ?? 0
}

export function askedBy(data: JsonObject): FenByFund {
  const asked: FenByFund = new Map()
  for (const part of objectsIn(data, 'parts')) addAll(asked, sharesIn(part))
  return asked
}

/** The account or the payer that an event names. @throws MisshapenError where it names both */
export function placeIn(data: JsonObject): string | undefined {
  const [bankAccount, payer] = [optionalTextIn(data, 'bankAccount'), optionalTextIn(data, 'payer')]
  if (bankAccount !== undefined && payer !== undefined) throw new MisshapenError('it names an account and a payer')
  return bankAccount ?? payer
}
