import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { PlannedSite } from './round-parts.ts'

/** What contracts allow for one line of goods. */
const MAX_QUANTITY = 100_000_000

/** A site as the service's facts have it. */
export type SiteFacts = Pick<PlannedSite, 'employer' | 'division' | 'trade' | 'headCount'>

export interface PlannedSiteRequest {
  readonly site: string
  /** Default: the list's kit, for each head. */
  readonly goods: PlannedSite['goods'] | undefined
  readonly dueOn: string
  /** Undefined where there is no such site. */
  readonly facts: SiteFacts | undefined
}

export type SitePlanRefusalCode =
  | 'site-repeated'
  | 'site-unknown'
  | 'goods-missing'
  | 'head-count-missing'
  | 'quantity-too-large'

/** Every site with its goods, or the first reason why the list cannot be frozen: repeated, unknown, without goods, without heads. */
export function planSites(
  requests: readonly PlannedSiteRequest[],
  kit: string | undefined,
  kitsPerHead: number | undefined,
): { readonly sites: readonly PlannedSite[] } | Refusal<SitePlanRefusalCode> {
  const ids = requests.map(({ site }) => site)
  const repeated = ids.filter((site, index) => ids.indexOf(site) < index)
  if (repeated.length > 0) return { code: 'site-repeated', facts: { sites: repeated } }
  const unknown = requests.filter(({ facts }) => facts === undefined).map(({ site }) => site)
  if (unknown.length > 0) return { code: 'site-unknown', facts: { sites: unknown } }
  const byHead = requests.filter(({ goods }) => goods === undefined)
  const names = byHead.map(({ site }) => site)
  if (byHead.length > 0 && (kit === undefined || kitsPerHead === undefined)) {
    return { code: 'goods-missing', facts: { sites: names } }
  }
  const headless = byHead.filter(({ facts }) => facts?.headCount === 0).map(({ site }) => site)
  if (headless.length > 0) return { code: 'head-count-missing', facts: { sites: headless } }
  const sites = requests.map((request) => planSite(request, kit ?? '', kitsPerHead ?? 0))
  const tooMany = sites.filter(({ goods }) => goods.some(({ quantity }) => quantity > MAX_QUANTITY))
  if (tooMany.length > 0) return { code: 'quantity-too-large', facts: { sites: tooMany.map(({ site }) => site) } }
  return { sites }
}

function planSite({ site, goods, dueOn, facts }: PlannedSiteRequest, kit: string, kitsPerHead: number): PlannedSite {
  if (!facts) throw new Error(`${site} is planned without being known`)
  return { site, ...facts, goods: goods ?? [{ commodity: kit, quantity: facts.headCount * kitsPerHead }], dueOn }
}
