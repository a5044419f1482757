import { eventCodec, type WelfareEvent } from '@welfare/contracts/catalogue.ts'
import { type Leg, postingKey, postings } from '@welfare/contracts/postings.ts'
import type { SequencedEvent } from '@welfare/event-store/port.ts'

/**
 * The reports recomputed slowly, by one look at all events for each question, sharing nothing with the read models but the contracts:
 * what their answers are compared with.
 */
export interface NaiveMoment {
  readonly sequence: number
  readonly day?: string | undefined
}

export interface Seen {
  readonly event: WelfareEvent
  readonly stream: string
  readonly version: number
  readonly date: string
  readonly paperDay: string
}

export function seenAt(events: readonly SequencedEvent[], { sequence, day }: NaiveMoment): Seen[] {
  return events
    .filter((event) => event.sequence <= sequence)
    .map((recorded) => ({
      event: eventCodec.decode(recorded),
      stream: recorded.stream,
      version: recorded.version,
      date: String(recorded.metadata.accountingDate),
      paperDay: String(recorded.metadata.paperDay ?? recorded.metadata.accountingDate),
    }))
    .filter(({ date }) => day === undefined || date <= day)
}

/** Posting account → [balance, debits]. */
export function naiveBalances(events: readonly SequencedEvent[], moment: NaiveMoment): Map<string, [number, number]> {
  const balances = new Map<string, [number, number]>()
  for (const { leg } of naiveLegs(events, moment)) {
    const [balance, debits] = balances.get(postingKey(leg)) ?? [0, 0]
    balances.set(postingKey(leg), [balance + leg.amount, debits + Math.max(0, leg.amount)])
  }
  return balances
}

export function naiveLegs(events: readonly SequencedEvent[], moment: NaiveMoment): { leg: Leg; type: string }[] {
  return seenAt(events, moment).flatMap(({ event, stream }) =>
    postings(event, stream).map((leg) => ({ leg, type: event.type })),
  )
}

/** `programme|name` → fen, of what flowed in and out of each programme and of what stood beside its meals. */
export function naiveTurnovers(events: readonly SequencedEvent[], moment: NaiveMoment): Map<string, number> {
  const turnovers = new Map<string, number>()
  const add = (programme: string, name: string, amountFen: number): void => {
    if (amountFen !== 0) turnovers.set(`${programme}|${name}`, (turnovers.get(`${programme}|${name}`) ?? 0) + amountFen)
  }
  const meals = new Map<string, { discountFen: number; ownShareFen: number }>()
  const sum = (shares: readonly { readonly amountFen: number }[]): number =>
    shares.reduce((total, share) => total + share.amountFen, 0)
  for (const { event, stream, version } of seenAt(events, { sequence: moment.sequence })) {
    if (event.type === 'MealRedeemed') meals.set(`${stream}.${version}`, event.data)
  }
  const names: { readonly [type: string]: string } = {
    FundsAllocated: 'allocatedTotalFen',
    AllocationReturned: 'allocationReturnedTotalFen',
    FundsCommitted: 'committedTotalFen',
    CommitmentReleased: 'commitmentReleasedTotalFen',
    CreditExpired: 'expiredTotalFen',
    CreditWithdrawn: 'withdrawnTotalFen',
    CreditDeclined: 'declinedTotalFen',
    DonationReversed: 'donationCorrectedTotalFen',
    RefundReversed: 'refundCorrectedTotalFen',
    AllocationReversed: 'allocationCorrectedTotalFen',
    AllocationReturnReversed: 'allocationReturnCorrectedTotalFen',
  }
  for (const { event } of seenAt(events, moment)) {
    const name = names[event.type]
    if (name !== undefined && 'shares' in event.data && 'programme' in event.data) {
      add(String(event.data.programme), name, sum(event.data.shares))
    } else if (event.type === 'CreditsIssued') {
      const credits = event.data.wallets.flatMap((wallet) => wallet.credits)
      add(event.data.programme, 'issuedTotalFen', sum(credits.flatMap((credit) => credit.shares)))
    } else if (event.type === 'MealRedeemed') {
      add(event.data.programme, 'redeemedTotalFen', sum(event.data.draws.flatMap((draw) => draw.shares)))
      add(event.data.programme, 'discountFen', event.data.discountFen)
      add(event.data.programme, 'ownShareFen', event.data.ownShareFen)
    } else if (event.type === 'RedemptionReversed') {
      const { programme, draws, redemption } = event.data
      add(programme, 'reversedTotalFen', sum(draws.flatMap((draw) => draw.shares)))
      const late = draws.filter((draw) => draw.to === 'allocated')
      add(programme, 'reversedToProgrammeTotalFen', sum(late.flatMap((draw) => draw.shares)))
      add(programme, 'discountFen', -(meals.get(redemption)?.discountFen ?? 0))
      add(programme, 'ownShareFen', -(meals.get(redemption)?.ownShareFen ?? 0))
    }
  }
  return new Map([...turnovers].filter(([, amountFen]) => amountFen !== 0))
}

/** Several groups, a line each. */
export function linesOf(groups: ReadonlySet<string>): { employer: string; division: string; trade: string } {
  const lines = [...groups].sort().map((text): string[] => JSON.parse(text))
  const [employer = '', division = '', trade = ''] = [0, 1, 2].map((at) => lines.map((line) => line[at]).join('\n'))
  return { employer, division, trade }
}
