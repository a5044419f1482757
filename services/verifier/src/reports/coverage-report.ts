import { add } from '../amounts.ts'
import type { JsonObject } from '../json.ts'
import { ALL_WINDOWS, type Counted } from './counted.ts'
import { type Directory, holdsDivision } from './directory.ts'
import { type Asked, latestOf, lookedAtOn } from './moments.ts'
import { countPeople } from './people-counts.ts'
import type { Recomputation } from './recomputation.ts'
import { holdsPlace } from './scope.ts'
import { countSites } from './site-counts.ts'

/** `GET /v1/coverage`: people and sites against the plan. */
export function recomputeCoverage(asked: Asked, directory: Directory): Recomputation {
  const people = countPeople(asked, directory)
  const sites = countSites(asked, directory)
  let recordedAt = ''
  return {
    take(posted) {
      recordedAt = latestOf(recordedAt, posted.event.recordedAt)
      people.take(posted)
      sites.take(posted)
    },
    answer(found) {
      const day = lookedAtOn(asked, found, recordedAt)
      const counted = sites.counted(day)
      people.countInto(counted)
      return answerOf({ ...asked, lookedAt: day }, directory, counted.all())
    },
  }
}

/** `measure` or `measure commodity` → how many. */
type Tally = Map<string, number>
/** Counted once over all windows or rounds, too. */
const onceMeasures = [
  ...[
    'eligible',
    'amended',
    'issued',
    'reached',
    'reached-and-eligible',
    'reached-and-amended',
    'visits',
    'sites-planned',
    'sites-delivered',
    'sites-short',
    'sites-sent',
    'sites-due',
    'sites-late',
  ],
  ...['heads-planned', 'heads-delivered', 'heads-covered'],
]

function answerOf(
  { query, reach, lookedAt }: Asked & { readonly lookedAt: string },
  directory: Directory,
  counted: readonly Counted[],
): JsonObject {
  const by = query.by ?? (query.programme === undefined ? 'programme' : 'window')
  const groups = new Map<string, Tally>()
  const total: Tally = new Map()
  for (const one of counted) {
    const places = placesIn(one).filter((place) => isWanted(query, place))
    const division = directory.programmes.get(one.programme)?.division ?? one.division
    if (places.length === 0 || !holdsPlace(reach, division, one.programme)) continue
    const isVisit = one.measure === 'heads-planned' || one.measure === 'heads-covered'
    const visits = isVisit && one.window !== ALL_WINDOWS ? [{ ...one, measure: `visits-${one.measure}` }] : []
    for (const counted of [one, ...visits]) {
      const place = placeOf(by, query, counted)
      for (const key of place.inRow ? new Set(places.map((one) => keyOf(by, one))) : []) {
        const tally = groups.get(key) ?? new Map<string, number>()
        groups.set(key, tally)
        addTo(tally, counted)
      }
      if (place.inTotal) addTo(total, counted)
    }
  }
  return {
    programme: query.programme ?? null,
    by,
    day: lookedAt,
    rows: [...groups].map(([key, tally]) => ({
      key: key === '' ? null : key,
      name: nameOf(by, key, query, directory),
      ...figuresOf(tally, directory),
    })),
    total: figuresOf(total, directory),
  }
}

/** A count over all windows has a line for each group in which it counts. */
function placesIn(one: Counted): Counted[] {
  const [employers, divisions, trades] = [one.employer, one.division, one.trade].map((lines) => lines.split('\n'))
  return (employers ?? []).map((employer, index) => ({
    ...one,
    employer,
    division: divisions?.[index] ?? '',
    trade: trades?.[index] ?? '',
  }))
}

function isWanted({ programme, employer, site, division }: Asked['query'], one: Counted): boolean {
  return (
    (programme ?? one.programme) === one.programme &&
    (employer ?? one.employer) === one.employer &&
    (site ?? one.site) === one.site &&
    (division === undefined || holdsDivision(division, one.division))
  )
}

/** Rows by window take people and sites window by window; all other rows, and the total, take each once. */
function placeOf(by: string, { window }: Asked['query'], one: Counted): { inRow: boolean; inTotal: boolean } {
  if (window !== undefined) return { inRow: one.window === window, inTotal: one.window === window }
  if (!onceMeasures.includes(one.measure)) return { inRow: true, inTotal: true }
  const isOnce = one.window === ALL_WINDOWS
  return { inRow: isOnce !== (by === 'window'), inTotal: isOnce }
}

