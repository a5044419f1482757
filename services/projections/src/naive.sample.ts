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

interface NaiveSite {
  readonly employer: string
  readonly division: string
  readonly trade: string
  readonly headCount: number
  readonly dueOn: string
  readonly goods: readonly { commodity: string; quantity: number }[]
  readonly frozenOn: string
}

/** `round|site` → as listed. */
function naiveSites(all: readonly Seen[]): Map<string, NaiveSite> {
  const sites = new Map<string, NaiveSite>()
  for (const { event, stream, date } of all) {
    if (event.type !== 'SiteListFrozen') continue
    for (const { site, employer = '', ...listed } of event.data.sites)
      sites.set(`${stream}|${site}`, { ...listed, employer, frozenOn: date })
  }
  return sites
}

/** Consignment → `round|site` that it serves, or `|site`. */
function naiveServed(all: readonly Seen[]): Map<string, string> {
  const served = new Map<string, string>()
  const listed: string[] = []
  for (const { event, stream } of all) {
    if (event.type === 'SiteListFrozen') listed.unshift(...event.data.sites.map(({ site }) => `${stream}|${site}`))
    if (event.type !== 'ConsignmentPlanned') continue
    const { round, site } = event.data
    const found =
      round === undefined
        ? listed.find((key) => key.endsWith(`|${site}`))
        : listed.find((key) => key === `${round}|${site}`)
    served.set(stream, found ?? `|${site}`)
  }
  return served
}

/** `measure|round|employer|division|trade|commodity` → how many; in each round, and once over all (`*`). */
export function naiveSiteCounts(events: readonly SequencedEvent[], moment: NaiveMoment): Map<string, number> {
  const all = seenAt(events, { sequence: moment.sequence })
  const sites = naiveSites(all)
  const served = naiveServed(all)
  const counts = new Map<string, number>()
  const add = (measure: string, round: string | undefined, group: NaiveGroup, by: number, commodity = ''): void => {
    const key = [measure, round, group.employer, group.division, group.trade, commodity].join('|')
    counts.set(key, (counts.get(key) ?? 0) + by)
  }
  const goods = (measure: string, key: string, commodity: string, by: number): void =>
    add(measure, key.split('|')[0], sites.get(key) ?? unplanned, by, commodity)
  const moved = (type: 'ConsignmentReceived' | 'GoodsHandedOut') => {
    const byKey = new Map<string, { commodity: string; quantity: number }[]>()
    for (const { event, stream } of seenAt(events, moment)) {
      const key = served.get(stream)
      if (event.type !== type || key === undefined) continue
      byKey.set(key, [...(byKey.get(key) ?? []), ...event.data.lines])
    }
    return byKey
  }
  const came = moved('ConsignmentReceived')
  const handedOut = moved('GoodsHandedOut')
  const receivedOn = new Map<string, string>()
  const signed = new Set<string>()
  for (const { event, stream } of seenAt(events, moment)) {
    const key = served.get(stream)
    if (event.type !== 'ConsignmentReceived' || key === undefined) continue
    for (const line of event.data.lines) {
      goods('goods-delivered', key, line.commodity, line.quantity)
      goods('goods-short', key, line.commodity, line.shortQuantity)
    }
    signed.add(key)
    if (!event.data.lines.some((line) => line.quantity > 0)) continue
    const earlier = receivedOn.get(key) ?? event.data.receivedOn
    receivedOn.set(key, earlier < event.data.receivedOn ? earlier : event.data.receivedOn)
  }
  for (const [key, lines] of handedOut)
    for (const line of lines) goods('goods-handed-out', key, line.commodity, line.quantity)
  const once = new Map<string, { groups: Set<string>; most: number }>()
  for (const [key, site] of sites) {
    if (moment.day !== undefined && site.frozenOn > moment.day) continue
    for (const { commodity, quantity } of site.goods) goods('goods-planned', key, commodity, quantity)
    const [round, id] = key.split('|')
    const first = receivedOn.get(key)
    const isShort = site.goods.some(({ commodity, quantity }) => sumOf(came.get(key), commodity) < quantity)
    const figures = {
      'sites-planned': 1,
      'heads-planned': site.headCount,
      'sites-delivered': signed.has(key) ? 1 : 0,
      'sites-short': signed.has(key) && isShort ? 1 : 0,
      'sites-late': first !== undefined && first > site.dueOn ? 1 : 0,
      'heads-delivered': naiveHeads(site, came.get(key)),
      'heads-covered': naiveHeads(site, handedOut.get(key)),
    }
    for (const [measure, figure] of Object.entries(figures)) {
      if (figure === 0) continue
      add(measure, round, site, figure)
      const over = once.get(`${measure}|${id}`) ?? { groups: new Set(), most: 0 }
      once.set(`${measure}|${id}`, over)
      over.groups.add(JSON.stringify([site.employer, site.division, site.trade]))
      over.most = Math.max(over.most, figure)
    }
  }
  for (const [key, { groups, most }] of once) add(String(key.split('|')[0]), '*', linesOf(groups), most)
  return new Map([...counts].filter(([, count]) => count !== 0))
}

