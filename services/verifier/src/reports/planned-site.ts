import { add } from '../amounts.ts'
import { integerIn, type JsonObject, optionalTextIn, textIn } from '../json.ts'
import type { Place } from './counted.ts'
import type { OnceCounts } from './counted-once.ts'

export interface PlannedSite {
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

export function newSite(
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
      site: textIn(listed, 'site'),
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

export function addTo(pieces: Map<string, number>, kind: string, quantity: number): void {
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
export function shortOf(site: PlannedSite): [string, number][] {
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

export function countSite(site: PlannedSite, once: OnceCounts, day: string): void {
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
export function kindOf(commodity: string): string {
  return commodity.split('@')[0] ?? commodity
}
