import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { countOnce, joinGroups } from './counted-once.ts'
import type { Counter } from './counts.ts'
import { type DaySteps, differenceOf } from './day-steps.ts'
import { changeGaps, type GapAt } from './gap-segments.ts'
import type { Gaps } from './gaps.store.ts'
import { ALL_WINDOWS } from './people.store.ts'
import { handleWith, type Projected } from './projection.ts'
import {
  allSiteMeasures,
  daysOfSite,
  deliveredBy,
  missingGoods,
  ofEachMeasure,
  type SiteMeasure,
  statusesOn,
  stepsOfShort,
  stepsOfSite,
  until,
  wasVisited,
} from './site-measures.ts'
import {
  type Arrival,
  type ConsignmentState,
  type ConsignmentStatus,
  type GoodsLine,
  newPlannedSite,
  type PlannedSite,
  type Since,
  type Sites,
} from './sites.store.ts'
import type { Things } from './things.store.ts'

interface Dependencies {
  readonly sites: Sites
  readonly things: Things
  readonly counts: Counter
  readonly gaps: Gaps
}

/** What a site lacks, whatever day it is looked at; see `reasonOnDay`. Sent again: it is short, and more is on its way. */
type LackReason = 'not-dispatched' | 'in-transit' | 'short' | 'sent-again' | 'returned'

/**
 * Which sites were to get what and what came. A consignment serves the site of its round, or else of its programme's latest round that
 * lists the site; one that serves no plan still counts as goods delivered for its programme.
 */
