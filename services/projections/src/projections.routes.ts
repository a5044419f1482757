import { problemOf } from '@welfare/service-kit/answer-command.ts'
import { isProblem, type Problem } from '@welfare/service-kit/problem.ts'
import { defineRoute, type Route, type RouteAnswer } from '@welfare/service-kit/route.ts'
import { z } from 'zod'
import { budgetAnswer, budgetQuery } from './budget.contract.ts'
import { coverageAnswer, coverageQuery, gapsAnswer, gapsQuery } from './coverage.contract.ts'
import { journalAnswer, journalCsvQuery, journalQuery } from './journal.contract.ts'
import { journalCsvColumns, journalCsvLines } from './journal.queries.ts'
import { projectionLimits } from './limits.ts'
import type { ProjectionsService } from './projections.service.ts'
import type { Answer, QueryName, QueryParams } from './queries.ts'
import { isRefusal } from './query-context.ts'
import { mealsAnswer, mealsParams, trailAnswer, trailParams, trailQuery } from './trail.contract.ts'

const refusals = {
  'read-models-not-ready': 503,
  'sequence-not-reached': 422,
  'fund-unknown': 404,
  'programme-unknown': 404,
  'funder-unknown': 404,
  'employer-unknown': 404,
  'merchant-unknown': 404,
  'window-unknown': 404,
  'thing-unknown': 404,
} as const

const status = z.strictObject({
  generation: z.int().meta({ description: 'Counts the rebuilds; 0 while nothing can be served yet' }),
  sequence: z.int(),
  healthy: z.boolean(),
  rebuiltThrough: z.int().nullable().meta({ description: 'How far the next generation is filled; null when none is' }),
})

const reading = { method: 'get', tag: 'reports', refusals } as const
type Asks = Pick<ProjectionsService, 'ask' | 'beginRebuild' | 'status'>

export function createProjectionRoutes(service: Asks): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path: '/v1/budget',
      operationId: 'getBudget',
      summary: 'Each state of money apart, by fund, programme, funder or division',
      query: budgetQuery,
      answers: { 200: { description: 'Balances and turnovers', schema: budgetAnswer } },
      handle: ({ query: { after, ...query }, signal }) => answer('budget', query, { after, signal }),
    }),
    defineRoute({
      ...reading,
      path: '/v1/coverage',
      operationId: 'getCoverage',
      summary: 'People and places reached, against the plan',
      query: coverageQuery,
      answers: { 200: { description: 'Counts', schema: coverageAnswer } },
      handle: ({ query: { after, ...query }, signal }) => answer('coverage', query, { after, signal }),
    }),
    defineRoute({
      ...reading,
      path: '/v1/gaps',
      operationId: 'getGaps',
      summary: 'Who and which site is still missing, and why',
      query: gapsQuery,
      answers: { 200: { description: 'A page; all pages are as of the first one', schema: gapsAnswer } },
      handle: ({ query: { after, ...query }, signal }) => answer('gaps', query, { after, signal }),
    }),
    defineRoute({
      ...reading,
      path: '/v1/journal',
      operationId: 'getJournal',
      summary: 'Every leg of every posting, with running balances',
      query: journalQuery,
      answers: { 200: { description: 'A page; all pages are as of the first one', schema: journalAnswer } },
      handle: ({ query: { after, ...query }, signal }) => answer('journal', query, { after, signal }),
    }),
    defineRoute({
      ...reading,
      path: '/v1/journal.csv',
      operationId: 'exportJournal',
      summary: 'The whole journal as CSV (UTF-8, CRLF, a header line); columns as the fields of a leg',
      query: journalCsvQuery,
      answers: { 200: { description: 'All legs that match, as of one moment', contentType: csv } },
      handle: ({ query, signal }) => exportJournal(query, signal),
    }),
    defineRoute({
      ...reading,
      path: '/v1/trail/{id}',
      operationId: 'getTrail',
      summary: 'Every event of a thing, or that names it',
      params: trailParams,
      query: trailQuery,
      answers: { 200: { description: 'A page; all pages are as of the first one', schema: trailAnswer } },
      handle: ({ params: { id }, query: { after, ...query }, signal }) =>
        answer('trail', { ...query, id }, { after, signal }),
    }),
    defineRoute({
      ...reading,
      path: '/v1/trail/{id}/meals',
      operationId: 'getMealsOfFund',
      summary: "A fund's money followed to the meals it paid",
      params: mealsParams,
      query: trailQuery,
      answers: { 200: { description: 'A page; all pages are as of the first one', schema: mealsAnswer } },
      handle: ({ params: { id }, query: { after, ...query }, signal }) =>
        answer('meals', { ...query, fund: id }, { after, signal }),
    }),
    defineRoute({
      ...reading,
      path: '/v1/projections',
      operationId: 'getProjections',
      summary: 'How far the read models are',
      answers: { 200: { description: 'Status', schema: status } },
      handle: () => ({ status: 200, body: toStatus(service) }),
    }),
    defineRoute({
      method: 'post',
      path: '/v1/projections/rebuild',
      operationId: 'rebuildProjections',
      summary: 'Fills all read models anew from the first event, while the old ones serve',
      tag: 'reports',
      refusals: {},
      body: z.strictObject({}),
      answers: {
        202: { description: 'Begun, or already under way; done when `generation` has risen', schema: status },
      },
      handle: () => {
        service.beginRebuild()
        return { status: 202, body: toStatus(service) }
      },
    }),
  ]

  async function answer<Name extends QueryName>(
    name: Name,
    params: QueryParams<Name>,
    options: { after: string | undefined; signal: AbortSignal },
  ): Promise<RouteAnswer | Problem> {
    const given: object = await service.ask(name, params, options)
    if (isProblem(given)) return given
    return isRefusal(given) ? problemOf(given, refusals) : { status: 200, body: given }
  }

  async function exportJournal(
    { after, ...filters }: z.output<typeof journalCsvQuery>,
    signal: AbortSignal,
  ): Promise<RouteAnswer | Problem> {
    const limit = projectionLimits.exportPageSize
    const first = await service.ask('journal', { ...filters, limit }, { after, signal })
    if (isProblem(first)) return first
    if (isRefusal(first)) return problemOf(first, refusals)
    return { status: 200, contentType: csv, body: csvLines(first, { ...filters, limit }, signal) }
  }

  async function* csvLines(
    first: JournalPage,
    params: QueryParams<'journal'>,
    signal: AbortSignal,
  ): AsyncIterable<string> {
    yield `${journalCsvColumns.join(',')}\r\n`
    let page = first
    while (true) {
      yield journalCsvLines(page.legs)
      if (page.nextCursor === null || signal.aborted) return
      const next = await service.ask('journal', { ...params, cursor: page.nextCursor }, { signal })
      if (isProblem(next) || isRefusal(next)) throw new Error(`the export broke off: ${next.code}`)
      page = next
    }
  }
}

type JournalPage = Exclude<Answer<'journal'>, { readonly code: string }>

const csv = 'text/csv; charset=utf-8; header=present'

function toStatus(service: Asks): z.infer<typeof status> {
  const { generation, sequence, healthy, rebuiltThrough } = service.status()
  return { generation, sequence, healthy, rebuiltThrough: rebuiltThrough ?? null }
}