function keyOf(by: string, { programme, window, employer, site, division, trade }: Counted): string {
  return { programme, window, employer, site, division, trade }[by] ?? ''
}

function addTo(tally: Tally, { measure, commodity, count }: Counted): void {
  const key = `${measure} ${commodity}`
  tally.set(key, add(tally.get(key) ?? 0, count))
}

function nameOf(by: string, key: string, { programme }: Asked['query'], directory: Directory): string | null {
  const { programmes, employers, siteNames, unions, rounds, windows } = directory
  if (by === 'programme') return programmes.get(key)?.name ?? null
  if (by === 'employer') return employers.get(key)?.name ?? null
  if (by === 'site') return siteNames.get(key) ?? null
  if (by === 'trade') return key === '' ? null : key
  if (by === 'division') {
    const named = [...unions].sort(([a], [b]) => (a < b ? -1 : 1)).find(([, { division }]) => division === key)
    return named?.[1].name ?? null
  }
  return (key.startsWith('round-') ? rounds.get(key) : windows.get(`${programme}/${key}`))?.name ?? null
}

const pieces = ['planned', 'delivered', 'short', 'handedOut'] as const
type Pieces = Record<(typeof pieces)[number], number>

function figuresOf(tally: Tally, directory: Directory): JsonObject {
  const of = (measure: string, commodity = ''): number => tally.get(`${measure} ${commodity}`) ?? 0
  const commodities = new Set(
    [...tally.keys()].map((key) => key.slice(key.indexOf(' ') + 1)).filter((one) => one !== ''),
  )
  const [due, lateInTransit] = [of('sites-due'), of('sites-sent') - of('sites-delivered')]
  const goods = [...commodities].map((commodity) => ({
    commodity,
    name: (commodity.startsWith('kit-') ? directory.kits : directory.items).get(commodity)?.name ?? null,
    planned: of('goods-planned', commodity),
    delivered: of('goods-delivered', commodity),
    short: of('goods-short', commodity),
    handedOut: of('goods-handed-out', commodity),
  }))
  return {
    people: {
      eligible: of('eligible'),
      amended: of('amended'),
      issued: of('issued'),
      reached: of('reached'),
      reachedOfEligible: ratioOf(of('reached-and-eligible'), of('eligible')),
      reachedOfAmended: ratioOf(of('reached-and-amended'), of('amended')),
      visits: of('visits'),
      issuedFen: of('issued-fen'),
      usedFen: of('used-fen'),
      usedOfIssued: ratioOf(of('used-fen'), of('issued-fen')),
    },
    sites: {
      planned: of('sites-planned'),
      delivered: of('sites-delivered'),
      short: of('sites-short'),
      late: of('sites-late') + lateInTransit,
      lateInTransit,
      notYetDue: of('sites-planned') - due,
      neverVisited: due - of('sites-delivered') - lateInTransit,
      headsPlanned: of('heads-planned'),
      headsCovered: of('heads-covered'),
      headsDelivered: of('heads-delivered'),
      headsCoveredOfPlanned: ratioOf(of('heads-covered'), of('heads-planned')),
      headVisitsPlanned: of('visits-heads-planned'),
      headVisitsCovered: of('visits-heads-covered'),
    },
    kits: goods,
    components: takeApart(goods, directory),
  }
}

/** Rounded down to a tenth of a hundredth; 100.0% only when all are. */
function ratioOf(numerator: number, denominator: number): JsonObject {
  if (denominator <= 0 || numerator < 0) return { numerator, denominator, percentage: null }
  const tenths = ((BigInt(numerator) * 1000n) / BigInt(denominator)).toString().padStart(2, '0')
  return { numerator, denominator, percentage: `${tenths.slice(0, -1)}.${tenths.slice(-1)}%` }
}

function takeApart(
  goods: readonly ({ readonly commodity: string } & Pieces)[],
  { kits, items }: Directory,
): JsonObject[] {
  const components = new Map<string, Pieces>()
  for (const { commodity, ...counted } of goods) {
    for (const { item, quantity } of kits.get(commodity)?.components ?? [{ item: commodity, quantity: 1 }]) {
      if (!item.startsWith('item-')) continue
      const known = components.get(item) ?? { planned: 0, delivered: 0, short: 0, handedOut: 0 }
      for (const name of pieces) known[name] = add(known[name], counted[name] * quantity)
      components.set(item, known)
    }
  }
  return [...components].map(([item, counted]) => {
    const { name = null, unit = null } = items.get(item) ?? {}
    return { item, name, unit, ...counted }
  })
}
