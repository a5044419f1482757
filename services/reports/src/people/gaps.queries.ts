import { addDays } from '@welfare/contracts/days.ts'
import { divisionPrefix } from '@welfare/contracts/divisions.ts'
import type { Refusal } from '@welfare/event-store/decider/decider.ts'
import type { Unstamped } from '../budget/answers.contract.ts'
import type { Directory } from '../findings/directory.store.ts'
import { readPlace, writePlace } from '../journal/cursors.ts'
import { isRefusal, type QueryContext, refusal, unknownThing } from '../query-context.ts'
import { lookedAtOn, reflectedAt, resolveMoment } from '../read-model/moments.store.ts'
import { createScopeFilter, type ScopeFilter, type WithScope } from '../scope-filter.ts'
import type { GapEntry, GapsAnswer, GapsQuery } from './coverage.contract.ts'
import { goodsFacts } from './coverage.queries.ts'
import { endsSoon } from './credit-days.store.ts'
import { type GapRow, readGapPage } from './gap-pages.ts'
import { HOLDS_CREDIT, holdingReasons } from './person-windows.ts'
import { quoted, reasonOnDay } from './reason-on-day.ts'

/** Who and which site is still missing, and why, at any moment. Pages of one list are all as of the first page's moment. */
export function queryGaps(context: QueryContext, query: GapsQuery & WithScope): Unstamped<GapsAnswer> | Refusal {
  const { model, directory } = context.generation
  const unknown = unknownThing(context, query)
  if (unknown) return unknown
  const place = readPlace(query.cursor)
  if (place === null) return refusal('cursor-malformed')
  const { effective } = query
  const moment = resolveMoment(model, place ? { at: String(place.sequence) } : query)
  if (isRefusal(moment)) return moment
  const { sequence } = moment
  const scope = createScopeFilter(context.generation, query.scope, sequence)
  if (!scope.holds({ programme: query.programme })) return refusal('programme-unknown', { programme: query.programme })
  const kind = query.kind ?? kindOf(context, query)
  const reflected = reflectedAt(model, sequence)
  const day = place?.day ?? lookedAtOn(query, reflected, context.today)
  const matching = conditions(query, { kind, sequence, day, windows: windowsOf(directory, query.programme, sequence) })
  const counts = model
    .prepare(`SELECT reason, count(*) AS count FROM (${matching.sql}) GROUP BY reason ORDER BY reason`)
    .all(matching.values)
    .map(({ reason, count }) => ({ reason: String(reason), count: Number(count) }))
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const from = place?.entry ?? 0
  const page = readGapPage(context.generation, matching, { sequence, from, limit: query.limit })
  return {
    ...reflected,
    ...(effective !== undefined && { effective }),
    programme: query.programme,
    kind,
    day,
    counts,
    total,
    gaps: page.map((row) => toEntry(context, row, { sequence, day, scope })),
    nextCursor: from + page.length < total ? writePlace({ sequence, entry: from + page.length, day }) : null,
  }
}

/** What is asked for by a site is of sites, what ends soon is of people; else what the programme plans for. */
function kindOf(
  { generation: { model, directory } }: QueryContext,
  { programme, site, endsWithin }: GapsQuery,
): 'people' | 'sites' {
  if (site !== undefined) return 'sites'
  if (endsWithin !== undefined) return 'people'
  return directory.find('programme', programme, model.checkpoint().sequence)?.plan ?? 'people'
}

interface SiteFacts {
  readonly dueOn: string
  readonly expectedOn?: string
  readonly headCount: number
  readonly missing: readonly { readonly commodity: string; readonly planned: number; readonly received: number }[]
  readonly reasons: string[]
  readonly consignments: string[]
}

interface LookedAt {
  readonly kind: 'people' | 'sites'
  readonly sequence: number
  readonly day: string
  readonly windows: readonly { readonly window: string; readonly from: string; readonly until: string }[]
}

/** On every day that is known. */
const LAST_DAY = '9999-12-30'

