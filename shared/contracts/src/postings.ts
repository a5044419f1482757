import { type AccountName, type Book, postingAccounts } from './accounts.ts'
import type { WelfareEvent } from './catalogue.ts'
import type { LotLine } from './events/deliveries.ts'
import { addFen, sumFen } from './money.ts'
import type { Share } from './shares.ts'

/** Raised when the legs of any event change; reports and proofs name it. The legs of a shipped event version never change. */
export const POSTING_RULES_VERSION = 1

/** What a leg is about. Two legs with equal dimensions stand on the same posting account. */
export interface Dimensions {
  readonly fund?: string | undefined
  readonly programme?: string | undefined
  readonly batch?: string | undefined
  readonly merchant?: string | undefined
  readonly depot?: string | undefined
  readonly consignment?: string | undefined
  readonly site?: string | undefined
  readonly lot?: string | undefined
}

export interface Leg extends Dimensions {
  readonly book: Book
  readonly account: AccountName
  /** `CNY` in fen, or a commodity of goods in pieces. */
  readonly commodity: string
  /** Debit positive, credit negative; never zero. */
  readonly amount: number
}

/**
 * The balanced double-entry legs of an event: pure, and of nothing but the event. Legs sum to zero per (book, commodity, fund); an event
 * that moves nothing has none.
 * @param stream the stream the event stands in: the fund, budget, batch, depot or consignment that a leg names
 */
export function postings(event: WelfareEvent, stream: string): Leg[] {
  switch (event.type) {
    case 'DonationReceived':
      return event.data.shares.flatMap(donation)
    case 'DonationRefunded':
      return event.data.shares.flatMap(donation).map(mirrored)
    case 'FundsAllocated':
      return event.data.shares.flatMap((share) => allocation(share, event.data.programme))
    case 'AllocationReturned':
      return event.data.shares.flatMap((share) => allocation(share, event.data.programme)).map(mirrored)
    case 'FundsCommitted':
      return event.data.shares.flatMap((share) => commitment(share, event.data.programme, event.data.batch))
    case 'CommitmentReleased':
      return event.data.shares.flatMap((share) => commitment(share, event.data.programme, stream)).map(mirrored)
    case 'CreditsIssued': {
      const shares = event.data.wallets.flatMap((wallet) => wallet.credits.flatMap((credit) => credit.shares))
      return merged(shares.flatMap((share) => issuance(share, event.data.programme, stream)))
    }
    case 'MealRedeemed': {
      const { programme, merchant, draws } = event.data
      return merged(
        draws.flatMap(({ batch, shares }) => shares.flatMap((share) => redemption(share, programme, batch, merchant))),
      )
    }
    case 'RedemptionReversed': {
      const { programme, merchant, draws } = event.data
      return merged(
        draws.flatMap(({ batch, shares, to }) =>
          shares.flatMap((share) => reversal(share, programme, batch, merchant, to)),
        ),
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

type Place = { readonly account: AccountName } & Dimensions

function donation({ fund, amountFen }: Share): Leg[] {
  return [
    ...pair(amountFen, { account: 'granted', fund }, { account: 'available', fund }),
    ...pair(amountFen, { account: 'bank', fund }, { account: 'donated', fund }),
  ]
}

function allocation({ fund, amountFen }: Share, programme: string): Leg[] {
  return pair(amountFen, { account: 'available', fund }, { account: 'allocated', fund, programme })
}

function commitment({ fund, amountFen }: Share, programme: string, batch: string): Leg[] {
  return pair(amountFen, { account: 'allocated', fund, programme }, { account: 'committed', fund, programme, batch })
}

function issuance({ fund, amountFen }: Share, programme: string, batch: string): Leg[] {
  return pair(
    amountFen,
    { account: 'committed', fund, programme, batch },
    { account: 'issued', fund, programme, batch },
  )
}

function redemption({ fund, amountFen }: Share, programme: string, batch: string, merchant: string): Leg[] {
  return [
    ...pair(amountFen, { account: 'issued', fund, programme, batch }, { account: 'used', fund, programme, batch }),
    ...pair(
      amountFen,
      { account: 'cost', fund, programme, merchant },
      { account: 'payable', fund, programme, merchant },
    ),
  ]
}

function reversal(
  { fund, amountFen }: Share,
  programme: string,
  batch: string,
  merchant: string,
  to: 'issued' | 'allocated',
): Leg[] {
  const back: Place =
    to === 'issued' ? { account: 'issued', fund, programme, batch } : { account: 'allocated', fund, programme }
  return [
    ...pair(amountFen, { account: 'used', fund, programme, batch }, back),
    ...pair(
      amountFen,
      { account: 'payable', fund, programme, merchant },
      { account: 'cost', fund, programme, merchant },
    ),
  ]
}

function creditReturn({ fund, amountFen }: Share, programme: string, batch: string): Leg[] {
  return pair(amountFen, { account: 'issued', fund, programme, batch }, { account: 'allocated', fund, programme })
}

function pair(amountFen: number, debit: Place, credit: Place): Leg[] {
  return legs('CNY', amountFen, debit, credit)
}

function goods(
  lines: readonly (Omit<LotLine, 'fund'> & { readonly fund?: string | undefined })[],
  debit: Place,
  credit: Place,
): Leg[] {
  return lines.flatMap(({ commodity, lot, quantity, fund }) =>
    legs(commodity, quantity, { ...debit, fund, lot }, { ...credit, fund, lot }),
  )
}

function inTransit(consignment: string): Place {
  return { account: 'in-transit', consignment }
}

function returned(consignment: string, depot: string): Place {
  return { account: 'returned', consignment, depot }
}

function legs(commodity: string, amount: number, debit: Place, credit: Place): Leg[] {
  if (amount === 0) return []
  return [
    { book: postingAccounts[debit.account].book, commodity, amount, ...debit },
    { book: postingAccounts[credit.account].book, commodity, amount: -amount, ...credit },
  ]
}

function mirrored(leg: Leg): Leg {
  return { ...leg, amount: -leg.amount }
}

/** One leg for each posting account of the event. */
function merged(all: readonly Leg[]): Leg[] {
  const byAccount = new Map<string, Leg>()
  for (const leg of all) {
    const key = postingKey(leg)
    const known = byAccount.get(key)
    byAccount.set(key, known ? { ...known, amount: addFen(known.amount, leg.amount) } : leg)
  }
  return [...byAccount.values()].filter((leg) => leg.amount !== 0)
}

/** The posting account of a leg as text: account, commodity and dimensions, in a fixed order. */
export function postingKey({
  account,
  commodity,
  fund,
  programme,
  batch,
  merchant,
  depot,
  consignment,
  site,
  lot,
}: Omit<Leg, 'amount' | 'book'>): string {
  return [account, commodity, fund, programme, batch, merchant, depot, consignment, site, lot]
    .map((part) => part ?? '')
    .join('|')
}

/** Sums by (book, commodity, fund): all zero where the legs balance. */
export function imbalances(all: readonly Leg[]): { readonly group: string; readonly amount: number }[] {
  const groups = new Map<string, number[]>()
  for (const { book, commodity, fund, amount } of all) {
    const group = `${book}|${commodity}|${fund ?? ''}`
    const amounts = groups.get(group)
    if (amounts) amounts.push(amount)
    else groups.set(group, [amount])
  }
  return [...groups]
    .map(([group, amounts]) => ({ group, amount: sumFen(amounts) }))
    .filter(({ amount }) => amount !== 0)
}
