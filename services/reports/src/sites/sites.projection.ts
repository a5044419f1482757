import type { DataOf } from '@welfare/contracts/catalogue.ts'
import type { Directory } from '../findings/directory.store.ts'
import { countOnce, joinGroups } from '../people/counted-once.ts'
import type { Counter } from '../people/counts.ts'
import { type DaySteps, differenceOf } from '../people/day-steps.ts'
import { changeGaps } from '../people/gap-segments.ts'
import type { Gaps } from '../people/gaps.store.ts'
import { ALL_WINDOWS } from '../people/people.store.ts'
import { handleWith, type Projected } from '../read-model/projection.ts'
import { gapOn } from './site-lack.ts'
import {
  allSiteMeasures,
  daysOfSite,
  ofEachMeasure,
  type SiteMeasure,
  stepsOfShort,
  stepsOfSite,
} from './site-measures.ts'
import {
  type ConsignmentState,
  type ConsignmentStatus,
  type GoodsLine,
  newPlannedSite,
  type PlannedSite,
  type Since,
  type Sites,
} from './sites.store.ts'

interface Dependencies {
  readonly sites: Sites
  readonly directory: Directory
  readonly counts: Counter
  readonly gaps: Gaps
}

/**
 * Which sites were to get what and what came. A consignment serves the site of its round, or else of its programme's latest round that
 * lists the site; one that serves no plan still counts as goods delivered for its programme.
 */
export function createSitesProjection({
  sites,
  directory,
  counts,
  gaps,
}: Dependencies): (projected: Projected) => void {
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
    // People and sites go by the paper's day, also where the entry was corrected later.
    ConsignmentReceived: ({ data: { lines, receivedOn } }, projected) =>
      receive([{ lines, receivedOn, date: projected.date, signed: 1 }], projected),
    ReceiptCorrected: ({ data: { lines, receivedOn } }, projected) => {
      const wrong = lines.map((line) =>
        moved(line, line.siteDifference - line.quantity, line.lostDifference - line.shortQuantity),
      )
      const right = lines.map((line) => moved(line, line.quantity, line.shortQuantity))
      const taken = { ...receiptOf(projected, receivedOn), lines: wrong, signed: -1 }
      receive([taken, { lines: right, receivedOn, date: receivedOn, signed: 1 }], projected)
    },
    ReceiptReversed: ({ data }, projected) => {
      const lines = data.lines.map((line) => moved(line, -line.quantity, -line.shortQuantity))
      receive([{ ...receiptOf(projected, data.receivedOn), lines, signed: -1 }], projected)
    },
    GoodsHandedOut: ({ data }, projected) =>
      handOut(data.lines, projected, data.correctedFrom === undefined ? projected.date : data.handedOutOn),
    HandOutReversed: ({ data }, projected) => takeHandOutBack(data, projected),
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

  /** What came, and what was taken back of it, by one event. */
  function receive(receipts: readonly Receipt[], projected: Projected): void {
    const { stream } = projected.recorded
    const consignment = sites.consignment(stream)
    if (!consignment) return
    const last = receipts.at(-1)
    if (last && last.signed > 0) {
      const { date, receivedOn } = last
      sites.saveConsignment(stream, { ...consignment, receipt: { date, receivedOn } })
    }
    const site = servedBy(consignment)
    const dimensions = site ? dimensionsOf(site) : dimensionsWithoutPlan(consignment, projected.sequence)
    for (const { lines, date } of receipts) {
      countGoods('goods-delivered', dimensions, lines, date)
      const short = lines.map(({ commodity, shortQuantity }) => ({ commodity, quantity: shortQuantity }))
      // Of a planned site it is what the plan lacks.
      if (!site) countGoods('goods-short', dimensions, short, date)
    }
    if (!site) return
    change(site, projected, () => {
      for (const { lines, date, receivedOn, signed } of receipts) {
        const goods = lines.map(({ commodity, quantity }) => ({ commodity, quantity }))
        site.arrivals = [...site.arrivals, { date, receivedOn, goods, signed }]
        note(site.consignments, stream, [date, signed < 0 ? 'in-transit' : 'received'])
        const reasons = lines.flatMap((line) => line.shortReason ?? [])
        if (reasons.length > 0) note(site.reasons, stream, [date, [...new Set(reasons)].join('; ')])
      }
    })
  }

  function receiptOf({ recorded }: Projected, receivedOn: string): Pick<Receipt, 'date' | 'receivedOn'> {
    return sites.consignment(recorded.stream)?.receipt ?? { date: receivedOn, receivedOn }
  }

  function handOut(lines: readonly GoodsLine[], projected: Projected, date: string): void {
    const { stream, version } = projected.recorded
    const consignment = sites.consignment(stream)
    if (!consignment) return
    const handOutDays = { ...consignment.handOutDays, [`${stream}.${version}`]: date }
    sites.saveConsignment(stream, { ...consignment, handOutDays })
    moveHandedOut(lines, projected, date)
  }

  function takeHandOutBack({ corrects, lines, handedOutOn }: DataOf<'HandOutReversed'>, projected: Projected): void {
    const date = sites.consignment(projected.recorded.stream)?.handOutDays?.[corrects] ?? handedOutOn
    const back = lines.map((line) => ({ ...line, quantity: -line.quantity }))
    moveHandedOut(back, projected, date)
  }

  function moveHandedOut(lines: readonly GoodsLine[], projected: Projected, date: string): void {
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
    const facts = directory.find('site', site, sequence)
    return {
      programme: programme ?? '',
      window: '',
      employer: facts?.employer ?? '',
      site,
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
        const dimensions = { programme: site.programme, window: ALL_WINDOWS, site: site.site, ...over }
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
  /** The day on which it counts, and that of its paper. */
  readonly date: string
  readonly receivedOn: string
  /** 1 for what came, −1 for what is taken back. */
  readonly signed: number
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
  readonly site: string
  readonly division: string
  readonly trade: string
}

function dimensionsOf({ programme, round, employer, site, division, trade }: PlannedSite): SiteDimensions {
  return { programme, window: round, employer, site, division, trade }
}
