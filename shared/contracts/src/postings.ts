import type { WelfareEvent } from './catalogue.ts'
import { goods, inTransit, returned } from './goods-legs.ts'
import { type Leg, merged, mirrored } from './legs.ts'
import {
  allocation,
  allocationReserve,
  commitment,
  creditReturn,
  donation,
  issuance,
  issuanceReserve,
  redemption,
  reversal,
} from './money-legs.ts'

export { imbalances, type Leg, postingKey } from './legs.ts'

/** Raised when the legs of any event change; reports and proofs name it. The legs of a shipped event version never change. */
export const POSTING_RULES_VERSION = 1

/**
 * The balanced double-entry legs of an event: pure, and of nothing but the event. Legs sum to zero per (book, commodity, fund), and
 * no posting account has more than one; an event that moves nothing has none.
 * @param stream the stream the event stands in: the fund, budget, batch, depot or consignment that a leg names
 */
export function postings(event: WelfareEvent, stream: string): Leg[] {
  return merged(movements(event, stream))
}

function movements(event: WelfareEvent, stream: string): Leg[] {
  switch (event.type) {
    case 'DonationReceived':
      return event.data.shares.flatMap(donation)
    case 'DonationRefunded':
      return event.data.shares.flatMap(donation).map(mirrored)
    case 'AllocationProposed':
      return event.data.shares.flatMap((share) => allocationReserve(share, event.data.programme))
    case 'AllocationApproved':
    case 'AllocationProposalRefused':
    case 'AllocationProposalWithdrawn':
      return event.data.shares.flatMap((share) => allocationReserve(share, event.data.programme)).map(mirrored)
    case 'FundsAllocated':
      return event.data.shares.flatMap((share) => allocation(share, event.data.programme))
    case 'AllocationReturned':
      return event.data.shares.flatMap((share) => allocation(share, event.data.programme)).map(mirrored)
    case 'FundsReserved':
      return event.data.shares.flatMap((share) => issuanceReserve(share, event.data.programme, event.data.batch))
    case 'ReservationReleased': {
      const { programme, batch, shares } = event.data
      return shares.flatMap((share) => issuanceReserve(share, programme, batch)).map(mirrored)
    }
    case 'FundsCommitted':
      return event.data.shares.flatMap((share) => commitment(share, event.data.programme, event.data.batch))
    case 'CommitmentReleased':
      return event.data.shares.flatMap((share) => commitment(share, event.data.programme, stream)).map(mirrored)
    case 'CreditsIssued': {
      const shares = event.data.wallets.flatMap((wallet) => wallet.credits.flatMap((credit) => credit.shares))
      return shares.flatMap((share) => issuance(share, event.data.programme, stream))
    }
    case 'MealRedeemed': {
      const { programme, merchant, draws } = event.data
      return draws.flatMap(({ batch, shares }) =>
        shares.flatMap((share) => redemption(share, programme, batch, merchant)),
      )
    }
    case 'RedemptionReversed': {
      const { programme, merchant, draws } = event.data
      return draws.flatMap(({ batch, shares, to }) =>
        shares.flatMap((share) => reversal(share, programme, batch, merchant, to)),
      )
    }
    case 'CreditExpired':
    case 'CreditWithdrawn':
    case 'CreditDeclined':
      return event.data.shares.flatMap((share) => creditReturn(share, event.data.programme, event.data.batch))
    case 'GoodsReceived': {
      const { commodity, lot, quantity, source } = event.data
      return goods(
        [{ commodity, lot, quantity, fund: source.fund }],
        { account: 'depot', depot: stream },
        { account: 'supplier', depot: stream },
      )
    }
    case 'KitsPacked': {
      const { commodity, lot, quantity, fund, consumed } = event.data
      return [
        ...goods(consumed, { account: 'conversion', depot: stream }, { account: 'depot', depot: stream }),
        ...goods(
          [{ commodity, lot, quantity, fund }],
          { account: 'depot', depot: stream },
          { account: 'conversion', depot: stream },
        ),
      ]
    }
    case 'GoodsDispatched':
      return goods(event.data.lines, inTransit(event.data.consignment), { account: 'depot', depot: stream })
    case 'GoodsReturnAccepted':
      return goods(event.data.lines, { account: 'depot', depot: stream }, returned(event.data.consignment, stream))
    case 'GoodsWrittenOff':
      return goods(event.data.lines, { account: 'lost', depot: stream }, { account: 'depot', depot: stream })
    case 'DispatchDeclined':
      return goods(event.data.lines, returned(stream, event.data.depot), inTransit(stream))
    case 'ConsignmentReceived': {
      const { lines, site, programme } = event.data
      const short = lines.map((line) => ({ ...line, quantity: line.shortQuantity }))
      return [
        ...goods(lines, { account: 'site', site, consignment: stream, programme }, inTransit(stream)),
        ...goods(short, { account: 'lost', consignment: stream }, inTransit(stream)),
      ]
    }
    case 'ConsignmentReturned':
      return goods(event.data.lines, returned(stream, event.data.depot), inTransit(stream))
    case 'GoodsHandedOut': {
      const { lines, site, programme } = event.data
      const place = { site, consignment: stream, programme }
      return goods(lines, { account: 'handed-out', ...place }, { account: 'site', ...place })
    }
    default:
      return []
  }
}
