import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { GapSegment } from '../people/gap-segments.ts'
import type { ReadModel } from '../read-model/read-model.store.ts'

export interface GoodsLine {
  readonly commodity: string
  readonly quantity: number
}

/** What came to a site, or was handed out there, by one paper. */
export interface MovedGoods {
  readonly date: string
  readonly goods: readonly GoodsLine[]
}

export interface Arrival extends MovedGoods {
  readonly receivedOn: string
  /** 1 for a receipt, −1 for one that was taken back, 0 for one that was corrected. */
  readonly signed: number
}

export type ConsignmentStatus = 'planned' | 'in-transit' | 'received' | 'returned' | 'cancelled'

/** From a day on. */
export type Since<Fact> = readonly [day: string, fact: Fact]

/** A site on the list of a round, and what has become of it. */
export interface PlannedSite {
  readonly programme: string
  readonly round: string
  readonly site: string
  readonly employer: string
  readonly division: string
  readonly trade: string
  readonly headCount: number
  readonly dueOn: string
  readonly plannedOn: string
  goods: readonly GoodsLine[]
  arrivals: readonly Arrival[]
  /** What left it again by return or loss: pieces below zero. */
  departures: readonly MovedGoods[]
  handOuts: readonly MovedGoods[]
  /** By when each consignment is due. */
  readonly dueDays: { [consignment: string]: string }
  /** What became of each, in the order of recording. */
  readonly consignments: { [consignment: string]: readonly Since<ConsignmentStatus>[] }
  /** Why pieces are short, or why the site was not reached; the last of each consignment holds. */
  readonly reasons: { [consignment: string]: readonly Since<string>[] }
  gaps: readonly GapSegment[]
}

export interface ConsignmentState {
  readonly programme: string | null
  /** Round of the planned site that it serves. */
  readonly round: string | null
  readonly site: string
  /** The receipt that stands, or stood last: on which day it counts, and what its paper says. */
  readonly receipt?: { readonly date: string; readonly receivedOn: string }
  /** Hand-out → the day on which it counts. */
  readonly handOutDays?: { readonly [part: string]: string }
}

export interface Sites {
  find(round: string, site: string): PlannedSite | undefined
  /** The site in every round of the programme that lists it. */
  inRounds(programme: string, site: string): PlannedSite[]
  /** The round of the programme that listed the site last. */
  latestRound(programme: string, site: string): string | undefined
  save(site: PlannedSite, sequence: number): void
  consignment(id: string): ConsignmentState | undefined
  saveConsignment(id: string, state: ConsignmentState): void
}

export function createSites(model: ReadModel): Sites {
  const select = model.prepare('SELECT state FROM planned_site WHERE round = ? AND site = ?')
  const selectLatest = model.prepare(
    'SELECT round FROM planned_site WHERE programme = ? AND site = ? ORDER BY sequence DESC LIMIT 1',
  )
  const selectAll = model.prepare('SELECT state FROM planned_site WHERE programme = ? AND site = ? ORDER BY round')
  const upsert = model.prepare(`INSERT INTO planned_site VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET state = excluded.state`)
  const selectConsignment = model.prepare('SELECT state FROM consignment WHERE id = ?')
  const putConsignment = model.prepare('INSERT OR REPLACE INTO consignment VALUES (?, ?)')
  return {
    find: (round, site) => parse<PlannedSite>(select.get(round, site)),
    inRounds: (programme, site) => selectAll.all(programme, site).flatMap((row) => parse<PlannedSite>(row) ?? []),
    latestRound: (programme, site) => selectLatest.get(programme, site)?.round?.toString(),
    save: (site, sequence) => void upsert.run(site.round, site.site, site.programme, sequence, JSON.stringify(site)),
    consignment: (id) => parse<ConsignmentState>(selectConsignment.get(id)),
    saveConsignment: (id, state) => void putConsignment.run(id, JSON.stringify(state)),
  }
}

function parse<State>(row: { readonly state?: unknown } | undefined): State | undefined {
  return row && JSON.parse(String(row.state))
}

export function newPlannedSite(
  round: string,
  programme: string,
  listed: DataOf<'SiteListFrozen'>['sites'][number],
  plannedOn: string,
): PlannedSite {
  const { site, employer = '', division, trade, headCount, dueOn } = listed
  return {
    programme,
    round,
    site,
    employer,
    division,
    trade,
    headCount,
    dueOn,
    plannedOn,
    goods: [],
    arrivals: [],
    departures: [],
    handOuts: [],
    dueDays: {},
    consignments: {},
    reasons: {},
    gaps: [],
  }
}
