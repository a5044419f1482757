import { add } from '../amounts.ts'
import type { PostedEvent } from '../books.ts'
import { integerIn, type JsonObject, objectsIn, optionalTextIn, textIn } from '../json.ts'
import { type Counts, createCounts, type Place } from './counted.ts'
import { createOnceCounts, type OnceCounts } from './counted-once.ts'
import type { Directory } from './directory.ts'
import { type Asked, counts } from './moments.ts'

interface PlannedSite {
  readonly site: string
  /** Was it listed by the day that is asked for? */
  readonly isListed: boolean
  readonly place: Place
  readonly headCount: number
  readonly dueOn: string
  /** Commodity → pieces. */
  readonly planned: Map<string, number>
  readonly arrivals: {
    readonly receivedOn: string
    readonly signed: number
    readonly came: ReadonlyMap<string, number>
  }[]
  /** Went back or was lost at the site: below zero. */
  readonly departures: Map<string, number>
  readonly handedOut: Map<string, number>
  /** What has become of its consignments, day by day as recorded. */
  readonly statuses: { readonly consignment: string; readonly date: string; readonly status: string }[]
  /** Kind → the commodity that was first planned of it. */
  readonly firstPlanned: Map<string, string>
}

interface Consignment {
  readonly programme: string
  readonly site: string
  readonly serves: PlannedSite | undefined
}

