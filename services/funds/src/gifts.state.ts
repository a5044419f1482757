import type { EventOf } from '@welfare/contracts/catalogue.ts'
import { splitPart } from '@welfare/contracts/primitives.ts'
import { totalOf } from '@welfare/contracts/shares.ts'
import type { ProposalEvent } from './budgets/allocation-proposal.state.ts'
import { addToGift, drawFrom, drawGifts, type Gifts, giveBack, receiveGift, takeGiftBack } from './gifts.ts'

/** All that moves a fund's money. */
export type GiftsEvent =
  | EventOf<
      | 'DonationReceived'
      | 'DonationReversed'
      | 'DonationRefunded'
      | 'RefundReversed'
      | 'FundsAllocated'
      | 'AllocationReturnReceived'
      | 'AllocationReturnReversed'
    >
  | ProposalEvent

/** @param id of what the event created, `<fund>.<version>` */
export function evolveGifts(gifts: Gifts, event: GiftsEvent, id: string, accountingDate: string): void {
  const amountFen = totalOf(event.data.shares)
  const reckoned = () => drawFrom(gifts, amountFen, accountingDate, Number.POSITIVE_INFINITY)
  switch (event.type) {
    case 'DonationReceived':
      receiveGift(gifts, id, event.data.receivedOn, amountFen)
      if (event.data.correctedFrom !== undefined) gifts.rightOf.set(event.data.correctedFrom, id)
      return
    case 'DonationReversed':
      takeGiftBack(gifts, event.data.corrects, accountingDate)
      return
    case 'DonationRefunded':
      addToGift(gifts, event.data.donation, -amountFen)
      return
    case 'RefundReversed':
      addToGift(gifts, event.data.donation, amountFen)
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
