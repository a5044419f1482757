import { isObject, type Json, type JsonObject, objectsIn } from '../../json.ts'
import { type Directory, holdsDivision } from '../directory.ts'
import type { Gap } from '../gap.ts'
import type { Asked } from '../moments.ts'
import type { Recomputation } from '../recomputation.ts'
import { findPeopleGaps } from './people-gaps.ts'
import { findSiteGaps } from './site-gaps.ts'

/** `GET /v1/gaps` as version 1 listed: how many are missing for which reason, and as many of them as the page holds. */
export function recomputeFirstGaps(asked: Asked, directory: Directory): Recomputation {
  const programme = asked.query.programme ?? ''
  const people = findPeopleGaps(programme, directory)
  const sites = findSiteGaps(programme)
  let recordedAt = ''
  return {
    take(posted) {
      const { event } = posted
      recordedAt = event.recordedAt > recordedAt ? event.recordedAt : recordedAt
      const since = { sequence: event.sequence, recordedAt }
      people.take(posted, since)
      sites.take(posted, since)
    },
    answer(found) {
      const kind = asked.query.kind ?? directory.programmes.get(programme)?.plan ?? 'people'
      const gaps = [...people.gaps(), ...sites.gaps()].filter((gap) => gap.kind === kind && isWanted(asked.query, gap))
      return answerOf(asked, { programme, kind, gaps }, found, directory, recordedAt)
    },
  }
}

function isWanted({ window, reason, employer, division }: Asked['query'], gap: Gap): boolean {
  return (
    (window ?? gap.window) === gap.window &&
    (reason ?? gap.reason) === gap.reason &&
    (employer ?? gap.employer) === gap.employer &&
    (division === undefined || holdsDivision(division, gap.division))
  )
}

interface Recomputed {
  readonly programme: string
  readonly kind: string
  readonly gaps: readonly Gap[]
}

/** The list is compared in the order of the answer: each of its gaps once, and as many as there are, or as a page holds. */
function answerOf(
  { query }: Asked,
  { programme, kind, gaps }: Recomputed,
  found: JsonObject,
  directory: Directory,
  recordedAt: string,
): JsonObject {
  const reasons = [...new Set(gaps.map(({ reason }) => reason))].sort()
  const left = new Map(gaps.map((gap) => [`${gap.window}|${gap.subject}`, gap]))
  const listed = objectsIn(found, 'gaps').map((row): Json => {
    const key = `${row.window}|${row.worker ?? row.site}`
    const gap = left.get(key)
    left.delete(key)
    return gap ? toRow(gap, row, directory, lookedAtOn(query, recordedAt)) : null
  })
  const { nextCursor = null } = found
  const isComplete = left.size === 0 || nextCursor !== null || query.cursor !== undefined
  return {
    programme,
    kind,
    counts: reasons.map((reason) => ({ reason, count: gaps.filter((gap) => gap.reason === reason).length })),
    total: gaps.length,
    gaps: isComplete ? listed : [...listed, ...[...left.values()].map(({ subject }) => subject)],
    nextCursor: left.size === 0 ? null : nextCursor,
  }
}

function toRow(gap: Gap, row: JsonObject, { employers, siteNames, kits, items }: Directory, days: LookedAt): Json {
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
      late: lateOn(String(facts.dueOn), days) ?? row.late ?? null,
    }),
    kind,
    window,
    reason,
    employer: employer === '' ? null : employer,
    employerName: employers.get(employer)?.name ?? null,
    division: division === '' ? null : division,
    trade: trade === '' ? null : trade,
    since: { ...since },
  }
}

const SHANGHAI_MS = 8 * 3_600_000

/** The days, in Shanghai, between which the list was looked at. */
interface LookedAt {
  readonly first: string
  readonly last: string
}

/** Not before the last event; not after the moment that was asked for. Which day it was in between, no event tells. */
function lookedAtOn({ at }: Asked['query'], recordedAt: string): LookedAt {
  const first = dayOf(recordedAt)
  if (at === undefined) return { first, last: '9999-12-31' }
  return { first, last: /^\d+$/.test(at) ? first : dayOf(at) }
}

function lateOn(dueOn: string, { first, last }: LookedAt): boolean | undefined {
  if (dueOn < first) return true
  return dueOn >= last ? false : undefined
}

function dayOf(time: string): string {
  const ms = Date.parse(time)
  return Number.isNaN(ms) ? '' : new Date(ms + SHANGHAI_MS).toISOString().slice(0, 10)
}