/** Which sites were to get what and what came: a consignment serves the site on its round, else on the programme's last round with it. */
export function countSites(asked: Asked, directory: Directory) {
  const sites = new Map<string, PlannedSite>()
  /** `programme|site` → its place on the last round that lists it. */
  const latest = new Map<string, string>()
  const consignments = new Map<string, Consignment>()
  const counted = createCounts()

  const count = (date: string, measure: string, place: Place, by: number, commodity?: string): void => {
    if (counts(asked, date)) counted.add(measure, place, by, commodity)
  }

  function list({ event, date }: PostedEvent): void {
    const programme = textIn(event.data, 'programme')
    for (const listed of objectsIn(event.data, 'sites')) {
      const key = `${event.stream}|${textIn(listed, 'site')}`
      const site = sites.get(key) ?? newSite(programme, event.stream, { listed, isListed: counts(asked, date) })
      if (!sites.has(key)) {
        sites.set(key, site)
        latest.set(`${programme}|${textIn(listed, 'site')}`, key)
      }
      for (const line of objectsIn(listed, 'goods')) {
        const commodity = textIn(line, 'commodity')
        const quantity = integerIn(line, 'quantity')
        addTo(site.planned, kindOf(commodity), quantity)
        if (!site.firstPlanned.has(kindOf(commodity))) site.firstPlanned.set(kindOf(commodity), commodity)
        count(date, 'goods-planned', site.place, quantity, commodity)
      }
    }
  }

  function planConsignment({ stream, data }: PostedEvent['event']): void {
    const site = textIn(data, 'site')
    const programme = optionalTextIn(data, 'programme')
    const round = optionalTextIn(data, 'round')
    const key = round === undefined ? latest.get(`${programme}|${site}`) : `${round}|${site}`
    const serves = key === undefined ? undefined : sites.get(key)
    consignments.set(stream, { programme: programme ?? serves?.place.programme ?? '', site, serves })
  }

  function placeOf({ serves, programme, site }: Consignment): Place {
    if (serves) return serves.place
    const { employer = '', division = '', trade = '' } = directory.sites.get(site) ?? {}
    return { programme, window: '', employer, division, trade }
  }

  function receive({ event, date }: PostedEvent, consignment: Consignment): void {
    receiveLines(event.data, consignment, { date, signed: 1, of: (line, member) => integerIn(line, member) })
  }

  function receiveLines(
    data: JsonObject,
    consignment: Consignment,
    { date, signed, of }: { date: string; signed: number; of: (line: JsonObject, member: string) => number },
  ): void {
    const place = placeOf(consignment)
    const came = new Map<string, number>()
    for (const line of objectsIn(data, 'lines')) {
      const commodity = textIn(line, 'commodity')
      const quantity = of(line, 'quantity')
      count(date, 'goods-delivered', place, quantity, commodity)
      // Of a planned site it is what the plan lacks.
      if (!consignment.serves) count(date, 'goods-short', place, of(line, 'shortQuantity'), commodity)
      addTo(came, kindOf(commodity), quantity)
    }
    const receivedOn = textIn(data, 'receivedOn')
    if (counts(asked, date)) consignment.serves?.arrivals.push({ receivedOn, signed, came })
  }

  function handOut(date: string, consignment: Consignment, line: JsonObject, sign: 1 | -1 = 1): void {
    const [commodity, quantity] = [textIn(line, 'commodity'), sign * integerIn(line, 'quantity')]
    count(date, 'goods-handed-out', placeOf(consignment), quantity, commodity)
    if (counts(asked, date) && consignment.serves) addTo(consignment.serves.handedOut, kindOf(commodity), quantity)
  }

  function depart({ data }: PostedEvent['event'], consignment: Consignment, date: string, sign: 1 | -1): void {
    for (const line of objectsIn(data, 'lines')) {
      const [commodity, quantity] = [textIn(line, 'commodity'), sign * integerIn(line, 'quantity')]
      count(date, 'goods-delivered', placeOf(consignment), quantity, commodity)
      if (counts(asked, date) && consignment.serves) addTo(consignment.serves.departures, kindOf(commodity), quantity)
    }
  }

  function noteStatus({ event, paperDay }: PostedEvent): void {
    const { type, stream, data } = event
    const status = statusAfter[type]
    const consignment = type === 'GoodsDispatched' ? textIn(data, 'consignment') : stream
    // A corrected receipt is one of its own day.
    const day = type === 'ReceiptCorrected' || type === 'ReceiptReversed' ? textIn(data, 'receivedOn') : paperDay
    if (status !== undefined && counts(asked, day))
      consignments.get(consignment)?.serves?.statuses.push({ consignment, date: day, status })
    const served = consignments.get(stream)
    if (!served) return
    if (type === 'SiteGoodsReturned') depart(event, served, textIn(data, 'returnedOn'), -1)
    else if (type === 'SiteGoodsLost') depart(event, served, textIn(data, 'lostOn'), -1)
    else if (type === 'SiteReturnReversed' || type === 'SiteLossReversed') depart(event, served, paperDay, 1)
  }

  return {
    take(posted: PostedEvent): void {
      const { event } = posted
      if (event.type === 'SiteListFrozen') list(posted)
      else if (event.type === 'ConsignmentPlanned') planConsignment(event)
      noteStatus(posted)
      const consignment = consignments.get(event.stream)
      if (consignment === undefined) return
      if (event.type === 'ConsignmentReceived') receive(posted, consignment)
      else if (event.type === 'GoodsHandedOut') {
        const isRight = optionalTextIn(event.data, 'correctedFrom') !== undefined
        const day = isRight ? textIn(event.data, 'handedOutOn') : posted.date
        for (const line of objectsIn(event.data, 'lines')) handOut(day, consignment, line)
      } else if (event.type === 'HandOutReversed') {
        const day = textIn(event.data, 'handedOutOn')
        for (const line of objectsIn(event.data, 'lines')) handOut(day, consignment, line, -1)
      } else if (event.type === 'ReceiptCorrected') {
        const of = (line: JsonObject, member: string) =>
          integerIn(line, member === 'quantity' ? 'siteDifference' : 'lostDifference')
        receiveLines(event.data, consignment, { date: textIn(event.data, 'receivedOn'), signed: 0, of })
      } else if (event.type === 'ReceiptReversed') {
        const of = (line: JsonObject, member: string) => -integerIn(line, member)
        receiveLines(event.data, consignment, { date: textIn(event.data, 'receivedOn'), signed: -1, of })
      }
    },
    /** @param day on which it is looked at */
    counted(day: string): Counts {
      const once = createOnceCounts()
      for (const site of sites.values()) {
        if (site.isListed) countSite(site, once, day)
        for (const [commodity, missing] of site.isListed ? shortOf(site) : [])
          counted.add('goods-short', site.place, missing, commodity)
      }
      once.countInto(counted)
      return counted
    },
  }
}

function newSite(
  programme: string,
  round: string,
  { listed, isListed }: { readonly listed: JsonObject; readonly isListed: boolean },
): PlannedSite {
  return {
    site: textIn(listed, 'site'),
    isListed,
    place: {
      programme,
      window: round,
      employer: optionalTextIn(listed, 'employer') ?? '',
      division: textIn(listed, 'division'),
      trade: textIn(listed, 'trade'),
    },
    headCount: integerIn(listed, 'headCount'),
    dueOn: textIn(listed, 'dueOn'),
    planned: new Map(),
    arrivals: [],
    departures: new Map(),
    handedOut: new Map(),
    statuses: [],
    firstPlanned: new Map(),
  }
}