function conditions(
  { programme, window, reason, employer, site, division, endsWithin, effective }: GapsQuery,
  { kind, sequence, day, windows }: LookedAt,
) {
  let sql = `SELECT id, kind, programme, window, subject, employer, division, trade, facts, since, ${reasonOnDay} AS reason
    FROM gap WHERE programme = :programme AND kind = :kind AND until_sequence > :sequence AND from_sequence <= :sequence
      AND from_day <= :day AND until_day > :day`
  const values: Record<string, string | number> = { programme, kind, sequence, day: effective ?? LAST_DAY }
  values.lookedAt = day
  values.notBegun = JSON.stringify(windows.filter(({ from }) => from > day).map((one) => one.window))
  if (endsWithin === undefined) sql += ` AND reason <> '${HOLDS_CREDIT}'`
  else {
    const last = addDays(day, endsWithin)
    const ending = windows.filter(({ until }) => until >= day && until <= last)
    sql += ` AND (reason IN (${quoted(holdingReasons)}) OR facts ->> 'holdsCredit') AND ${endsSoon}`
    values.last = last
    values.ending = JSON.stringify(ending.map((one) => one.window))
  }
  for (const [column, value] of Object.entries({ window, employer, subject: site })) {
    if (value === undefined) continue
    sql += ` AND ${column} = :${column}`
    values[column] = value
  }
  if (division !== undefined) {
    sql += ' AND substr(division, 1, :prefixLength) = :prefix'
    values.prefix = divisionPrefix(division)
    values.prefixLength = values.prefix.length
  }
  if (reason === undefined) return { sql, values }
  return { sql: `SELECT * FROM (${sql}) WHERE reason = :reason`, values: { ...values, reason } }
}

function windowsOf(directory: Directory, programme: string, sequence: number): LookedAt['windows'] {
  return directory
    .list('window', sequence)
    .filter(({ id }) => id.startsWith(`${programme}/`))
    .map(({ id, facts: { from, until } }) => ({ window: id.slice(programme.length + 1), from, until }))
}

function toEntry(
  { generation: { model, directory } }: QueryContext,
  row: GapRow,
  { sequence, day, scope }: { readonly sequence: number; readonly day: string; readonly scope: ScopeFilter },
): GapEntry {
  const shared = {
    window: row.window,
    windowName:
      (row.kind === 'sites'
        ? directory.find('round', row.window, sequence)
        : directory.find('window', `${row.programme}/${row.window}`, sequence)
      )?.name ?? null,
    employer: row.employer === '' ? null : row.employer,
    employerName: directory.find('employer', row.employer, sequence)?.name ?? null,
    division: row.division === '' ? null : row.division,
    trade: row.trade === '' ? null : row.trade,
    since: { sequence: row.since, recordedAt: reflectedAt(model, row.since).recordedAt },
  }
  if (row.kind === 'people') {
    const { heldIn }: { readonly heldIn?: string } = JSON.parse(row.facts)
    return {
      kind: 'people',
      worker: row.subject,
      ...(heldIn !== undefined && {
        heldIn: { programme: heldIn, name: nameWithin({ directory, sequence, scope }, heldIn) },
      }),
      reason: row.reason as (GapEntry & { kind: 'people' })['reason'],
      ...shared,
    }
  }
  const { dueOn, missing, ...facts }: SiteFacts = JSON.parse(row.facts)
  return {
    kind: 'sites',
    site: row.subject,
    siteName: directory.find('site', row.subject, sequence)?.name ?? null,
    reason: row.reason as (GapEntry & { kind: 'sites' })['reason'],
    late: dueOn < day,
    dueOn,
    missing: missing.map((line) => ({ ...line, name: goodsFacts(directory, line.commodity, sequence)?.name ?? null })),
    ...facts,
    ...shared,
  }
}

/** What lies outside a scope has no name. */
function nameWithin(
  {
    directory,
    sequence,
    scope,
  }: { readonly directory: Directory; readonly sequence: number; readonly scope: ScopeFilter },
  programme: string,
): string | null {
  return (scope.holds({ programme }) && directory.find('programme', programme, sequence)?.name) || null
}
