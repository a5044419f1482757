import { add } from '../../amounts.ts'
import type { PostedEvent } from '../../books.ts'
import { integerIn, type JsonObject, objectsIn, optionalTextIn, textIn } from '../../json.ts'
import { type Counts, createCounts, type Place } from '../counted.ts'
import type { Directory } from '../directory.ts'
import { type Asked, counts } from '../moments.ts'

interface PlannedSite {
  readonly place: Place
  readonly headCount: number
  readonly dueOn: string
  /** Commodity → pieces. */
  readonly planned: Map<string, number>
  readonly arrivals: { readonly receivedOn: string; readonly came: ReadonlyMap<string, number> }[]
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
      const site = sites.get(key) ?? newSite(programme, event.stream, listed)
      if (!sites.has(key)) {
        sites.set(key, site)
        latest.set(`${programme}|${textIn(listed, 'site')}`, key)
        count(date, 'sites-planned', site.place, 1)
        count(date, 'heads-planned', site.place, site.headCount)
      }
      for (const line of objectsIn(listed, 'goods')) {
        const commodity = textIn(line, 'commodity')
        const quantity = integerIn(line, 'quantity')
        site.planned.set(commodity, add(site.planned.get(commodity) ?? 0, quantity))
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
    const place = placeOf(consignment)
    const came = new Map<string, number>()
    for (const line of objectsIn(event.data, 'lines')) {
      const commodity = textIn(line, 'commodity')
      const quantity = integerIn(line, 'quantity')
      count(date, 'goods-delivered', place, quantity, commodity)
      count(date, 'goods-short', place, integerIn(line, 'shortQuantity'), commodity)
      came.set(commodity, add(came.get(commodity) ?? 0, quantity))
    }
    if (counts(asked, date)) consignment.serves?.arrivals.push({ receivedOn: textIn(event.data, 'receivedOn'), came })
  }

  return {
    take(posted: PostedEvent): void {
      const { event, date } = posted
      if (event.type === 'SiteListFrozen') list(posted)
      else if (event.type === 'ConsignmentPlanned') planConsignment(event)
      const consignment = consignments.get(event.stream)
      if (consignment === undefined) return
      if (event.type === 'ConsignmentReceived') receive(posted, consignment)
      else if (event.type === 'GoodsHandedOut') {
        for (const line of objectsIn(event.data, 'lines'))
          count(date, 'goods-handed-out', placeOf(consignment), integerIn(line, 'quantity'), textIn(line, 'commodity'))
      }
    },
    counted(): Counts {
      for (const site of sites.values()) countArrivals(site, counted)
      return counted
    },
  }
}

function newSite(programme: string, round: string, listed: JsonObject): PlannedSite {
  return {
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
  }
}

/** Heads are covered by the scarcest commodity: the head-count times the part of the plan that came, rounded down. */
function countArrivals({ place, headCount, dueOn, planned, arrivals }: PlannedSite, counted: Counts): void {
  const reached = arrivals.filter(({ came }) => [...came.values()].some((quantity) => quantity > 0))
  if (reached.length === 0) return
  const short = [...planned]
    .map(([commodity, wanted]) => ({
      wanted,
      came: arrivals.reduce((all, { came }) => all + (came.get(commodity) ?? 0), 0),
    }))
    .filter(({ wanted, came }) => came < wanted)
  counted.add('sites-delivered', place, 1)
  counted.add('sites-short', place, short.length > 0 ? 1 : 0)
  counted.add('sites-late', place, reached.every(({ receivedOn }) => receivedOn > dueOn) ? 1 : 0)
  const covered = short.map(({ wanted, came }) => Math.floor((headCount * came) / wanted))
  counted.add('heads-covered', place, Math.min(headCount, ...covered))
}
