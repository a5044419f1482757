import { add } from '../../amounts.ts'
import type { JsonObject } from '../../json.ts'
import { ALL_WINDOWS, type Counted } from '../counted.ts'
import { type Directory, holdsDivision } from '../directory.ts'
import type { Asked } from '../moments.ts'
import type { Recomputation } from '../recomputation.ts'
import { holdsPlace } from '../scope.ts'
import { countPeople } from './people-counts.ts'
import { countSites } from './site-counts.ts'

/** `GET /v1/coverage` as version 1 counted: people and sites against the plan. */
export function recomputeFirstCoverage(asked: Asked, directory: Directory): Recomputation {
  const people = countPeople(asked, directory)
  const sites = countSites(asked, directory)
  return {
    take(posted) {
      people.take(posted)
      sites.take(posted)
    },
    answer() {
      const counted = sites.counted()
      people.countInto(counted)
      return answerOf(asked, directory, counted.all())
    },
  }
}

/** `measure` or `measure commodity` → how many. */
type Tally = Map<string, number>
const peopleMeasures = ['eligible', 'issued', 'reached']

function answerOf({ query, reach }: Asked, directory: Directory, counted: readonly Counted[]): JsonObject {
  const by = query.by ?? (query.programme === undefined ? 'programme' : 'window')
  const groups = new Map<string, Tally>()
  const total: Tally = new Map()
  for (const one of counted) {
    if (!isWanted(query, one)) continue
    const division = directory.programmes.get(one.programme)?.division ?? one.division
    if (!holdsPlace(reach, division, one.programme)) continue
    const place = placeOf(by, query, one)
    const key = keyOf(by, one)
    if (place.inRow) {
      const tally = groups.get(key) ?? new Map<string, number>()
      groups.set(key, tally)
      addTo(tally, one)
    }
    if (place.inTotal) addTo(total, one)
  }
  return {
    programme: query.programme ?? null,
    by,
    rows: [...groups].map(([key, tally]) => ({
      key: key === '' ? null : key,
      name: nameOf(by, key, query, directory),
      ...figuresOf(tally, directory),
    })),
    total: figuresOf(total, directory),
  }
}

function isWanted({ programme, employer, division }: Asked['query'], one: Counted): boolean {
  return (
    (programme ?? one.programme) === one.programme &&
    (employer ?? one.employer) === one.employer &&
    (division === undefined || holdsDivision(division, one.division))
  )
}

/** Rows by window take people window by window; all other rows, and the total, take each person once. */
function placeOf(by: string, { window }: Asked['query'], one: Counted): { inRow: boolean; inTotal: boolean } {
  if (window !== undefined) return { inRow: one.window === window, inTotal: one.window === window }
  if (!peopleMeasures.includes(one.measure)) return { inRow: true, inTotal: true }
  const isOnce = one.window === ALL_WINDOWS
  return { inRow: isOnce !== (by === 'window'), inTotal: isOnce }
}

function keyOf(by: string, { programme, window, employer, division, trade }: Counted): string {
  return { programme, window, employer, division, trade }[by] ?? ''
}

function addTo(tally: Tally, { measure, commodity, count }: Counted): void {
  const key = `${measure} ${commodity}`
  tally.set(key, add(tally.get(key) ?? 0, count))
}

function nameOf(by: string, key: string, { programme }: Asked['query'], directory: Directory): string | null {
  const { programmes, employers, unions, rounds, windows } = directory
  if (by === 'programme') return programmes.get(key)?.name ?? null
  if (by === 'employer') return employers.get(key)?.name ?? null
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
      issued: of('issued'),
      reached: of('reached'),
      reachedOfEligible: { numerator: of('reached'), denominator: of('eligible') },
    },
    sites: {
      planned: of('sites-planned'),
      delivered: of('sites-delivered'),
      short: of('sites-short'),
      late: of('sites-late'),
      neverVisited: of('sites-planned') - of('sites-delivered'),
      headsPlanned: of('heads-planned'),
      headsCovered: of('heads-covered'),
      headsCoveredOfPlanned: { numerator: of('heads-covered'), denominator: of('heads-planned') },
    },
    kits: goods,
    components: takeApart(goods, directory),
  }
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
