import type { SequencedEvent } from '@welfare/event-store/port.ts'
import { linesOf, type NaiveMoment, type Seen, seenAt } from './naive.fixture.ts'

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
  const counts = new Map<string, number>()
  const add = (measure: string, round: string | undefined, group: NaiveGroup, by: number, commodity = ''): void => {
    const key = [measure, round, group.employer, group.division, group.trade, commodity].join('|')
    counts.set(key, (counts.get(key) ?? 0) + by)
  }
  const goods = (measure: string, key: string, commodity: string, by: number): void =>
    add(measure, key.split('|')[0], sites.get(key) ?? unplanned, by, commodity)
  const states = naiveStates(events, moment)
  for (const [key, { came, handedOut, shortOnPaper }] of states) {
    for (const line of came) goods('goods-delivered', key, line.commodity, line.quantity)
    for (const line of handedOut) goods('goods-handed-out', key, line.commodity, line.quantity)
    if (sites.has(key)) continue
    for (const line of shortOnPaper) goods('goods-short', key, line.commodity, line.quantity)
  }
  const once = new Map<string, { groups: Set<string>; most: number }>()
  for (const [key, site] of sites) {
    if (moment.day !== undefined && site.frozenOn > moment.day) continue
    for (const { commodity, quantity } of site.goods) goods('goods-planned', key, commodity, quantity)
    const [round, id] = key.split('|')
    const { signed, firstOn, came, handedOut, statuses } = states.get(key) ?? nothing
    const lacking = lackingOf(site, came)
    if (signed) for (const [commodity, quantity] of lacking) goods('goods-short', key, commodity, quantity)
    const isOverdue = site.dueOn < (moment.day ?? '9999-12-31')
    const figures = {
      'sites-planned': 1,
      'heads-planned': site.headCount,
      'sites-delivered': signed ? 1 : 0,
      'sites-sent': signed || (isOverdue && [...statuses.values()].includes('in-transit')) ? 1 : 0,
      'sites-due': signed || isOverdue ? 1 : 0,
      'sites-short': signed && lacking.size > 0 ? 1 : 0,
      'sites-late': firstOn !== undefined && firstOn > site.dueOn ? 1 : 0,
      'heads-delivered': naiveHeads(site, came),
      'heads-covered': naiveHeads(site, handedOut),
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

interface NaiveState {
  readonly came: { commodity: string; quantity: number }[]
  readonly handedOut: { commodity: string; quantity: number }[]
  readonly shortOnPaper: { commodity: string; quantity: number }[]
  readonly statuses: Map<string, string>
  signed: boolean
  firstOn: string | undefined
}
const nothing: NaiveState = {
  ...{ came: [], handedOut: [], shortOnPaper: [], statuses: new Map<string, string>() },
  ...{ signed: false, firstOn: undefined },
}

/** `round|site`, or `|site` → what had become of it. */
function naiveStates(events: readonly SequencedEvent[], { sequence, day }: NaiveMoment): Map<string, NaiveState> {
  const known = seenAt(events, { sequence })
  const served = naiveServed(known)
  const states = new Map<string, NaiveState>()
  for (const { event, stream, date, paperDay } of known) {
    const key = served.get(event.type === 'GoodsDispatched' ? event.data.consignment : stream)
    const counted = event.type === 'SiteReturnReversed' || event.type === 'SiteLossReversed' ? paperDay : date
    if (key === undefined || (day !== undefined && counted > day)) continue
    const state = states.get(key) ?? structuredClone(nothing)
    states.set(key, state)
    const { came, handedOut, shortOnPaper, statuses } = state
    if (event.type === 'GoodsDispatched') statuses.set(event.data.consignment, 'in-transit')
    if (event.type === 'ConsignmentReturned') statuses.set(stream, 'returned')
    if (event.type === 'ConsignmentCancelled') statuses.set(stream, 'cancelled')
    if (event.type === 'GoodsHandedOut') handedOut.push(...event.data.lines)
    if (event.type === 'SiteReturnReversed' || event.type === 'SiteLossReversed') came.push(...event.data.lines)
    if (event.type === 'SiteGoodsReturned' || event.type === 'SiteGoodsLost')
      came.push(...event.data.lines.map((line) => ({ ...line, quantity: -line.quantity })))
    if (event.type !== 'ConsignmentReceived') continue
    const { lines, receivedOn } = event.data
    statuses.set(stream, 'received')
    state.signed = true
    came.push(...lines)
    shortOnPaper.push(...lines.map(({ commodity, shortQuantity: quantity }) => ({ commodity, quantity })))
    if (!lines.some((line) => line.quantity > 0)) continue
    state.firstOn = state.firstOn !== undefined && state.firstOn < receivedOn ? state.firstOn : receivedOn
  }
  return states
}

/** The first commodity of each kind that was planned → what is missing of that kind. */
function lackingOf(
  { goods }: NaiveSite,
  came: readonly { commodity: string; quantity: number }[],
): Map<string, number> {
  const kinds = Map.groupBy(goods, ({ commodity }) => kindOf(commodity))
  const lacking = [...kinds].map(([kind, lines]): [string, number] => {
    const planned = lines.reduce((sum, { quantity }) => sum + quantity, 0)
    return [String(lines[0]?.commodity), planned - sumOf(came, kind)]
  })
  return new Map(lacking.filter(([, quantity]) => quantity > 0))
}

const kindOf = (commodity: string): string => String(commodity.split('@')[0])

function sumOf(lines: readonly { commodity: string; quantity: number }[] = [], commodity: string): number {
  return lines
    .filter((line) => kindOf(line.commodity) === kindOf(commodity))
    .reduce((sum, line) => sum + line.quantity, 0)
}

function naiveHeads(site: NaiveSite, lines: readonly { commodity: string; quantity: number }[] = []): number {
  if (!lines.some(({ quantity }) => quantity > 0)) return 0
  const parts = site.goods.map(({ commodity, quantity }) =>
    Math.floor((site.headCount * sumOf(lines, commodity)) / quantity),
  )
  return Math.min(site.headCount, ...parts)
}

/** `round|site` → why this site is missing something, looked at on a day. */
export function naiveSiteGaps(
  events: readonly SequencedEvent[],
  moment: NaiveMoment,
  lookedAtOn: string,
): Map<string, string> {
  const states = naiveStates(events, moment)
  const due = naiveDueDays(events)
  const gaps = new Map<string, string>()
  for (const [key, site] of naiveSites(seenAt(events, { sequence: moment.sequence }))) {
    if (moment.day !== undefined && site.frozenOn > moment.day) continue
    const { came, statuses, signed } = states.get(key) ?? nothing
    if (lackingOf(site, came).size === 0) continue
    const sent = [...statuses].filter(([, status]) => status === 'in-transit')
    const expectedOn = sent.map(([consignment]) => due.get(consignment) ?? '').sort()[0]
    if (signed && expectedOn !== undefined) gaps.set(key, expectedOn < lookedAtOn ? 'late' : 'in-transit')
    else if (signed) gaps.set(key, 'short')
    else if (site.dueOn >= lookedAtOn) gaps.set(key, 'not-yet-due')
    else if (sent.length > 0) gaps.set(key, 'late')
    else gaps.set(key, [...statuses.values()].includes('returned') ? 'returned' : 'not-dispatched')
  }
  return gaps
}

function naiveDueDays(events: readonly SequencedEvent[]): Map<string, string> {
  const planned = seenAt(events, { sequence: events.length })
  return new Map(
    planned.flatMap(({ event, stream }) =>
      event.type === 'ConsignmentPlanned' ? [[stream, event.data.dueOn] as const] : [],
    ),
  )
}
