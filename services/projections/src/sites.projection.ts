import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Counter } from './counts.ts'
import { differenceOf } from './day-steps.ts'
import type { Gaps } from './gaps.store.ts'
import { handleWith, type Projected } from './projection.ts'
import { arrivalMeasures, missingGoods, stepsOfSite } from './site-measures.ts'
import {
  type ConsignmentState,
  type ConsignmentStatus,
  type GoodsLine,
  newPlannedSite,
  type PlannedSite,
  type Sites,
} from './sites.store.ts'
import type { Things } from './things.store.ts'

interface Dependencies {
  readonly sites: Sites
  readonly things: Things
  readonly counts: Counter
  readonly gaps: Gaps
}

export const siteGapReasons = ['not-dispatched', 'in-transit', 'short', 'returned'] as const
export type SiteGapReason = (typeof siteGapReasons)[number]

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
    ConsignmentReceived: (event, projected) => receive(event.data, projected),
    GoodsHandedOut: (event, projected) => handOut(event.data, projected),
  })

  function plan({ programme, sites: listed }: DataOf<'SiteListFrozen'>, projected: Projected): void {
    const { recorded, date } = projected
    for (const entry of listed) {
      const known = sites.find(recorded.stream, entry.site)
      const site = known ?? newPlannedSite(recorded.stream, programme, entry)
      if (!known) {
        counts.add('sites-planned', dimensionsOf(site), date, 1)
        counts.add('heads-planned', dimensionsOf(site), date, site.headCount)
      }
      countGoods('goods-planned', dimensionsOf(site), entry.goods, date)
      change(site, projected, () => {
        site.goods = [...site.goods, ...entry.goods]
      })
    }
  }

  function planConsignment({ programme, round, site }: DataOf<'ConsignmentPlanned'>, projected: Projected): void {
    const { recorded } = projected
    const listedIn = round ?? (programme === undefined ? undefined : sites.latestRound(programme, site))
    const planned = listedIn === undefined ? undefined : sites.find(listedIn, site)
    const state = { programme: programme ?? planned?.programme ?? null, round: planned?.round ?? null, site }
    sites.saveConsignment(recorded.stream, state)
    setStatus(recorded.stream, 'planned', projected)
  }

  function setStatus(consignment: string, status: ConsignmentStatus, projected: Projected, reason?: string): void {
    const site = servedBy(sites.consignment(consignment))
    if (!site) return
    change(site, projected, () => {
      site.consignments[consignment] = status
      if (reason !== undefined) site.reasons[consignment] = reason
    })
  }

  function receive({ lines, receivedOn }: DataOf<'ConsignmentReceived'>, projected: Projected): void {
    const { recorded, sequence, date } = projected
    const consignment = sites.consignment(recorded.stream)
    if (!consignment) return
    const site = servedBy(consignment)
    const dimensions = site ? dimensionsOf(site) : dimensionsWithoutPlan(consignment, sequence)
    const short = lines.map(({ commodity, shortQuantity }) => ({ commodity, quantity: shortQuantity }))
    countGoods('goods-delivered', dimensions, lines, date)
    countGoods('goods-short', dimensions, short, date)
    if (!site) return
    const goods = lines.map(({ commodity, quantity }) => ({ commodity, quantity }))
    change(site, projected, () => {
      site.arrivals = [...site.arrivals, { date, receivedOn, goods }]
      site.consignments[recorded.stream] = 'received'
      const reasons = lines.flatMap((line) => line.shortReason ?? [])
      if (reasons.length > 0) site.reasons[recorded.stream] = [...new Set(reasons)].join('; ')
    })
  }

  function handOut({ lines }: DataOf<'GoodsHandedOut'>, { recorded, sequence, date }: Projected): void {
    const consignment = sites.consignment(recorded.stream)
    if (!consignment) return
    const site = servedBy(consignment)
    countGoods(
      'goods-handed-out',
      site ? dimensionsOf(site) : dimensionsWithoutPlan(consignment, sequence),
      lines,
      date,
    )
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

  function change(site: PlannedSite, { sequence }: Projected, apply: () => void): void {
    const before = stepsOfSite(site, site.arrivals)
    apply()
    const after = stepsOfSite(site, site.arrivals)
    for (const measure of arrivalMeasures) {
      for (const [day, by] of differenceOf(before[measure], after[measure]))
        counts.add(measure, dimensionsOf(site), day, by)
    }
    const gap = gapOf(site)
    const text = gap && JSON.stringify(gap)
    if (text !== site.gapText) {
      if (site.gap !== null) gaps.close(site.gap, sequence)
      site.gapText = text
      site.gap = gap && gaps.open({ ...dimensionsOf(site), kind: 'sites', subject: site.site, ...gap }, sequence)
    }
    sites.save(site, sequence)
  }
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

function gapOf(site: PlannedSite): { reason: SiteGapReason; facts: string } | null {
  const missing = missingGoods(site.goods, site.arrivals)
  if (missing.length === 0) return null
  const statuses = Object.values(site.consignments)
  const reasons = [...new Set(Object.values(site.reasons))]
  const { headCount, dueOn } = site
  return {
    reason: reasonOf(site, statuses),
    facts: JSON.stringify({ dueOn, headCount, missing, reasons, consignments: Object.keys(site.consignments) }),
  }
}

/** Goods still on their way say most; then what came too little, then what came back. */
function reasonOf(site: PlannedSite, statuses: readonly ConsignmentStatus[]): SiteGapReason {
  if (statuses.includes('in-transit')) return 'in-transit'
  if (site.arrivals.some((arrival) => arrival.goods.some((line) => line.quantity > 0))) return 'short'
  if (statuses.includes('received')) return 'short'
  return statuses.includes('returned') ? 'returned' : 'not-dispatched'
}
