import { divisionHolds } from '@welfare/contracts/divisions.ts'
import { addFen } from '@welfare/contracts/money.ts'
import { formatPercentage } from '@welfare/contracts/percentages.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import type { Directory } from '../findings/directory.store.ts'
import { isRefusal, type QueryContext, unknownThing } from '../query-context.ts'
import { lookedAtOn, reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type WithScope } from '../scope-filter.ts'
import { type GroupLines, splitGroups } from './counted-once.ts'
import {
  creditMeasures,
  dueDayMeasures,
  goodsMeasures,
  type Measure,
  peopleMeasures,
  planMeasures,
  siteMeasures,
} from './counts.ts'
import type { CoverageAnswer, CoverageCounts, CoverageQuery } from './coverage.contract.ts'
import { ALL_WINDOWS } from './people.store.ts'

/** The query with its groups settled. */
type GroupedQuery = CoverageQuery & Pick<CoverageAnswer, 'by'>

/** People and places against the plan. */
export function queryCoverage(
  context: QueryContext,
  asked: CoverageQuery & WithScope,
): Unstamped<CoverageAnswer> | Refusal {
  const query = { ...asked, by: asked.by ?? (asked.programme === undefined ? 'programme' : 'window') }
  const { model, counts, directory } = context.generation
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const moment = resolveMoment(model, query)
  if (isRefusal(moment)) return moment
  const scope = createScopeFilter(context.generation, query.scope, moment.sequence)
  const reflected = reflectedAt(model, moment.sequence)
  const day = lookedAtOn(query, reflected, context.today)
  const groups = new Map<string, Tally>()
  const total: Tally = new Map()
  for (const measure of coverageMeasures) {
    for (const row of counts.read(
      { measure, programme: query.programme },
      byDueDay.has(measure) ? { ...moment, day } : moment,
    )) {
      if (query.site !== undefined && row.site !== query.site) continue
      if (row.programme === '' ? !scope.holdsAt(row) : !scope.holds({ programme: row.programme })) continue
      for (const counted of countedIn(query, row, measure)) {
        for (const key of counted.keys) add(getTally(groups, key), counted.measure, row.commodity, row.balance)
        if (counted.inTotal) add(total, counted.measure, row.commodity, row.balance)
      }
    }
  }
  return {
    ...reflected,
    ...(moment.day !== undefined && { effective: moment.day }),
    programme: query.programme ?? null,
    by: query.by,
    day,
    rows: [...groups]
      .filter(([, tally]) => tally.size > 0)
      .map(([key, tally]) => ({ key, tally, place: placeInList(directory, query, key, moment.sequence) }))
      .sort((a, b) => (a.place < b.place ? -1 : 1))
      .map(({ key, tally }) => ({
        key: key === '' ? null : key,
        name: nameOf(directory, query, key, moment.sequence),
        ...toCounts(tally, directory, moment.sequence),
      })),
    total: toCounts(total, directory, moment.sequence),
  }
}

const coverageMeasures = [
  ...peopleMeasures,
  ...planMeasures,
  ...creditMeasures,
  ...siteMeasures,
  ...dueDayMeasures,
  ...goodsMeasures,
] as const

/** These change with the day alone. */
const byDueDay: ReadonlySet<Measure> = new Set(dueDayMeasures)

/** `measure` or `measure commodity` → how many. */
type Tally = Map<string, number>

function getTally(groups: Map<string, Tally>, key: string): Tally {
  const known = groups.get(key) ?? new Map()
  groups.set(key, known)
  return known
}

function add(tally: Tally, measure: Figure, commodity: string, amount: number): void {
  if (amount === 0) return
  const key = `${measure} ${commodity}`
  tally.set(key, addFen(tally.get(key) ?? 0, amount))
}

/** What a count adds to: the rows by their keys, and the total. */
interface Counted {
  readonly measure: Figure
  readonly keys: readonly string[]
  readonly inTotal: boolean
}

/**
 * People and sites are counted in each window or round and, apart from that, once over all of them (`*`): rows by window take the former,
 * other rows and the total the latter, unless one window is asked for. Heads of every round added up are visits. Money and pieces have no
 * count apart: they are added up.
 */
function countedIn(query: GroupedQuery, row: CountRow, measure: Measure): Counted[] {
  const groups = splitGroups(row).filter((group) => isAsked(query, group))
  if (groups.length === 0 || (query.window !== undefined && row.window !== query.window)) return []
  const keys = [...new Set(groups.map((group) => ({ ...row, ...group })[query.by]))]
  const visits = headVisits.get(measure)
  const ofVisits = visits && row.window !== ALL_WINDOWS ? [{ measure: visits, keys, inTotal: true }] : []
  if (query.window !== undefined || !isCountedOnce(measure)) return [{ measure, keys, inTotal: true }, ...ofVisits]
  const isOnce = row.window === ALL_WINDOWS
  const isShown = isOnce !== (query.by === 'window')
  return [...(isShown || isOnce ? [{ measure, keys: isShown ? keys : [], inTotal: isOnce }] : []), ...ofVisits]
}

type CountRow = { readonly [D in GroupedQuery['by']]: string }

function isAsked({ employer, division }: GroupedQuery, group: GroupLines): boolean {
  return (
    (employer === undefined || group.employer === employer) &&
    (division === undefined || divisionHolds(division, group.division))
  )
}