export function createSitesProjection({ sites, things, counts, gaps }: Dependencies): (projected: Projected) => void {
  return handleWith({
    SiteListFrozen: (event, projected) => plan(event.data, projected),
    ConsignmentPlanned: (event, projected) => planConsignment(event.data, projected),
    GoodsDispatched: (event, projected) => setStatus(event.data.consignment, 'in-transit', projected),
    DispatchDeclined: (_, projected) => setStatus(projected.recorded.stream, 'cancelled', projected),
    ConsignmentCancelled: (_, projected) => setStatus(projected.recorded.stream, 'cancelled', projected),
    ConsignmentReturned: (event, projected) =>
      setStatus(projected.recorded.stream, 'returned', projected, event.data.reason),
    DispatchReversed: (_, projected) => setStatus(projected.recorded.stream, 'planned', projected),
    ConsignmentReturnReversed: (_, projected) => setStatus(projected.recorded.stream, 'in-transit', projected),
    ConsignmentReceived: (event, projected) => receive(event.data, projected),
    ReceiptCorrected: ({ data }, projected) => {
      const lines = data.lines.map((line) => moved(line, line.siteDifference, line.lostDifference))
      receive({ lines, receivedOn: data.receivedOn }, projected, { date: data.receivedOn, signed: 0 })
    },
    ReceiptReversed: ({ data }, projected) => {
      const lines = data.lines.map((line) => moved(line, -line.quantity, -line.shortQuantity))
      receive({ lines, receivedOn: data.receivedOn }, projected, { date: data.receivedOn, signed: -1 })
    },
    // People and sites go by the paper's day, also where the entry was corrected later.
    GoodsHandedOut: ({ data }, projected) =>
      handOut(data.lines, projected, data.correctedFrom === undefined ? projected.date : data.handedOutOn),
    HandOutReversed: ({ data }, projected) =>
      handOut(
        data.lines.map((line) => ({ ...line, quantity: -line.quantity })),
        projected,
        data.handedOutOn,
      ),
    SiteGoodsReturned: ({ data }, projected) => depart(data.lines, projected, data.returnedOn),
    SiteReturnReversed: ({ data }, projected) => depart(data.lines, projected, projected.paperDay, 1),
    SiteGoodsLost: ({ data }, projected) => depart(data.lines, projected, data.lostOn),
    SiteLossReversed: ({ data }, projected) => depart(data.lines, projected, projected.paperDay, 1),
  })

  function plan({ programme, sites: listed }: DataOf<'SiteListFrozen'>, projected: Projected): void {
    const { recorded, date } = projected
    for (const entry of listed) {
      const known = sites.find(recorded.stream, entry.site)
      const site = known ?? newPlannedSite(recorded.stream, programme, entry, date)
      countGoods('goods-planned', dimensionsOf(site), entry.goods, date)
      const addGoods = (): void => {
        site.goods = [...site.goods, ...entry.goods]
      }
      change(site, projected, addGoods, !known)
    }
  }

  function planConsignment(
    { programme, round, site, dueOn }: DataOf<'ConsignmentPlanned'>,
    projected: Projected,
  ): void {
    const { recorded } = projected
    const listedIn = round ?? (programme === undefined ? undefined : sites.latestRound(programme, site))
    const planned = listedIn === undefined ? undefined : sites.find(listedIn, site)
    const state = { programme: programme ?? planned?.programme ?? null, round: planned?.round ?? null, site }
    sites.saveConsignment(recorded.stream, state)
    if (!planned) return
    change(planned, projected, () => {
      planned.dueDays[recorded.stream] = dueOn
      note(planned.consignments, recorded.stream, [projected.date, 'planned'])
    })
  }

  function setStatus(consignment: string, status: ConsignmentStatus, projected: Projected, reason?: string): void {
    const site = servedBy(sites.consignment(consignment))
    if (!site) return
    change(site, projected, () => {
      note(site.consignments, consignment, [projected.paperDay, status])
      if (reason !== undefined) note(site.reasons, consignment, [projected.paperDay, reason])
    })
  }

  function receive(
    { lines, receivedOn }: Receipt,
    projected: Projected,
    { date, signed }: { readonly date: string; readonly signed: number } = { date: projected.date, signed: 1 },
  ): void {
    const { stream } = projected.recorded
    const short = lines.map(({ commodity, shortQuantity }) => ({ commodity, quantity: shortQuantity }))
    move('goods-delivered', lines, projected, date, (site, goods) => {
      site.arrivals = [...site.arrivals, { date, receivedOn, goods, signed }]
      note(site.consignments, stream, [date, signed < 0 ? 'in-transit' : 'received'])
      const reasons = lines.flatMap((line) => line.shortReason ?? [])
      if (reasons.length > 0) note(site.reasons, stream, [date, [...new Set(reasons)].join('; ')])
    })
    const consignment = sites.consignment(stream)
    // Of a planned site it is what the plan lacks.
    if (consignment?.round === null)
      countGoods('goods-short', dimensionsWithoutPlan(consignment, projected.sequence), short, date)
  }

  function handOut(lines: readonly GoodsLine[], projected: Projected, date: string): void {
    move('goods-handed-out', lines, projected, date, (site, goods) => {
      site.handOuts = [...site.handOuts, { date, goods }]
    })
  }

  /** @param direction 1 where what left is back, since it was taken back */
  function depart(lines: readonly GoodsLine[], projected: Projected, date: string, direction: 1 | -1 = -1): void {
    const left = lines.map(({ commodity, quantity }) => ({ commodity, quantity: direction * quantity }))
    move('goods-delivered', left, projected, date, (site, goods) => {
      site.departures = [...site.departures, { date, goods }]
    })
  }

  function move(
    measure: 'goods-delivered' | 'goods-handed-out',
    lines: readonly GoodsLine[],
    projected: Projected,
    date: string,
    apply: (site: PlannedSite, goods: readonly GoodsLine[]) => void,
  ): void {
    const { recorded, sequence } = projected
    const consignment = sites.consignment(recorded.stream)
    if (!consignment) return
    const site = servedBy(consignment)
    countGoods(measure, site ? dimensionsOf(site) : dimensionsWithoutPlan(consignment, sequence), lines, date)
    const goods = lines.map(({ commodity, quantity }) => ({ commodity, quantity }))
    if (site) change(site, projected, () => apply(site, goods))
  }

  function servedBy(consignment: ConsignmentState | undefined): PlannedSite | undefined {
    return consignment && consignment.round !== null ? sites.find(consignment.round, consignment.site) : undefined
  }

  function dimensionsWithoutPlan({ programme, site }: ConsignmentState, sequence: number): SiteDimensions {
    const facts = things.find('site', site, sequence)
    return {
      programme: programme ?? '',
      window: '',
      employer: facts?.employer ?? '',
      division: facts?.division ?? '',
      trade: facts?.trade ?? '',
    }
  }

  function countGoods(
    measure: 'goods-planned' | 'goods-delivered' | 'goods-short' | 'goods-handed-out',
    dimensions: SiteDimensions,
    lines: readonly GoodsLine[],
    date: string,
  ): void {
    for (const { commodity, quantity } of lines) counts.add(measure, { ...dimensions, commodity }, date, quantity)
  }

  /** Counts what it changes: in the round, and once over all rounds that list the site. */
  function change(site: PlannedSite, { sequence }: Projected, apply: () => void, isNew = false): void {
    const others = sites.inRounds(site.programme, site.site).filter(({ round }) => round !== site.round)
    const before = isNew ? ofEachMeasure((): DaySteps => []) : stepsOfSite(site)
    const shortBefore = isNew ? new Map<string, DaySteps>() : stepsOfShort(site)
    const onceBefore = countSites(isNew ? others : [...others, site])
    apply()
    const now = stepsOfSite(site)
    const onceNow = countSites([...others, site])
    for (const measure of allSiteMeasures) {
      count(measure, dimensionsOf(site), differenceOf(before[measure], now[measure]))
      const [was, is] = [onceBefore[measure], onceNow[measure]]
      for (const groups of new Set([...was.keys(), ...is.keys()])) {
        const over = joinGroups(groups.split('\n').map((text) => JSON.parse(text)))
        const dimensions = { programme: site.programme, window: ALL_WINDOWS, ...over }
        count(measure, dimensions, differenceOf(was.get(groups) ?? [], is.get(groups) ?? []))
      }
    }
    const shortNow = stepsOfShort(site)
    for (const commodity of new Set([...shortBefore.keys(), ...shortNow.keys()])) {
      const steps = differenceOf(shortBefore.get(commodity) ?? [], shortNow.get(commodity) ?? [])
      for (const [day, quantity] of steps) countGoods('goods-short', dimensionsOf(site), [{ commodity, quantity }], day)
    }
    const subject = { ...dimensionsOf(site), kind: 'sites' as const, subject: site.site }
    const gapsNow = daysOfSite(site).map((day) => gapOn(site, day))
    site.gaps = changeGaps(gaps, subject, { before: site.gaps, now: gapsNow, sequence })
    sites.save(site, sequence)
  }

  function count(measure: SiteMeasure, dimensions: SiteDimensions, steps: DaySteps): void {
    for (const [day, by] of steps) counts.add(measure, dimensions, day, by)
  }
}

