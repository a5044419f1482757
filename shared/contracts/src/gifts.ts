/**
 * Which gifts a fund's money comes from. A draw takes from each gift in proportion to what that gift still has, largest remainder, ties to
 * the oldest, and says so in its event: what a donor was told once stays true. A refund takes only what its own gift still has. What events
 * of before this was recorded drew is reckoned by the same rule.
 */
import type { EventOf } from './catalogue.ts'
import { addFen, splitInProportion, subtractFen, sumFen } from './money.ts'
import { splitPart } from './primitives.ts'
import { totalOf } from './shares.ts'

export interface GiftDraw {
  readonly donation: string
  readonly amountFen: number
}

interface Gift {
  readonly receivedOn: string
  leftFen: number
}

export interface Gifts {
  /** By donation, in the order of entry. */
  readonly byDonation: Map<string, Gift>
  /** What of each gift lies in a budget, or waits for an approver: by budget, or by proposal. */
  readonly drawn: Map<string, Map<string, number>>
  /** The right entry, by the wrong one that it stands for. */
  readonly rightOf: Map<string, string>
}

/** As many as one event names. */
export const MAX_GIFTS = 500

export function noGifts(): Gifts {
  return { byDonation: new Map(), drawn: new Map(), rightOf: new Map() }
}

export function leftOf({ byDonation }: Gifts, donation: string): number {
  return byDonation.get(donation)?.leftFen ?? 0
}

export function receivedOnOf({ byDonation }: Gifts, donation: string): string | undefined {
  return byDonation.get(donation)?.receivedOn
}

/**
 * What each gift would give to a draw that counts on `day`, or now: gifts that had come by then, or all where those do not suffice. Of more gifts
 * than an event names the largest give. Less than `amountFen` where there is not so much.
 */
export function drawFrom({ byDonation }: Gifts, amountFen: number, day?: string, most = MAX_GIFTS): GiftDraw[] {
  const left = [...byDonation]
    .map(([donation, { receivedOn, leftFen }]) => ({ donation, receivedOn, leftFen }))
    .filter(({ leftFen }) => leftFen > 0)
    .sort((a, b) => (a.receivedOn < b.receivedOn ? -1 : a.receivedOn > b.receivedOn ? 1 : 0))
  const there = left.filter(({ receivedOn }) => day === undefined || receivedOn <= day)
  const enough = sumFen(there.map(({ leftFen }) => leftFen)) >= amountFen ? there : left
  const giving =
    enough.length <= most ? enough : [...enough].sort((a, b) => subtractFen(b.leftFen, a.leftFen)).slice(0, most)
  const weights = giving.map(({ leftFen }) => leftFen)
  const takenFen = Math.min(amountFen, sumFen(weights))
  if (takenFen <= 0) return []
  return splitInProportion(takenFen, weights).flatMap((partFen, index) => {
    const donation = giving[index]?.donation
    return donation === undefined || partFen === 0 ? [] : [{ donation, amountFen: partFen }]
  })
}

export function receiveGift({ byDonation }: Gifts, donation: string, receivedOn: string, amountFen: number): void {
  byDonation.set(donation, { receivedOn, leftFen: amountFen })
}

/** @param amountFen below zero: less is left */
export function addToGift({ byDonation }: Gifts, donation: string, amountFen: number): void {
  const gift = byDonation.get(donation)
  if (gift) gift.leftFen = addFen(gift.leftFen, amountFen)
}

/** Moves what the draws say out of the gifts and to a budget or a proposal. */
export function drawGifts(gifts: Gifts, to: string, draws: readonly GiftDraw[]): void {
  const drawn = gifts.drawn.get(to) ?? new Map<string, number>()
  gifts.drawn.set(to, drawn)
  for (const { donation, amountFen } of draws) {
    addToGift(gifts, donation, -amountFen)
    drawn.set(donation, addFen(drawn.get(donation) ?? 0, amountFen))
  }
}

/** Back to the gifts that it came from, in proportion to what of each lies there. */
export function giveBack(gifts: Gifts, from: string, amountFen: number): void {
  const drawn = [...(gifts.drawn.get(from) ?? [])].filter(([, lyingFen]) => lyingFen > 0)
  const weights = drawn.map(([, lyingFen]) => lyingFen)
  const backFen = Math.min(amountFen, sumFen(weights))
  if (backFen <= 0) return
  const parts = splitInProportion(backFen, weights)
  for (const [index, [donation, lyingFen]] of drawn.entries()) {
    addToGift(gifts, donation, parts[index] ?? 0)
    gifts.drawn.get(from)?.set(donation, subtractFen(lyingFen, parts[index] ?? 0))
  }
}