const onceMeasures: ReadonlySet<Measure> = new Set([
  ...peopleMeasures,
  ...planMeasures,
  ...siteMeasures,
  ...dueDayMeasures,
])

/** Is it counted once over all windows, too? */
export function isCountedOnce(measure: Measure): boolean {
  return onceMeasures.has(measure)
}

type Figure = Measure | 'head-visits-planned' | 'head-visits-covered'
const headVisits: ReadonlyMap<Measure, Figure> = new Map([
  ['heads-planned', 'head-visits-planned'],
  ['heads-covered', 'head-visits-covered'],
])

function nameOf(directory: Directory, { by, programme }: GroupedQuery, key: string, sequence: number): string | null {
  if (by === 'programme' || by === 'employer' || by === 'site') return directory.find(by, key, sequence)?.name ?? null
  if (by === 'division')
    return directory.list('union', sequence).find(({ facts }) => facts.division === key)?.facts.name ?? null
  if (by === 'trade') return key === '' ? null : key
  const round = key.startsWith('round-')
  return (
    (round ? directory.find('round', key, sequence) : directory.find('window', `${programme}/${key}`, sequence))
      ?.name ?? null
  )
}

/** Windows in the order in which they begin, everything else by key. */
function placeInList(directory: Directory, { by, programme }: GroupedQuery, key: string, sequence: number): string {
  if (by !== 'window') return key
  return `${directory.find('window', `${programme}/${key}`, sequence)?.from ?? ''} ${key}`
}

function toCounts(tally: Tally, directory: Directory, sequence: number): CoverageCounts {
  const of = (measure: Figure, commodity = ''): number => tally.get(`${measure} ${commodity}`) ?? 0
  const [eligible, amended] = [of('eligible'), of('amended')]
  const [planned, delivered] = [of('sites-planned'), of('sites-delivered')]
  const [due, lateInTransit] = [of('sites-due'), of('sites-sent') - delivered]
  const [headsPlanned, headsCovered] = [of('heads-planned'), of('heads-covered')]
  const [issuedFen, usedFen] = [of('issued-fen'), of('used-fen')]
  const kits = [...commoditiesIn(tally)].sort().map((commodity) => ({
    commodity,
    name: goodsFacts(directory, commodity, sequence)?.name ?? null,
    planned: of('goods-planned', commodity),
    delivered: of('goods-delivered', commodity),
    short: of('goods-short', commodity),
    handedOut: of('goods-handed-out', commodity),
  }))
  return {
    people: {
      eligible,
      amended,
      issued: of('issued'),
      reached: of('reached'),
      reachedOfEligible: ratioOf(of('reached-of-eligible'), eligible),
      reachedOfAmended: ratioOf(of('reached-of-amended'), amended),
      visits: of('visits'),
      issuedFen,
      usedFen,
      usedOfIssued: ratioOf(usedFen, issuedFen),
    },
    sites: {
      planned,
      delivered,
      short: of('sites-short'),
      late: of('sites-late') + lateInTransit,
      lateInTransit,
      notYetDue: planned - due,
      neverVisited: due - delivered - lateInTransit,
      headsPlanned,
      headsDelivered: of('heads-delivered'),
      headsCovered,
      headsCoveredOfPlanned: ratioOf(headsCovered, headsPlanned),
      headVisitsPlanned: of('head-visits-planned'),
      headVisitsCovered: of('head-visits-covered'),
    },
    kits,
    components: takeApart(kits, directory, sequence),
  }
}

function ratioOf(numerator: number, denominator: number): CoverageCounts['people']['reachedOfEligible'] {
  return { numerator, denominator, percentage: formatPercentage({ numerator, denominator }) ?? null }
}

function commoditiesIn(tally: Tally): Set<string> {
  return new Set(
    [...tally.keys()].map((key) => key.slice(key.indexOf(' ') + 1)).filter((commodity) => commodity !== ''),
  )
}

/** What a commodity is called: a kit in its version, or an item. */
export function goodsFacts(
  directory: Directory,
  commodity: string,
  sequence: number,
): { readonly name: string } | undefined {
  return directory.find(commodity.startsWith('kit-') ? 'kit' : 'item', commodity, sequence)
}

function takeApart(kits: CoverageCounts['kits'], directory: Directory, sequence: number): CoverageCounts['components'] {
  const components = new Map<string, CoverageCounts['components'][number]>()
  for (const kit of kits) {
    const parts = directory.find('kit', kit.commodity, sequence)?.components ?? [{ item: kit.commodity, quantity: 1 }]
    for (const { item, quantity } of parts) {
      if (!item.startsWith('item-')) continue
      const facts = directory.find('item', item, sequence)
      const known = components.get(item) ?? {
        item,
        name: facts?.name ?? null,
        unit: facts?.unit ?? null,
        planned: 0,
        delivered: 0,
        short: 0,
        handedOut: 0,
      }
      components.set(item, {
        ...known,
        planned: known.planned + kit.planned * quantity,
        delivered: known.delivered + kit.delivered * quantity,
        short: known.short + kit.short * quantity,
        handedOut: known.handedOut + kit.handedOut * quantity,
      })
    }
  }
  return [...components.values()].sort((a, b) => (a.item < b.item ? -1 : 1))
}