function countSites(inRounds: readonly PlannedSite[]): Record<SiteMeasure, Map<string, DaySteps>> {
  const parts = inRounds.map((site) => {
    const { employer, division, trade } = site
    return { group: JSON.stringify({ employer, division, trade }), steps: stepsOfSite(site) }
  })
  return ofEachMeasure((measure) => countOnce(parts.map(({ group, steps }) => ({ group, steps: steps[measure] }))))
}

function note<Fact>(facts: { [consignment: string]: readonly Since<Fact>[] }, of: string, fact: Since<Fact>): void {
  facts[of] = [...(facts[of] ?? []), fact]
}

interface Receipt {
  readonly receivedOn: string
  readonly lines: readonly (GoodsLine & { readonly shortQuantity: number; readonly shortReason?: string | undefined })[]
}

/** What a correction changes of a line. */
function moved({ commodity }: { readonly commodity: string }, quantity: number, shortQuantity: number) {
  return { commodity, quantity, shortQuantity }
}

interface SiteDimensions {
  readonly programme: string
  readonly window: string
  readonly employer: string
  readonly division: string
  readonly trade: string
}

function dimensionsOf({ programme, round, employer, division, trade }: PlannedSite): SiteDimensions {
  return { programme, window: round, employer, division, trade }
}

/** What the site lacks, as one who knows only what had happened by the end of the day would say. */
function gapOn(site: PlannedSite, day: string): GapAt {
  const missing = missingGoods(site.goods, deliveredBy(site, day))
  if (missing.length === 0) return { day, reason: null, facts: '{}' }
  const statuses = statusesOn(site, day)
  const onTheWay = [...statuses].filter(([, status]) => status === 'in-transit')
  const [expectedOn] = onTheWay.map(([consignment]) => site.dueDays[consignment] ?? site.dueOn).sort()
  const reasons = Object.values(site.reasons).flatMap((all) => all.findLast(([since]) => since <= day)?.[1] ?? [])
  const { headCount, dueOn } = site
  const consignments = [...statuses.keys()]
  const expected = expectedOn !== undefined && { expectedOn }
  return {
    day,
    reason: reasonOf(until(site.arrivals, day), [...statuses.values()]),
    facts: JSON.stringify({ dueOn, ...expected, headCount, missing, reasons: [...new Set(reasons)], consignments }),
  }
}

/** Goods still on their way say most; then what came too little, then what came back. */
function reasonOf(arrivals: readonly Arrival[], statuses: readonly ConsignmentStatus[]): LackReason {
  const isVisited = wasVisited(arrivals)
  if (statuses.includes('in-transit')) return isVisited ? 'sent-again' : 'in-transit'
  if (isVisited) return 'short'
  return statuses.includes('returned') ? 'returned' : 'not-dispatched'
}
