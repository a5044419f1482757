import { divisionPrefix } from '@welfare/contracts/primitives.ts'
import type { Refusal } from '@welfare/decider/decider.ts'
import { shanghaiDay } from '@welfare/service-kit/shanghai-days.ts'
import type { Unstamped } from './answers.contract.ts'
import type { GapEntry, GapsAnswer, GapsQuery } from './coverage.contract.ts'
import { goodsFacts } from './coverage.queries.ts'
import { readPlace, writePlace } from './cursors.ts'
import { type Reflected, reflectedAt, resolveMoment } from './moments.store.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from './query-context.ts'
import { createReachFilter, type WithReach } from './reach-filter.ts'

/** Who and which site is still missing, and why, at any moment. Pages of one list are all as of the first page's moment. */
export function queryGaps(context: QueryContext, query: GapsQuery & WithReach): Unstamped<GapsAnswer> | Refusal {
  const { model, things } = context.generation
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const kind = query.kind ?? things.find('programme', query.programme, model.checkpoint().sequence)?.plan ?? 'people'
  const place = readPlace(query.cursor)
  if (place === null) return refusal('cursor-malformed')
  const moment = resolveMoment(model, place ? { at: String(place.sequence) } : query)
  if (isRefusal(moment)) return moment
  const reach = createReachFilter(context.generation, query.reach, moment.sequence)
  if (!reach.holds({ programme: query.programme })) return refusal('programme-unknown', { programme: query.programme })
  const { sql, values } = conditions(query, kind, moment.sequence)
  const counts = model
    .prepare(`SELECT reason, count(*) AS count FROM gap WHERE ${sql} GROUP BY reason ORDER BY reason`)
    .all(values)
    .map(({ reason, count }) => ({ reason: String(reason), count: Number(count) }))
  const rows = model
    .prepare(`SELECT * FROM gap WHERE ${sql} AND id > :afterId ORDER BY id LIMIT :limit`)
    .all({ ...values, afterId: place?.entry ?? 0, limit: query.limit + 1 }) as GapRow[]
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const reflected = reflectedAt(model, moment.sequence)
  const askedOn = place?.day ?? dayOf(query, reflected, context.today)
  return {
    ...reflected,
    programme: query.programme,
    kind,
    counts,
    total: counts.reduce((sum, { count }) => sum + count, 0),
    gaps: page.map((row) => toEntry(context, row, moment.sequence, askedOn)),
    nextCursor:
      rows.length > page.length && last
        ? writePlace({ sequence: moment.sequence, entry: last.id, day: askedOn })
        : null,
  }
}

type GapRow = {
  readonly id: number
  readonly kind: 'people' | 'sites'
  readonly window: string
  readonly subject: string
  readonly reason: string
  readonly employer: string
  readonly division: string
  readonly trade: string
  readonly facts: string
  readonly from_sequence: number
}

interface SiteFacts {
  readonly dueOn: string
  readonly headCount: number
  readonly missing: readonly { readonly commodity: string; readonly planned: number; readonly received: number }[]
  readonly reasons: string[]
  readonly consignments: string[]
}

function conditions(
  { programme, window, reason, employer, division }: GapsQuery,
  kind: 'people' | 'sites',
  sequence: number,
) {
  let sql = 'programme = :programme AND kind = :kind AND until_sequence > :sequence AND from_sequence <= :sequence'
  const values: Record<string, string | number> = { programme, kind, sequence }
  for (const [column, value] of Object.entries({ window, reason, employer })) {
    if (value === undefined) continue
    sql += ` AND ${column} = :${column}`
    values[column] = value
  }
  if (division !== undefined) {
    sql += ' AND substr(division, 1, :prefixLength) = :prefix'
    values.prefix = divisionPrefix(division)
    values.prefixLength = values.prefix.length
  }
  return { sql, values }
}

/** The day on which the list is looked at: that of the past moment, or today. */
function dayOf({ at }: GapsQuery, { recordedAt }: Reflected, today: string): string {
  if (at === undefined) return today
  const time = /^[0-9]+$/.test(at) ? recordedAt : at
  const day = time === null ? today : shanghaiDay(new Date(time))
  return day < today ? day : today
}

function toEntry(
  { generation: { model, things } }: QueryContext,
  row: GapRow,
  sequence: number,
  askedOn: string,
): GapEntry {
  const shared = {
    window: row.window,
    employer: row.employer === '' ? null : row.employer,
    employerName: things.find('employer', row.employer, sequence)?.name ?? null,
    division: row.division === '' ? null : row.division,
    trade: row.trade === '' ? null : row.trade,
    since: { sequence: row.from_sequence, recordedAt: reflectedAt(model, row.from_sequence).recordedAt },
  }
  if (row.kind === 'people') {
    return {
      kind: 'people',
      worker: row.subject,
      reason: row.reason as (GapEntry & { kind: 'people' })['reason'],
      ...shared,
    }
  }
  const { dueOn, missing, ...facts }: SiteFacts = JSON.parse(row.facts)
  return {
    kind: 'sites',
    site: row.subject,
    siteName: things.find('site', row.subject, sequence)?.name ?? null,
    reason: row.reason as (GapEntry & { kind: 'sites' })['reason'],
    late: dueOn < askedOn,
    dueOn,
    missing: missing.map((line) => ({ ...line, name: goodsFacts(things, line.commodity, sequence)?.name ?? null })),
    ...facts,
    ...shared,
  }
}
