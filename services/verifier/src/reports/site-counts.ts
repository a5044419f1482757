import { add } from '../amounts.ts'
import type { PostedEvent } from '../books.ts'
import { integerIn, type JsonObject, objectsIn, optionalTextIn, textIn } from '../json.ts'
import { type Counts, createCounts, type Place } from './counted.ts'
import { createOnceCounts } from './counted-once.ts'
import type { Directory } from './directory.ts'
import { type Asked, counts } from './moments.ts'
import { addTo, countSite, kindOf, newSite, type PlannedSite, shortOf } from './planned-site.ts'

interface Consignment {
  readonly programme: string
  readonly site: string
  readonly serves: PlannedSite | undefined
  /** Its receipt, as it stands: the day on which it counts, and that of its paper. */
  receipt: { readonly date: string; readonly receivedOn: string } | undefined
  /** Hand-out → the day on which it counts. */
  readonly handOutDays: Map<string, string>
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
    consignments.set(stream, {
      ...{ programme: programme ?? serves?.place.programme ?? '', site, serves },
      ...{ receipt: undefined, handOutDays: new Map() },
    })
  }

  function placeOf({ serves, programme, site }: Consignment): Place {
    if (serves) return serves.place
    const { employer = '', division = '', trade = '' } = directory.sites.get(site) ?? {}
    return { programme, window: '', employer, site, division, trade }
  }

  function receive({ event, date }: PostedEvent, consignment: Consignment): void {
    const { type, data } = event
    const receivedOn = textIn(data, 'receivedOn')
    const now = { date: type === 'ReceiptCorrected' ? receivedOn : date, receivedOn }
    const isTakenBack = type !== 'ConsignmentReceived'
    const isRight = type !== 'ReceiptReversed'
    if (isTakenBack) {
      // A correction says what should have been, and by how much the wrong entry differs from it.
      const was = (line: JsonObject, member: string, difference: string) =>
        add(isRight ? integerIn(line, difference) : 0, -integerIn(line, member))
      receiveLines(data, consignment, { ...(consignment.receipt ?? now), signed: -1, of: was })
    }
    if (!isRight) return
    consignment.receipt = now
    receiveLines(data, consignment, { ...now, signed: 1, of: integerIn })
  }

  function receiveLines(
    data: JsonObject,
    consignment: Consignment,
    given: {
      readonly date: string
      readonly receivedOn: string
      readonly signed: number
      readonly of: (line: JsonObject, member: string, difference: string) => number
    },
  ): void {
    const { date, receivedOn, signed, of } = given
    const place = placeOf(consignment)
    const came = new Map<string, number>()
    for (const line of objectsIn(data, 'lines')) {
      const commodity = textIn(line, 'commodity')
      const quantity = of(line, 'quantity', 'siteDifference')
      count(date, 'goods-delivered', place, quantity, commodity)
      // Of a planned site it is what the plan lacks.
      if (!consignment.serves) count(date, 'goods-short', place, of(line, 'shortQuantity', 'lostDifference'), commodity)
      addTo(came, kindOf(commodity), quantity)
    }
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
    const consignment = type === 'GoodsDispatched' ? textIn(data, 'consignment') : stream
    const of = consignments.get(consignment)
    const note = (day: string, status: string): void => {
      if (counts(asked, day)) of?.serves?.statuses.push({ consignment, date: day, status })
    }
    // A receipt that was taken back, or corrected, leaves the day on which it counted.
    const isOfReceipt = type === 'ReceiptCorrected' || type === 'ReceiptReversed'
    if (isOfReceipt) note(of?.receipt?.date ?? textIn(data, 'receivedOn'), 'in-transit')
    if (type === 'ReceiptCorrected') note(textIn(data, 'receivedOn'), 'received')
    const status = statusAfter[type]
    if (status !== undefined) note(paperDay, status)
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
      const { type, stream, version, data } = event
      if (type === 'ConsignmentReceived' || type === 'ReceiptCorrected' || type === 'ReceiptReversed')
        receive(posted, consignment)
      else if (type === 'GoodsHandedOut') {
        const isRight = optionalTextIn(data, 'correctedFrom') !== undefined
        const day = isRight ? textIn(data, 'handedOutOn') : posted.date
        consignment.handOutDays.set(`${stream}.${version}`, day)
        for (const line of objectsIn(data, 'lines')) handOut(day, consignment, line)
      } else if (type === 'HandOutReversed') {
        const day = consignment.handOutDays.get(textIn(data, 'corrects')) ?? textIn(data, 'handedOutOn')
        for (const line of objectsIn(data, 'lines')) handOut(day, consignment, line, -1)
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
}