/** What of each gift waits under a proposal. */
export function waitingUnder({ drawn }: Gifts, proposal: string): GiftDraw[] {
  return [...(drawn.get(proposal) ?? [])]
    .map(([donation, amountFen]) => ({ donation, amountFen }))
    .filter(({ amountFen }) => amountFen > 0)
}

/** A gift that never was: what was drawn from it was drawn from the right one, and beyond that from the others. */
export function takeGiftBack(gifts: Gifts, wrong: string, day: string): void {
  const right = gifts.rightOf.get(wrong)
  gifts.byDonation.delete(wrong)
  for (const [to, drawn] of gifts.drawn) {
    const wrongFen = drawn.get(wrong) ?? 0
    drawn.delete(wrong)
    const fromRightFen = right === undefined ? 0 : Math.min(wrongFen, leftOf(gifts, right))
    if (right !== undefined && fromRightFen > 0) drawGifts(gifts, to, [{ donation: right, amountFen: fromRightFen }])
    drawGifts(gifts, to, drawFrom(gifts, subtractFen(wrongFen, fromRightFen), day, Number.POSITIVE_INFINITY))
  }
}

/** All that moves a fund's money. */
export type GiftsEvent = EventOf<
  | 'DonationReceived'
  | 'IncomeReceived'
  | 'IncomeReversed'
  | 'BankChargePaid'
  | 'BankChargeReversed'
  | 'DonationReversed'
  | 'DonationRefunded'
  | 'RefundReversed'
  | 'DirectPaymentGranted'
  | 'DirectPaymentReduced'
  | 'FundsAllocated'
  | 'AllocationProposed'
  | 'AllocationApproved'
  | 'AllocationProposalRefused'
  | 'AllocationProposalWithdrawn'
  | 'AllocationReturnReceived'
  | 'AllocationReturnReversed'
>

/** @param id of what the event created, `<fund>.<version>` */
export function evolveGifts(gifts: Gifts, event: GiftsEvent, id: string, accountingDate: string): void {
  const amountFen = totalOf(event.data.shares)
  const reckoned = () => drawFrom(gifts, amountFen, accountingDate, Number.POSITIVE_INFINITY)
  switch (event.type) {
    case 'DonationReceived':
      receiveGift(gifts, id, event.data.receivedOn, amountFen)
      if (event.data.correctedFrom !== undefined) gifts.rightOf.set(event.data.correctedFrom, id)
      return
    case 'IncomeReceived':
      receiveGift(gifts, id, accountingDate, amountFen)
      if (event.data.correctedFrom !== undefined) gifts.rightOf.set(event.data.correctedFrom, id)
      return
    case 'BankChargePaid':
      drawGifts(gifts, id, event.data.donors)
      return
    case 'BankChargeReversed':
      giveBack(gifts, event.data.corrects, amountFen)
      return
    case 'IncomeReversed':
    case 'DonationReversed':
      takeGiftBack(gifts, event.data.corrects, accountingDate)
      return
    case 'DonationRefunded':
      addToGift(gifts, event.data.donation, -amountFen)
      return
    case 'RefundReversed':
      addToGift(gifts, event.data.donation, amountFen)
      return
    case 'DirectPaymentGranted':
      receiveGift(gifts, id, event.data.grantedOn, amountFen)
      return
    case 'DirectPaymentReduced':
      addToGift(gifts, event.data.grant, -amountFen)
      return
    case 'FundsAllocated':
    case 'AllocationReturnReversed':
      drawGifts(gifts, event.data.budget, event.data.donors ?? reckoned())
      return
    case 'AllocationProposed':
      drawGifts(gifts, id, reckoned())
      return
    case 'AllocationApproved':
    case 'AllocationProposalRefused':
    case 'AllocationProposalWithdrawn':
      giveBack(gifts, event.data.proposal, amountFen)
      return
    case 'AllocationReturnReceived':
      giveBack(gifts, splitPart(event.data.allocationReturn).stream, amountFen)
      return
  }
}
