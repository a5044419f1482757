import { add } from '../amounts.ts'
import type { PostedEvent } from '../books.ts'
import { integerIn, type JsonObject, objectsIn, optionalTextIn, textIn } from '../json.ts'
import type { Gap, Since } from './gap.ts'
import { type Asked, counts } from './moments.ts'

interface Site {
  readonly site: string
  readonly round: string
  readonly group: { readonly employer: string; readonly division: string; readonly trade: string }
  readonly headCount: number
  readonly dueOn: string
  /** Commodity → pieces. */
  readonly planned: Map<string, number>
  readonly received: Map<string, number>
  /** Receipts that stand. */
  signed: number
  /** Consignment → by when it is due. */
  readonly dueDays: Map<string, string>
  /** Consignment → what has become of it, and why pieces are short or it came back. */
  readonly statuses: Map<string, string>
  readonly reasons: Map<string, string>
  gap: { readonly text: string; readonly reason: string; readonly facts: JsonObject; readonly since: Since } | undefined
}

/** Which sites of a programme's lists lack something, why, and since which event exactly that. */
export function findSiteGaps(asked: Asked) {
  const { programme } = asked.query
  const sites = new Map<string, Site>()
  /** Site → its place on the last list that has it. */
  const latest = new Map<string, string>()
  /** Consignment → the site that it serves. */
  const served = new Map<string, Site>()
  /** Consignment → the day on which its receipt counts, as it stands. */
  const receiptDays = new Map<string, string>()

  function list({ stream, data }: PostedEvent['event'], since: Since, isCounted: boolean): void {
    for (const listed of objectsIn(data, 'sites')) {
      const key = `${stream}|${textIn(listed, 'site')}`
      const site = sites.get(key) ?? newSite(stream, listed)
      if (!sites.has(key)) latest.set(site.site, key)
      sites.set(key, site)
      if (!isCounted) continue
      addGoods(site.planned, objectsIn(listed, 'goods'))
      reassess(site, since)
    }
  }

  function planConsignment({ stream, data }: PostedEvent['event']): void {
    const round = optionalTextIn(data, 'round')
    const site = textIn(data, 'site')
    const ofProgramme = data.programme === programme ? latest.get(site) : undefined
    const found = sites.get((round === undefined ? ofProgramme : `${round}|${site}`) ?? '')
    if (!found) return
    served.set(stream, found)
    found.dueDays.set(stream, textIn(data, 'dueOn'))
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
    if (site) {
      addGoods(site.received, lines)
      site.signed += 1
    }
    const reasons = lines.flatMap((line) => optionalTextIn(line, 'shortReason') ?? [])
    setStatus(stream, 'received', since, [...new Set(reasons)].join('; '))
  }

  /** The wrong entry leaves the day on which it counted, the right one counts on its paper's. */
  function correct({ type, stream, data }: PostedEvent['event'], since: Since): void {
    const isReversed = type === 'ReceiptReversed'
    const rightDay = textIn(data, 'receivedOn')
    const wasCounted = counts(asked, receiptDays.get(stream) ?? rightDay)
    const isCounted = !isReversed && counts(asked, rightDay)
    if (!isReversed) receiptDays.set(stream, rightDay)
    const lines = objectsIn(data, 'lines').map((line) => {
      const right = integerIn(line, 'quantity')
      const wrong = isReversed ? right : add(right, -integerIn(line, 'siteDifference'))
      return { ...line, quantity: add(isCounted ? right : 0, wasCounted ? -wrong : 0) }
    })
    const site = served.get(stream)
    if (!site || (!wasCounted && !isCounted)) return
    addGoods(site.received, lines)
    site.signed += (isCounted ? 1 : 0) - (wasCounted ? 1 : 0)
    setStatus(stream, isCounted ? 'received' : 'in-transit', since)
  }

  /** What left the site again, or did not. */
  function depart({ type, stream, data }: PostedEvent['event'], since: Since): void {
    const site = served.get(stream)
    if (!site) return
    const sign = type === 'SiteReturnReversed' || type === 'SiteLossReversed' ? 1 : -1
    const lines = objectsIn(data, 'lines').map((line) => ({ ...line, quantity: sign * integerIn(line, 'quantity') }))
    addGoods(site.received, lines)
    reassess(site, since)
  }

  return {
    take({ event, paperDay }: PostedEvent, since: Since): void {
      const { type, stream, data } = event
      // People and sites go by the paper's day, also where the entry was corrected later.
      const isSiteReversal = type === 'SiteReturnReversed' || type === 'SiteLossReversed'
      // What comes after the day that is asked for still says which site a consignment serves.
      const isCounted = counts(asked, paperDay)
      if (type === 'SiteListFrozen' && data.programme === programme) list(event, since, isCounted)
      if (type === 'ConsignmentPlanned') planConsignment(event)
      if (type === 'ConsignmentReceived') receiptDays.set(stream, paperDay)
      if (type === 'ReceiptCorrected' || type === 'ReceiptReversed') correct(event, since)
      if (!isCounted) return
      if (type === 'ConsignmentPlanned') setStatus(stream, 'planned', since)
      else if (type === 'GoodsDispatched') setStatus(textIn(data, 'consignment'), 'in-transit', since)
      else if (type === 'DispatchDeclined' || type === 'ConsignmentCancelled') setStatus(stream, 'cancelled', since)
      else if (type === 'ConsignmentReturned') setStatus(stream, 'returned', since, textIn(data, 'reason'))
      else if (type === 'ConsignmentReceived') receive(event, since)
      else if (type === 'DispatchReversed') setStatus(stream, 'planned', since)
      else if (type === 'ConsignmentReturnReversed') setStatus(stream, 'in-transit', since)
      else if (isSiteReversal || type === 'SiteGoodsReturned' || type === 'SiteGoodsLost') depart(event, since)
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
    signed: 0,
    dueDays: new Map(),
    statuses: new Map(),
    reasons: new Map(),
    gap: undefined,
  }
}

/** Under the commodity that named the kind first: a kit in another version meets the same plan. */
function addGoods(to: Map<string, number>, lines: readonly JsonObject[]): void {
  for (const line of lines) {
    const commodity = textIn(line, 'commodity')
    const name = [...to.keys()].find((known) => kindOf(known) === kindOf(commodity)) ?? commodity
    to.set(name, add(to.get(name) ?? 0, integerIn(line, 'quantity')))
  }
}

function kindOf(commodity: string): string {
  return commodity.split('@')[0] ?? commodity
}

function reassess(site: Site, since: Since): void {
  const { planned, received, headCount, dueOn } = site
  const came = new Map([...received].map(([commodity, pieces]) => [kindOf(commodity), pieces]))
  const missing = [...planned]
    .map(([commodity, pieces]) => ({ commodity, planned: pieces, received: came.get(kindOf(commodity)) ?? 0 }))
    .filter((line) => line.received < line.planned)
  if (missing.length === 0) {
    site.gap = undefined
    return
  }
  const reasons = [...new Set(site.reasons.values())]
  const expected = expectedOn(site)
  const facts = {
    dueOn,
    ...(expected !== undefined && { expectedOn: expected }),
    headCount,
    missing,
    reasons,
    consignments: [...site.statuses.keys()],
  }
  const reason = reasonOf(site)
  const text = JSON.stringify([reason, facts])
  if (text !== site.gap?.text) site.gap = { text, reason, facts, since }
}

/** By when the first of what is on its way is due. */
function expectedOn({ statuses, dueDays }: Site): string | undefined {
  return [...statuses]
    .flatMap(([consignment, status]) => (status === 'in-transit' ? [dueDays.get(consignment) ?? ''] : []))
    .sort()[0]
}

/** A site that signed, be it for nothing, is short; else what is on its way says most, then what came back. */
function reasonOf({ statuses, signed }: Site): string {
  const all = [...statuses.values()]
  if (signed > 0) return 'short'
  if (all.includes('in-transit')) return 'in-transit'
  return all.includes('returned') ? 'returned' : 'not-dispatched'
}
