import { isObject, type Json, type JsonObject, objectsIn } from '../json.ts'
import { type Directory, holdsDivision } from './directory.ts'
import type { Gap } from './gap.ts'
import { type Asked, latestOf, lookedAtOn } from './moments.ts'
import { findPeopleGaps } from './people-gaps.ts'
import type { Recomputation } from './recomputation.ts'
import { findSiteGaps } from './site-gaps.ts'

/** `GET /v1/gaps`: how many are missing for which reason, and as many of them as the page holds. */
export function recomputeGaps(asked: Asked, directory: Directory): Recomputation {
  const programme = asked.query.programme ?? ''
  const people = findPeopleGaps(asked, directory)
  const sites = findSiteGaps(asked)
  let recordedAt = ''
  return {
    take(posted) {
      const { event } = posted
      recordedAt = latestOf(recordedAt, event.recordedAt)
      const since = { sequence: event.sequence, recordedAt }
      people.take(posted, since)
      sites.take(posted, since)
    },
    answer(found) {
      const { query } = asked
      const planned = directory.programmes.get(programme)?.plan ?? 'people'
      const ofSite = query.site === undefined ? undefined : 'sites'
      const kind = query.kind ?? ofSite ?? (query.endsWithin === undefined ? planned : 'people')
      const day = lookedAtOn(asked, found, recordedAt)
      const gaps = [...people.gaps(), ...sites.gaps()]
        .filter((gap) => gap.kind === kind && isListed(asked, gap, { day, directory }))
        .map((gap) => onDay(gap, day, directory.windows.get(`${programme}/${gap.window}`)))
        .filter((gap) => isWanted(query, gap))
      return answerOf({ programme, kind, day, gaps }, found, directory, query)
    },
  }
}

function isWanted({ window, reason, employer, site, division }: Asked['query'], gap: Gap): boolean {
  return (
    (window ?? gap.window) === gap.window &&
    (reason ?? gap.reason) === gap.reason &&
    (employer ?? gap.employer) === gap.employer &&
    (site ?? gap.subject) === gap.subject &&
    (division === undefined || holdsDivision(division, gap.division))
  )
}

/** Whose credit is not used up. */
const holding = ['issued-not-used', 'card-suspended', 'holds-credit']

/** Who is missing; or, where that is asked for, who holds credit in a window that ends soon. */
function isListed(
  { query }: Asked,
  { reason, window, runsOn, lastDays }: Gap,
  { day, directory }: { readonly day: string; readonly directory: Directory },
): boolean {
  if (query.endsWithin === undefined) return reason !== 'holds-credit'
  const ends = lastDays ?? [directory.windows.get(`${query.programme}/${window}`)?.until ?? '']
  const last = new Date(Date.parse(`${day}T00:00:00Z`) + Number(query.endsWithin) * DAY_MS).toISOString().slice(0, 10)
  return (holding.includes(reason) || runsOn === true) && ends.some((until) => until >= day && until <= last)
}

/** Nobody misses what has not begun; what a site lacks is not yet due, or late, by the day. */
function onDay(gap: Gap, day: string, window: { readonly from: string } | undefined): Gap {
  if (gap.kind === 'sites') return { ...gap, reason: reasonOfSite(gap, day) }
  const isAhead = window !== undefined && window.from > day
  const isWaiting = ['not-issued', 'issued-not-used', 'card-suspended'].includes(gap.reason)
  return isAhead && isWaiting ? { ...gap, reason: 'not-yet-begun' } : gap
}

function reasonOfSite({ reason, facts: { dueOn, expectedOn } }: Gap, day: string): string {
  if (reason === 'short' && expectedOn === undefined) return reason
  if (reason === 'short') return String(expectedOn) < day ? 'late' : 'in-transit'
  if (String(dueOn) >= day) return 'not-yet-due'
  return reason === 'in-transit' ? 'late' : reason
}

interface Recomputed {
  readonly day: string
  readonly programme: string
  readonly kind: string
  readonly gaps: readonly Gap[]
}

/** The list is compared in the order of the answer: each of its gaps once, and as many as there are, or as a page holds. */
function answerOf(
  { programme, kind, day, gaps }: Recomputed,
  found: JsonObject,
  directory: Directory,
  query: Asked['query'],
): JsonObject {
  const reasons = [...new Set(gaps.map(({ reason }) => reason))].sort()
  const left = new Map(gaps.map((gap) => [`${gap.window}|${gap.subject}`, gap]))
  const listed = objectsIn(found, 'gaps').map((row): Json => {
    const key = `${row.window}|${row.worker ?? row.site}`
    const gap = left.get(key)
    left.delete(key)
    return gap ? toRow(gap, { programme, day }, directory) : null
  })
  const { nextCursor = null } = found
  const isComplete = left.size === 0 || nextCursor !== null || query.cursor !== undefined
  return {
    programme,
    kind,
    day,
    counts: reasons.map((reason) => ({ reason, count: gaps.filter((gap) => gap.reason === reason).length })),
    total: gaps.length,
    gaps: isComplete ? listed : [...listed, ...[...left.values()].map(({ subject }) => subject)],
    nextCursor: left.size === 0 ? null : nextCursor,
  }
}

function toRow(
  gap: Gap,
  { programme, day }: { readonly programme: string; readonly day: string },
  { employers, siteNames, kits, items, rounds, windows }: Directory,
): Json {
  const { kind, window, employer, division, trade, reason, since, facts, subject } = gap
  const nameOfGoods = (commodity: string): string | null =>
    (commodity.startsWith('kit-') ? kits : items).get(commodity)?.name ?? null
  const named = Array.isArray(facts.missing)
    ? facts.missing.map((line) => (isObject(line) ? { ...line, name: nameOfGoods(String(line.commodity)) } : line))
    : undefined
  return {
    ...facts,
    ...(named && {
      missing: named,
      siteName: siteNames.get(subject) ?? null,
      late: String(facts.dueOn) < day,
    }),
    kind,
    window,
    windowName: (kind === 'sites' ? rounds.get(window) : windows.get(`${programme}/${window}`))?.name ?? null,
    reason,
    employer: employer === '' ? null : employer,
    employerName: employers.get(employer)?.name ?? null,
    division: division === '' ? null : division,
    trade: trade === '' ? null : trade,
    since: { ...since },
  }
}

const DAY_MS = 86_400_000
