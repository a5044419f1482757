import { add } from '../../amounts.ts'
import type { PostedEvent } from '../../books.ts'
import { integerIn, type JsonObject, objectsIn, optionalTextIn, textIn } from '../../json.ts'
import type { Gap, Since } from '../gap.ts'

interface Site {
  readonly site: string
  readonly round: string
  readonly group: { readonly employer: string; readonly division: string; readonly trade: string }
  readonly headCount: number
  readonly dueOn: string
  /** Commodity → pieces. */
  readonly planned: Map<string, number>
  readonly received: Map<string, number>
  /** Consignment → what has become of it, and why pieces are short or it came back. */
  readonly statuses: Map<string, string>
  readonly reasons: Map<string, string>
  gap: { readonly text: string; readonly reason: string; readonly facts: JsonObject; readonly since: Since } | undefined
}

/** Which sites of a programme's lists lack something, why, and since which event exactly that. */
export function findSiteGaps(programme: string) {
  const sites = new Map<string, Site>()
  /** Site → its place on the last list that has it. */
  const latest = new Map<string, string>()
  /** Consignment → the site that it serves. */
  const served = new Map<string, Site>()

  function list({ stream, data }: PostedEvent['event'], since: Since): void {
    for (const listed of objectsIn(data, 'sites')) {
      const key = `${stream}|${textIn(listed, 'site')}`
      const site = sites.get(key) ?? newSite(stream, listed)
      if (!sites.has(key)) latest.set(site.site, key)
      sites.set(key, site)
      addGoods(site.planned, objectsIn(listed, 'goods'))
      reassess(site, since)
    }
  }

  function planConsignment({ stream, data }: PostedEvent['event']): void {
    const round = optionalTextIn(data, 'round')
    const site = textIn(data, 'site')
    const ofProgramme = data.programme === programme ? latest.get(site) : undefined
    const found = sites.get((round === undefined ? ofProgramme : `${round}|${site}`) ?? '')
    if (found) served.set(stream, found)
  }

  function setStatus(consignment: string, status: string, since: Since, reason = ''): void {
    const site = served.get(consignment)
    if (!site) return
    site.statuses.set(consignment, status)
    if (reason !== '') site.reasons.set(consignment, reason)
    reassess(site, since)
  }

  function receive({ stream, data }: PostedEvent['event'], since: Since): void {
    const lines = objectsIn(data, 'lines')
    const site = served.get(stream)
    if (site) addGoods(site.received, lines)
    const reasons = lines.flatMap((line) => optionalTextIn(line, 'shortReason') ?? [])
    setStatus(stream, 'received', since, [...new Set(reasons)].join('; '))
  }

  return {
    take({ event }: PostedEvent, since: Since): void {
      const { type, stream, data } = event
      if (type === 'SiteListFrozen' && data.programme === programme) list(event, since)
      else if (type === 'ConsignmentPlanned') {
        planConsignment(event)
        setStatus(stream, 'planned', since)
      } else if (type === 'GoodsDispatched') setStatus(textIn(data, 'consignment'), 'in-transit', since)
      else if (type === 'DispatchDeclined' || type === 'ConsignmentCancelled') setStatus(stream, 'cancelled', since)
      else if (type === 'ConsignmentReturned') setStatus(stream, 'returned', since, textIn(data, 'reason'))
      else if (type === 'ConsignmentReceived') receive(event, since)
    },
    gaps: (): Gap[] =>
      [...sites.values()].flatMap(({ site, round, group, gap }) =>
        gap ? [{ kind: 'sites', subject: site, window: round, ...group, ...gap, facts: { site, ...gap.facts } }] : [],
      ),
  }
}

function newSite(round: string, listed: JsonObject): Site {
  return {
    site: textIn(listed, 'site'),
    round,
    group: {
      employer: optionalTextIn(listed, 'employer') ?? '',
      division: textIn(listed, 'division'),
      trade: textIn(listed, 'trade'),
    },
    headCount: integerIn(listed, 'headCount'),
    dueOn: textIn(listed, 'dueOn'),
    planned: new Map(),
    received: new Map(),
    statuses: new Map(),
    reasons: new Map(),
    gap: undefined,
  }
}

function addGoods(to: Map<string, number>, lines: readonly JsonObject[]): void {
  for (const line of lines) {
    const commodity = textIn(line, 'commodity')
    to.set(commodity, add(to.get(commodity) ?? 0, integerIn(line, 'quantity')))
  }
}

function reassess(site: Site, since: Since): void {
  const { planned, received, headCount, dueOn } = site
  const missing = [...planned]
    .map(([commodity, pieces]) => ({ commodity, planned: pieces, received: received.get(commodity) ?? 0 }))
    .filter((line) => line.received < line.planned)
  if (missing.length === 0) {
    site.gap = undefined
    return
  }
  const reasons = [...new Set(site.reasons.values())]
  const facts = { dueOn, headCount, missing, reasons, consignments: [...site.statuses.keys()] }
  const reason = reasonOf(site)
  const text = JSON.stringify([reason, facts])
  if (text !== site.gap?.text) site.gap = { text, reason, facts, since }
}

/** What is on its way says most; then what came too little, then what came back. */
function reasonOf({ statuses, received }: Site): string {
  const all = [...statuses.values()]
  if (all.includes('in-transit')) return 'in-transit'
  if (all.includes('received') || [...received.values()].some((pieces) => pieces > 0)) return 'short'
  return all.includes('returned') ? 'returned' : 'not-dispatched'
}
