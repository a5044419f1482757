import { problemOf } from '@welfare/http/answer-command.ts'
import { isProblem, type Problem } from '@welfare/http/problem.ts'
import { defineRoute, type Route, type RouteAnswer } from '@welfare/http/route.ts'
import type { z } from 'zod'
import type { QueryName, QueryParams, StampedAnswer } from './queries.ts'
import { isRefusal } from './query-context.ts'
import type { ThreadStatus } from './read-model/thread-messages.ts'

export const reportRefusals = {
  'read-models-not-ready': 503,
  'stamp-not-ready': 503,
  'sequence-not-reached': 422,
  'moments-reversed': 422,
  'fund-unknown': 404,
  'programme-unknown': 404,
  'funder-unknown': 404,
  'employer-unknown': 404,
  'site-unknown': 404,
  'merchant-unknown': 404,
  'bank-account-unknown': 404,
  'bank-statement-missing': 409,
  'union-unknown': 404,
  'window-unknown': 404,
  'document-unknown': 404,
  'thing-unknown': 404,
  'finding-unknown': 404,
} as const

/** What every report's route begins with. */
export const reading = { method: 'get', tag: 'reports', refusals: reportRefusals } as const

export interface AskOptions {
  /** Waits, bounded, until the answer reflects this position. */
  readonly after?: string | undefined
  readonly signal?: AbortSignal
}

/** What routes ask of the read models. */
export interface ReportQueries {
  /**
   * Without `after` the answer reflects what was durable when it was asked, if that takes no longer than a second; else what there is, and
   * says so by its sequence. A problem where `after` is malformed or not reached, nothing can be served yet, or the transparency log is behind.
   */
  ask<Name extends QueryName>(
    name: Name,
    params: QueryParams<Name>,
    options?: AskOptions,
  ): Promise<StampedAnswer<Name> | Problem>
  /** Fills all read models again; without waiting: the log tells how it went. */
  beginRebuild(): void
  status(): ThreadStatus
}

/** A report as the route's answer. The `scope` among its params is the actor's. */
export async function answerReport<Name extends QueryName>(
  service: ReportQueries,
  name: Name,
  params: QueryParams<Name>,
  options: { after: string | undefined; signal: AbortSignal },
): Promise<RouteAnswer | Problem> {
  const given: object = await service.ask(name, params, options)
  if (isProblem(given)) return given
  return isRefusal(given) ? problemOf(given, reportRefusals) : { status: 200, body: given }
}

/** A report as data: the question that it puts to the read models, with the schemas of what is asked and of what is answered. */
interface ReportDefinition<Name extends QueryName> extends Pick<Route, 'path' | 'operationId' | 'summary'> {
  readonly name: Name
  readonly query: z.ZodType<Omit<QueryParams<Name>, 'scope'> & { readonly after?: string | undefined }>
  readonly answer: z.ZodType
  readonly description: string
}

export function reportRoute<Name extends QueryName>(service: ReportQueries, definition: ReportDefinition<Name>): Route {
  const { name, answer, description, ...route } = definition
  return defineRoute({
    ...reading,
    ...route,
    answers: { 200: { description, schema: answer } },
    handle({ query: { after, ...query }, actor: { scope }, signal }) {
      return answerReport(service, name, { ...query, scope } as QueryParams<Name>, { after, signal })
    },
  })
}
