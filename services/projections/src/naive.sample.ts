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

interface Seen {
  readonly event: WelfareEvent
  readonly stream: string
  readonly version: number
  readonly date: string
}

function seenAt(events: readonly SequencedEvent[], { sequence, day }: NaiveMoment): Seen[] {
  return events
    .filter((event) => event.sequence <= sequence)
    .map((recorded) => ({
      event: eventCodec.decode(recorded),
      stream: recorded.stream,
      version: recorded.version,
      date: String(recorded.metadata.accountingDate),
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

const groupless = { employer: '', division: '', trade: '' }
type Group = typeof groupless

/** `programme|window|worker` → the group they were first mentioned in. */
function naiveGroups(all: readonly Seen[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  const rounds = naiveRounds(all)
  const mention = (programme: string, worker: string, windows: Iterable<string>, group: Group): void => {
    for (const window of [...windows, '*']) {
      const key = `${programme}|${window}|${worker}`
      if (!groups.has(key)) groups.set(key, group)
    }
  }
  for (const { event, stream } of all) {
    if (event.type === 'RosterFrozen') {
      for (const { workers, ...group } of event.data.groups) {
        for (const worker of workers) mention(event.data.programme, worker, rounds.get(stream) ?? [], group)
      }
    } else if (event.type === 'CreditsIssued') {
      for (const { worker, credits } of event.data.wallets) {
        mention(
          event.data.programme,
          worker,
          credits.map((credit) => credit.window),
          groupless,
        )
      }
    } else if (event.type === 'CreditDeclined' || event.type === 'CreditExpired' || event.type === 'CreditWithdrawn') {
      mention(event.data.programme, event.data.worker, [event.data.window], groupless)
    } else if (event.type === 'MealRedeemed' || event.type === 'RedemptionReversed') {
      mention(
        event.data.programme,
        event.data.worker,
        event.data.draws.map((draw) => draw.window),
        groupless,
      )
    }
  }
  return groups
}

function naiveRounds(all: readonly Seen[]): Map<string, readonly string[]> {
  return new Map(
    all.flatMap(({ event, stream }) => (event.type === 'RoundOpened' ? [[stream, event.data.windows] as const] : [])),
  )
}

/** `measure|programme|window|employer|division|trade` → people. */
export function naivePeople(events: readonly SequencedEvent[], moment: NaiveMoment): Map<string, number> {
  const all = seenAt(events, { sequence: moment.sequence })
  const groups = naiveGroups(all)
  const { eligible, issued, reached } = naivePeopleSets(all, seenAt(events, moment))
  const counts = new Map<string, number>()
  for (const [measure, people] of Object.entries({ eligible, issued, reached })) {
    for (const [key, times] of people) {
      if (times <= 0) continue
      const [programme, window] = key.split('|')
      const { employer, division, trade } = groups.get(key) ?? groupless
      const group = [measure, programme, window, employer, division, trade].join('|')
      counts.set(group, (counts.get(group) ?? 0) + 1)
    }
  }
  return counts
}

function naivePeopleSets(all: readonly Seen[], seen: readonly Seen[]) {
  const rounds = naiveRounds(all)
  const eligible = new Map<string, number>()
  const issued = new Map<string, number>()
  const reached = new Map<string, number>()
  const add = (people: Map<string, number>, programme: string, worker: string, window: string, by: number): void => {
    const key = `${programme}|${window}|${worker}`
    people.set(key, (people.get(key) ?? 0) + by)
  }
  for (const { event, stream } of seen) {
    if (event.type === 'RosterFrozen') {
      for (const worker of event.data.groups.flatMap((group) => group.workers)) {
        for (const window of [...(rounds.get(stream) ?? []), '*'])
          add(eligible, event.data.programme, worker, window, 1)
      }
    } else if (event.type === 'CreditsIssued') {
      for (const { worker, credits } of event.data.wallets) {
        for (const { window } of credits)
          for (const key of [window, '*']) add(issued, event.data.programme, worker, key, 1)
      }
    } else if (event.type === 'CreditDeclined') {
      for (const key of [event.data.window, '*']) add(issued, event.data.programme, event.data.worker, key, -1)
    } else if (event.type === 'MealRedeemed' || event.type === 'RedemptionReversed') {
      const by = event.type === 'MealRedeemed' ? 1 : -1
      const windows = new Set([...event.data.draws.map((draw) => draw.window), '*'])
      for (const window of windows) add(reached, event.data.programme, event.data.worker, window, by)
    }
  }
  return { eligible, issued, reached }
}

/** `programme|window|worker` → why this person is missing. */
export function naivePeopleGaps(events: readonly SequencedEvent[], sequence: number): Map<string, string> {
  const all = seenAt(events, { sequence })
  const { eligible, reached } = naivePeopleSets(all, all)
  const open = new Map<string, number>()
  const ended = new Map<string, string>()
  const voided = new Set<string>()
  for (const { event } of all) {
    if (event.type === 'CreditsIssued') {
      for (const { worker, credits } of event.data.wallets) {
        for (const { window } of credits) {
          const key = `${event.data.programme}|${window}|${worker}`
          open.set(key, (open.get(key) ?? 0) + 1)
        }
      }
    } else if (event.type === 'CreditDeclined' || event.type === 'CreditExpired' || event.type === 'CreditWithdrawn') {
      const key = `${event.data.programme}|${event.data.window}|${event.data.worker}`
      open.set(key, (open.get(key) ?? 0) - 1)
      const reasons = { CreditDeclined: 'declined', CreditExpired: 'expired-unused', CreditWithdrawn: 'withdrawn' }
      ended.set(key, reasons[event.type])
    } else if (event.type === 'VoucherVoided') voided.add(`${event.data.programme}|${event.data.worker}`)
  }
  const gaps = new Map<string, string>()
  for (const key of eligible.keys()) {
    const [programme, window, worker] = key.split('|')
    if (window === '*' || (reached.get(key) ?? 0) > 0) continue
    if ((open.get(key) ?? 0) > 0) gaps.set(key, 'issued-not-used')
    else if (voided.has(`${programme}|${worker}`)) gaps.set(key, 'voided')
    else gaps.set(key, ended.get(key) ?? 'not-issued')
  }
  return gaps
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

/** `measure|round|employer|division|trade|commodity` → how many. */
export function naiveSiteCounts(events: readonly SequencedEvent[], moment: NaiveMoment): Map<string, number> {
  const all = seenAt(events, { sequence: moment.sequence })
  const seen = seenAt(events, moment)
  const sites = naiveSites(all)
  const served = naiveServed(all)
  const counts = new Map<string, number>()
  const add = (measure: string, key: string, commodity: string, by: number): void => {
    const [round] = key.split('|')
    const { employer, division, trade } = sites.get(key) ?? { employer: '', division: '130302', trade: 'parks' }
    const group = [measure, round, employer, division, trade, commodity].join('|')
    counts.set(group, (counts.get(group) ?? 0) + by)
  }
  for (const [key, site] of sites) {
    if (moment.day !== undefined && site.frozenOn > moment.day) continue
    add('sites-planned', key, '', 1)
    add('heads-planned', key, '', site.headCount)
    for (const { commodity, quantity } of site.goods) add('goods-planned', key, commodity, quantity)
  }
  const arrived = new Map<string, { receivedOn: string; lines: { commodity: string; quantity: number }[] }[]>()
  for (const { event, stream } of seen) {
    const key = served.get(stream)
    if (key === undefined) continue
    if (event.type === 'GoodsHandedOut')
      for (const line of event.data.lines) add('goods-handed-out', key, line.commodity, line.quantity)
    if (event.type !== 'ConsignmentReceived') continue
    for (const line of event.data.lines) {
      add('goods-delivered', key, line.commodity, line.quantity)
      add('goods-short', key, line.commodity, line.shortQuantity)
    }
    arrived.set(key, [...(arrived.get(key) ?? []), { receivedOn: event.data.receivedOn, lines: event.data.lines }])
  }
  for (const [key, arrivals] of arrived) {
    const site = sites.get(key)
    const reached = arrivals.filter(({ lines }) => lines.some((line) => line.quantity > 0))
    if (!site || reached.length === 0) continue
    const came = (commodity: string): number =>
      arrivals
        .flatMap(({ lines }) => lines)
        .filter((line) => line.commodity === commodity)
        .reduce((sum, line) => sum + line.quantity, 0)
    add('sites-delivered', key, '', 1)
    if (site.goods.some(({ commodity, quantity }) => came(commodity) < quantity)) add('sites-short', key, '', 1)
    if (reached.every(({ receivedOn }) => receivedOn > site.dueOn)) add('sites-late', key, '', 1)
    const parts = site.goods.map(({ commodity, quantity }) => Math.floor((site.headCount * came(commodity)) / quantity))
    add('heads-covered', key, '', Math.min(site.headCount, ...parts))
  }
  return new Map([...counts].filter(([, count]) => count !== 0))
}

/** `round|site` → why this site is missing something. */
export function naiveSiteGaps(events: readonly SequencedEvent[], sequence: number): Map<string, string> {
  const all = seenAt(events, { sequence })
  const served = naiveServed(all)
  const gaps = new Map<string, string>()
  for (const [key, { goods }] of naiveSites(all)) {
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