type NaiveGroup = Pick<NaiveSite, 'employer' | 'division' | 'trade'>
const unplanned: NaiveGroup = { employer: '', division: '130302', trade: 'parks' }

/** Several groups, a line each. */
export function linesOf(groups: ReadonlySet<string>): NaiveGroup {
  const lines = [...groups].sort().map((text): string[] => JSON.parse(text))
  const [employer = '', division = '', trade = ''] = [0, 1, 2].map((at) => lines.map((line) => line[at]).join('\n'))
  return { employer, division, trade }
}

function sumOf(lines: readonly { commodity: string; quantity: number }[] = [], commodity: string): number {
  return lines.filter((line) => line.commodity === commodity).reduce((sum, line) => sum + line.quantity, 0)
}

function naiveHeads(site: NaiveSite, lines: readonly { commodity: string; quantity: number }[] = []): number {
  if (!lines.some(({ quantity }) => quantity > 0)) return 0
  const parts = site.goods.map(({ commodity, quantity }) =>
    Math.floor((site.headCount * sumOf(lines, commodity)) / quantity),
  )
  return Math.min(site.headCount, ...parts)
}

/** `round|site` → why this site is missing something. */
export function naiveSiteGaps(events: readonly SequencedEvent[], moment: NaiveMoment): Map<string, string> {
  const { sequence, day } = moment
  const known = seenAt(events, { sequence })
  const all = seenAt(events, moment)
  const served = naiveServed(known)
  const gaps = new Map<string, string>()
  for (const [key, { goods, frozenOn }] of naiveSites(known)) {
    if (day !== undefined && frozenOn > day) continue
    const statuses = new Map<string, string>()
    const received: { commodity: string; quantity: number }[] = []
    for (const { event, stream } of all) {
      if (event.type === 'GoodsDispatched' && served.get(event.data.consignment) === key)
        statuses.set(event.data.consignment, 'in-transit')
      if (served.get(stream) !== key) continue
      if (event.type === 'ConsignmentReturned') statuses.set(stream, 'returned')
      if (event.type === 'ConsignmentCancelled') statuses.set(stream, 'cancelled')
      if (event.type !== 'ConsignmentReceived') continue
      statuses.set(stream, 'received')
      received.push(...event.data.lines)
    }
    const came = (commodity: string): number =>
      received.filter((line) => line.commodity === commodity).reduce((sum, line) => sum + line.quantity, 0)
    if (goods.every(({ commodity, quantity }) => came(commodity) >= quantity)) continue
    const has = (status: string): boolean => [...statuses.values()].includes(status)
    if (has('in-transit')) gaps.set(key, 'in-transit')
    else if (has('received') || received.some(({ quantity }) => quantity > 0)) gaps.set(key, 'short')
    else gaps.set(key, has('returned') ? 'returned' : 'not-dispatched')
  }
  return gaps
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