/** What an event says of its consignment. */
const statusAfter: Readonly<Record<string, string>> = {
  ConsignmentPlanned: 'planned',
  GoodsDispatched: 'in-transit',
  DispatchDeclined: 'cancelled',
  ConsignmentCancelled: 'cancelled',
  ConsignmentReturned: 'returned',
  DispatchReversed: 'planned',
  ConsignmentReturnReversed: 'in-transit',
  ConsignmentReceived: 'received',
  ReceiptCorrected: 'received',
  ReceiptReversed: 'in-transit',
}

function addTo(pieces: Map<string, number>, kind: string, quantity: number): void {
  pieces.set(kind, add(pieces.get(kind) ?? 0, quantity))
}

/** What came, and neither went back nor was lost. */
function presentAt({ arrivals, departures }: PlannedSite): Map<string, number> {
  const present = new Map(departures)
  for (const { came } of arrivals) for (const [kind, quantity] of came) addTo(present, kind, quantity)
  return present
}

function wasVisited({ arrivals }: PlannedSite): boolean {
  return arrivals.reduce((sum, { signed }) => add(sum, signed), 0) > 0
}

/** The commodity that was planned → what a site lacks of it that was visited. */
function shortOf(site: PlannedSite): [string, number][] {
  const present = presentAt(site)
  if (!wasVisited(site)) return []
  return [...site.planned]
    .map(([kind, wanted]): [string, number] => [
      site.firstPlanned.get(kind) ?? kind,
      add(wanted, -(present.get(kind) ?? 0)),
    ])
    .filter(([, missing]) => missing > 0)
}

function isOnItsWay({ statuses }: PlannedSite, day: string): boolean {
  const last = new Map(statuses.filter(({ date }) => date <= day).map((one) => [one.consignment, one.status]))
  return [...last.values()].includes('in-transit')
}

function countSite(site: PlannedSite, once: OnceCounts, day: string): void {
  const { place, headCount, dueOn, planned, arrivals } = site
  const came = presentAt(site)
  const isVisited = wasVisited(site)
  const isOverdue = day > dueOn
  const byDay = new Map<string, number>()
  for (const { receivedOn, came: pieces } of arrivals)
    for (const quantity of pieces.values()) byDay.set(receivedOn, add(byDay.get(receivedOn) ?? 0, quantity))
  const reachedOn = [...byDay].filter(([, pieces]) => pieces > 0).map(([day]) => day)
  const isShort = [...planned].some(([commodity, wanted]) => (came.get(commodity) ?? 0) < wanted)
  const figures = {
    'sites-planned': 1,
    'heads-planned': headCount,
    'sites-delivered': isVisited ? 1 : 0,
    'sites-sent': isVisited || (isOverdue && isOnItsWay(site, day)) ? 1 : 0,
    'sites-due': isVisited || isOverdue ? 1 : 0,
    'sites-short': isVisited && isShort ? 1 : 0,
    'sites-late': reachedOn.length > 0 && reachedOn.every((day) => day > dueOn) ? 1 : 0,
    'heads-delivered': headsOf(site, came),
    'heads-covered': headsOf(site, site.handedOut),
  }
  for (const [measure, count] of Object.entries(figures))
    once.add(`${place.programme} ${site.site}`, { ...place, measure, commodity: '', count })
}

/** By the scarcest commodity: the head-count times the part of the plan that was moved, rounded down. */
function headsOf({ headCount, planned }: PlannedSite, moved: ReadonlyMap<string, number>): number {
  if (![...moved.values()].some((quantity) => quantity > 0)) return 0
  const parts = [...planned]
    .map(([commodity, wanted]) => ({ wanted, quantity: moved.get(commodity) ?? 0 }))
    .filter(({ wanted, quantity }) => quantity < wanted)
    .map(({ wanted, quantity }) => Math.floor((headCount * quantity) / wanted))
  return Math.min(headCount, ...parts)
}

/** A kit in another version meets the same plan. */
function kindOf(commodity: string): string {
  return commodity.split('@')[0] ?? commodity
}
